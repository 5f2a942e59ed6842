import { dataset } from '../../data/dataset.js';
import { evaluatePiecewise } from '../../splines/piecewise-polynomial.js';
import { naturalCubicSpline } from '../../splines/interpolation.js';
import { targets } from '../targets.js';
import type { Target } from '../targets.js';

/** Heights of the five arcs; print has only the largest, 2. */
const ARCS = [1, -1, 2, -1.5, 1];
const ARC_WIDTH = 1.2;

/** Five parabolic arcs over [−3, 3], zero at their ends; the outer ones go on. */
function fiveArcs(x: number): number {
  const arc = Math.max(0, Math.min(ARCS.length - 1, Math.floor((x + 3) / ARC_WIDTH)));
  const part = (x + 3) / ARC_WIDTH - arc;
  return 4 * ARCS[arc] * part * (1 - part);
}

/** Period 3, between −1 and 1, −1 at −3, 0 and 3. */
function slowSawtooth(x: number): number {
  const part = x / 3 - Math.floor(x / 3);
  return part < 0.5 ? 4 * part - 1 : 3 - 4 * part;
}

/**
 * The functions of the predecessor's Table 2, on [−3, 3], in its order. Its sawtooth and exponential are not those of
 * Tables 1 and 3, and its polynomial of five pieces is not given: ours are arcs of width 1.2.
 */
export const depthTargets = {
  sine: targets.sine,
  polynomial: { formula: 'five parabolic arcs', value: fiveArcs },
  sawtooth: { formula: 'sawtooth of period 3', value: slowSawtooth },
  arctan: targets.arctan,
  exponential: { formula: 'eˣ', value: Math.exp },
  quadratic: targets.quadratic,
} as const satisfies Readonly<Record<string, Target>>;

/** The name of one of {@link depthTargets}. */
export type DepthTargetName = keyof typeof depthTargets;

/** The names of {@link depthTargets}, in the order of print. */
export const DEPTH_TARGET_NAMES = Object.keys(depthTargets) as readonly DepthTargetName[];

/** A function with its curvature, on a domain that is symmetric about 0. */
export interface CurvedTarget extends Target {
  readonly secondDerivative: (x: number) => number;
  /** Half the width of the domain. */
  readonly halfWidth: number;
}

/** "A few arbitrary data points", which print does not give. */
const spline = naturalCubicSpline(dataset([-3, -2, -1, 0, 1, 2, 3], [0, 1, -1, 1, 0, -1.5, 1]));

/** The functions of the predecessor's Table 4, in its order. */
export const curvedTargets = {
  sine: {
    formula: 'sin x',
    value: Math.sin,
    secondDerivative: (x) => -Math.sin(x),
    halfWidth: Math.PI,
  },
  cube: { formula: 'x³', value: (x) => x ** 3, secondDerivative: (x) => 6 * x, halfWidth: 3 },
  'sine of square': {
    formula: 'sin x²',
    value: (x) => Math.sin(x * x),
    secondDerivative: (x) => 2 * Math.cos(x * x) - 4 * x * x * Math.sin(x * x),
    halfWidth: 3,
  },
  'cubic spline': {
    formula: 'cubic spline',
    value: (x) => evaluatePiecewise(spline, x),
    secondDerivative: (x) => evaluatePiecewise(spline, x, { derivative: 2 }),
    halfWidth: 3,
  },
} as const satisfies Readonly<Record<string, CurvedTarget>>;

/** The name of one of {@link curvedTargets}. */
export type CurvedTargetName = keyof typeof curvedTargets;

/** The names of {@link curvedTargets}, in the order of print. */
export const CURVED_TARGET_NAMES = Object.keys(curvedTargets) as readonly CurvedTargetName[];

/** `total` units over so many layers, as evenly as can be, the first ones one wider. */
export function evenWidths(total: number, layers: number): number[] {
  const least = Math.floor(total / layers);
  return Array.from({ length: layers }, (_, l) => least + (l < total % layers ? 1 : 0));
}
