import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, piecewiseLinear, slopeAt } from 'relu-splines';
import {
  derivative,
  evaluatePiecewise,
  integral,
  integralOfSquare,
  jumps,
  piecewisePolynomial,
  roughnessIntegral,
  toPiecewisePolynomial,
} from 'relu-splines/splines';
import type { PiecewisePolynomial } from 'relu-splines/splines';
import { gaussKronrod } from '../../src/numeric/gauss-kronrod.js';
import { RUNS, tameNumbers } from '../arbitraries/numbers.js';
import { piecewiseLinears } from '../arbitraries/splines.js';

/** Pieces of any degree up to 4 that need not meet, with knots half a unit apart at least, and their size. */
const polynomials = fc
  .uniqueArray(fc.integer({ min: -8, max: 8 }), { maxLength: 5 })
  .chain((halves) =>
    fc.tuple(
      fc.constant(Float64Array.from(halves, (k) => k / 2).sort()),
      fc.array(fc.array(tameNumbers(), { minLength: 1, maxLength: 5 }), {
        minLength: halves.length + 1,
        maxLength: halves.length + 1,
      }),
    ),
  )
  .map(([knots, pieces]) => piecewisePolynomial({ knots, pieces }));

// On [−6, 6] no place is farther than 10 from where its piece counts: 5 terms of at most 4·10⁴.
const SIZE = 5 * 4e4;

