import type { NumericArray } from './arrays.js';
import { gaussKronrod, RULE_EVALUATIONS } from './gauss-kronrod.js';
import type { RuleResult } from './gauss-kronrod.js';
import { compensatedSum } from './sums.js';

/** What {@link integrate} may be told; every part has a default. */
export interface QuadratureOptions {
  /** Where f jumps, has a kink or is singular; what lies outside the interval is ignored. Default: none. */
  readonly splitAt?: NumericArray;
  /** The error that is accepted, as a part of ∫|f|. Rounding alone needs 2e-14. Default 1e-12. */
  readonly relativeTolerance?: number;
  /** No panel is halved that would need more values of f than this. Default 50 000. */
  readonly maxEvaluations?: number;
}

/** An integral and how far it can be trusted. */
export interface QuadratureResult {
  /** The integral; NaN where f was not finite somewhere other than at an end or a split. */
  readonly value: number;
  /** An estimate of its error from above, absolute; Infinity where the value is NaN. */
  readonly error: number;
  /** ∫|f|, which the tolerance refers to. */
  readonly magnitude: number;
  /** How many values of f were taken. */
  readonly evaluations: number;
  /** Whether the error is within the tolerance. False where the integral diverges. */
  readonly converged: boolean;
}

/** One side of an end or split: the points at the distances `reach`·exp(sinh t) from it. */
interface Ray {
  readonly origin: number;
  readonly direction: 1 | -1;
  /** Half the length of the piece, or 1 where the piece has no other end. */
  readonly reach: number;
  readonly endless: boolean;
}

/** A range of t on one ray, integrated. */
interface Panel extends RuleResult {
  readonly integrand: (t: number) => number;
  readonly from: number;
  readonly to: number;
}

/** The smallest distance, as a part of the reach. */
const NEAREST = Math.exp(-690);
/** The largest distance on an endless ray; fourth moments do not overflow there. */
const FARTHEST = Math.exp(172);
/** The first panels' ends in t. What has no small scale is nearly all between −3.6 and 0, or 1.8. */
const CUTS = [-Math.asinh(690), -3.6, -1.8, 0, 1.8, 3.6, Math.asinh(172)];

/**
 * ∫ f(x) dx from `from` to `to`, either of which may be infinite.
 *
 * Made for densities whose scale may be anything. At an end or split f may have a logarithm or a power, as
 * long as it is integrable, and from there it may vary on any scale. Jumps and kinks elsewhere are found, at
 * some 2000 evaluations each, where an announced one is free. A narrow peak far from every end and split can
 * be missed: split there.
 *
 * The range is cut at the splits (at 0 if it is the whole line and has none) and finite pieces are halved. On
 * each side of a cut the distance from it is `reach`·exp(sinh t), a double exponential substitution
 * (H. Takahasi & M. Mori 1974) that brings all scales from 1e-300 to 1e75 into a few panels; globally
 * adaptive bisection with the 21-point rule of Gauss and Kronrod does the rest (as QUADPACK's QAG).
 *
 * The error includes what is lost beyond the smallest and largest distance. Hence an integral that diverges
 * there, such as ∫ dx/x, does not converge, and its error is far above its value. A power singularity keeps
 * its digits only at 0: elsewhere the doubles next to it are too far apart, and the error says so. The error
 * does not include the rounding of x, EPSILON |x f′|, which matters for a function that is narrow far from 0.
 *
 * f is trusted not to throw. Where it is not finite at an end or split it counts as 0.
 *
 * @throws RangeError if an end is NaN.
 */
