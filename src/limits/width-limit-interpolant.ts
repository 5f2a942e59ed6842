import { checkDataset } from '../data/dataset.js';
import type { Dataset } from '../data/dataset.js';
import type { ReadonlyFloat64Array } from '../numeric/arrays.js';
import { knownKeys, positiveNumber, show } from '../numeric/checks.js';
import type { PiecewisePolynomial } from '../splines/piecewise-polynomial.js';
import { bentFunction, pointwise, uniformPieces } from './bent-function.js';
import type { Pointwise } from './bent-function.js';
import type { KernelWeight, WidthLimitDensity } from './density.js';
import { bendEnergies, coefficientsOf, hatSystem } from './hat-system.js';
import type { Penalised } from './hat-system.js';
import { kernelWeight } from './kernel-weight.js';
import { trainedValues } from './trained-values.js';

/** What {@link widthLimitInterpolant} may be told; every part has a default. */
export interface WidthLimitOptions {
  /**
   * Whether the straight line c₀ + c₁x costs norm, as it does in a network of ReLUs alone (`penalised`, the default),
   * or is free, as with a skip connection that is trained (`free`). See {@link LinearPart}.
   */
  readonly linearPart?: LinearPart;
  /** Training time from f = 0, from 0 to Infinity. Default Infinity, where f interpolates. */
  readonly time?: number;
  /**
   * What time is counted in: the kernel's own, ḟ = K(y − f), the default; or the library's flow of a network of `width`
   * units whose `delta-slopes` are trained, where ΦΦᵀ is (H/2)K, or whose `output-weights` are, where it is H·K for one
   * of the network kernels.
   */
  readonly clock?: Clock;
  /** H, the number of units, both orientations together; for the clocks of a flow. */
  readonly width?: number;
}

/** Whether a straight line costs norm. */
export type LinearPart = 'penalised' | 'free';

/** What training time is counted in. */
export type Clock = 'kernel' | 'delta-slopes' | 'output-weights';

const LINEAR_PARTS: readonly LinearPart[] = ['penalised', 'free'];
const CLOCKS: readonly Clock[] = ['kernel', 'delta-slopes', 'output-weights'];

/** What an infinitely wide network has learnt; see {@link widthLimitInterpolant}. */
export interface WidthLimitInterpolant {
  readonly density: WidthLimitDensity;
  readonly linearPart: LinearPart;
  /** Training time on the kernel's own clock. */
  readonly kernelTime: number;
  /** f at a number, or at each number of an array. */
  readonly evaluate: Pointwise;
  /** f′. */
  readonly derivative: Pointwise;
  /** f″ = p(x) Σ a_n |x − x_n|. */
  readonly secondDerivative: Pointwise;
  /** f at the data, in the sorted order, shape (N). */
  readonly values: ReadonlyFloat64Array;
  /** a with f = Σ a_n K(·, x_n), up to what of the line is free; shape (N). */
  readonly coefficients: ReadonlyFloat64Array;
  /** ‖f‖², the sum of the next two; aᵀKa. */
  readonly squaredNorm: number;
  /** ½ ∫ f″²/p. */
  readonly curvatureEnergy: number;
  /** What the straight line costs, ½ (A, B)M⁻¹(A, B)ᵀ; 0 where it is free. */
  readonly linearEnergy: number;
  /** The cubic spline that f is where the density is uniform, with lines outside; undefined for other densities. */
  readonly piecewise: PiecewisePolynomial | undefined;
}

/**
 * The function that an infinitely wide network in the kernel regime learns: the one through the data with the least
 * norm ‖f‖² = ½{∫ f″²/p + (A, B)M⁻¹(A, B)ᵀ}, or what it is on the way there (theory 11.4, 11.5).
 *
 * Not the natural cubic spline of Sahs et al. 2022, Corollary 4, unless the linear part is free and p uniform
 * (erratum 34): the line costs norm, and f bends beyond the data as far as the density reaches. Nor a smoothing
 * spline (erratum 37). f″ = p·g with g piecewise linear; for uniform breakpoints f is a cubic spline, for any other
 * density it is smooth between data.
 *
 * O(N) for every density by hat functions, whose integrals are sums of positive terms; no digits are lost where M₂ is large or infinite. At a
 * finite time O(N³). Where M₂ is infinite the constant is free, and at a finite time what is free is at its
 * least-squares fit. One datum gives the function of least norm through it, which is constant unless the line is
 * penalised and M₂ finite.
 *
 * Where p is zero f is a line. Hence two data beyond the support on either side can still be met, as in any gap of it,
 * and a third cannot, nor would its equation have one solution: this is refused, at every time.
 *
 * @param data At least one datum; x must be distinct: nothing goes through ties, and their means are the caller's to take.
 * @throws `RangeError` for tied x (which ones), data that the density does not reach (which), a negative time, NaN, an
 * unknown linear part or clock, and as {@link widthLimitKernel}; `TypeError` for the wrong kind of thing.
 * @example
 * ```ts
 * import { dataset } from 'relu-splines';
 * import { widthLimitInterpolant } from 'relu-splines/limits';
 *
 * const data = dataset([-1, -0.3, 0.2, 0.9, 1.4], [0.5, -1, 0.7, 0.1, -0.4]);
 * const uniform = { kind: 'uniform', low: -1.5, high: 2 } as const;
 * const limit = widthLimitInterpolant(data, uniform);
 * limit.evaluate(0.55); // 0.74882901153…
 * limit.squaredNorm; // 292.5035196…
 *
 * const natural = widthLimitInterpolant(data, uniform, { linearPart: 'free' });
 * natural.evaluate(0.55); // 0.7451064492…, the natural cubic spline
 *
 * widthLimitInterpolant(data, uniform, { time: 0 }).evaluate(0.55); // 0
 * ```
 */
