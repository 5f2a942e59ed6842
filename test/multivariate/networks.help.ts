import fc from 'fast-check';
import { multivariateDataset, multivariateNetwork } from 'relu-splines/multivariate';
import type { MultivariateDataset, MultivariateNetwork } from 'relu-splines/multivariate';
import { numbers } from '../arbitraries/numbers.js';
import type { Wildness } from '../arbitraries/numbers.js';

/** A network and data of 1 to 3 inputs; small integers among the weights make ties, w = 0 and v = 0 common. */
export function problems(
  wildness: Wildness & { readonly inputs?: number } = {},
): fc.Arbitrary<{ readonly network: MultivariateNetwork; readonly data: MultivariateDataset }> {
  const entry = numbers(wildness);
  const inputs =
    wildness.inputs === undefined ? fc.integer({ min: 1, max: 3 }) : fc.constant(wildness.inputs);
  return inputs.chain((D) => {
    const point = fc.array(entry, { minLength: D, maxLength: D });
    const row = fc.oneof(
      { weight: 5, arbitrary: point },
      { weight: 1, arbitrary: fc.constant(new Array<number>(D).fill(0)) },
    );
    const unit = fc.tuple(row, entry, entry);
    const datum = fc.tuple(point, entry);
    return fc
      .tuple(fc.array(unit, { maxLength: 6 }), entry, fc.array(datum, { minLength: 1, maxLength: 8 }))
      .map(([units, outputBias, samples]) => ({
        network: multivariateNetwork({
          inputs: D,
          inputWeights: units.map(([w]) => w),
          inputBiases: units.map(([, b]) => b),
          outputWeights: units.map(([, , v]) => v),
          outputBias,
        }),
        data: multivariateDataset(
          samples.map(([x]) => x),
          samples.map(([, y]) => y),
          { inputs: D },
        ),
      }));
  });
}

/** Uniform numbers in [−1, 1) from a 32-bit counter (Mulberry32). */
export function signedNumbers(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
}

/** A random network and smooth data: nothing is on anything. */
export function randomProblem(
  seed: number,
  inputs: number,
  width: number,
  count: number,
): { readonly network: MultivariateNetwork; readonly data: MultivariateDataset } {
  const signed = signedNumbers(seed);
  const many = (length: number): number[] => Array.from({ length }, signed);
  const points = Array.from({ length: count }, () => many(inputs));
  return {
    network: multivariateNetwork({
      inputWeights: Array.from({ length: width }, () => many(inputs)),
      inputBiases: many(width),
      outputWeights: many(width),
      outputBias: signed(),
    }),
    data: multivariateDataset(
      points,
      points.map((x) => Math.sin(3 * x[0]) + x.reduce((sum, each) => sum + each * each, 0)),
    ),
  };
}

/** A network's parameters in the order [w₁…, w₂…, …, b…, v…, b₀]. */
export function parametersOf(network: MultivariateNetwork): Float64Array {
  const { inputWeights, inputBiases, outputWeights, outputBias } = network;
  return Float64Array.of(...inputWeights, ...inputBiases, ...outputWeights, outputBias);
}

/** The network with these parameters. */
export function networkOf(theta: ArrayLike<number>, inputs: number): MultivariateNetwork {
  const all = Array.from(theta);
  const width = (all.length - 1) / (inputs + 2);
  return multivariateNetwork({
    inputs,
    inputWeights: all.slice(0, width * inputs),
    inputBiases: all.slice(width * inputs, width * (inputs + 1)),
    outputWeights: all.slice(width * (inputs + 1), width * (inputs + 2)),
    outputBias: all[all.length - 1],
  });
}

/** The distance of the nearest datum from the zero of any unit, as |w·x + b|: derivatives are smooth within it. */
export function clearance(
  { inputs, inputWeights: w, inputBiases: b }: MultivariateNetwork,
  data: MultivariateDataset,
): number {
  let least = Infinity;
  for (let n = 0; n < data.y.length; n++) {
    b.forEach((bias, i) => {
      let z = bias;
      for (let d = 0; d < inputs; d++) z += w[i * inputs + d] * data.points[n * inputs + d];
      least = Math.min(least, Math.abs(z));
    });
  }
  return least;
}

/** Σ of absolute terms that f adds up at a point: the scale of its rounding. */
export function scaleAt(
  { inputs, inputWeights: w, inputBiases: b, outputWeights: v, outputBias }: MultivariateNetwork,
  x: ArrayLike<number>,
): number {
  let scale = Math.abs(outputBias);
  v.forEach((height, i) => {
    let terms = Math.abs(b[i]);
    for (let d = 0; d < inputs; d++) terms += Math.abs(w[i * inputs + d] * x[d]);
    scale += Math.abs(height) * terms;
  });
  return scale;
}
