import type { ReadonlyFloat64Array } from '../numeric/arrays.js';
import { dot, lengthOf, symmetricEigen } from '../numeric/linear-algebra.js';
import { kernelFromTails } from './density.js';
import type { KernelWeight } from './density.js';
import { coefficientsOf } from './hat-system.js';
import type { Bend, HatSystem, Penalised } from './hat-system.js';

/** The flow at one time. */
export interface TrainedValues {
  /** f at the data, shape (N). */
  readonly values: Float64Array;
  /** a, shape (N). */
  readonly coefficients: Float64Array;
  readonly bend: Bend;
}

/**
 * a(t) = K⁻¹(1 − e^{−Kt})y and f = y − e^{−Kt}y at the data, by eigenvectors, O(N³) (theory 11.4).
 *
 * Eigenvalues are right relative to the largest. Early, those of K say what happens; late, when the small ones
 * matter, those of K⁻¹, which the hat functions give without loss. The two change over at the geometric mean of the
 * fastest and the slowest time.
 *
 * A part of the line that costs nothing is at its least-squares fit throughout: the limit of a kernel that trains it
 * infinitely fast.
 */
export function trainedValues(
  x: ReadonlyFloat64Array,
  y: ReadonlyFloat64Array,
  weight: KernelWeight,
  penalised: Penalised,
  system: HatSystem,
  time: number,
): TrainedValues {
  const N = x.length;
  const free = freeDirections(x, penalised);
  const K = kernelMatrix(x, weight, penalised);
  for (const direction of free) projectMatrix(K, N, direction);
  const inverse = inverseMatrix(x, system);
  // lengthOf² is Σ entries²: the largest eigenvalue to a factor of √N.
  const changeOver = Math.sqrt(lengthOf(inverse) / lengthOf(K));
  const start = Float64Array.from(y as ArrayLike<number>);
  for (const direction of free) projectVector(start, direction);

  const late = time > changeOver;
  const { values: eigenvalues, vectors } = symmetricEigen(late ? inverse : K, N);
  const residuals = new Float64Array(N);
  const learnt = Float64Array.from(y as ArrayLike<number>, (each, n) => each - start[n]);
  const a = new Float64Array(N);
  for (let k = 0; k < N; k++) {
    const mode = vectors.subarray(k * N, (k + 1) * N);
    const share = dot(mode, start);
    const value = Math.max(eigenvalues[k], 0);
    const decay = late ? (value === 0 ? 0 : Math.exp(-time / value)) : Math.exp(-value * time);
    const grown = late ? 0 : value === 0 ? time : -Math.expm1(-value * time) / value;
    for (let n = 0; n < N; n++) {
      residuals[n] += share * decay * mode[n];
      learnt[n] += share * value * grown * mode[n];
      a[n] += share * grown * mode[n];
    }
  }
  if (late) {
    const values = residuals.map((each, n) => y[n] - each);
    const bend = system.solve(values);
    return { values, bend, coefficients: coefficientsOf(x, bend) };
  }
  return { values: learnt, coefficients: a, bend: bendOf(x, a, weight, penalised) };
}

/** g = Σ a_n |t − x_n| at the data. What has to be zero is. */
function bendOf(
  x: ReadonlyFloat64Array,
  a: ReadonlyFloat64Array,
  { centre }: KernelWeight,
  penalised: Penalised,
): Bend {
  let sum = 0;
  let torque = 0;
  for (let n = 0; n < a.length; n++) {
    sum += a[n];
    torque += a[n] * (x[n] - centre);
  }
  const bends = Float64Array.from(x as ArrayLike<number>, (at) => {
    let g = 0;
    for (let n = 0; n < a.length; n++) g += a[n] * Math.abs(at - x[n]);
    return g;
  });
  return {
    bends,
    sum: penalised === 'line' ? sum : 0,
    torque: penalised === 'nothing' ? 0 : torque,
  };
}

/** An orthonormal basis of the lines at the data that cost nothing. */
function freeDirections(x: ReadonlyFloat64Array, penalised: Penalised): Float64Array[] {
  if (penalised === 'line') return [];
  const N = x.length;
  const constant = new Float64Array(N).fill(1 / Math.sqrt(N));
  if (penalised === 'slope' || N === 1) return [constant];
  const middle = x[0] + (x[N - 1] - x[0]) / 2;
  const slope = Float64Array.from({ length: N }, (_, n) => x[n] - middle);
  projectVector(slope, constant);
  const length = lengthOf(slope);
  return [constant, slope.map((each) => each / length)];
}

/** K, or what is left of it once the free part is projected out: then any finite value may stand for it. */
function kernelMatrix(x: ReadonlyFloat64Array, weight: KernelWeight, penalised: Penalised): Float64Array {
  const N = x.length;
  const K = new Float64Array(N * N);
  const before = Array.from(x as ArrayLike<number>, (each) => weight.moments(each, -Infinity));
  const after = Array.from(x as ArrayLike<number>, (each) => weight.moments(each, Infinity));
  for (let i = 0; i < N; i++) {
    for (let j = i; j < N; j++) {
      const entry =
        penalised === 'line'
          ? kernelFromTails(before[i], after[j], x[j] - x[i])
          : weight.curved(x[i], x[j]) + weight.mass * (x[i] - x[0]) * (x[j] - x[0]);
      K[i * N + j] = entry;
      K[j * N + i] = entry;
    }
  }
  return K;
}

/** K⁻¹, column by column. */
function inverseMatrix(x: ReadonlyFloat64Array, system: HatSystem): Float64Array {
  const N = x.length;
  const columns = new Float64Array(N * N);
  const unit = new Float64Array(N);
  for (let j = 0; j < N; j++) {
    unit[j] = 1;
    columns.set(coefficientsOf(x, system.solve(unit)), j * N);
    unit[j] = 0;
  }
  return columns.map((entry, k) => (entry + columns[(k % N) * N + Math.floor(k / N)]) / 2);
}

/** (1 − bbᵀ)K(1 − bbᵀ) for a unit vector b. */
function projectMatrix(K: Float64Array, N: number, b: ReadonlyFloat64Array): void {
  const image = Float64Array.from({ length: N }, (_, i) => dot(K.subarray(i * N, (i + 1) * N), b));
  const square = dot(image, b);
  for (let i = 0; i < N; i++) {
    for (let j = 0; j < N; j++) {
      K[i * N + j] -= b[i] * image[j] + image[i] * b[j] - square * b[i] * b[j];
    }
  }
}

function projectVector(y: Float64Array, b: ReadonlyFloat64Array): void {
  const share = dot(y, b);
  for (let n = 0; n < y.length; n++) y[n] -= share * b[n];
}
