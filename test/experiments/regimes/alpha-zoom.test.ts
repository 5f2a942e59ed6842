import { describe, expect, it } from 'vitest';
import { alphaZoom } from '../../../src/experiments/regimes/alpha-zoom.js';

describe('the fit from near', () => {
  it('bears out what is asserted', () => {
    const { claims, runs, figures } = alphaZoom(alphaZoom.definition.reduced);
    expect(claims).toHaveLength(1);
    expect(claims[0]).toMatchObject({ asserted: true, holds: true });
    expect(runs.map(({ metrics }) => metrics.values.length)).toEqual([201, 201, 201, 201]);
    expect(figures['alpha-zoom'].description).toContain('6 of 23 data');
  }, 60_000);

  it('keeps the curve of the network: through the data, where it fits', () => {
    // A window from datum to datum, at the data: all distances are those of the residuals.
    const window = { windowLow: -0.4, windowHigh: 0.4, places: 5, width: 200 };
    const { runs } = alphaZoom({ ...window, alphas: [10], methods: ['flow'], flowLoss: 1e-14 });
    const [{ metrics }] = runs;
    expect(metrics.squaredError).toBeLessThanOrEqual(2e-14);
    // |ε| ≤ √(Σ ε²); the splines go through the data to rounding.
    expect(metrics.cubicMean).toBeLessThan(Math.sqrt(2e-14));
    expect(metrics.linearMean).toBeLessThan(Math.sqrt(2e-14));
  });

  it('is a function of configuration, point and seed', () => {
    const config = { alphas: [1, 3], width: 30, epochs: 30 };
    const run = alphaZoom.run(config, 1);
    expect(run.point).toEqual({ alpha: 3, method: 'adam' });
    alphaZoom.run(config, 2);
    expect(alphaZoom.run(config, 1)).toEqual(run);
  });

  it.each([
    [{ windowLow: 1, windowHigh: 1 }, 'alpha-zoom: windowHigh must be above windowLow = 1, got 1'],
    [{ places: 1 }, 'alpha-zoom: places'],
    [{ alphas: [3, 3] }, 'alpha-zoom: alphas must differ, got 3 twice'],
    [{ init: 'glorot' }, 'init must be one of "uniform", "he", got "glorot"'],
  ])('refuses %j', (config, message) => {
    expect(() => alphaZoom.count(config)).toThrow(RangeError);
    expect(() => alphaZoom.count(config)).toThrow(message);
  });
});
