import { describe, expect, it } from 'vitest';
import { canLeaveOrigin } from '../../../src/flow/events/origin.js';
import { randomStream } from '../../../src/numeric/streams.js';
import { fieldWithResiduals } from './field.help.js';

/** The largest sgn v·G(θ), G = Σ ε(x cos θ + sin θ)₊ (theory 10.3), over many directions. */
function bestDirection(x: readonly number[], residuals: readonly number[], sign: number): number {
  let best = -Infinity;
  for (let k = 0; k < 800; k++) {
    const [w, b] = [Math.cos((k * Math.PI) / 400), Math.sin((k * Math.PI) / 400)];
    const G = x.reduce((sum, at, n) => sum + residuals[n] * Math.max(0, w * at + b), 0);
    best = Math.max(best, sign * G);
  }
  return best;
}

describe('whether a unit could leave the origin', () => {
  it('is whether any direction is pushed outwards, as a search over all of them has it', () => {
    const counts = { leaves: 0, stays: 0 };
    for (let k = 1; k <= 200; k++) {
      const stream = randomStream(k, 9);
      const x = Array.from({ length: 1 + (k % 4) }, (_, n) => 1.5 * n - 2 + stream.uniform() / 2);
      // Most signs the same, so that it stays as often as not.
      const residuals = x.map(() => (stream.uniform() < 0.15 ? -0.4 : 1) * stream.uniform());
      for (const sign of [1, -1]) {
        const best = bestDirection(x, residuals, sign);
        const leaves = canLeaveOrigin(fieldWithResiduals(x, residuals), sign);
        // Directions of the search are 0.008 apart: what they miss is smaller.
        if (Math.abs(best) < 0.02 && leaves) continue;
        expect({ k, sign, leaves }).toEqual({ k, sign, leaves: best > 0 });
        counts[leaves ? 'leaves' : 'stays']++;
      }
    }
    expect(Math.min(counts.leaves, counts.stays)).toBeGreaterThan(50);
  });

  it('is decided in the middle of an arc where both of its ends say no', () => {
    // G along (cos θ, sin θ) for x = ±1: where both are seen it is (ε₁ − ε₀) cos θ + (ε₀ + ε₁) sin θ.
    const x = [-1, 1];
    const alone = [0.1, 0.1];
    expect(canLeaveOrigin(fieldWithResiduals(x, alone), 1)).toBe(true);
    expect(canLeaveOrigin(fieldWithResiduals(x, alone), -1)).toBe(false);
  });

  it('a sum that is rounding of its terms leads nowhere', () => {
    // Second differences: 0 in all directions that see all three data, above 0 in all others, whatever rounding says.
    for (const [x, unit] of [
      [[0.1, 0.2, 0.3], 1],
      [[0.7, 0.8, 0.9], 1e9],
      [[1000.1, 1000.2, 1000.3], 1],
      [[-0.3, -0.2, -0.1], 1e-9],
    ] as const) {
      const residuals = [1, -2, 1].map((r) => r * unit);
      expect(canLeaveOrigin(fieldWithResiduals(x, residuals), 1)).toBe(true);
      expect(canLeaveOrigin(fieldWithResiduals(x, residuals), -1)).toBe(false);
    }
  });

  it('nothing leads out where nothing is left to fit', () => {
    for (const sign of [1, -1])
      expect(canLeaveOrigin(fieldWithResiduals([-1, 0, 2], [0, 0, 0]), sign)).toBe(false);
  });
});
