import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bdso, dataset, toNetwork } from 'relu-splines';
import type { Bdso, Dataset } from 'relu-splines';
import { evaluateSlice } from '../../../src/loss/slices/slice.js';
import { datasets } from '../../arbitraries/datasets.js';
import { RUNS } from '../../arbitraries/numbers.js';
import { splines } from '../../arbitraries/splines.js';
import { Dyadic, exactError } from '../../exact/dyadic.js';
import { exactLoss } from '../../exact/loss.js';
import type { ExactLoss } from '../../exact/loss.js';
import { moved, sliceOf } from './slice.help.js';

/**
 * A residual adds up H hinges, a slice N residuals; each of their EPSILON counts against the sum of absolute
 * terms (squared, for a loss). 8 covers the handful of roundings that a term goes through.
 */
const rounding = (spline: Bdso, data: Dataset): number =>
  8 * (spline.breakpoints.length + data.x.length) * Number.EPSILON;

/** Not a kernel in common with slices: the definition, in exact arithmetic. At scale 1 the network is the spline. */
function exactSlice(spline: Bdso, data: Dataset, unit: number, beta: number): ExactLoss {
  return exactLoss(toNetwork(moved(spline, unit, beta)), data);
}

/** A spline, data (some on its breakpoints), one of its units, and breakpoints to try. */
const scenes = splines({ min: 1, max: 8 }).chain((spline) =>
  fc.record({
    spline: fc.constant(spline),
    data: datasets({ maxCount: 10, attractors: Array.from(spline.breakpoints) }),
    unit: fc.nat({ max: spline.breakpoints.length - 1 }),
    anywhere: fc.array(
      fc.integer({ min: -64, max: 64 }).map((n) => n / 8),
      { maxLength: 4 },
    ),
  }),
);

