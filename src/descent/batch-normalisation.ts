import type { ReadonlyFloat64Array } from '../numeric/arrays.js';

/**
 * Batch normalisation of the hidden layer (Ioffe & Szegedy 2015), with PyTorch's conventions: each unit's wx + b is
 * brought to mean zero and variance one over the batch, (z − z̄)/√(var z + ε) with the variance Σ (z − z̄)²/B, then
 * scaled by γ and shifted by δ, both trained.
 *
 * With one input x all of it is a plain network again: z̄ = w·x̄ + b and var z = w²·var x, so that the unit is
 * γwr·x + (δ − γwr·x̄) with r = 1/√(w²·var x + ε). The kernels of the loss surface do the rest; b has no effect and
 * stays as it is.
 *
 * Parameters are [w…, b…, v…, b₀, γ…, δ…], shape (5H + 1).
 */
export interface Normalisation {
  /** Mean of x, x̄. */
  readonly mean: number;
  /** Σ (x − x̄)²/B. */
  readonly variance: number;
  /** ε. */
  readonly epsilon: number;
}

/** Mean and variance of sorted inputs, into `out`. */
export function normalisationInto(
  out: { -readonly [Key in keyof Normalisation]: number },
  x: ReadonlyFloat64Array,
): void {
  const count = x.length;
  // From the first one on, so that data far from the origin cost no digits.
  const first = x[0];
  let shift = 0;
  for (let n = 1; n < count; n++) shift += x[n] - first;
  shift /= count;
  let squares = 0;
  for (let n = 0; n < count; n++) {
    const distance = x[n] - first - shift;
    squares += distance * distance;
  }
  out.mean = first + shift;
  out.variance = squares / count;
}

/** The plain network that batch normalisation makes of `values`: [w…, b…, v…, b₀] into `out`, shape (3H + 1). */
export function foldInto(
  out: Float64Array,
  values: Float64Array,
  { mean, variance, epsilon }: Normalisation,
): void {
  const width = (values.length - 1) / 5;
  const gamma = 3 * width + 1;
  const delta = gamma + width;
  for (let i = 0; i < width; i++) {
    const w = values[i];
    const slope = (values[gamma + i] * w) / Math.sqrt(w * w * variance + epsilon);
    out[i] = slope;
    out[width + i] = values[delta + i] - slope * mean;
  }
  for (let i = 2 * width; i <= 3 * width; i++) out[i] = values[i];
}

/** The gradient in `values` from that in the plain network of {@link foldInto}, by the chain rule. */
export function unfoldGradientInto(
  out: Float64Array,
  folded: Float64Array,
  values: Float64Array,
  { mean, variance, epsilon }: Normalisation,
): void {
  const width = (values.length - 1) / 5;
  const gamma = 3 * width + 1;
  const delta = gamma + width;
  for (let i = 0; i < width; i++) {
    const w = values[i];
    const r = 1 / Math.sqrt(w * w * variance + epsilon);
    const bySlope = folded[i] - mean * folded[width + i];
    // d(wr)/dw = r − w²·var·r³ = ε·r³.
    out[i] = values[gamma + i] * epsilon * r * r * r * bySlope;
    out[width + i] = 0;
    out[gamma + i] = w * r * bySlope;
    out[delta + i] = folded[width + i];
  }
  for (let i = 2 * width; i <= 3 * width; i++) out[i] = folded[i];
}

/** The parameters at which batch normalisation starts from those of a network: γ = 1 and δ = 0. */
export function withNormalisation(values: ReadonlyFloat64Array): Float64Array {
  const width = (values.length - 1) / 3;
  const out = new Float64Array(5 * width + 1);
  for (let i = 0; i < values.length; i++) out[i] = values[i];
  out.fill(1, values.length, values.length + width);
  return out;
}
