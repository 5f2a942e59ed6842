import { expect } from 'vitest';
import fc from 'fast-check';
import { deepNetwork } from 'relu-splines/deep';
import type { DeepNetwork } from 'relu-splines/deep';
import { randomStream } from 'relu-splines/init';
import type { PiecewiseLinear } from 'relu-splines';
import { evaluate } from 'relu-splines';

/** A network from weights and biases, layer by layer, as the reference files have them. */
export function networkFrom(
  weights: readonly (readonly (readonly number[])[])[],
  biases: readonly (readonly number[])[],
): DeepNetwork {
  return deepNetwork(weights.map((rows, l) => ({ weights: rows, biases: biases[l] })));
}

/** A network with uniform weights of He's size and biases up to 1, its breakpoints about the origin. */
export function randomNetwork(widths: readonly number[], seed: number): DeepNetwork {
  const stream = randomStream(seed);
  const sizes = [1, ...widths, 1];
  return deepNetwork(
    sizes.slice(1).map((outputs, l) => {
      const most = Math.sqrt(6 / sizes[l]);
      const numbers = (count: number, size: number): number[] =>
        Array.from({ length: count }, () => size * (2 * stream.uniform() - 1));
      return {
        weights: Array.from({ length: outputs }, () => numbers(sizes[l], most)),
        biases: numbers(outputs, 1),
      };
    }),
  );
}

/** The forward pass as anybody would write it. */
export function naiveForward({ layers }: DeepNetwork): (x: number) => number {
  return (x) => {
    let taken = [x];
    for (let l = 0; l < layers.length; l++) {
      const { outputs, inputs, weights, biases } = layers[l];
      const z: number[] = [];
      for (let j = 0; j < outputs; j++) {
        let sum = biases[j];
        for (let i = 0; i < inputs; i++) sum += weights[j * inputs + i] * taken[i];
        z.push(l + 1 < layers.length && !(sum > 0) ? 0 : sum);
      }
      taken = z;
    }
    return taken[0];
  };
}

/**
 * What the network adds up at x in absolute terms, over all paths: the forward pass with absolute values, which is a
 * line in |x|.
 */
export function naturalScale({ layers }: DeepNetwork): (x: number) => number {
  const absolute = naiveForward({
    layers: layers.map((layer) => ({
      ...layer,
      weights: layer.weights.map(Math.abs),
      biases: layer.biases.map(Math.abs),
    })),
  });
  const constant = absolute(0);
  const slope = absolute(1) - constant;
  return (x) => constant + slope * Math.abs(x);
}

/** Roundings on the way of a number through a network: a sum of each layer's inputs and bias, one after the other. */
export function roundings({ layers }: DeepNetwork): number {
  return layers.reduce((sum, { inputs }) => sum + inputs + 2, 0);
}

/**
 * The pieces are the network at each x, to within the rounding of both: so many roundings of the sum over paths of
 * absolute terms, twice for slope and intercept.
 */
export function expectPiecesOf(network: DeepNetwork, pieces: PiecewiseLinear, x: ArrayLike<number>): void {
  const values = evaluate(pieces, Float64Array.from(x));
  const [forward, scale] = [naiveForward(network), naturalScale(network)];
  let worst = 0;
  for (let n = 0; n < x.length; n++) {
    worst = Math.max(worst, Math.abs(values[n] - forward(x[n])) / scale(x[n]));
  }
  expect(worst).toBeLessThanOrEqual(4 * roundings(network) * Number.EPSILON);
}

/** `count` points from `low` to `high`, both included. */
export function grid(low: number, high: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, n) => low + ((high - low) * n) / (count - 1));
}

/**
 * Small networks of halves and small integers, on which the library's sums are exact: coincident breakpoints, units that
 * touch zero or are zero on an interval, that cancel, that are dead, weights of zero.
 */
export function hostileNetworks(): fc.Arbitrary<DeepNetwork> {
  const number = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(1, -1) },
    { weight: 1, arbitrary: fc.constantFrom(0, -0) },
    { weight: 3, arbitrary: fc.integer({ min: -6, max: 6 }).map((n) => n / 2) },
  );
  return fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }).chain((widths) => {
    const sizes = [1, ...widths, 1];
    return fc
      .tuple(
        ...sizes.slice(1).map((outputs, l) =>
          fc.record({
            weights: fc.array(fc.array(number, { minLength: sizes[l], maxLength: sizes[l] }), {
              minLength: outputs,
              maxLength: outputs,
            }),
            biases: fc.array(number, { minLength: outputs, maxLength: outputs }),
          }),
        ),
      )
      .map((layers) => deepNetwork(layers));
  });
}
