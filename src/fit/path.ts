import type { Dataset } from '../data/dataset.js';
import { integerIn, knownKeys } from '../numeric/checks.js';
import { fitFrom } from './free-knot-fit.js';
import type { FreeKnotFit, FreeKnotOptions } from './free-knot-fit.js';

/** What {@link freeKnotPath} is asked for. */
export interface FreeKnotPathOptions extends Omit<FreeKnotOptions, 'width'> {
  /** The largest width. */
  readonly widest: number;
}

/** Fits of all widths up to one, and a choice among them. */
export interface FreeKnotPath {
  /** `fits[h − 1]` has h units, and is what {@link freeKnotFit} would return. */
  readonly fits: readonly FreeKnotFit[];
  /**
   * The fit with the least `bic` of all widths and families; the narrower one of equals. It need not be one of `fits`: of
   * each width these have the lower loss, which says nothing of the numbers that it took. With a `family` asked for,
   * it is of that family.
   */
  readonly best: FreeKnotFit;
}

/**
 * {@link freeKnotFit} for every width from 1 to `widest`, and the fit that Bayes's information criterion chooses among
 * both families of all widths: each knot has to earn two numbers. Knots of the fit before are tried beside the search's
 * own pilots, so that the loss does not rise with the width, but for rounding.
 *
 * **To count knots, ask for `family: 'free'`.** A constrained fit has 2ᴴ ways to orient its units to choose among, which
 * the criterion does not count: of 20 noisy series of 100 data with two knots, the best was one of two knots for 19 with
 * the free family alone, for 11 with both. Both together are for who wants few units.
 *
 * The criterion supposes many more data than numbers fitted. Where `widest` comes near the number of data it chooses a
 * fit that all but interpolates, whatever the noise: keep `widest` below a tenth of the number of data or so.
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
 * const { best } = freeKnotPath(dataset(x, y), { widest: 4 });
 * best.family; // 'free'
 * best.network.inputWeights.length; // 2
 * Math.abs(best.knots[0] - 2) < 0.02; // true
 * ```
 */
export function freeKnotPath(data: Dataset, options: FreeKnotPathOptions): FreeKnotPath {
  const where = 'freeKnotPath';
  knownKeys(where, options, ['widest', 'effort', 'family']);
  const { widest, ...rest } = options;
  integerIn(where, 'widest', widest, 1);
  const fits: FreeKnotFit[] = [];
  let best: FreeKnotFit | null = null;
  for (let width = 1; width <= widest; width++) {
    const starts = fits.slice(-1).map(({ knots }) => knots);
    const { chosen, all } = fitFrom(where, data, { ...rest, width }, starts);
    fits.push(chosen);
    for (const fit of rest.family === undefined || rest.family === 'better' ? all : [chosen]) {
      if (best === null || fit.bic < best.bic) best = fit;
    }
    if (chosen.status === 'interpolates') break;
  }
  return { fits, best: best ?? fits[0] };
}