describe('lossSlice against the definition in exact arithmetic', () => {
  it('has the loss at any breakpoint, at knots, in gaps and outside', () => {
    fc.assert(
      fc.property(scenes, ({ spline, data, unit, anywhere }) => {
        const slice = sliceOf(spline, data, unit);
        const { knots } = slice;
        const beta = [
          ...[slice.breakpoint, slice.minimum.breakpoint, ...anywhere, ...knots],
          ...Array.from(knots.subarray(1), (knot, g) => (knot + knots[g]) / 2),
          ...[knots[0] - 1, knots[knots.length - 1] + 1],
        ];
        const values = evaluateSlice(slice, beta);
        beta.forEach((point, k) => {
          const exact = exactSlice(spline, data, unit, point);
          const allowed = rounding(spline, data) * exact.scales.loss;
          expect(exactError(values[k], exact.loss), `loss at ${point}`).toBeLessThanOrEqual(allowed);
          expect(slice.minimum.loss, `minimum against ${point}`).toBeLessThanOrEqual(values[k] + allowed);
          expect(evaluateSlice(slice, point)).toBe(values[k]);
        });
        expect(evaluateSlice(slice, knots)).toEqual(slice.lossAtKnots);
        // The vertex need not be a double: its rounding moves the active hinges by μ·EPSILON·|β|.
        const { breakpoint } = slice.minimum;
        const least = exactSlice(spline, data, unit, breakpoint);
        const step = slice.deltaSlope * Number.EPSILON * breakpoint;
        expect(exactError(slice.minimum.loss, least.loss), 'minimum').toBeLessThanOrEqual(
          rounding(spline, data) * least.scales.loss + data.x.length * step * step,
        );
      }),
      RUNS,
    );
  });

  it('has the one-sided slopes μS at knots', () => {
    fc.assert(
      fc.property(scenes, ({ spline, data, unit }) => {
        const slice = sliceOf(spline, data, unit);
        const mu = Dyadic.of(slice.deltaSlope);
        slice.knots.forEach((knot, g) => {
          const { residuals, scales } = exactSlice(spline, data, unit, knot);
          for (const side of [-1, 1] as const) {
            // With the breakpoint just left of the knot a right-facing unit sees the knot too.
            const sees = (x: number): boolean =>
              slice.orientation * (x - knot) > 0 || (x === knot && slice.orientation !== side);
            let sum = Dyadic.zero;
            let scale = 0;
            data.x.forEach((x, n) => {
              if (!sees(x)) return;
              sum = sum.plus(residuals[n]);
              scale += scales.residuals[n];
            });
            const slope = side < 0 ? slice.leftSlopes[g] : slice.rightSlopes[g];
            expect(exactError(slope, mu.times(sum)), `side ${side} of knot ${g}`).toBeLessThanOrEqual(
              rounding(spline, data) * Math.abs(slice.deltaSlope) * scale,
            );
          }
        });
      }),
      RUNS,
    );
  });

  it('has pieces whose three coefficients give the loss too', () => {
    fc.assert(
      fc.property(scenes, ({ spline, data, unit }) => {
        const slice = sliceOf(spline, data, unit);
        slice.pieces.forEach((piece, p) => {
          const sees = Array.from(data.x).filter((x) =>
            slice.orientation > 0 ? x >= piece.high : x <= piece.low,
          );
          expect(piece.activeCount).toBe(sees.length);
          expect(piece.low).toBe(p === 0 ? -Infinity : slice.knots[p - 1]);
          expect(piece.high).toBe(p < slice.knots.length ? slice.knots[p] : Infinity);
          const low = Math.max(piece.low, slice.knots[0] - 1);
          const beta = (low + Math.min(piece.high, low + 1)) / 2;
          const value = (piece.quadratic * beta + piece.linear) * beta + piece.constant;
          // Coefficients are values at β = 0 of hinges that are not cut off there: every |μ|(|x| + |β|) counts.
          const hinges = spline.deltaSlopes.map((mu) => Math.abs(mu));
          const reach = Math.max(
            ...data.x.map(Math.abs),
            ...spline.breakpoints.map(Math.abs),
            Math.abs(beta),
          );
          const slopes = hinges.reduce((sum, mu) => sum + mu, 0);
          const scale = data.y.reduce(
            (sum, y) => sum + (Math.abs(y) + Math.abs(spline.outputBias) + 2 * slopes * reach) ** 2,
            0,
          );
          const { loss: exact } = exactSlice(spline, data, unit, beta);
          expect(exactError(value, exact), `piece ${p}`).toBeLessThanOrEqual(rounding(spline, data) * scale);
          expect(piece.argmin === null).toBe(piece.quadratic === 0);
          expect(piece.minimum).toBe(piece.quadratic === 0 ? null : piece.floor);
        });
      }),
      RUNS,
    );
  });

  it('keeps its digits far from the origin, where the three coefficients lose all of them', () => {
    // A hinge at 1e6 + 0.1, hit almost exactly.
    const kink = 1e6 + 0.1;
    const x = Array.from({ length: 40 }, (_, n) => 1e6 - 1 + n / 16);
    const y = x.map((input, n) => Math.max(input - kink, 0) + (n % 2 === 0 ? 1e-6 : -1e-6));
    const spline = bdso({ breakpoints: [kink], deltaSlopes: [1], orientations: [1] });
    const data = dataset(x, y);
    const slice = sliceOf(spline, data, 0);
    const { loss: exact } = exactSlice(spline, data, 0, kink);
    // x − β is of size 1, and rounds against that; squares of N such residuals add up.
    const sizeOfLoss = Math.sqrt(2 * x.length * exact.toNumber());
    expect(exactError(evaluateSlice(slice, kink), exact)).toBeLessThan(rounding(spline, data) * sizeOfLoss);
    const piece = slice.pieces.find(({ low, high }) => low <= kink && kink < high);
    if (piece === undefined) throw new Error('pieces leave a gap');
    const naive = (piece.quadratic * kink + piece.linear) * kink + piece.constant;
    expect(exactError(naive, exact)).toBeGreaterThanOrEqual(exact.toNumber());
  });
});
