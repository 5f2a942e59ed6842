import type { NumericArray } from '../../numeric/arrays.js';
import { finiteVector, object, show } from '../../numeric/checks.js';
import { integrate } from '../../numeric/quadrature.js';
import type { QuadratureResult } from '../../numeric/quadrature.js';
import { ordinate } from './law.js';

/** A probability density on the line, as a caller states it. */
export interface Density {
  /** The density; it is asked only inside the support, and may be infinite at an end or split. */
  readonly pdf: (x: number) => number;
  /** The interval outside which the density is 0; either end may be infinite. Default: the whole line. */
  readonly support?: readonly [low: number, high: number];
  /** Where the density jumps, has a kink, a narrow peak or a singularity. Default: nowhere. */
  readonly splitAt?: NumericArray;
}

/** A density that has been checked to be one. */
export interface CheckedDensity {
  /** The density, 0 outside the support. */
  readonly pdf: (x: number) => number;
  readonly low: number;
  readonly high: number;
  /** Finite ends of the support, and splits inside. */
  readonly special: readonly number[];
}

/** How far from 1 a density may integrate. */
const MASS_TOLERANCE = 1e-8;

/**
 * Checks that a density is not negative and integrates to 1 within 1e-8.
 *
 * @throws `RangeError` that says the integral, `TypeError` for the wrong kind of thing.
 */
export function checkDensity(where: string, name: string, density: Density): CheckedDensity {
  object(where, name, density);
  const { pdf, support = [-Infinity, Infinity], splitAt = [] } = density;
  if (typeof pdf !== 'function') {
    throw new TypeError(`${where}: ${name}.pdf must be a function, got ${show(pdf)}`);
  }
  object(where, `${name}.support`, support);
  const low = ordinate(where, support[0], `${name}.support[0]`);
  const high = ordinate(where, support[1], `${name}.support[1]`);
  if (!(low < high)) throw new RangeError(`${where}: ${name}.support must increase, got ${low} and ${high}`);
  const splits = finiteVector(where, `${name}.splitAt`, splitAt);
  const special = [low, ...splits, high].filter((x) => x >= low && x <= high && Number.isFinite(x));
  const inside = (x: number): number => (x >= low && x <= high ? pdf(x) : 0);

  const { value, error, magnitude } = integrate(inside, low, high, { splitAt: special });
  if (Number.isNaN(value)) {
    throw new RangeError(`${where}: ${name}.pdf must be finite inside its support, got an integral of NaN`);
  }
  if (magnitude - value > MASS_TOLERANCE + error) {
    throw new RangeError(
      `${where}: ${name}.pdf must not be negative, got an integral of ${(value - magnitude) / 2} where it is`,
    );
  }
  if (Math.abs(value - 1) > MASS_TOLERANCE || !(error <= MASS_TOLERANCE)) {
    throw new RangeError(`${where}: ${name}.pdf must integrate to 1, got ${value} ± ${error.toPrecision(1)}`);
  }
  return { pdf: inside, low, high, special };
}

/** E X^power, or undefined where it does not exist. */
export function rawMoment(density: CheckedDensity, power: number): number | undefined {
  const { pdf, low, high, special } = density;
  const moment: QuadratureResult = integrate((x) => x ** power * pdf(x), low, high, {
    splitAt: [0, ...special],
  });
  return moment.converged ? moment.value : undefined;
}
