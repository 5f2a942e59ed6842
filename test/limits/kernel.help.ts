import fc from 'fast-check';
import { dataset, shallowNetwork } from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';

/** The features (wx + b)₊ of a network's units at the data by definition, one row a datum. */
export function outputFeatures(
  { inputWeights: w, inputBiases: b }: ShallowNetwork,
  data: Dataset,
): Float64Array[] {
  return Array.from(data.x, (x) => Float64Array.from(w, (weight, i) => Math.max(weight * x + b[i], 0)));
}

/** The features with respect to |w|v: the same divided by |w|, and 0 where w = 0, since nothing is trained there. */
export function deltaSlopeColumns(network: ShallowNetwork, data: Dataset): Float64Array[] {
  const scale = network.inputWeights.map((w) => (w === 0 ? 0 : 1 / Math.abs(w)));
  return outputFeatures(network, data).map((row) => row.map((feature, i) => feature * scale[i]));
}

/**
 * Networks with coincident breakpoints, opposite pairs and units with w = 0, and data at them and tied, some
 * 1e6 from the origin. All numbers are halves and |w| is 1 or 2, so that features by definition are exact.
 */
export function problems(): fc.Arbitrary<{ network: ShallowNetwork; data: Dataset }> {
  const half = fc.integer({ min: -8, max: 8 }).map((k) => k / 2);
  return fc
    .tuple(
      fc.array(fc.tuple(half, fc.constantFrom(1, -1, 2, -2, 0), half), { maxLength: 9 }),
      fc.array(fc.tuple(half, half), { minLength: 1, maxLength: 8 }),
      fc.constantFrom(0, 0, 1e6),
      half,
    )
    .map(([units, samples, shift, outputBias]) => ({
      network: shallowNetwork({
        inputWeights: units.map(([, w]) => w),
        inputBiases: units.map(([beta, w]) => (w === 0 ? beta : -w * (beta + shift))),
        outputWeights: units.map(([, , v]) => v),
        outputBias,
      }),
      data: dataset(
        samples.map(([x]) => x + shift),
        samples.map(([, y]) => y),
      ),
    }));
}

/** Σ a·b. */
export function product(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

/** √Σ a². */
export function length(a: ArrayLike<number>): number {
  return Math.sqrt(product(a, a));
}
