import { expect, it } from 'vitest';

import { breakpointDensity } from '../../../src/deep/index.js';
import { densityCurvature } from '../../../src/experiments/depth/density-curvature.js';
import { printedCorrelation } from '../../../src/experiments/depth/density-curvature-conclusion.js';
import { CURVED_TARGET_NAMES, curvedTargets } from '../../../src/experiments/depth/depth-targets.js';
import { linspace } from '../../../src/experiments/linspace.js';
import { torchLaw } from '../../../src/init/index.js';
import { assertedOf, itBearsOut } from '../../laws/claims.js';

const { definition } = densityCurvature;
const { config, claims, runs } = densityCurvature(definition.reduced);

itBearsOut(assertedOf(claims));

it('asserts one claim', () => {
  expect(assertedOf(claims)).toHaveLength(1);
});

it('is a function of the seed', () => {
  const short = { ...config, steps: 5 };
  const point = { target: 'cube', depth: 4 } as const;
  expect(definition.run(short, point, 1)).toEqual(definition.run(short, point, 1));
  expect(definition.run(short, point, 1)).not.toEqual(definition.run(short, point, 2));
});

it('begins with a shallow density near the law, and its correlation is that of the density', () => {
  const target = 'sine of square';
  const shallow = runs.filter(({ point }) => point.target === target && point.depth === 1);
  const { halfWidth, secondDerivative } = curvedTargets[target];
  const x = linspace(-halfWidth, halfWidth, config.gridPoints);
  const curvature = x.map((place) => Math.abs(secondDerivative(place)));
  const mean = (values: ArrayLike<number>): number =>
    Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
  const covariance = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
    mean(Array.from(a, (value, i) => (value - mean(a)) * (b[i] - mean(b))));
  for (const { metrics } of shallow) {
    const direct =
      covariance(metrics.densityBefore, curvature) /
      Math.sqrt(covariance(metrics.densityBefore, metrics.densityBefore) * covariance(curvature, curvature));
    expect(metrics.before).toBeCloseTo(direct, 10);
  }
  // Against 2,000 quantiles of the law instead of draws of it: at the origin, where draws crowd, within a sampling error.
  const { breakpoint } = torchLaw({ width: 4 });
  const places = Array.from({ length: 2000 }, (_, i) => breakpoint.quantile((i + 0.5) / 2000));
  const bandwidth = 0.4;
  const window = { low: -halfWidth, high: halfWidth };
  const expected = breakpointDensity(places, { window, points: 3, bandwidth }).density[1];
  const ours = mean(shallow.map(({ metrics }) => metrics.densityBefore[(config.gridPoints - 1) / 2]));
  // 640 draws about a mean of 0.3: a standard error is 0.02; Scott’s bandwidth differs from 0.4 by less than as much again.
  expect(Math.abs(ours - expected)).toBeLessThan(0.08);
});

it.each(CURVED_TARGET_NAMES)('has the second derivative of %s', (name) => {
  const { value, secondDerivative, halfWidth } = curvedTargets[name];
  const h = 1e-4;
  for (const part of [-0.91, -0.37, 0.013, 0.55, 0.8]) {
    const x = part * halfWidth;
    const difference = (value(x + h) - 2 * value(x) + value(x - h)) / h ** 2;
    // Rounding 4ε·27/h² is 2e-6; the fourth derivative, at most 1e3, adds h²/12 of it.
    expect(Math.abs(difference - secondDerivative(x))).toBeLessThan(5e-6);
  }
});

it('transcribes print: the sums of its rows', () => {
  const sum = (depth: number, when: 'before' | 'after'): number =>
    CURVED_TARGET_NAMES.reduce(
      (total, target) => total + (printedCorrelation({ target, depth }, when)?.mean ?? NaN),
      0,
    );
  expect(sum(1, 'before')).toBeCloseTo(-0.077 - 0.904 - 0.754 - 0.164, 12);
  expect(sum(1, 'after')).toBeCloseTo(0.324 - 0.891 - 0.592 + 0.289, 12);
  expect(sum(4, 'before')).toBeCloseTo(-0.171 - 0.9 - 0.752 - 0.133, 12);
  expect(sum(4, 'after')).toBeCloseTo(0.494 + 0.688 - 0.212 + 0.798, 12);
  expect(printedCorrelation({ target: 'sine', depth: 2 }, 'after')).toBeUndefined();
});

it.each([
  [{ units: 3 }, 'density-curvature: depths[1] must be an integer from 1 to 3, got 4'],
  [{ method: 'newton' as never }, 'density-curvature: method must be one of'],
])('refuses %o', (bad, message) => {
  expect(() => densityCurvature(bad)).toThrow(message);
});
