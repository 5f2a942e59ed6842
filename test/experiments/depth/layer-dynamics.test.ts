import { expect, it } from 'vitest';

import {
  deepNetwork,
  deepTorchDefault,
  inducedBreakpoints,
  layerRoughness,
} from '../../../src/deep/index.js';
import { layerDynamics } from '../../../src/experiments/depth/layer-dynamics.js';
import { dynamicsTask, motionThrough } from '../../../src/experiments/depth/layer-dynamics-runs.js';
import { randomStream } from '../../../src/numeric/streams.js';
import { assertedOf, itBearsOut } from '../../laws/claims.js';

const { definition } = layerDynamics;
const { config, claims, figures, runs } = layerDynamics(definition.reduced);

itBearsOut(assertedOf(claims));

it('asserts two claims and draws two figures', () => {
  expect(assertedOf(claims)).toHaveLength(2);
  expect(Object.keys(figures)).toEqual(['layer-mobility', 'layer-roughness']);
});

it('is a function of the seed', () => {
  const short = { ...config, gapSteps: 200, windows: 4 };
  expect(definition.run(short, { target: 'sharp' }, 1)).toEqual(
    definition.run(short, { target: 'sharp' }, 1),
  );
});

it('adds the windows up to the whole', () => {
  for (const { point, metrics } of runs) {
    const { layers } = dynamicsTask(config, point.target);
    for (let l = 0; l < layers; l++) {
      const end = metrics.changesSoFar[l * (config.windows + 1) + config.windows];
      expect(end).toBe(metrics.births[l] + metrics.deaths[l]);
    }
  }
});

it('begins with the roughness of the initial network', () => {
  const start = deepTorchDefault({ widths: [8, 8, 8, 8] }, randomStream(0, 0));
  const { basis, output } = layerRoughness(start);
  const run = runs.find(({ point, seed }) => point.target === 'sine' && seed === 0);
  const at = (values: readonly number[] | undefined): number[] =>
    [0, 1, 2, 3].map((l) => values?.[l * (config.windows + 1)] ?? NaN);
  expect(at(run?.metrics.basis)).toEqual(Array.from(basis));
  expect(at(run?.metrics.output)).toEqual(Array.from(output));
});

it('follows a tent that rises through a threshold', () => {
  // Two zeros of the second layer are born where the tent's tip passes 1/2, and then move outwards.
  const state = (h: number) =>
    inducedBreakpoints(
      deepNetwork([
        { weights: [[1], [1], [1]], biases: [1, 0, -1] },
        { weights: [[h, -2 * h, h]], biases: [-0.5] },
        { weights: [[1]] },
      ]),
    );
  const { births, deaths, paths, moves } = motionThrough([state(0.4), state(1), state(2), state(0.2)], 3);
  expect(Array.from(births)).toEqual([0, 2]);
  expect(Array.from(deaths)).toEqual([0, 2]);
  // Zeros lie at ±(1 − 1/(2h)): from ±1/2 to ±3/4.
  expect(Array.from(paths)).toEqual([0, 0.5]);
  expect(Array.from(moves)).toEqual([9, 2]);
  // Outside of the domain nothing is measured, and everything counted.
  const narrow = motionThrough([state(1), state(2)], 0.6);
  expect(Array.from(narrow.moves)).toEqual([1, 0]);
});

it('has the data of print: a gap of width 1, values ±1 or ∓1 at its ends', () => {
  const task = dynamicsTask(definition.defaults, 'smooth');
  expect(task.data.x).toHaveLength(102);
  expect(Math.min(...Array.from(task.data.x, Math.abs))).toBeCloseTo(0.5, 12);
  const at = (target: 'smooth' | 'sharp', x: number): number => {
    const { data } = dynamicsTask(definition.defaults, target);
    return data.y[data.x.findIndex((place) => Math.abs(place - x) < 1e-9)];
  };
  expect(at('smooth', -2)).toBeCloseTo(-2.5, 12);
  expect(at('smooth', 2)).toBeCloseTo(2.5, 12);
  expect(at('sharp', -2)).toBeCloseTo(-0.5, 12);
  expect(at('sharp', 2)).toBeCloseTo(0.5, 12);
  expect(dynamicsTask(definition.defaults, 'sine').data.x).toHaveLength(401);
});

it.each([
  [{ gapSteps: 10 }, 'layer-dynamics: gapSteps must be a multiple of the 200 states, got 10'],
  [{ width: 0 }, 'layer-dynamics: width must be an integer of at least 1, got 0'],
])('refuses %o', (bad, message) => {
  expect(() => layerDynamics(bad)).toThrow(message);
});
