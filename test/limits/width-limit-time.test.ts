import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import { widthLimitInterpolant, widthLimitKernel } from 'relu-splines/limits';
import { numbers, places, RUNS } from '../arbitraries/numbers.js';
import { DENSITIES, EXAMPLE, FINITE, interpolantCases, largest } from './width-limit.help.js';

const { EPSILON } = Number;
const example = dataset(EXAMPLE.x, EXAMPLE.y);
const grid = Float64Array.from({ length: 61 }, (_, k) => -3 + k / 10);
const LINES = ['penalised', 'free'] as const;
const each = DENSITIES.flatMap((density) =>
  LINES.map((linearPart) => ({ kind: density.kind, density, linearPart })),
);

describe('training time in the width limit', () => {
  it.each(interpolantCases.filter(({ input }) => input.times.length > 0))(
    '$name: f at the data is that of 120 digits at every time',
    ({ input, expected }) => {
      input.times.forEach((time, k) => {
        const linearPart = input.free ? 'free' : 'penalised';
        const { values } = widthLimitInterpolant(dataset(input.x, input.y), input.density, {
          linearPart,
          time,
        });
        const error = largest(values.map((value, n) => value - expected.trained[k][n]));
        // An eigenvalue errs by EPSILON of the largest; at most the square root of the condition, below 1e3, matters.
        expect(error, `time ${time}`).toBeLessThanOrEqual(1e3 * EPSILON * largest(input.y));
      });
    },
  );

  it.each(each)(
    '$kind, line $linearPart: begins with what costs nothing at its least squares',
    ({ density, linearPart }) => {
      const start = widthLimitInterpolant(example, density, { linearPart, time: 0 });
      const infinite = widthLimitKernel(density).moments.second === Infinity;
      expect(start.squaredNorm).toBe(0);
      if (linearPart === 'penalised' && !infinite) {
        expect(Array.from(start.evaluate(grid))).toEqual(Array.from(grid, () => 0));
        return;
      }
      // The mean, or the line of ordinary least squares.
      const left = EXAMPLE.y.map((y, n) => y - start.evaluate(EXAMPLE.x[n]));
      expect(Math.abs(left.reduce((sum, e) => sum + e, 0))).toBeLessThanOrEqual(100 * EPSILON);
      if (linearPart === 'free') {
        expect(Math.abs(left.reduce((sum, e, n) => sum + e * EXAMPLE.x[n], 0))).toBeLessThanOrEqual(
          100 * EPSILON,
        );
      }
      expect(largest(start.secondDerivative(grid))).toBe(0);
    },
  );

  it.each(each)('$kind, line $linearPart: ends at the interpolant', ({ density, linearPart }) => {
    const end = widthLimitInterpolant(example, density, { linearPart });
    const late = widthLimitInterpolant(example, density, { linearPart, time: 1e9 });
    const error = largest(late.evaluate(grid).map((value, k) => value - end.evaluate(grid[k])));
    expect(error).toBeLessThanOrEqual(100 * EPSILON * largest(end.evaluate(grid)));
    expect(end.kernelTime).toBe(Infinity);
  });

  it.each(each)('$kind, line $linearPart: time t and then u is time t + u', ({ density, linearPart }) => {
    for (const [t, u] of [
      [0.5, 2],
      [40, 300],
      [10, 5000],
    ]) {
      const first = widthLimitInterpolant(example, density, { linearPart, time: t });
      const rest = dataset(
        EXAMPLE.x,
        EXAMPLE.y.map((y, n) => y - first.values[n]),
      );
      const second = widthLimitInterpolant(rest, density, { linearPart, time: u });
      const both = widthLimitInterpolant(example, density, { linearPart, time: t + u });
      const sum = first.evaluate(grid).map((value, k) => value + second.evaluate(grid[k]));
      const error = largest(sum.map((value, k) => value - both.evaluate(grid[k])));
      expect(error).toBeLessThanOrEqual(1e4 * EPSILON * largest(both.evaluate(grid)));
    }
  });

  it.each(FINITE)('$kind: follows ḟ = K(y − f) at places that are no data', (density) => {
    const kernel = widthLimitKernel(density);
    const t = 7;
    const step = 1e-3;
    const at = (time: number): Float64Array =>
      widthLimitInterpolant(example, density, { time }).evaluate(grid);
    const now = widthLimitInterpolant(example, density, { time: t });
    const [before, after] = [at(t - step), at(t + step)];
    grid.forEach((x, k) => {
      const rate = EXAMPLE.x.reduce(
        (sum, each, n) => sum + kernel.value(x, each) * (EXAMPLE.y[n] - now.values[n]),
        0,
      );
      // Central differences: step² λ² of the fastest mode, λ < 20, which has died, and rounding/step.
      expect(Math.abs((after[k] - before[k]) / (2 * step) - rate)).toBeLessThanOrEqual(1e-5);
    });
  });

  it('never lets the norm fall, nor the loss rise', () => {
    for (const { density, linearPart } of each) {
      let norm = -1;
      let loss = Infinity;
      for (let time = 0.01; time < 1e7; time *= 3) {
        const { squaredNorm, values } = widthLimitInterpolant(example, density, { linearPart, time });
        const now = EXAMPLE.y.reduce((sum, y, n) => sum + (y - values[n]) ** 2 / 2, 0);
        expect(squaredNorm).toBeGreaterThanOrEqual(norm * (1 - 100 * EPSILON));
        expect(now).toBeLessThanOrEqual(loss + 100 * EPSILON);
        norm = squaredNorm;
        loss = now;
      }
    }
  });

  it.each(each)('$kind, line $linearPart: is calm on hostile data at any time', ({ density, linearPart }) => {
    fc.assert(
      fc.property(
        fc.uniqueArray(places(), { minLength: 1, maxLength: 7, selector: (x) => x + 0 }),
        fc.array(numbers(), { minLength: 7, maxLength: 7 }),
        fc.integer({ min: -40, max: 40 }),
        (x, y, power) => {
          // Uniform breakpoints reach them all.
          const wide = density.kind === 'uniform' ? { ...density, low: -1e10, high: 1e10 } : density;
          const data = dataset(x, y.slice(0, x.length));
          const limit = widthLimitInterpolant(data, wide, { linearPart, time: 2 ** power });
          // The residuals are y times something between 0 and 1 in every direction.
          const length = (values: ArrayLike<number>): number => Math.hypot(...Array.from(values));
          const residuals = limit.values.map((value: number, n: number) => data.y[n] - value);
          expect(length(residuals)).toBeLessThanOrEqual(length(data.y) * (1 + 100 * EPSILON));
          expect(limit.squaredNorm).toBeGreaterThanOrEqual(0);
          expect(limit.evaluate(data.x)).toEqual(limit.values);
        },
      ),
      { ...RUNS, numRuns: 60 },
    );
  });

  it('changes over from early to late without a step, also where K has condition 1e12', () => {
    const N = 120;
    const x = Array.from({ length: N }, (_, n) => n / N);
    const data = dataset(
      x,
      x.map((each, n) => Math.sin(9 * each) + 0.1 * Math.cos(3 * n * n)),
    );
    const uniform = { kind: 'uniform', low: -1, high: 2 } as const;
    let before: Float64Array | null = null;
    for (let time = 1; time < 1e9; time *= 10 ** 0.1) {
      const { values } = widthLimitInterpolant(data, uniform, { time });
      // A mode moves by at most x e^(−x) ln 10/10 < 0.1 of itself in a tenth of a decade.
      if (before !== null) {
        const last = before;
        expect(largest(values.map((value, n) => value - last[n]))).toBeLessThanOrEqual(0.1 * largest(data.y));
      }
      before = values as Float64Array;
    }
  });

  it('counts time in the flow of a network: (H/2)K for delta-slopes, H·K for output weights', () => {
    const uniform = DENSITIES[0];
    const network = DENSITIES[3];
    const slow = widthLimitInterpolant(example, uniform, { time: 6 });
    expect(
      widthLimitInterpolant(example, uniform, { time: 3, clock: 'delta-slopes', width: 4 }).values,
    ).toEqual(slow.values);
    const slowNetwork = widthLimitInterpolant(example, network, { time: 6 });
    const timed = widthLimitInterpolant(example, network, { time: 2, clock: 'output-weights', width: 3 });
    expect(timed.values).toEqual(slowNetwork.values);
    expect(timed.kernelTime).toBe(6);
  });
});

