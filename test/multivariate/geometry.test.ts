import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, shallowNetwork, toBdso } from 'relu-splines';
import {
  breaklines,
  evaluateMultivariate,
  multivariateNetwork,
  restrictToLine,
} from 'relu-splines/multivariate';
import { RUNS, numbers } from '../arbitraries/numbers.js';
import { expectPure } from '../laws/purity.js';
import { expectRefusal } from '../laws/refusal.js';
import { problems, scaleAt, signedNumbers } from './networks.help.js';

const { EPSILON } = Number;

describe('a network along a line', () => {
  it('has the values that the network has there', () => {
    const entry = numbers({ wild: false });
    const line = fc.tuple(
      fc.array(entry, { minLength: 3, maxLength: 3 }),
      fc.array(entry, { minLength: 3, maxLength: 3 }),
      entry,
    );
    fc.assert(
      fc.property(problems(), line, ({ network }, [p, d, t]) => {
        const { inputs: D } = network;
        const point = p.slice(0, D);
        const direction = d.slice(0, D);
        fc.pre(direction.some((each) => each !== 0));
        const along = restrictToLine(network, { point, direction });
        const x = point.map((each, k) => each + t * direction[k]);
        const reach = point.map((each, k) => Math.abs(each) + Math.abs(t * direction[k]));
        // Both ways round each of D products and sums a few times, on the scale of p and t·d apart.
        const bound = 8 * (D + 2) * (network.inputBiases.length + 2) * EPSILON * scaleAt(network, reach);
        const [wanted] = evaluateMultivariate(network, x);
        expect(Math.abs(evaluate(along, t) - wanted)).toBeLessThanOrEqual(bound);
      }),
      RUNS,
    );
  });

  it('has no breakpoint where the direction is orthogonal to a unit: w′ = 0', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -9, max: 9 }),
        fc.integer({ min: -9, max: 9 }),
        numbers({ wild: false }),
        (a, b, bias) => {
          fc.pre(a !== 0 || b !== 0);
          const network = multivariateNetwork({
            inputWeights: [
              [a, b],
              [-b, a],
            ],
            inputBiases: [bias, 1],
            outputWeights: [2, 3],
          });
          const along = restrictToLine(network, { point: [1, -1], direction: [-b, a] });
          expect(Math.abs(along.inputWeights[0])).toBe(0);
          const spline = toBdso(along);
          expect(Array.from(spline.units)).toEqual([1]);
          expect(Array.from(spline.foldedUnits)).toEqual([0]);
          expect(spline.outputBias).toBe(2 * Math.max(0, along.inputBiases[0]));
        },
      ),
      RUNS,
    );
  });

  it('is the network itself for one input', () => {
    const network = shallowNetwork({
      inputWeights: [2, -1],
      inputBiases: [1, 3],
      outputWeights: [4, 5],
      outputBias: 6,
    });
    expect(restrictToLine({ ...network, inputs: 1 }, { point: [0], direction: [1] })).toEqual(network);
  });

  it('refuses lines that are none', () => {
    const network = multivariateNetwork({ inputWeights: [[1, 1e308]], inputBiases: [0], outputWeights: [1] });
    const line = { point: [0, 0], direction: [1, 0] };
    expectPure(restrictToLine, network, line);
    const where = 'restrictToLine';
    const refused = (
      part: object,
      kind: 'RangeError' | 'ShapeError' | 'TypeError',
      message: string,
    ): void => {
      expectRefusal(() => restrictToLine(network, { ...line, ...part }), kind, `${where}: ${message}`);
    };
    refused({ direction: [0, -0] }, 'RangeError', 'direction must not be zero, got 0, 0');
    refused({ direction: [1, NaN] }, 'RangeError', 'direction[1] must be finite, got NaN');
    refused(
      { direction: [1] },
      'ShapeError',
      'direction must have the length of an input of the network, 2, got 1',
    );
    refused(
      { point: [1, 2, 3] },
      'ShapeError',
      'point must have the length of an input of the network, 2, got 3',
    );
    refused({ point: undefined }, 'TypeError', 'point must be an array of numbers, got undefined');
    refused(
      { direction: [0, 10] },
      'RangeError',
      'the weights of unit 0 must be finite, got w = Infinity, b = 0, v = 1',
    );
    expectRefusal(
      () => restrictToLine(network, null as never),
      'TypeError',
      `${where}: line must be an object, got null`,
    );
  });
});

