import type { Dataset, ShallowNetwork } from 'relu-splines';

/** A Hessian without rounding: integers, to be multiplied by 2^(−4·bits). */
export interface ExactHessian {
  /** JᵀJ − C in the order [w…, b…, v…, b₀]. */
  readonly full: readonly (readonly bigint[])[];
  /** JᵀJ. */
  readonly gram: readonly (readonly bigint[])[];
  /** Every number that went in is a multiple of 2^(−bits). */
  readonly bits: number;
}

/** Numbers of positive, negative and zero eigenvalues. */
export interface Signs {
  readonly positive: number;
  readonly negative: number;
  readonly zero: number;
}

/**
 * The Hessian by its definition (theory 2.3) in exact arithmetic: every (unit, datum) is asked whether w·x + b,
 * as it rounds, is above zero, and nothing else is shared with the library.
 */
export function exactHessian(network: ShallowNetwork, data: Dataset): ExactHessian {
  const { inputWeights, inputBiases, outputWeights, outputBias } = network;
  const all = [...inputWeights, ...inputBiases, ...outputWeights, outputBias, ...data.x, ...data.y];
  const bits = Math.max(0, ...all.map(fractionBits));
  const shift = BigInt(bits);
  const scaled = (values: Iterable<number>): bigint[] => Array.from(values, (value) => fixed(value, bits));
  const w = scaled(inputWeights);
  const b = scaled(inputBiases);
  const v = scaled(outputWeights);
  const x = scaled(data.x);
  const y = scaled(data.y);
  const width = w.length;
  const size = 3 * width + 1;

  // J in units of 2^(−2·bits), residuals in units of 2^(−3·bits), sums of them in those of the Hessian.
  const gram = zeros(size);
  const t = new Array<bigint>(width).fill(0n);
  const s = new Array<bigint>(width).fill(0n);
  for (let n = 0; n < x.length; n++) {
    const row = new Array<bigint>(size).fill(0n);
    const active = w.map((_, i) => inputWeights[i] * data.x[n] + inputBiases[i] > 0);
    let epsilon = (y[n] - fixed(outputBias, bits)) << (2n * shift);
    for (let i = 0; i < width; i++) {
      if (!active[i]) continue;
      const z = w[i] * x[n] + (b[i] << shift);
      row[i] = v[i] * x[n];
      row[width + i] = v[i] << shift;
      row[2 * width + i] = z;
      epsilon -= v[i] * z;
    }
    row[size - 1] = 1n << (2n * shift);
    for (let i = 0; i < width; i++) {
      if (!active[i]) continue;
      t[i] += epsilon * x[n];
      s[i] += epsilon << shift;
    }
    for (let j = 0; j < size; j++) {
      if (row[j] === 0n) continue;
      for (let k = 0; k < size; k++) gram[j][k] += row[j] * row[k];
    }
  }
  const full = gram.map((row) => [...row]);
  for (let i = 0; i < width; i++) {
    full[i][2 * width + i] -= t[i];
    full[2 * width + i][i] -= t[i];
    full[width + i][2 * width + i] -= s[i];
    full[2 * width + i][width + i] -= s[i];
  }
  return { full, gram, bits };
}

/**
 * The inertia of a symmetric integer matrix, exactly: its characteristic polynomial (Faddeev–LeVerrier) has real
 * roots only, so that by Descartes' rule as many are positive as its coefficients change sign.
 */
export function exactInertia(matrix: readonly (readonly bigint[])[]): Signs {
  const size = matrix.length;
  // λⁿ + c₁λⁿ⁻¹ + … + cₙ
  const coefficients = [1n];
  let product = zeros(size);
  for (let k = 1; k <= size; k++) {
    for (let j = 0; j < size; j++) product[j][j] += coefficients[k - 1];
    product = multiply(matrix, product);
    let trace = 0n;
    for (let j = 0; j < size; j++) trace += product[j][j];
    coefficients.push(-trace / BigInt(k));
  }
  let zero = 0;
  while (zero < size && coefficients[size - zero] === 0n) zero++;
  return {
    positive: signChanges(coefficients),
    negative: signChanges(coefficients.map((c, k) => (k % 2 === 0 ? c : -c))),
    zero,
  };
}

/** An entry of an {@link ExactHessian} as the nearest double, or next to it. */
export function toDouble(entry: bigint, bits: number): number {
  const magnitude = entry < 0n ? -entry : entry;
  const excess = Math.max(0, magnitude.toString(2).length - 60);
  const value = Number(magnitude >> BigInt(excess)) * 2 ** (excess - 4 * bits);
  return entry < 0n ? -value : value;
}

function signChanges(coefficients: readonly bigint[]): number {
  const signs = coefficients.filter((c) => c !== 0n).map((c) => c > 0n);
  return signs.filter((sign, k) => k > 0 && sign !== signs[k - 1]).length;
}

function multiply(a: readonly (readonly bigint[])[], b: readonly (readonly bigint[])[]): bigint[][] {
  const size = a.length;
  const out = zeros(size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < size; k++) {
      if (a[i][k] === 0n) continue;
      for (let j = 0; j < size; j++) out[i][j] += a[i][k] * b[k][j];
    }
  }
  return out;
}

function zeros(size: number): bigint[][] {
  return Array.from({ length: size }, () => new Array<bigint>(size).fill(0n));
}

// How many binary places a double has.
function fractionBits(value: number): number {
  let bits = 0;
  for (let rest = Math.abs(value); !Number.isInteger(rest); bits++) rest *= 2;
  return bits;
}

function fixed(value: number, bits: number): bigint {
  return BigInt(value * 2 ** bits);
}
