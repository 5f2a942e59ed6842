import { expect } from 'vitest';
import { evaluate } from 'relu-splines';
import type { Bdso, Form, PiecewiseLinear, ShallowNetwork } from 'relu-splines';
import { lowerBound, upperBound } from '../../src/numeric/search.js';

/** What {@link expectSameFunction} is told besides the two forms. */
export interface SameFunctionOptions {
  /** Forms that lie on the way from the one to the other: what they add up counts for the tolerance. */
  readonly via?: readonly Form[];
  /** What else was added up on the way to the value at x. Default nothing. */
  readonly scaleAt?: (x: number) => number;
  /** The constant that the second is above the first. Default 0. */
  readonly shift?: number;
}

/**
 * Two forms are the same function: at their knots, on both sides as near as doubles go, between them and far
 * outside, at a number and in an array.
 *
 * The tolerance is (4 + terms)·EPSILON times the natural scale, the sum of the absolute terms that the forms add
 * up at that point: each term went through a few roundings, and a sum of n terms through n more. For ten units
 * that is below the 1e−12 of theory 19.
 */
export function expectSameFunction(
  a: Form,
  b: Form,
  { via = [], scaleAt = () => 0, shift = 0 }: SameFunctionOptions = {},
): void {
  const forms = [a, b, ...via];
  const terms = forms.reduce((sum, form) => sum + termsOf(form), 0);
  const x = probes(...forms);
  const inArrayA = evaluate(a, x);
  const inArrayB = evaluate(b, x);
  x.forEach((point, k) => {
    const scale = forms.reduce(
      (sum, form) => sum + naturalScale(form, point),
      Math.abs(shift) + scaleAt(point),
    );
    const allowed = (4 + terms) * Number.EPSILON * scale;
    const values = [evaluate(a, point) + shift, inArrayA[k] + shift, evaluate(b, point), inArrayB[k]];
    const spread = Math.max(...values) - Math.min(...values);
    expect(
      spread <= allowed,
      `at x = ${point}: ${values.join(', ')} differ by ${spread}, allowed ${allowed}`,
    ).toBe(true);
  });
}

/**
 * What else is added up at x when units are made from pieces, for `scaleAt`. They are right at the first knot t;
 * from there to x they add the rounding of their delta-slopes, active or not, times the way inside the knots, and
 * pass over the rounding by which the pieces fail to meet.
 */
export function madeFromPieces(pieces: PiecewiseLinear, spline: Bdso): (x: number) => number {
  const { knots } = pieces;
  const total = spline.deltaSlopes.reduce((sum, mu) => sum + Math.abs(mu), 0);
  return (x) => {
    if (knots.length === 0) return 0;
    const way = Math.max(0, Math.min(x, knots[knots.length - 1]) - knots[0]);
    return knots.reduce(
      (sum, t, p) => (p === 0 || t <= x ? sum + naturalScale(pieces, t) : sum),
      total * way,
    );
  };
}

/** Where to look at functions: at and next to every knot, between neighbours, and outside. */
export function probes(...forms: Form[]): Float64Array {
  const knots = [...new Set(forms.flatMap((form) => knotsOf(form)))].sort((a, b) => a - b);
  const first = knots[0] ?? 0;
  const last = knots[knots.length - 1] ?? 0;
  const reach = Math.max(1, Math.abs(first), Math.abs(last));
  return Float64Array.from([
    // Nearer to zero than this, products with weights of size 1e−9 would underflow.
    ...knots.flatMap((t) => (t === 0 ? [-1e-200, 0, 1e-200] : [t, nextAfter(t, -1), nextAfter(t, 1)])),
    ...knots.slice(1).map((t, p) => t / 2 + knots[p] / 2),
    ...[0, first - 1, last + 1, first - 3 * reach, last + 3 * reach],
  ]);
}

/** The double next to `x ≠ 0` above (direction 1) or below it (−1). */
function nextAfter(x: number, direction: 1 | -1): number {
  view.setFloat64(0, x);
  view.setBigInt64(0, view.getBigInt64(0) + (x > 0 === direction > 0 ? 1n : -1n));
  return view.getFloat64(0);
}

const view = new DataView(new ArrayBuffer(8));

/** Σ of the absolute terms that a form adds up at x, over the units that are active there or might round to it. */
export function naturalScale(form: Form, x: number): number {
  if ('inputWeights' in form) {
    const { inputWeights: w, inputBiases: b, outputWeights: v } = form;
    return w.reduce((sum, _, i) => {
      const size = Math.abs(w[i] * x) + Math.abs(b[i]);
      return w[i] * x + b[i] > -4 * Number.EPSILON * size ? sum + Math.abs(v[i]) * size : sum;
    }, Math.abs(form.outputBias));
  }
  if ('breakpoints' in form) {
    const { breakpoints: beta, deltaSlopes: mu, orientations: s } = form;
    return beta.reduce((sum, _, i) => {
      const size = Math.abs(x) + Math.abs(beta[i]);
      return s[i] * (x - beta[i]) > -4 * Number.EPSILON * size ? sum + Math.abs(mu[i]) * size : sum;
    }, Math.abs(form.outputBias));
  }
  const sides = [lowerBound(form.knots, x), upperBound(form.knots, x)];
  return Math.max(...sides.map((p) => Math.abs(form.slopes[p] * x) + Math.abs(form.intercepts[p])));
}

function termsOf(form: Form): number {
  return knotsArray(form).length;
}

function knotsOf(form: Form): number[] {
  if ('inputWeights' in form) {
    return Array.from(form.inputWeights, (w, i) => -form.inputBiases[i] / w).filter(Number.isFinite);
  }
  return Array.from(knotsArray(form));
}

function knotsArray(form: ShallowNetwork | Bdso | PiecewiseLinear): ArrayLike<number> {
  if ('inputWeights' in form) return form.inputWeights;
  return 'breakpoints' in form ? form.breakpoints : form.knots;
}