describe('breaklines in a window', () => {
  it('are where brute force finds the units changing sign', () => {
    const signed = signedNumbers(11);
    for (let round = 0; round < 60; round++) {
      const scale = [1e-9, 1, 1e9][round % 3];
      const centre = [0, 3 * signed() * scale][round % 2];
      const window = {
        x: [centre - scale, centre + (1.5 + signed()) * scale],
        y: [-scale, (1.5 + signed()) * scale],
      } as const;
      const rows = Array.from({ length: 6 }, () => [signed(), signed()]);
      const network = multivariateNetwork({
        inputWeights: rows,
        inputBiases: rows.map(([a, b]) => -(a * (centre + 2 * signed() * scale) + b * 2 * signed() * scale)),
        outputWeights: rows.map(signed),
      });
      const lines = breaklines(network, window);
      network.inputBiases.forEach((bias, unit) => {
        const z = (x: number, y: number): number => rows[unit][0] * x + rows[unit][1] * y + bias;
        const corners = window.x.flatMap((x) => window.y.map((y) => z(x, y)));
        const line = lines.find((each) => each.unit === unit);
        expect(line !== undefined).toBe(Math.min(...corners) < 0 && Math.max(...corners) > 0);
        if (line === undefined) return;
        const slack = 16 * EPSILON * (Math.abs(bias) + 3 * scale + Math.abs(centre));
        for (const [x, y] of [line.from, line.to]) {
          expect(Math.abs(z(x, y))).toBeLessThanOrEqual(slack);
          expect(x >= window.x[0] && x <= window.x[1] && y >= window.y[0] && y <= window.y[1]).toBe(true);
          expect(
            (window.x as readonly number[]).includes(x) || (window.y as readonly number[]).includes(y),
          ).toBe(true);
        }
        const [dx, dy] = [line.to[0] - line.from[0], line.to[1] - line.from[1]];
        const [xi0, xi1] = line.facing;
        // The active side is on the left, and w points there.
        expect(dx * xi1 - dy * xi0).toBeGreaterThan(0);
        expect(Math.hypot(xi0, xi1)).toBeCloseTo(1, 14);
        expect(xi0 * rows[unit][0] + xi1 * rows[unit][1]).toBeGreaterThan(0);
        const r = Math.hypot(...rows[unit]);
        expect(line.slopeJump).toBeCloseTo(r * network.outputWeights[unit], 14);
      });
      // On a grid: neighbours with different signs are on either side of the segment that was found.
      for (const { unit, from, to } of lines) {
        const z = (t: number, away: number): number => {
          const [x, y] = [from[0] + t * (to[0] - from[0]), from[1] + t * (to[1] - from[1])];
          const [w0, w1] = rows[unit];
          return w0 * (x + away * w0) + w1 * (y + away * w1) + network.inputBiases[unit];
        };
        for (let t = 0; t <= 1; t += 0.125) {
          expect(z(t, 1e-6 * scale)).toBeGreaterThan(0);
          expect(z(t, -1e-6 * scale)).toBeLessThan(0);
        }
      }
    }
  });

  it('edges count, corners do not, and units without a line are left out', () => {
    const window = { x: [0, 2], y: [0, 1] } as const;
    const network = multivariateNetwork({
      inputWeights: [
        [0, 1],
        [1, 0],
        [1, 1],
        [1, -2],
        [0, 0],
        [-1, -1],
        [1, 0],
      ],
      inputBiases: [0, -2, 0, 0, 1, 3, -5],
      outputWeights: [1, 1, 1, 1, 1, 1, 1],
    });
    const lines = breaklines(network, window);
    expect(lines.map(({ unit }) => unit)).toEqual([0, 1, 3]);
    // Along the lower edge, active above; along the right edge, active outside; the diagonal, active below it.
    const ends = lines.map(({ from, to }) => [from, to]);
    expect(ends).toEqual([
      [
        [0, 0],
        [2, 0],
      ],
      [
        [2, 1],
        [2, 0],
      ],
      [
        [2, 1],
        [0, 0],
      ],
    ]);
  });

  it('refuses windows that are none, and other numbers of inputs', () => {
    const network = multivariateNetwork({ inputWeights: [[1, 2]], inputBiases: [0], outputWeights: [1] });
    const window = { x: [0, 1], y: [0, 1] } as const;
    expectPure(breaklines, network, window);
    const refused = (
      part: object,
      kind: 'RangeError' | 'ShapeError' | 'TypeError',
      message: string,
    ): void => {
      expectRefusal(() => breaklines(network, { ...window, ...part }), kind, `breaklines: ${message}`);
    };
    refused({ x: [1, 1] }, 'RangeError', 'window.x must have a finite width above zero, got 1 to 1');
    refused({ y: [1, 0] }, 'RangeError', 'window.y must have a finite width above zero, got 1 to 0');
    refused(
      { y: [-1e308, 1e308] },
      'RangeError',
      'window.y must have a finite width above zero, got -1e+308 to 1e+308',
    );
    refused({ x: [0, NaN] }, 'RangeError', 'window.x[1] must be finite, got NaN');
    refused({ x: 3 }, 'TypeError', 'window.x must be an array of two numbers, got 3');
    refused(
      { x: [1, 2, 3] },
      'TypeError',
      'window.x must be an array of two numbers, got an array of length 3',
    );
    expectRefusal(
      () => breaklines(network, null as never),
      'TypeError',
      'breaklines: window must be an object, got null',
    );
    const solid = multivariateNetwork({ inputWeights: [[1, 2, 3]], inputBiases: [0], outputWeights: [1] });
    expectRefusal(
      () => breaklines(solid, window),
      'ShapeError',
      'breaklines: network must have two inputs, got 3',
    );
  });
});
