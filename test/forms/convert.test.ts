import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bdso,
  fromPiecewiseLinear,
  shallowNetwork,
  toBdso,
  toNetwork,
  toPiecewiseLinear,
} from 'relu-splines';
import type { Bdso, NetworkScale } from 'relu-splines';
import { networks } from '../arbitraries/networks.js';
import { RUNS } from '../arbitraries/numbers.js';
import { signs, splines } from '../arbitraries/splines.js';
import { Dyadic, exactError } from '../exact/dyadic.js';
import { expectSameFunction, madeFromPieces } from '../laws/same-function.js';
import { expectPure } from '../laws/purity.js';
import { expectRefusal } from '../laws/refusal.js';

describe('network → BDSO → pieces → BDSO → network (theory 19, property 1)', () => {
  it('is the same function in every form', () => {
    fc.assert(
      fc.property(networks(), (network) => {
        const spline = toBdso(network);
        const pieces = toPiecewiseLinear(network);
        expectSameFunction(network, spline);
        expectSameFunction(network, pieces);
        expectSameFunction(spline, pieces, { via: [network] });
      }),
      RUNS,
    );
  });

  it('comes back as a network, whichever way the units face', () => {
    fc.assert(
      fc.property(networks(), fc.array(signs(), { minLength: 20, maxLength: 20 }), (network, some) => {
        const pieces = toPiecewiseLinear(network);
        for (const orientations of ['right', 'left', some.slice(0, pieces.knots.length)] as const) {
          const spline = fromPiecewiseLinear(pieces, { orientations });
          expectSameFunction(network, toNetwork(spline), {
            via: [pieces, spline],
            scaleAt: madeFromPieces(pieces, spline),
          });
        }
      }),
      RUNS,
    );
  });

  it('writes to no input and shares no memory', () => {
    fc.assert(
      fc.property(networks({ minUnits: 1 }), splines({ min: 1 }), (network, spline) => {
        expectPure(toBdso, network);
        expectPure(toNetwork, spline);
        expectPure(toNetwork, spline, { scale: spline.breakpoints.map(() => 2) });
        expectPure(toPiecewiseLinear, network);
        expectPure(toPiecewiseLinear, spline, { tolerance: 0.5 });
      }),
      { ...RUNS, numRuns: 50 },
    );
  });
});

describe('toBdso', () => {
  it('keeps the order of the units, and folds those with w = 0 into the output bias', () => {
    const spline = toBdso(
      shallowNetwork({
        inputWeights: [2, 0, -1, -0, 4],
        inputBiases: [-1, 3, 5, -7, 0],
        outputWeights: [0.5, 10, 0, 100, -1],
        outputBias: 1,
      }),
    );
    expect(spline).toEqual({
      breakpoints: Float64Array.of(0.5, 5, 0),
      deltaSlopes: Float64Array.of(1, 0, -4),
      orientations: Int8Array.of(1, -1, 1),
      outputBias: 31,
      units: Int32Array.of(0, 2, 4),
      foldedUnits: Int32Array.of(1, 3),
    });
  });

  it('folds any number of constants with one rounding', () => {
    fc.assert(
      fc.property(networks(), (network) => {
        const { inputWeights: w, inputBiases: b, outputWeights: v, outputBias } = network;
        let exact = Dyadic.of(outputBias);
        let scale = Math.abs(outputBias);
        w.forEach((weight, i) => {
          if (weight !== 0 || b[i] <= 0) return;
          exact = exact.plus(Dyadic.of(v[i]).times(Dyadic.of(b[i])));
          scale += Math.abs(v[i] * b[i]);
        });
        // One rounding for each product, which may be as large as the scale, and one for the sum.
        expect(exactError(toBdso(network).outputBias, exact)).toBeLessThanOrEqual(Number.EPSILON * scale);
      }),
      RUNS,
    );
  });

  it('refuses breakpoints, delta-slopes and biases that overflow', () => {
    const unit = (w: number, b: number, v: number): (() => unknown) => {
      const network = shallowNetwork({ inputWeights: [1, w], inputBiases: [1, b], outputWeights: [1, v] });
      return () => toBdso(network);
    };
    expectRefusal(
      unit(1e-308, 2, 1),
      'RangeError',
      'toBdso: the breakpoint of unit 1 must be finite, got −(2)/1e-308',
    );
    expectRefusal(
      unit(1e200, 2, 1e200),
      'RangeError',
      'toBdso: the delta-slope of unit 1 must be finite, got 1e+200 × 1e+200',
    );
    expectRefusal(
      unit(0, 1e200, 1e200),
      'RangeError',
      'toBdso: the output bias with the constants of units with w = 0 must be finite, got Infinity',
    );
  });
});

