import type { Dataset } from '../data/dataset.js';
import { integerIn, object } from '../numeric/checks.js';
import { fitFrom } from './free-knot-fit.js';
import type { FreeKnotFit, FreeKnotOptions } from './free-knot-fit.js';

/** What {@link freeKnotPath} is asked for. */
export interface FreeKnotPathOptions extends Omit<FreeKnotOptions, 'width'> {
  /** The largest width. */
  readonly widest: number;
}

/** Fits of all widths up to one, and a choice among them. */
export interface FreeKnotPath {
  /** `fits[h − 1]` has h units. */
  readonly fits: readonly FreeKnotFit[];
  /** The fit with the least `bic`; the narrower one of equals. */
  readonly best: FreeKnotFit;
}

/**
 * {@link freeKnotFit} for every width from 1 to `widest`, and the one that Bayes's information criterion chooses: each
 * unit has to earn two numbers. Knots of the fit before are tried beside the search's own pilots, so that the loss does
 * not rise with the width, but for rounding.
 *
 * Stops early where a fit interpolates: a wider one would be the same with dead units.
 *
 * @throws As {@link freeKnotFit}; `RangeError` unless `widest` is a positive integer.
 * @example
 * ```ts
 * import { dataset } from 'relu-splines';
 * import { freeKnotPath } from 'relu-splines/fit';
 *
 * const x = Array.from({ length: 40 }, (_, n) => n / 10);
 * const y = x.map((place, n) => Math.abs(place - 2) + 0.05 * Math.sin(40 * n * n));
 * freeKnotPath(dataset(x, y), { widest: 4 }).best.network.inputWeights.length; // 2
 * ```
 */
export function freeKnotPath(data: Dataset, options: FreeKnotPathOptions): FreeKnotPath {
  const where = 'freeKnotPath';
  object(where, 'options', options);
  const { widest, ...rest } = options;
  integerIn(where, 'widest', widest, 1);
  const fits: FreeKnotFit[] = [];
  let best: FreeKnotFit | null = null;
  for (let width = 1; width <= widest; width++) {
    const starts = fits.slice(-1).map(({ knots }) => knots);
    const fit = fitFrom(where, data, { ...rest, width }, starts);
    fits.push(fit);
    if (best === null || fit.bic < best.bic) best = fit;
    if (fit.status === 'interpolates') break;
  }
  return { fits, best: best ?? fits[0] };
}
