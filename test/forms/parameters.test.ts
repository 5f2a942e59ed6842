import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shallowNetwork } from 'relu-splines';
import { networkOf, parametersOf } from '../../src/forms/parameters.js';
import { networks } from '../arbitraries/networks.js';
import { RUNS } from '../arbitraries/numbers.js';

it('parameters are [w…, b…, v…, b₀]', () => {
  const network = shallowNetwork({
    inputWeights: [1, 2],
    inputBiases: [3, 4],
    outputWeights: [5, 6],
    outputBias: 7,
  });
  expect(parametersOf(network)).toEqual(Float64Array.of(1, 2, 3, 4, 5, 6, 7));
});

it('parameters give the network back, in memory of its own', () => {
  fc.assert(
    fc.property(networks(), (network) => {
      const theta = parametersOf(network);
      const again = networkOf(theta);
      expect(again).toEqual(network);
      theta.fill(NaN);
      expect(again).toEqual(network);
    }),
    RUNS,
  );
});