export function integrate(
  f: (x: number) => number,
  from: number,
  to: number,
  options: QuadratureOptions = {},
): QuadratureResult {
  if (Number.isNaN(from) || Number.isNaN(to)) {
    throw new RangeError(`integrate: ends must be numbers, got ${from} and ${to}`);
  }
  if (from > to) {
    const forwards = integrate(f, to, from, options);
    return { ...forwards, value: -forwards.value };
  }

  const { splitAt = [], relativeTolerance = 1e-12, maxEvaluations = 50_000 } = options;
  const panels: Panel[] = [];
  let evaluations = 0;
  const counted = (x: number): number => {
    evaluations++;
    return f(x);
  };
  let lost = 0;
  for (const ray of raysOf(from, to, splitAt)) {
    lost += lostBeyond(counted, ray);
    const integrand = alongRay(counted, ray);
    const cuts = ray.endless ? CUTS : CUTS.filter((t) => t <= 0);
    for (let k = 1; k < cuts.length; k++) panels.push(panelOf(integrand, cuts[k - 1], cuts[k]));
  }

  for (;;) {
    let error = 0;
    let magnitude = 0;
    let worst = 0;
    for (let k = 0; k < panels.length; k++) {
      error += panels[k].error;
      magnitude += panels[k].magnitude;
      if (panels[k].error > panels[worst].error) worst = k;
    }
    const converged = error + lost <= relativeTolerance * magnitude;
    if (!Number.isFinite(error + lost)) {
      return { value: NaN, error: Infinity, magnitude, evaluations, converged: false };
    }
    // Nothing is gained below what is lost anyway, nor where rounding is all of the error.
    const settled = error <= lost / 8 || !canImprove(panels[worst]);
    if (converged || settled || evaluations + 2 * RULE_EVALUATIONS > maxEvaluations) {
      const value = compensatedSum(panels.map((panel) => panel.value));
      return { value, error: error + lost, magnitude, evaluations, converged };
    }
    const { integrand, from: start, to: end } = panels[worst];
    const middle = 0.5 * (start + end);
    panels[worst] = panelOf(integrand, start, middle);
    panels.push(panelOf(integrand, middle, end));
  }
}

function raysOf(from: number, to: number, splitAt: NumericArray): Ray[] {
  const inside = Array.from(splitAt).filter((x) => x > from && x < to);
  if (inside.length === 0 && from === -Infinity && to === Infinity) inside.push(0);
  const cuts = [from, ...inside.sort((a, b) => a - b), to];
  const rays: Ray[] = [];
  for (let k = 1; k < cuts.length; k++) {
    const [left, right] = [cuts[k - 1], cuts[k]];
    if (left === right) continue;
    const endless = !Number.isFinite(right - left) && !(Number.isFinite(left) && Number.isFinite(right));
    const reach = endless ? 1 : right / 2 - left / 2;
    if (left !== -Infinity) rays.push({ origin: left, direction: 1, reach, endless });
    if (right !== Infinity) rays.push({ origin: right, direction: -1, reach, endless });
  }
  return rays;
}

function alongRay(f: (x: number) => number, { origin, direction, reach }: Ray): (t: number) => number {
  return (t) => {
    const up = Math.exp(t);
    const down = 1 / up;
    const distance = reach * Math.exp(0.5 * (up - down));
    const x = origin + direction * distance;
    const value = f(x);
    if (x === origin && !Number.isFinite(value)) return 0;
    return value * distance * 0.5 * (up + down);
  };
}

/** About what lies nearer to the origin than the smallest distance, and farther than the largest. */
function lostBeyond(f: (x: number) => number, { origin, direction, reach, endless }: Ray): number {
  const perOctave = (distance: number): number => Math.abs(f(origin + direction * distance)) * distance;
  let near = reach * NEAREST;
  let atCut = perOctave(near);
  if (!Number.isFinite(atCut)) {
    // Singular, and the first double beside the origin is farther away.
    near = Math.max(2 ** -1022, Math.abs(origin) * Number.EPSILON);
    atCut = perOctave(near);
  }
  const lost = powerTail(atCut, perOctave(2 * near));
  return endless ? lost + powerTail(perOctave(2 * FARTHEST), perOctave(FARTHEST)) : lost;
}

/**
 * The integral of a power of the distance beyond a cut, from distance × f at the cut and one octave inside;
 * doubled for the logarithms that may come with it. A power without an integral counts 1e20 times over.
 */
function powerTail(atCut: number, inside: number): number {
  if (atCut === 0) return 0;
  return (2 * atCut) / Math.max(Math.log2(inside / atCut), 1e-20);
}

function panelOf(integrand: (t: number) => number, from: number, to: number): Panel {
  return { ...gaussKronrod(integrand, from, to), integrand, from, to };
}

function canImprove({ error, magnitude, from, to }: Panel): boolean {
  const width = to - from;
  return error > 50 * Number.EPSILON * magnitude && width > 16 * Number.EPSILON * Math.max(-from, to);
}