describe('piecewise polynomials', () => {
  it('are what their coefficients say, piece by piece', () => {
    const f = piecewisePolynomial({ knots: [0, 2], pieces: [[1, 1], [3, 0, 2], [5]], origins: [0, 1, 9] });
    expect(f.degree).toBe(2);
    expect(Array.from(f.coefficients)).toEqual([1, 1, 0, 3, 0, 2, 5, 0, 0]);
    expect(Array.from(evaluatePiecewise(f, [-1, 0, 1.5, 2]))).toEqual([0, 5, 3.5, 5]);
    expect(Array.from(evaluatePiecewise(f, [0, 2], { side: 'left' }))).toEqual([1, 5]);
    expect(Array.from(evaluatePiecewise(f, [-1, 0, 1.5], { derivative: 1 }))).toEqual([1, -4, 2]);
    expect(evaluatePiecewise(f, 1, { derivative: 7 })).toBe(0);
    expect(Array.from(jumps(f))).toEqual([4, 0]);
    expect(Array.from(jumps(f, 1))).toEqual([-5, -4]);
  });

  it('count from the left knot unless told otherwise', () => {
    const pieces = [[0], [0], [0]];
    expect(Array.from(piecewisePolynomial({ knots: [3, 4], pieces }).origins)).toEqual([3, 3, 4]);
    expect(Array.from(piecewisePolynomial({ knots: [], pieces: [[1]] }).origins)).toEqual([0]);
  });

  it('are not changed by what becomes of the arrays they were made of', () => {
    const knots = [0];
    const piece = [1, 2];
    const f = piecewisePolynomial({ knots, pieces: [piece, piece] });
    knots[0] = 9;
    piece[0] = 9;
    expect(evaluatePiecewise(f, 1)).toBe(3);
  });

  it('have the derivatives that evaluation gives, one after the other', () => {
    fc.assert(
      fc.property(polynomials, fc.double({ min: -6, max: 6, noNaN: true }), fc.nat(5), (f, x, order) => {
        const value = evaluatePiecewise(f, x, { derivative: order });
        expect(evaluatePiecewise(derivative(f, order), x)).toBe(value);
        // The factors of the derivatives, up to 24, are rounded in another order.
        const twice = evaluatePiecewise(derivative(derivative(f, order), 1), x);
        const once = evaluatePiecewise(f, x, { derivative: order + 1 });
        expect(Math.abs(twice - once)).toBeLessThanOrEqual(8 * Number.EPSILON * 24 * SIZE);
      }),
      RUNS,
    );
  });

  it('have the integrals that quadrature finds between the knots', () => {
    const ends = fc.double({ min: -6, max: 6, noNaN: true });
    fc.assert(
      fc.property(polynomials, ends, ends, (f, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        const cuts = [low, ...f.knots.filter((t) => t > low && t < high), high];
        // Degree 8 at most, where the rule is exact, and from the right of each cut to the left of the next.
        const byRule = (g: (f: number) => number): number =>
          cuts.slice(1).reduce((sum, end, k) => {
            const middle = (cuts[k] + end) / 2;
            const piece = f.knots.filter((t) => t < middle).length;
            const one = { ...f, knots: new Float64Array(0), origins: f.origins.slice(piece, piece + 1) };
            const coefficients = f.coefficients.slice(piece * (f.degree + 1), (piece + 1) * (f.degree + 1));
            const value = (x: number): number => g(evaluatePiecewise({ ...one, coefficients }, x));
            return sum + gaussKronrod(value, cuts[k], end).value;
          }, 0);
        // Some 60 roundings of 21 values, over a length of at most 12.
        const rounding = 100 * Number.EPSILON * 12;
        expect(Math.abs(integral(f, low, high) - byRule((y) => y))).toBeLessThan(rounding * SIZE);
        expect(Math.abs(integralOfSquare(f, low, high) - byRule((y) => y * y))).toBeLessThan(
          rounding * SIZE * SIZE,
        );
        expect(integral(f, high, low) + integral(f, low, high)).toBe(0);
        expect(integralOfSquare(f, high, low) + integralOfSquare(f, low, high)).toBe(0);
        expect(roughnessIntegral(f, high, low) + roughnessIntegral(f, low, high)).toBe(0);
      }),
      RUNS,
    );
  });

  it('are integrated over the whole line where they end, and diverge where they do not', () => {
    const bump = piecewisePolynomial({ knots: [-1, 1], pieces: [[0], [0, 2], [0]] });
    expect(integral(bump, -Infinity, Infinity)).toBe(4);
    expect(integralOfSquare(bump, -Infinity, Infinity)).toBeCloseTo((4 * 8) / 3, 13);
    expect(integral(bump, -Infinity, 0)).toBe(1);
    const line = piecewisePolynomial({ knots: [], pieces: [[1, -2]] });
    expect(integral(line, 0, Infinity)).toBe(-Infinity);
    expect(integral(line, -Infinity, 0)).toBe(Infinity);
    expect(integral(line, -Infinity, Infinity)).toBeNaN();
    expect(integralOfSquare(line, 0, Infinity)).toBe(Infinity);
    expect(roughnessIntegral(line)).toBe(0);
    expect(integral(line, 3, 3)).toBe(0);
  });

  it('keep their digits at 1e6 ± 1', () => {
    const near = piecewisePolynomial({ knots: [0, 0.5], pieces: [[1], [1, 2, -3, 4], [7, 1]] });
    const knots = near.knots.map((t) => t + 1e6);
    const far: PiecewisePolynomial = { ...near, knots, origins: near.origins.map((t) => t + 1e6) };
    // These places are exact in both.
    for (const x of [-0.75, 0, 0.125, 0.375, 0.5, 0.875]) {
      expect(evaluatePiecewise(far, x + 1e6)).toBe(evaluatePiecewise(near, x));
    }
    expect(integral(far, 1e6 - 1, 1e6 + 1)).toBe(integral(near, -1, 1));
    expect(integralOfSquare(far, 1e6 - 1, 1e6 + 1)).toBe(integralOfSquare(near, -1, 1));
  });
});

