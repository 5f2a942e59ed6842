import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset, evaluate, loss, piecewiseLinear } from 'relu-splines';
import { freeKnotFit, freeKnotPath } from 'relu-splines/fit';
import type { FreeKnotOptions } from 'relu-splines/fit';
import { samples } from '../arbitraries/datasets.js';
import { motorcycle, noisySine } from './targets.js';

describe('free-knot fit of degenerate data', () => {
  it('one datum, and many at one x: a constant, all units dead', () => {
    const one = freeKnotFit(dataset([3], [7]), { width: 2 });
    expect(one).toMatchObject({ status: 'interpolates', loss: 0, deadUnits: 2, bic: -Infinity });
    expect(evaluate(one.network, -5)).toBe(7);
    const tied = freeKnotFit(dataset([3, 3, 3], [1, 2, 6]), { width: 1 });
    expect(tied.loss).toBe(7);
    expect(evaluate(tied.network, 3)).toBe(3);
  });

  it('two data: a line in one unit', () => {
    const data = dataset([1, 2], [5, -1]);
    const fit = freeKnotFit(data, { width: 1 });
    expect(fit).toMatchObject({ status: 'interpolates', loss: 0, deadUnits: 0 });
    expect(fit.network.inputWeights).toHaveLength(1);
    expect(evaluate(fit.network, 1.5)).toBe(2);
  });

  it('all y equal: no unit is needed, whatever the width', () => {
    const fit = freeKnotFit(dataset([0, 1, 2, 3, 4, 5], new Float64Array(6).fill(0.1)), { width: 3 });
    expect(fit).toMatchObject({ status: 'interpolates', loss: 0, deadUnits: 3 });
    expect(fit.knots).toHaveLength(0);
    expect(fit.network.outputWeights.every((v) => v === 0)).toBe(true);
    expect(evaluate(fit.network, 99)).toBe(0.1);
  });

  it('as many units as distinct x less one interpolate; more are dead', () => {
    const data = dataset([0, 1, 2, 4, 5], [1, -1, 3, 0, 2]);
    const enough = freeKnotFit(data, { width: 4 });
    expect(enough).toMatchObject({ status: 'interpolates', deadUnits: 0 });
    expect(enough.knots).toEqual(Float64Array.of(1, 2, 4));
    // Five residuals of a few roundings of the largest hinge.
    expect(enough.loss).toBeLessThan(5 * (16 * Number.EPSILON * 10) ** 2);
    const more = freeKnotFit(data, { width: 9 });
    expect(more.deadUnits).toBe(5);
    expect(more.network.inputWeights).toHaveLength(9);
    expect(more.network.outputWeights.slice(4)).toEqual(new Float64Array(5));
    expect(more.loss).toBe(enough.loss);
    expect(freeKnotFit(data, { width: 3 }).status).toBe('searched');
  });

  it('ties that interpolate leave their scatter', () => {
    const data = dataset([0, 0, 1, 2, 2, 3], [0, 2, 5, 1, 4, 0]);
    const fit = freeKnotFit(data, { width: 3 });
    // ½(2 + 4.5), with residuals of a few roundings.
    expect(fit.loss).toBeCloseTo(3.25, 14);
  });

  it('finds knots of a piecewise-linear function between data again', () => {
    const truth = piecewiseLinear({
      knots: [0.155, 0.41, 0.735],
      slopes: [1, -2, 0.5, 4],
      intercepts: [0, 0.465, -0.56, -3.1325],
    });
    const x = Array.from({ length: 101 }, (_, n) => n / 100);
    const fit = freeKnotFit(dataset(x, evaluate(truth, x)), { width: 4 });
    fit.knots.forEach((knot, k) => {
      // Values right to a rounding or two of 1, lines through 15 data or more at distances of a hundredth.
      expect(Math.abs(knot - truth.knots[k])).toBeLessThan(100 * Number.EPSILON);
    });
    expect(fit.knots).toHaveLength(3);
    expect(freeKnotFit(dataset(x, evaluate(truth, x)), { width: 9 })).toMatchObject({ deadUnits: 5 });
  });

  it.each([
    [8, 10, 5, 5],
    [10, 3, 2, 6],
    [10, 7, 3, 8],
  ])('comes to an end with one knot in %d data where more are asked for', (count, slope, knot, width) => {
    // Nothing but rounding is left after the first: another one may gain less than nothing.
    const x = Array.from({ length: count }, (_, n) => n / 7);
    const y = x.map((t) => t / slope + Math.max(0, t - x[knot]) / 7);
    const { loss: left, network } = freeKnotFit(dataset(x, y), { width });
    expect(network.inputWeights).toHaveLength(width);
    // A few roundings of each value, of size one at most.
    expect(left).toBeLessThan(count * (8 * Number.EPSILON) ** 2);
  });

  it('data at 10⁶ ± 1 are fitted as at 0 ± 1', () => {
    const y = Array.from({ length: 41 }, (_, n) => Math.cos(n / 4) + ((n * 7) % 5) / 20);
    const near = freeKnotFit(
      dataset(
        y.map((_, n) => (n - 20) / 32),
        y,
      ),
      { width: 5 },
    );
    const far = freeKnotFit(
      dataset(
        y.map((_, n) => 1e6 + (n - 20) / 32),
        y,
      ),
      { width: 5 },
    );
    // A breakpoint at 10⁶ is right to 2^−33: of each value by slopes below 10, and of the loss by √loss times that.
    expect(Math.abs(far.loss - near.loss)).toBeLessThan(41 * 10 * 2 ** -33);
    far.knots.forEach((knot, k) => {
      expect(Math.abs(knot - 1e6 - near.knots[k])).toBeLessThan(2 ** -32);
    });
  });

  it.each([2 ** 30, 2 ** -30])(
    'data larger by %d, a power of two, give the same knots to the last bit',
    (unit) => {
      const { x, y } = noisySine(60);
      const fit = freeKnotFit(dataset(x, y), { width: 4 });
      const scaled = freeKnotFit(
        dataset(
          x.map((place) => place * unit),
          y.map((value) => value / unit),
        ),
        {
          width: 4,
        },
      );
      expect(scaled.knots).toEqual(fit.knots.map((knot) => knot * unit));
      // The sum of squares of the network itself: a few roundings of each term.
      expect(scaled.loss * unit * unit).toBeCloseTo(fit.loss, 12);
    },
  );

  it.each([1e9, 1e-9])('data larger by %d give a loss larger by its square', (unit) => {
    const { x, y } = motorcycle();
    const fit = freeKnotFit(dataset(x, y), { width: 8 });
    const scaled = freeKnotFit(
      dataset(
        x.map((place) => place / unit),
        y.map((value) => value * unit),
      ),
      {
        width: 8,
      },
    );
    // The same knots of the free family; where rounding decides between orientations, the other may differ a little.
    expect(scaled.families[0].loss / unit / unit / fit.families[0].loss).toBeCloseTo(1, 9);
    expect(Math.abs(scaled.loss / unit / unit / fit.loss - 1)).toBeLessThan(1e-3);
  });

  it('always has the width, a finite network and a loss no worse than a line, on hostile data', () => {
    fc.assert(
      fc.property(samples({ maxCount: 12 }), fc.integer({ min: 1, max: 6 }), ({ x, y }, width) => {
        const data = dataset(x, y);
        const fit = freeKnotFit(data, { width });
        expect(fit.network.inputWeights).toHaveLength(width);
        expect(fit.loss).toBe(loss(fit.network, data));
        expect(fit.knots.length).toBeLessThanOrEqual(width);
        const mean = y.reduce((sum, value) => sum + value / y.length, 0);
        const most = Math.max(...y.map((value) => Math.abs(value - mean)));
        const far = Math.max(...x.map(Math.abs)) / (Math.max(...x) - Math.min(...x) || 1);
        const level = y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 2;
        // Hinges at x far from 0 round to `far` roundings of what they span.
        const rounding = y.length * (64 * Number.EPSILON * (1 + far) * (most + Math.abs(mean))) ** 2;
        expect(fit.loss).toBeLessThanOrEqual(level * (1 + 1e-9) + rounding);
      }),
      { seed: 20, numRuns: 60 },
    );
  });
});

