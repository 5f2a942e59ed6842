import { checkProblem } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { integerIn, knownKeys, positiveNumber } from '../../numeric/checks.js';
import { dot } from '../../numeric/linear-algebra.js';
import { tridiagonalEigen } from '../../numeric/tridiagonal.js';
import { tiesOf } from '../bins.js';
import type { Tie } from '../bins.js';
import { hessianVectorProductInto, hessianVectorWorkspace } from './hessian-vector.js';
import { checkPart } from './hessian.js';
import type { HessianPart } from './hessian.js';

/** The ends of a spectrum, with how far each eigenvalue may be off. */
export interface ExtremeEigenvalues {
  /** The smallest distinct ones, ascending, shape (count) or fewer if there are not as many. */
  readonly smallest: Float64Array;
  /** The largest, descending, as many. */
  readonly largest: Float64Array;
  /** For each of `smallest`: an eigenvalue lies within this of it. */
  readonly smallestBounds: Float64Array;
  /** For each of `largest`. */
  readonly largestBounds: Float64Array;
  /**
   * Every bound is within the tolerance; or the directions reached are closed under the Hessian, so that all
   * distinct eigenvalues are known; or the steps ran out first.
   */
  readonly status: 'converged' | 'exhausted' | 'step-limit';
  /** Products with the Hessian. */
  readonly steps: number;
  readonly part: HessianPart;
  /** Breakpoints exactly on data, where the spectrum is that of the strict-activity matrix. */
  readonly ties: readonly Tie[];
}

/** Options of {@link extremeEigenvalues}. */
export interface ExtremeEigenvaluesOptions {
  /** Default `'full'`. */
  readonly part?: HessianPart;
  /** How many at each end; default 1. */
  readonly count?: number;
  /** Bounds to reach, relative to the largest |eigenvalue|; default 1e-10. */
  readonly tolerance?: number;
  /** Most products with the Hessian; default 500, and never more than 3H + 1. Memory is steps × (3H + 1) doubles. */
  readonly maxSteps?: number;
}

/**
 * The smallest and largest eigenvalues of the Hessian by the Lanczos process, for networks too wide for
 * `hessianSpectrum`: each step is one product in O(N + H) and a reorthogonalisation against all directions so far
 * in O(steps × H).
 *
 * The start is a fixed vector, so that the same network gives the same numbers. Each bound is the length of a
 * residual, |β·s|: some eigenvalue is that close, but for rounding of about EPSILON of the largest. One start vector
 * sees each distinct eigenvalue once, however often it is repeated.
 *
 * @throws `RangeError` for a count or step limit that is not a positive integer, a tolerance that is not
 * positive, or an unknown part; `TypeError` for what is not a network.
 * @example
 * ```ts
 * import { dataset, extremeEigenvalues, shallowNetwork } from 'relu-splines';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });
 * const { largest, status } = extremeEigenvalues(network, dataset([3], [6])); // J = [6, 2, 3, 1], ε = 0
 * largest; // Float64Array [50], to rounding
 * status; // 'exhausted': there are no other distinct eigenvalues than 0 and 50
 * ```
 */
export function extremeEigenvalues(
  network: ShallowNetwork,
  data: Dataset,
  options: ExtremeEigenvaluesOptions = {},
): ExtremeEigenvalues {
  const where = 'extremeEigenvalues';
  checkProblem(where, network, data);
  knownKeys(where, options, ['part', 'count', 'tolerance', 'maxSteps']);
  const { part = 'full', count = 1, tolerance = 1e-10, maxSteps = 500 } = options;
  checkPart(where, part);
  integerIn(where, 'count', count, 1);
  positiveNumber(where, 'tolerance', tolerance);
  integerIn(where, 'maxSteps', maxSteps, 1);
  const work = hessianVectorWorkspace(network, data);
  const size = 3 * network.inputWeights.length + 1;
  const limit = Math.min(maxSteps, size);

  const basis: Float64Array[] = [];
  const alphas: number[] = [];
  const betas: number[] = [];
  const image = new Float64Array(size);
  let next = startVector(size);
  let norm = 0;
  let check = Math.min(limit, 2 * count + 14);
  for (;;) {
    basis.push(next);
    hessianVectorProductInto(image, next, network, work, part);
    const alpha = dot(image, next);
    norm = Math.max(norm, Math.sqrt(dot(image, image)));
    subtract(image, alpha, next);
    if (betas.length > 0) subtract(image, betas[betas.length - 1], basis[basis.length - 2]);
    const beta = orthogonalise(image, basis);
    alphas.push(alpha);
    const steps = basis.length;
    // Nothing but rounding is left.
    const closed = steps === size || beta <= size * Number.EPSILON * norm;
    betas.push(beta);
    if (closed || steps === check) {
      const ends = ritzEnds(alphas, betas, count);
      const largest = Math.max(Math.abs(ends.smallest[0]), Math.abs(ends.largest[0]));
      const converged = Math.max(...ends.smallestBounds, ...ends.largestBounds) <= tolerance * largest;
      if (closed || converged || steps === limit) {
        const status = closed ? 'exhausted' : converged ? 'converged' : 'step-limit';
        return { ...ends, status, steps, part, ties: tiesOf(network, data, work.sweep.bins) };
      }
      check = Math.min(limit, Math.ceil(1.3 * steps));
    }
    next = image.map((entry) => entry / beta);
  }
}

// Entries in (−1, 1) by a hash of their index, at length one: no direction that a network prefers.
function startVector(size: number): Float64Array {
  const out = new Float64Array(size);
  for (let k = 0; k < size; k++) {
    let hash = Math.imul(k + 1, 0x9e3779b1);
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca77);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae3d);
    out[k] = ((hash ^ (hash >>> 16)) + 0.5) / 2 ** 31;
  }
  const length = Math.sqrt(dot(out, out));
  return out.map((entry) => entry / length);
}

// Takes what rounding has left of the basis out of the vector, until that no longer shortens it, and returns the
// length of the rest.
function orthogonalise(vector: Float64Array, basis: readonly Float64Array[]): number {
  let length = Math.sqrt(dot(vector, vector));
  for (let pass = 0; pass < 3; pass++) {
    for (const direction of basis) subtract(vector, dot(vector, direction), direction);
    const left = Math.sqrt(dot(vector, vector));
    if (left > 0.5 * length) return left;
    length = left;
  }
  return length;
}

function subtract(vector: Float64Array, share: number, direction: Float64Array): void {
  for (let k = 0; k < vector.length; k++) vector[k] -= share * direction[k];
}

// Both ends of the spectrum of the tridiagonal matrix, with bounds from the last components of its eigenvectors.
function ritzEnds(
  alphas: readonly number[],
  betas: readonly number[],
  count: number,
): Pick<ExtremeEigenvalues, 'smallest' | 'largest' | 'smallestBounds' | 'largestBounds'> {
  const { values, lastComponents } = tridiagonalEigen(alphas, betas);
  const bounds = lastComponents.map((component) => Math.abs(betas[betas.length - 1] * component));
  return {
    smallest: values.slice(0, count),
    largest: values.slice(-count).reverse(),
    smallestBounds: bounds.slice(0, count),
    largestBounds: bounds.slice(-count).reverse(),
  };
}
