/** Settings that no recipe uses, and training that diverges: what is said must stay true. */
import { describe, expect, it } from 'vitest';
import { breakpointDensity, deepTorchDefault, inducedBreakpoints } from 'relu-splines/deep';
import { densityCurvature } from '../../src/experiments/depth/density-curvature.js';
import { curvedTargets, evenWidths } from '../../src/experiments/depth/depth-targets.js';
import { layerDynamics } from '../../src/experiments/depth/layer-dynamics.js';
import { piecesByDepth } from '../../src/experiments/depth/pieces-by-depth.js';
import { configure } from '../../src/experiments/configure.js';
import { breakpointDynamics } from '../../src/experiments/dynamics/breakpoint-dynamics.js';
import { gapRoughness } from '../../src/experiments/starts/gap-roughness.js';
import { randomStream } from '../../src/numeric/streams.js';
import { drawn } from '../plot/drawn.js';

const { definition: density } = densityCurvature;
const { definition: gaps } = gapRoughness;
const { definition: layers } = layerDynamics;
const { definition: pieces } = piecesByDepth;

describe('training that diverges', () => {
  const seeds = 2;
  const learningRate = 1e9;
  const few = { seeds, steps: 60, learningRate };
  const dynamics = {
    ...{ seeds, windows: 4, gapSteps: 200, functionSteps: 200, gapSpacing: 0.5, functionSpacing: 0.5 },
    ...{ gapLearningRate: learningRate, functionLearningRate: learningRate },
  };
  const clusters = { seeds, count: 21, width: 6, rate: learningRate, times: [50, 60] };
  const units = { units: 16, depths: [1, 2] };

  it.each([
    ['density-curvature', () => densityCurvature({ ...few, ...units, targets: ['sine'], method: 'gd' })],
    ['layer-dynamics', () => layerDynamics(dynamics)],
    ['pieces-by-depth', () => piecesByDepth({ ...few, ...units, targets: ['sine'], points: 11 })],
    ['gap-roughness', () => gapRoughness({ ...few, widths: [4, 8], scales: [1, 2], method: 'gd' })],
    ['breakpoint-dynamics', () => breakpointDynamics(clusters)],
  ] as const)('leaves nothing asserted of %s, and figures that draw', async (_, run) => {
    const { claims, figures, findings, rows } = run();
    expect(findings).not.toContain('NaN');
    for (const { asserted, holds, statement, evidence } of claims) {
      if (asserted) expect(holds, statement).toBe(false);
      expect(evidence).not.toContain('NaN');
    }
    const after = rows.filter(({ quantity }) =>
      /(pieces|correlation) after|births|in the gap|clusters of/.test(quantity),
    );
    expect(after.length).toBeGreaterThan(0);
    for (const { ours } of after) expect(ours).toMatchObject({ count: 0, missing: seeds });
    for (const figure of Object.values(figures)) await drawn(figure);
  });

  it('is told', () => {
    expect(layerDynamics(dynamics).findings).toContain('8 of 8 runs diverged and are left out.');
    const depths = piecesByDepth({ ...few, ...units, targets: ['sine'], points: 11 }).findings;
    expect(depths).toContain('4 of 4 runs diverged.');
    expect(depths).not.toContain('as print says');
    const gap = gapRoughness({ ...few, gaps: ['smooth'], widths: [4], scales: [1], method: 'gd' }).findings;
    expect(gap).toContain('4 of 4 runs diverged.');
    expect(gap).not.toContain('converged');
    expect(breakpointDynamics(clusters).findings).toBe('All runs diverged.');
  });

  it('leaves what came before it', () => {
    const { figures, runs } = breakpointDynamics({ ...clusters, times: [0, 60] });
    const [{ metrics }] = runs;
    expect(metrics.losses.map(Number.isFinite)).toEqual([true, false]);
    expect(metrics.weights).toHaveLength(2 * 19);
    expect(Object.keys(figures)).toEqual(['breakpoint-dynamics']);
  });
});