describe('freeKnotPath', () => {
  it('loses nothing with width, and Bayes’s criterion stops where the noise begins', () => {
    const x = Array.from({ length: 200 }, (_, n) => n / 200);
    const noise = noisySine(200).y.map((value, n) => value - Math.sin(Math.PI * noisySine(200).x[n]));
    const data = dataset(
      x,
      x.map((place, n) => Math.abs(place - 0.3) * 4 - Math.max(0, place - 0.7) * 9 + noise[n]),
    );
    const { fits, best } = freeKnotPath(data, { widest: 7 });
    expect(fits).toHaveLength(7);
    for (let w = 1; w < fits.length; w++) {
      expect(fits[w].loss).toBeLessThanOrEqual(fits[w - 1].loss * (1 + 1e-12));
    }
    expect(best.knots.length).toBeLessThanOrEqual(3);
    expect(Math.abs(best.knots[0] - 0.3)).toBeLessThan(0.02);
  });

  it('ends where a fit interpolates', () => {
    const { fits } = freeKnotPath(dataset([0, 1, 2, 3], [0, 2, 1, 5]), { widest: 50 });
    expect(fits.map(({ status }) => status)).toEqual(['searched', 'searched', 'interpolates']);
  });
});

describe('what freeKnotFit refuses', () => {
  const data = dataset([0, 1, 2], [0, 1, 0]);
  const fitWith = (options: unknown) => () => freeKnotFit(data, options as FreeKnotOptions);

  it.each([
    [{ width: 0 }, RangeError, 'freeKnotFit: width must be an integer of at least 1, got 0'],
    [{ width: 2.5 }, RangeError, 'freeKnotFit: width must be an integer of at least 1, got 2.5'],
    [{ width: NaN }, RangeError, 'freeKnotFit: width must be an integer of at least 1, got NaN'],
    [{ width: 1e9 }, RangeError, 'freeKnotFit: width must be at most 16777216, got 1000000000'],
    [{}, TypeError, 'freeKnotFit: width must be a number, got undefined'],
    [null, TypeError, 'freeKnotFit: options must be an object, got null'],
    [{ width: 1, effort: 'all' }, RangeError, `freeKnotFit: effort must be 'fast' or 'thorough', got "all"`],
    [
      { width: 1, family: 'best' },
      RangeError,
      `freeKnotFit: family must be 'free', 'constrained' or 'better', got "best"`,
    ],
  ])('%j', (options, kind, message) => {
    expect(fitWith(options)).toThrow(kind);
    expect(fitWith(options)).toThrow(message);
  });

  it('data whose slopes overflow', () => {
    expect(() => freeKnotFit(dataset([0, 1, 2], [1.7e308, -1.7e308, 1.7e308]), { width: 2 })).toThrow(
      new RangeError('freeKnotFit: the delta-slope of unit 0 must be finite, got -Infinity'),
    );
  });

  it('a path without a width', () => {
    expect(() => freeKnotPath(data, { widest: 0 })).toThrow(
      new RangeError('freeKnotPath: widest must be an integer of at least 1, got 0'),
    );
  });
});