describe('toPiecewisePolynomial', () => {
  it('is the same function as the form', () => {
    fc.assert(
      fc.property(
        piecewiseLinears({ wild: false }),
        fc.double({ min: -6, max: 6, noNaN: true }),
        (form, x) => {
          const f = toPiecewisePolynomial(form);
          const scale = form.slopes.reduce((sum, m) => sum + 10 * Math.abs(m), 0);
          const intercept = form.intercepts.reduce((most, k) => Math.max(most, Math.abs(k)), 0);
          const bound = 8 * Number.EPSILON * (scale + intercept);
          expect(Math.abs(evaluatePiecewise(f, x) - evaluate(form, x))).toBeLessThanOrEqual(bound);
          expect(Math.abs(evaluatePiecewise(f, x, { derivative: 1 }) - slopeAt(form, x))).toBe(0);
        },
      ),
      RUNS,
    );
  });

  it('leaves a piecewise polynomial as it is', () => {
    const f = piecewisePolynomial({ knots: [], pieces: [[1]] });
    expect(toPiecewisePolynomial(f)).toBe(f);
  });

  it('takes the value at a knot in twice the precision', () => {
    const form = piecewiseLinear({ knots: [1e6], slopes: [0.1, 0.1], intercepts: [-1e5, -1e5] });
    // 0.1 is not a tenth: what it is more, times 1e6, is all there is.
    expect(toPiecewisePolynomial(form).coefficients[2]).toBe(5.551115123125783e-12);
  });
});

describe('what is not a piecewise polynomial', () => {
  const f = piecewisePolynomial({ knots: [0], pieces: [[0], [1]] });
  it.each([
    [() => piecewisePolynomial({ knots: [1, 1], pieces: [[0], [0], [0]] }), 'knots[0] = 1 and knots[1] = 1'],
    [() => piecewisePolynomial({ knots: [NaN], pieces: [[0], [0]] }), 'knots[0] must be finite, got NaN'],
    [
      () => piecewisePolynomial({ knots: [0], pieces: [[0]] }),
      'pieces must have one entry more than knots, 2, got 1',
    ],
    [
      () => piecewisePolynomial({ knots: [0], pieces: [[0], []] }),
      'pieces[1] must have a coefficient, got none',
    ],
    [
      () => piecewisePolynomial({ knots: [0], pieces: [[0], [Infinity]] }),
      'pieces[1][0] must be finite, got Infinity',
    ],
    [
      () => piecewisePolynomial({ knots: [0], pieces: [[0], [1]], origins: [0] }),
      'origins must have one entry more than knots, 2, got 1',
    ],
    [() => evaluatePiecewise(f, NaN), 'evaluatePiecewise: x must be finite, got NaN'],
    [() => evaluatePiecewise(f, [0, Infinity]), 'x[1] must be finite, got Infinity'],
    [
      () => evaluatePiecewise(f, 0, { derivative: -1 }),
      'derivative must be an integer of at least 0, got -1',
    ],
    [
      () => evaluatePiecewise(f, 0, { side: 'both' as 'left' }),
      "side must be 'left' or 'right', got \"both\"",
    ],
    [() => derivative(f, 0.5), 'derivative: order must be an integer of at least 0, got 0.5'],
    [() => jumps(f, NaN), 'jumps: order must be an integer of at least 0, got NaN'],
    [() => integral(f, NaN, 1), 'integral: from must not be NaN, got NaN'],
    [
      () => integralOfSquare(f, 0, '1' as unknown as number),
      'integralOfSquare: to must be a number, got "1"',
    ],
    [
      () => roughnessIntegral({} as PiecewisePolynomial),
      'roughnessIntegral: f must be a PiecewisePolynomial',
    ],
    [() => toPiecewisePolynomial(null as unknown as PiecewisePolynomial), 'f must be an object, got null'],
    [() => evaluatePiecewise(f, 0, null as never), 'evaluatePiecewise: options must be an object, got null'],
    [
      () => integral({ ...f, coefficients: [1, 2] as never }, 0, 1),
      'integral: f.coefficients must be of type Float64Array, as piecewisePolynomial makes it, got an array of length 2',
    ],
    [
      () => derivative({ ...f, degree: 3 }),
      'f.coefficients must have the length of pieces × (degree + 1), 8, got 2',
    ],
  ])('is refused (%#)', (call, message) => {
    expect(call).toThrow(message);
  });
});