describe('one run', () => {
  it('has no spread, and one depth nothing to be compared with', () => {
    const one = { ...{ seeds: 1, steps: 10, points: 11, units: 16 }, targets: ['sine'] } as const;
    expect(piecesByDepth({ ...one, depths: [1] }).findings).toMatch(
      /^With 1 hidden layer, 16 units come to these numbers of pieces: sin πx 16\.0\. They/,
    );
    expect(piecesByDepth({ ...one, depths: [1, 2] }).findings).toMatch(
      /^With 1 hidden layer and with 2, 16 units come to these numbers of pieces: sin πx 16\.0 and \d+\.0\. They/,
    );
  });
});

describe('units of the loss', () => {
  it('half of the loss at twice the rate is the same training, bit for bit', () => {
    // Descent without momentum; factors of 2 round nothing.
    const sum = configure(pieces, { steps: 50, points: 11, learningRate: 0.001 });
    const half = { ...sum, lossUnit: 'half-sum' as const, learningRate: 0.002 };
    for (const depth of [1, 3]) {
      const point = { target: 'sine', depth } as const;
      expect(pieces.run(half, point, 1)).toEqual(pieces.run(sum, point, 1));
    }
    const dynamics = configure(layers, {
      ...{ windows: 2, gapSteps: 50, gapSpacing: 0.5, lossUnit: 'sum', gapLearningRate: 1e-4 },
    });
    const halved = { ...dynamics, lossUnit: 'half-sum' as const, gapLearningRate: 2e-4 };
    const point = { target: 'sharp' } as const;
    expect(layers.run(halved, point, 1)).toEqual(layers.run(dynamics, point, 1));
  });

  it('trains the exponential at great depth with half of the loss', () => {
    const gentle = configure(pieces, { steps: 50, points: 11, gentleDepth: 2 });
    const half = { ...gentle, lossUnit: 'half-sum' as const, gentleDepth: 9 };
    const point = { target: 'exponential', depth: 2 } as const;
    expect(pieces.run(gentle, point, 1)).toEqual(pieces.run(half, point, 1));
  });
});

it('counts the active breakpoints alone where asked to', () => {
  const [units, depth, gridPoints] = [40, 8, 21];
  const startOf = (seed: number) =>
    inducedBreakpoints(deepTorchDefault({ widths: evenWidths(units, depth) }, randomStream(seed, 0)));
  // Most starts have no inactive breakpoint in view.
  const { halfWidth } = curvedTargets.sine;
  const seed = Array.from({ length: 300 }, (_, k) => k).find((k) => {
    const { breakpoints, active } = startOf(k);
    return breakpoints.some((place, i) => !active[i] && Math.abs(place) < halfWidth);
  });
  if (seed === undefined) throw new Error('no start has an inactive breakpoint in view');
  const config = configure(density, { counted: 'active', units, steps: 1, gridPoints });
  const { densityBefore } = density.run(config, { target: 'sine', depth }, seed);
  const { breakpoints, active } = startOf(seed);
  const options = { window: { low: -halfWidth, high: halfWidth }, points: gridPoints };
  const densityOf = (places: readonly number[]): number[] =>
    Array.from(breakpointDensity(places, options).density);
  const all = Array.from(breakpoints);
  expect(densityBefore).toEqual(densityOf(all.filter((_, i) => active[i])));
  expect(densityBefore).not.toEqual(densityOf(all));
});

it('measures the roughness of the gap before training whatever becomes of it', () => {
  const config = configure(gaps, { steps: 1, method: 'gd' });
  const [point] = gaps.points(config);
  const diverging = { ...config, steps: 60, learningRate: 1e9 };
  expect(gaps.run(diverging, point, 0).initialRoughness).toBe(gaps.run(config, point, 0).initialRoughness);
  expect(gaps.run(diverging, point, 0).roughness).toBeNaN();
});
