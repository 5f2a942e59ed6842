import { describe, expect, it } from 'vitest';
import { gapRoughness } from '../../../src/experiments/starts/gap-roughness.js';
import { gapData, gapRun } from '../../../src/experiments/starts/gap-roughness-runs.js';
import { assertedOf, itBearsOut } from '../../laws/claims.js';

const result = gapRoughness(gapRoughness.definition.reduced);
const { defaults } = gapRoughness.definition;

describe('gapRoughness', () => {
  itBearsOut(assertedOf(result.claims));

  it('trains all of its runs to convergence', () => {
    for (const { metrics } of result.runs) {
      // The loss is a mean of 102 squares.
      expect(metrics.trainingLoss).toBeLessThanOrEqual(102 * 1e-5 * (1 + 1e-12));
      expect(metrics.steps).toBeLessThan(defaults.steps);
    }
  });

  it('has data on two lines of slope 1, and none in the gap', () => {
    for (const [gap, left, right] of [
      ['smooth', -0.5, 0.5],
      ['sharp', 1.5, -1.5],
    ] as const) {
      const { x, y } = gapData(defaults, gap);
      expect(x).toHaveLength(102);
      expect([x[0], x[50], x[51], x[101]]).toEqual([-3, -0.5, 0.5, 3]);
      x.forEach((place, n) => {
        expect(y[n]).toBe(place + (place < 0 ? left : right));
      });
    }
  });

  it('starts as rough as the law of the weights says', () => {
    // E Σ μ² in the gap = H E v² · E w² 1{|b| < |w|/2} = (1/3) σ² (2/π)(φ + sin φ cos φ) with tan φ = 1/2, by polar
    // coordinates of (w, b); for uniform w, b in ±a it is (1/3) a²/8.
    const phi = Math.atan(0.5);
    const expected = {
      gaussian: (4 / 3) * (2 / Math.PI) * (phi + Math.sin(phi) * Math.cos(phi)),
      uniform: (1 / 3) * ((3 * 4) / 8),
    };
    for (const law of ['gaussian', 'uniform'] as const) {
      const point = { sweep: 'scale', gap: 'smooth', width: 40_000, sigmaW: 2 } as const;
      const { initialRoughness } = gapRun({ ...defaults, law, steps: 0 }, point, 1);
      // A relative standard deviation of one unit's μ² below 6, over √40,000 units: .03; four of them.
      expect(Math.abs(initialRoughness / expected[law] - 1)).toBeLessThan(0.12);
    }
  });

  it('a uniform law with the default scales is PyTorch’s: w in ±1', () => {
    const point = { sweep: 'width', gap: 'smooth', width: 20, sigmaW: defaults.sigmaW } as const;
    expect(defaults.sigmaW * Math.sqrt(3)).toBeCloseTo(1, 15);
    expect(gapRun({ ...defaults, law: 'uniform', steps: 0 }, point, 3).steps).toBe(0);
  });

  it('gives the same numbers again', () => {
    const config = { widths: [20], scales: [1], steps: 50, seeds: 2 };
    expect(gapRoughness(config).runs).toEqual(gapRoughness(config).runs);
    expect(gapRoughness(config).findings).toContain('before they had converged');
  });

  it('says the same loss whatever its unit', () => {
    const point = { sweep: 'width', gap: 'sharp', width: 20, sigmaW: 1 } as const;
    const losses = (['half-sum', 'sum', 'mean'] as const).map(
      (lossUnit) => gapRun({ ...defaults, lossUnit, steps: 0 }, point, 2).trainingLoss,
    );
    // Two roundings each.
    losses.forEach((loss) => {
      expect(Math.abs(loss / losses[0] - 1)).toBeLessThan(4 * Number.EPSILON);
    });
  });

  it('refuses what makes no sense', () => {
    expect(() => gapRoughness({ widths: [0] })).toThrow(
      'gap-roughness: a width must be an integer of at least 1, got 0',
    );
    expect(() => gapRoughness({ scales: [-1] })).toThrow('gap-roughness: scales[0] must be');
    expect(() => gapRoughness({ gapHalfWidth: 4 })).toThrow(
      'gap-roughness: gapHalfWidth must be at most halfWidth, 3, got 4',
    );
  });
});
