import { describe, expect, it } from 'vitest';
import { dataset, denseDirection, nullDirections } from 'relu-splines';
import { expectConsistent, expectIndependent, expectNull } from '../../laws/null-space.js';
import { networkOf, referenceCases } from '../../reference/load.js';
import type { ReferenceNetwork } from '../../reference/load.js';

interface Input {
  readonly net: ReferenceNetwork;
  readonly x: number[];
  readonly y: number[];
}
interface Expected {
  readonly rank_exact: { readonly jacobian: number; readonly hessian: number };
  readonly residual_wv: number[];
  readonly residual_bv: number[];
}

describe('null directions against exact rational arithmetic (derivatives.json)', () => {
  for (const { name, input, expected } of referenceCases<Input, Expected>('derivatives')) {
    const network = networkOf(input.net);
    const data = dataset(input.x, input.y);
    const width = network.inputWeights.length;

    it(`${name}: exact rank, null, independent`, () => {
      const { rank, nullity } = nullDirections(network, data);
      expect(rank).toBe(expected.rank_exact.jacobian);
      expect(nullity).toBe(3 * width + 1 - rank);
      expectConsistent(network, data);
      expectNull(network, data);
      expectIndependent(network, data);
    });

    it(`${name}: flags those that C leaves alone too`, () => {
      const { residual_wv: t, residual_bv: s } = expected;
      for (const direction of nullDirections(network, data).causes.flatMap(({ basis }) => basis)) {
        const n = denseDirection(direction, 3 * width + 1);
        // Zero means zero here: reference values are exact but for one rounding. Nothing else comes near.
        const vanishes = (...terms: number[]): boolean =>
          Math.abs(terms.reduce((sum, term) => sum + term, 0)) <=
          1e-11 * terms.reduce((sum, term) => sum + Math.abs(term), 0);
        const left = t.every(
          (_, i) =>
            vanishes(t[i] * n[2 * width + i]) &&
            vanishes(s[i] * n[2 * width + i]) &&
            vanishes(t[i] * n[i], s[i] * n[width + i]),
        );
        expect(direction.nullForHessian).toBe(left);
      }
    });

    if (expected.rank_exact.hessian !== expected.rank_exact.jacobian) continue;
    it(`${name}: the Hessian has the rank of its Gram part, and every direction is null for it`, () => {
      for (const { dimension, nullForHessian } of nullDirections(network, data).causes) {
        expect(nullForHessian).toBe(dimension);
      }
    });
  }
});