describe('toNetwork', () => {
  const scales: readonly NetworkScale[] = [1, 0.3, 1e9, 'balanced', 'equal-magnitude'];

  it('is the same function at every scale', () => {
    fc.assert(
      fc.property(splines(), fc.constantFrom(...scales), (spline, scale) => {
        const network = toNetwork(spline, { scale });
        expectSameFunction(spline, network);
        expectSameFunction(spline, toBdso(network), { via: [network] });
      }),
      RUNS,
    );
  });

  it('comes back exactly from a power of two, and to the last digits from any other scale', () => {
    fc.assert(
      fc.property(splines(), fc.constantFrom(...scales), (spline, scale) => {
        for (const power of [1, 2 ** -7, 2 ** 20]) {
          const back = toBdso(toNetwork(spline, { scale: power }));
          expect(back.breakpoints.every((beta, i) => beta === spline.breakpoints[i])).toBe(true);
          expect(back.deltaSlopes.every((mu, i) => mu === spline.deltaSlopes[i])).toBe(true);
          expect(back.orientations).toEqual(spline.orientations);
        }
        const back = toBdso(toNetwork(spline, { scale }));
        // Two roundings of half an EPSILON each.
        const near = (got: number, wanted: number): boolean =>
          Math.abs(got - wanted) <= 1.001 * Number.EPSILON * Math.abs(wanted);
        expect(back.breakpoints.every((beta, i) => near(beta, spline.breakpoints[i]))).toBe(true);
        expect(back.deltaSlopes.every((mu, i) => near(mu, spline.deltaSlopes[i]))).toBe(true);
        expect(back.orientations).toEqual(spline.orientations);
      }),
      RUNS,
    );
  });

  it("'balanced' makes w² + b² − v² zero", () => {
    fc.assert(
      fc.property(splines(), (spline) => {
        const network = toNetwork(spline, { scale: 'balanced' });
        const { inputWeights: w, inputBiases: b, outputWeights: v } = network;
        spline.deltaSlopes.forEach((mu, i) => {
          if (mu === 0) {
            expect(Math.abs(w[i])).toBe(1);
            return;
          }
          const size = w[i] ** 2 + b[i] ** 2 + v[i] ** 2;
          // Each of w, b and v carries at most five roundings, and its square twice that.
          expect(Math.abs(w[i] ** 2 + b[i] ** 2 - v[i] ** 2)).toBeLessThanOrEqual(6 * Number.EPSILON * size);
        });
      }),
      RUNS,
    );
  });

  it("'equal-magnitude' makes |w| = |v|", () => {
    fc.assert(
      fc.property(splines(), (spline) => {
        const { inputWeights: w, outputWeights: v } = toNetwork(spline, { scale: 'equal-magnitude' });
        spline.deltaSlopes.forEach((mu, i) => {
          if (mu === 0) expect(Math.abs(w[i])).toBe(1);
          else
            expect(Math.abs(Math.abs(w[i]) - Math.abs(v[i]))).toBeLessThanOrEqual(
              2 * Number.EPSILON * Math.abs(w[i]),
            );
        });
      }),
      RUNS,
    );
  });

  it('takes one scale a unit', () => {
    const spline = bdso({ breakpoints: [2, 0], deltaSlopes: [6, -0], orientations: [-1, 1], outputBias: 5 });
    expect(toNetwork(spline, { scale: [3, 0.5] })).toEqual({
      inputWeights: Float64Array.of(-3, 0.5),
      inputBiases: Float64Array.of(6, 0),
      outputWeights: Float64Array.of(-2, 0),
      outputBias: 5,
    });
  });

  it('refuses scales that are none, and weights that overflow', () => {
    const spline = bdso({ breakpoints: [2], deltaSlopes: [6], orientations: [1] });
    const far = bdso({ breakpoints: [1e300], deltaSlopes: [1e300], orientations: [1] });
    const cases: [NetworkScale, Bdso, 'TypeError' | 'RangeError' | 'ShapeError', string][] = [
      [0, spline, 'RangeError', 'scale must be positive, got 0'],
      [-0, spline, 'RangeError', 'scale must be positive, got -0'],
      [NaN, spline, 'RangeError', 'scale must be finite, got NaN'],
      [[1, 2], spline, 'ShapeError', 'scale must have the length of the units, 1, got 2'],
      [[-1], spline, 'RangeError', 'scale[0] must be positive, got -1'],
      [[Infinity], spline, 'RangeError', 'scale[0] must be finite, got Infinity'],
      [
        'even' as 'balanced',
        spline,
        'RangeError',
        "scale must be a number, an array of numbers, 'balanced' or 'equal-magnitude', got \"even\"",
      ],
      [
        null as unknown as number,
        spline,
        'TypeError',
        "scale must be a number, an array of numbers, 'balanced' or 'equal-magnitude', got null",
      ],
      [
        1e20,
        far,
        'RangeError',
        'the weights of unit 0 must be finite, got w = 100000000000000000000, b = -Infinity, v = 1e+280',
      ],
      [
        1e-20,
        far,
        'RangeError',
        'the weights of unit 0 must be finite, got w = 1e-20, b = -1e+280, v = Infinity',
      ],
    ];
    for (const [scale, form, kind, message] of cases) {
      expectRefusal(() => toNetwork(form, { scale }), kind, `toNetwork: ${message}`);
    }
  });
});
