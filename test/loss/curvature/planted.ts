import { dataset, evaluate } from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';
import { OrthonormalBasis } from '../../../src/numeric/linear-algebra.js';

/**
 * Data at which a network is critical without fitting them: y = f + ε with ε orthogonal to the constants, to the
 * lines of the units with v ≠ 0, and to the hinges of the others.
 */
export function planted(
  network: ShallowNetwork,
  x: readonly number[],
  noise: readonly number[],
): { data: Dataset; epsilon: Float64Array } {
  const { inputWeights: w, inputBiases: b, outputWeights: v } = network;
  const basis = new OrthonormalBasis(x.length, 1e-9);
  basis.insert(Float64Array.from(x, () => 1));
  w.forEach((slope, i) => {
    const see = (line: (at: number) => number): Float64Array =>
      Float64Array.from(x, (at) => (slope * at + b[i] > 0 ? line(at) : 0));
    if (v[i] === 0) basis.insert(see((at) => slope * at + b[i]));
    else {
      basis.insert(see(() => 1));
      basis.insert(see((at) => at));
    }
  });
  const epsilon = Float64Array.from(x, (_, n) => noise[n]);
  for (let pass = 0; pass < 2; pass++) {
    for (const vector of basis.vectors) {
      const share = epsilon.reduce((sum, value, n) => sum + value * vector[n], 0);
      for (let n = 0; n < epsilon.length; n++) epsilon[n] -= share * vector[n];
    }
  }
  return {
    data: dataset(
      x,
      evaluate(network, x).map((f, n) => f + epsilon[n]),
    ),
    epsilon,
  };
}
