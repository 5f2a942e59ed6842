import { describe, expect, it } from 'vitest';
import { spikyBeforeAfter } from '../../../src/experiments/starts/spiky-before-after.js';
import { spikyShallow } from '../../../src/experiments/starts/spiky-shallow.js';
import { assertedOf, itBearsOut } from '../../laws/claims.js';

const result = spikyBeforeAfter(spikyBeforeAfter.definition.reduced);

describe('spikyBeforeAfter', () => {
  itBearsOut(assertedOf(result.claims));

  it('has the runs of Table 3', () => {
    const { target, firstSeed } = result.config;
    const { runs } = spikyShallow({ targets: [target], firstSeed, seeds: 1 });
    result.runs.forEach(({ metrics }, k) => {
      expect(metrics.testLoss).toBe(runs[k].metrics.testLoss[0]);
      expect(metrics.trainingLoss).toBe(runs[k].metrics.trainingLoss[0]);
    });
  });

  it('measures the roughness of the curve: its second differences show the same jumps', () => {
    // On a grid that has all knots of the spiky function, a slope jump J shows as a second difference of J times the
    // spacing.
    const { runs } = spikyBeforeAfter({
      ...spikyBeforeAfter.definition.reduced,
      steps: 0,
      curveStep: 4 / 190,
    });
    const { before, initialRoughness } = runs[1].metrics;
    const jumps = before.slice(1, -1).map((y, n) => ((before[n] - 2 * y + before[n + 2]) * 190) / 4);
    const roughness = jumps.reduce((sum, jump) => sum + jump * jump, 0);
    // Jumps at the ends, which no difference sees, are zero here but for the first knot: it is on the boundary.
    const withoutEnds = Math.abs(roughness / initialRoughness - 1);
    expect(roughness).toBeLessThanOrEqual(initialRoughness * (1 + 1e-9));
    expect(withoutEnds).toBeLessThan(0.3);
  });

  it('keeps small runs, the same every time, for both depths', () => {
    const few = { steps: 5, pretrainingSteps: 5 };
    const { runs, figures } = spikyBeforeAfter(few);
    expect(spikyBeforeAfter(few).runs).toEqual(runs);
    expect(runs).toHaveLength(4);
    expect(JSON.stringify(runs[3]).length).toBeLessThan(20_000);
    expect(Object.keys(figures)).toEqual(['spiky-before-after']);
  });

  it('draws what has not diverged', () => {
    const { rows, figures } = spikyBeforeAfter({
      ...spikyBeforeAfter.definition.reduced,
      learningRate: 10,
      steps: 300,
    });
    expect(rows[1].ours.missing).toBe(1);
    expect(figures['spiky-before-after'].concat).toHaveLength(2);
  });

  it('refuses what makes no sense', () => {
    expect(() => spikyBeforeAfter({ curveStep: 0 })).toThrow('spiky-before-after: curveStep must be');
    expect(() => spikyBeforeAfter({ dataCount: 1 })).toThrow('spiky-before-after: dataCount must be');
  });
});
