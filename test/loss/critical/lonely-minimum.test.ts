import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset, evaluate, gradient, loss, lonelyMinimum, toNetwork } from 'relu-splines';

describe('lonelyMinimum (theory 6.3)', () => {
  it('passes through every datum of any lonely partition, whatever the free slopes', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 8 }),
        fc.infiniteStream(fc.integer({ min: -8, max: 8 })),
        fc.integer({ min: 0, max: 3 }),
        fc.integer({ min: 0, max: 2 }),
        (positions, numbers, extra, outside) => {
          const next = (): number => (numbers.next().value as number) / 4;
          const x = [...positions].sort((a, b) => a - b);
          const y = x.map(next);
          // One to 1 + extra breakpoints in every gap, some to the left and right of all data.
          const breakpoints: number[] = [];
          for (let k = 1; k <= outside; k++) breakpoints.push(x[0] - k, x[x.length - 1] + k);
          x.slice(1).forEach((right, n) => {
            for (let k = 1; k <= extra + 1; k++) breakpoints.push(x[n] + ((right - x[n]) * k) / (extra + 2));
          });
          breakpoints.reverse();
          const spline = lonelyMinimum(dataset(x, y), breakpoints, {
            deltaSlopes: breakpoints.map(next),
            outputBias: next(),
          });
          // Slopes up to a few hundred, over at most a few hundred units of x, added up over the breakpoints.
          const scale = spline.deltaSlopes.reduce((sum, mu) => sum + Math.abs(mu), 1) * 200;
          x.forEach((input, n) => {
            expect(Math.abs(evaluate(spline, input) - y[n])).toBeLessThanOrEqual(
              4 * (breakpoints.length + 1) * Number.EPSILON * scale,
            );
          });
          const network = toNetwork(spline);
          const data = dataset(x, y);
          expect(loss(network, data)).toBeLessThan(1e-18 * scale * scale);
          const g = gradient(network, data);
          expect(Math.max(...g.map(Math.abs))).toBeLessThan(1e-10 * scale * scale);
        },
      ),
      { seed: 14 },
    );
  });

  it('refuses partitions that are not lonely, ties and repeated breakpoints', () => {
    const data = dataset([0, 1, 2], [0, 0, 0]);
    expect(() => lonelyMinimum(data, [0.5])).toThrow(
      new RangeError('lonelyMinimum: every piece must hold at most one datum, got 2 in piece 1'),
    );
    expect(() => lonelyMinimum(data, [0.5, 1])).toThrow(
      new RangeError('lonelyMinimum: breakpoints must not lie on data, got one at x = 1'),
    );
    expect(() => lonelyMinimum(data, [0.5, 0.5, 1.5])).toThrow(
      new RangeError('lonelyMinimum: breakpoints must be distinct, got 1 repeated'),
    );
    expect(() => lonelyMinimum(data, [0.5, NaN])).toThrow(
      'lonelyMinimum: breakpoints[1] must be finite, got NaN',
    );
  });
});