describe('what the width limit refuses', () => {
  const uniform = DENSITIES[0];
  it.each<[string, () => unknown, string, string]>([
    [
      'tied x',
      () => widthLimitInterpolant(dataset([1, 2, 2, 3], [0, 1, 2, 3]), uniform),
      'RangeError',
      'widthLimitInterpolant: data must have distinct x, got x[1] = x[2] = 2',
    ],
    [
      'a third datum beyond the support',
      () =>
        widthLimitInterpolant(dataset([0, 1, 2.5, 3, 4], [0, 1, 2, 3, 0]), {
          kind: 'uniform',
          low: -1,
          high: 2,
        }),
      'RangeError',
      'widthLimitInterpolant: density must reach the data, got none from x[2] = 2.5 to x[4] = 4, where x[3] = 3 is a third datum on one line',
    ],
    [
      'a third datum in a gap of the support, also at a finite time',
      () =>
        widthLimitInterpolant(
          dataset([-1, 0, 0.5, 1], [0, 1, 2, 3]),
          { kind: 'custom', pdf: (b) => (Math.abs(b) > 1 ? 1 : 0), support: [-2, 2], splitAt: [-1, 1] },
          { time: 1 },
        ),
      'RangeError',
      'widthLimitInterpolant: density must reach the data, got none from x[0] = -1 to x[2] = 0.5, where x[1] = 0 is a third datum on one line',
    ],
    [
      'a negative time',
      () => widthLimitInterpolant(example, uniform, { time: -1 }),
      'RangeError',
      'widthLimitInterpolant: time must be at least 0, got -1',
    ],
    [
      'no time',
      () => widthLimitInterpolant(example, uniform, { time: NaN }),
      'RangeError',
      'widthLimitInterpolant: time must be at least 0, got NaN',
    ],
    [
      'a time that is no number',
      () => widthLimitInterpolant(example, uniform, { time: '1' as never }),
      'TypeError',
      'widthLimitInterpolant: time must be a number, got "1"',
    ],
    [
      'another linear part',
      () => widthLimitInterpolant(example, uniform, { linearPart: 'half' as never }),
      'RangeError',
      "widthLimitInterpolant: linearPart must be 'penalised' or 'free', got \"half\"",
    ],
    [
      'another clock',
      () => widthLimitInterpolant(example, uniform, { clock: 'epochs' as never }),
      'RangeError',
      "widthLimitInterpolant: clock must be 'kernel', 'delta-slopes' or 'output-weights', got \"epochs\"",
    ],
    [
      'a clock of other numbers',
      () => widthLimitInterpolant(example, uniform, { clock: 'output-weights', width: 3 }),
      'RangeError',
      'widthLimitInterpolant: clock must be one that the density uniform has, got "output-weights"',
    ],
    [
      'a clock without a width',
      () => widthLimitInterpolant(example, uniform, { clock: 'delta-slopes' }),
      'TypeError',
      'widthLimitInterpolant: width must be a number, got undefined',
    ],
    [
      'a width without a clock',
      () => widthLimitInterpolant(example, uniform, { width: 3 }),
      'RangeError',
      "widthLimitInterpolant: width must be left out for the clock 'kernel', got 3",
    ],
    [
      'no data',
      () => widthLimitInterpolant(null as never, uniform),
      'TypeError',
      'widthLimitInterpolant: data must be an object, got null',
    ],
    [
      'no place',
      () => widthLimitInterpolant(example, uniform).evaluate(Infinity),
      'RangeError',
      'widthLimitInterpolant.evaluate: x must be finite, got Infinity',
    ],
  ])('%s', (_, call, name, message) => {
    try {
      call();
    } catch (error) {
      expect(error).toMatchObject({ name, message });
      return;
    }
    expect.unreachable('nothing was thrown');
  });

  it('but meets two data beyond the support on either side, and two in a gap of it', () => {
    const x = [-3, -2, 0, 3, 4];
    const limit = widthLimitInterpolant(dataset(x, [1, 2, 0, 5, -1]), { kind: 'uniform', low: -1, high: 2 });
    expect(limit.evaluate(x)).toEqual(Float64Array.of(1, 2, 0, 5, -1));
    const pdf = (b: number): number => (Math.abs(b) > 1 ? 1 : 0);
    const gap = { kind: 'custom', pdf, support: [-2, 2], splitAt: [-1, 1] } as const;
    const bridge = widthLimitInterpolant(dataset([-1.5, -0.5, 0.5, 1.5], [0, 1, -1, 3]), gap);
    expect(bridge.evaluate([-0.5, 0.5])).toEqual(Float64Array.of(1, -1));
    expect(bridge.secondDerivative(0)).toBe(0);
    expect(Math.abs(bridge.evaluate(0.9) + 1.8)).toBeLessThanOrEqual(1e-13);
  });
});
