import { describe, expect, it } from 'vitest';

import { initHistograms } from '../../../src/experiments/depth/init-histograms.js';
import {
  kolmogorovBound,
  kolmogorovDistance,
} from '../../../src/experiments/depth/init-histograms-conclusion.js';
import { firstLayerSquare, layerValues } from '../../../src/experiments/depth/init-histograms-runs.js';
import { heLaw, torchLaw } from '../../../src/init/index.js';
import { assertedOf, itBearsOut } from '../../laws/claims.js';

const { config, runs, claims, figures, rows } = initHistograms(initHistograms.definition.reduced);

itBearsOut(assertedOf(claims));

it('asserts three claims, and measures three of print for each initialization', () => {
  expect(assertedOf(claims)).toHaveLength(3);
  expect(claims).toHaveLength(9);
  expect(rows.every(({ verdict }) => verdict === 'not in print')).toBe(true);
  expect(Object.keys(figures)).toEqual(['init-histograms-he', 'init-histograms-pytorch']);
});

it('draws the law of a shallow network where it holds, and says whose it is', () => {
  const curves = (figure: unknown): number[] => {
    const { concat } = figure as {
      concat: { layer: { mark: { type: string }; data: { values: unknown[] } }[] }[];
    };
    return concat.map(({ layer }) => layer.find(({ mark }) => mark.type === 'line')?.data.values.length ?? 0);
  };
  const deep = figures['init-histograms-he'];
  expect(curves(deep).map((count) => count > 0)).toEqual([true, false, false, false, false, false]);
  expect(deep.description).toContain(
    'Line: the exact law of one hidden layer, which breakpoints of layer 1 follow.',
  );
  const shallow = initHistograms({ seeds: 5, depths: [1], inits: ['PyTorch'] }).figures[
    'init-histograms-pytorch'
  ];
  expect(curves(shallow).map((count) => count > 0)).toEqual([true, true]);
  expect(shallow.description).toContain('Line: the exact law.');
});

it('is a function of the seed', () => {
  const point = { init: 'He', depth: 2 } as const;
  const run = (seed: number) => initHistograms.definition.run(config, point, seed);
  expect(run(3)).toEqual(run(3));
  expect(run(3)).not.toEqual(run(4));
});

it('cuts the breakpoints of a network into its layers', () => {
  const [{ metrics }] = runs.filter(({ point }) => point.depth === 3);
  const layers = [0, 1, 2].map((layer) => layerValues(metrics, layer));
  expect(layers.flatMap(({ breakpoints }) => breakpoints)).toEqual(metrics.breakpoints);
  expect(layers.flatMap(({ deltaSlopes }) => deltaSlopes)).toEqual(metrics.deltaSlopes);
  expect(layers[0].breakpoints).toHaveLength(config.width);
});

it('has the mean square of a shallow delta-slope from its law', () => {
  const width = 64;
  const he = heLaw({ width, sigmaB: 1 }).deltaSlope.variance;
  const torch = torchLaw({ width }).deltaSlope.variance;
  expect(firstLayerSquare({ init: 'He', depth: 1 }, { width })).toBeCloseTo(he ?? NaN, 14);
  expect(firstLayerSquare({ init: 'PyTorch', depth: 1 }, { width })).toBeCloseTo(torch ?? NaN, 14);
  // He's weights keep it in any depth, PyTorch's make a sixth of it with every layer.
  expect(firstLayerSquare({ init: 'He', depth: 5 }, { width })).toBeCloseTo(he ?? NaN, 14);
  expect(firstLayerSquare({ init: 'PyTorch', depth: 3 }, { width })).toBeCloseTo((torch ?? NaN) / 36, 14);
});

describe('Kolmogorov’s distance', () => {
  const law = torchLaw({ width: 4 }).breakpoint;

  it('of the quantiles at the middles of n parts is 1/(2n)', () => {
    const values = [0.7, 0.1, 0.9, 0.5, 0.3].map((p) => law.quantile(p));
    // Quantile and distribution function are inverse to rounding.
    expect(kolmogorovDistance(values, law)).toBeCloseTo(0.1, 14);
  });

  it('finds a law that is wrong by a fifth in scale', () => {
    const values = Array.from({ length: 12_800 }, (_, i) => 1.2 * law.quantile((i + 0.5) / 12_800));
    expect(kolmogorovDistance(values, law)).toBeGreaterThan(kolmogorovBound(values.length));
  });
});

it.each([
  [{ depths: [0] }, 'init-histograms: depths[0] must be an integer of at least 1, got 0'],
  [{ sigmaB: 0 }, 'init-histograms: sigmaB must be positive, got 0'],
])('refuses %o', (bad, message) => {
  expect(() => initHistograms(bad)).toThrow(message);
});