export function widthLimitInterpolant(
  data: Dataset,
  density: WidthLimitDensity,
  options: WidthLimitOptions = {},
): WidthLimitInterpolant {
  const where = 'widthLimitInterpolant';
  checkDataset(where, data);
  knownKeys(where, options, ['linearPart', 'time', 'clock', 'width']);
  const weight = kernelWeight(where, density);
  const { linearPart = 'penalised' } = options;
  const penalised = penalisedPart(where, linearPart, weight);
  const kernelTime = timeOfKernel(where, options, density);
  const { x, y } = data;
  distinct(where, data);
  const system = hatSystem(x, weight, penalised);
  const { integrals } = system;
  reached(where, x, integrals.left, integrals.right);

  let bend;
  let values: ReadonlyFloat64Array = y;
  let coefficients;
  if (kernelTime === Infinity) {
    bend = system.solve(y);
    coefficients = coefficientsOf(x, bend);
  } else {
    ({ bend, values, coefficients } = trainedValues(x, y, weight, penalised, system, kernelTime));
  }
  const f = bentFunction(x, values, weight, integrals, bend);
  const energies = bendEnergies(bend, integrals, weight);
  return {
    density,
    linearPart,
    kernelTime,
    evaluate: pointwise(`${where}.evaluate`, f.value),
    derivative: pointwise(`${where}.derivative`, f.slope),
    secondDerivative: pointwise(`${where}.secondDerivative`, f.second),
    values,
    coefficients,
    squaredNorm: energies.curvature + energies.line,
    curvatureEnergy: energies.curvature,
    linearEnergy: energies.line,
    piecewise: density.kind === 'uniform' ? uniformPieces(x, f, density.low, density.high) : undefined,
  };
}

/** What of the line costs norm, from the option and M₂. */
export function penalisedPart(where: string, linearPart: LinearPart, { spread }: KernelWeight): Penalised {
  if (!LINEAR_PARTS.includes(linearPart)) {
    throw new RangeError(`${where}: linearPart must be 'penalised' or 'free', got ${show(linearPart)}`);
  }
  if (linearPart === 'free') return 'nothing';
  return spread === Infinity ? 'slope' : 'line';
}

function timeOfKernel(
  where: string,
  { time = Infinity, clock = 'kernel', width }: WidthLimitOptions,
  { kind }: WidthLimitDensity,
): number {
  if (typeof time !== 'number') throw new TypeError(`${where}: time must be a number, got ${show(time)}`);
  if (!(time >= 0)) throw new RangeError(`${where}: time must be at least 0, got ${show(time)}`);
  if (clock === 'kernel') {
    if (width === undefined) return time;
    throw new RangeError(`${where}: width must be left out for the clock 'kernel', got ${show(width)}`);
  }
  if (!CLOCKS.includes(clock)) {
    throw new RangeError(
      `${where}: clock must be 'kernel', 'delta-slopes' or 'output-weights', got ${show(clock)}`,
    );
  }
  const network = kind === 'gaussian-network' || kind === 'uniform-network';
  if (kind !== 'custom' && network !== (clock === 'output-weights')) {
    throw new RangeError(`${where}: clock must be one that the density ${kind} has, got ${show(clock)}`);
  }
  const H = positiveNumber(where, 'width', width);
  // 0 of Infinity units is not 0 time.
  return time === 0 ? 0 : time * (clock === 'output-weights' ? H : H / 2);
}

function distinct(where: string, { x, groupStarts }: Dataset): void {
  for (let g = 0; g + 1 < groupStarts.length; g++) {
    const n = groupStarts[g];
    if (groupStarts[g + 1] - n > 1) {
      throw new RangeError(`${where}: data must have distinct x, got x[${n}] = x[${n + 1}] = ${x[n]}`);
    }
  }
}

/** Refuses a datum with no density on either side of it: f is a line through it and both its neighbours. */
function reached(
  where: string,
  x: ReadonlyFloat64Array,
  left: ReadonlyFloat64Array,
  right: ReadonlyFloat64Array,
): void {
  for (let n = 1; n + 1 < x.length; n++) {
    if (right[n - 1] > 0 || left[n] > 0) continue;
    throw new RangeError(
      `${where}: density must reach the data, got none from x[${n - 1}] = ${x[n - 1]} to x[${n + 1}] = ${x[n + 1]}, ` +
        `where x[${n}] = ${x[n]} is a third datum on one line`,
    );
  }
}
