import type { Window } from '../forms/roughness.js';
import type { NumericArray, ReadonlyFloat64Array } from '../numeric/arrays.js';
import { countIn, finiteNumber, finiteVector, knownKeys, positiveNumber, show } from '../numeric/checks.js';
import { windowEnds } from './window.js';

/** Options of {@link breakpointDensity}. */
export interface DensityOptions {
  /** The domain: breakpoints outside of it do not count. */
  readonly window: Window;
  /** Grid points on the domain, both ends included. Default 101. */
  readonly points?: number;
  /** Standard deviation of the kernel. Default Scott's rule. */
  readonly bandwidth?: number;
}

/** A density of breakpoints on a grid. */
export interface BreakpointDensity {
  /** Grid points, shape (points). */
  readonly x: ReadonlyFloat64Array;
  /** The density there, shape (points). */
  readonly density: ReadonlyFloat64Array;
  /** Standard deviation of the kernel. */
  readonly bandwidth: number;
  /** Breakpoints in the window. */
  readonly count: number;
}

/**
 * The density of breakpoints on a domain: a Gaussian kernel estimate from those inside of it.
 *
 * The bandwidth is Scott's n^(−1/5)·s, s the standard deviation with n − 1, as in SciPy. The kernels are not cut at the
 * ends of the domain. With fewer than two distinct places there is no bandwidth: the density is NaN.
 *
 * @throws `RangeError` for a window that is empty or not finite, fewer than two points, a bandwidth that is not positive,
 * places that are not finite; `TypeError` for the wrong kind of thing.
 * @example
 * ```ts
 * import { breakpointDensity } from 'relu-splines/deep';
 *
 * const options = { window: { low: -1, high: 1 }, points: 3, bandwidth: 0.5 };
 * breakpointDensity([0, 7], options).density[1]; // 0.797…: 1/(0.5·√(2π)), of the one in the window
 * ```
 */
export function breakpointDensity(breakpoints: NumericArray, options: DensityOptions): BreakpointDensity {
  return densityOf('breakpointDensity', breakpoints, options);
}

function densityOf(where: string, breakpoints: NumericArray, options: DensityOptions): BreakpointDensity {
  const all = finiteVector(where, 'breakpoints', breakpoints);
  knownKeys(where, options, ['window', 'points', 'bandwidth']);
  const [low, high] = windowEnds(where, options.window);
  const points = countIn(where, 'points', options.points ?? 101, 2);
  const places = all.filter((place) => place >= low && place <= high);
  const bandwidth =
    options.bandwidth === undefined
      ? scottBandwidth(places)
      : positiveNumber(where, 'bandwidth', options.bandwidth);
  const height = 1 / (places.length * bandwidth * Math.sqrt(2 * Math.PI));
  const x = Float64Array.from({ length: points }, (_, n) => low + ((high - low) * n) / (points - 1));
  const density = x.map((here) => {
    let sum = 0;
    for (let k = 0; k < places.length; k++) {
      const distance = (here - places[k]) / bandwidth;
      sum += Math.exp(-0.5 * distance * distance);
    }
    return sum * height;
  });
  return { x, density, bandwidth, count: places.length };
}

/** NaN for places without spread. */
function scottBandwidth(places: ReadonlyFloat64Array): number {
  const count = places.length;
  const mean = places.reduce((sum, place) => sum + place, 0) / count;
  const squares = places.reduce((sum, place) => sum + (place - mean) ** 2, 0);
  const bandwidth = Math.sqrt(squares / (count - 1)) * count ** -0.2;
  return bandwidth > 0 ? bandwidth : NaN;
}

/**
 * Pearson's correlation of the density of breakpoints with the curvature |f″| of the function that is learned, over the
 * grid of {@link breakpointDensity}: the predecessor's Table 4, which leaves kernel, bandwidth and grid open.
 *
 * Between −1 and 1; NaN where one of the two is constant or there is no density.
 *
 * @param secondDerivative f″, or anything proportional to it.
 * @throws As `breakpointDensity`; `RangeError` for an f″ that is not finite on the grid.
 * @example
 * ```ts
 * import { curvatureCorrelation } from 'relu-splines/deep';
 *
 * const window = { low: -1, high: 1 };
 * const bandwidth = 0.5;
 * curvatureCorrelation([0], (x) => Math.exp(-2 * x * x), { window, bandwidth }); // 1
 * ```
 */
export function curvatureCorrelation(
  breakpoints: NumericArray,
  secondDerivative: (x: number) => number,
  options: DensityOptions,
): number {
  const where = 'curvatureCorrelation';
  if (typeof secondDerivative !== 'function') {
    throw new TypeError(`${where}: secondDerivative must be a function, got ${show(secondDerivative)}`);
  }
  const { x, density } = densityOf(where, breakpoints, options);
  const curvature = Array.from(x, (here) =>
    Math.abs(finiteNumber(where, `secondDerivative(${here})`, secondDerivative(here))),
  );
  return correlation(density, curvature);
}

function correlation(a: NumericArray, b: NumericArray): number {
  const count = a.length;
  let [meanA, meanB] = [0, 0];
  for (let n = 0; n < count; n++) {
    meanA += a[n] / count;
    meanB += b[n] / count;
  }
  let [both, squaresA, squaresB] = [0, 0, 0];
  for (let n = 0; n < count; n++) {
    both += (a[n] - meanA) * (b[n] - meanB);
    squaresA += (a[n] - meanA) ** 2;
    squaresB += (b[n] - meanB) ** 2;
  }
  return Math.max(-1, Math.min(1, both / Math.sqrt(squaresA * squaresB)));
}
