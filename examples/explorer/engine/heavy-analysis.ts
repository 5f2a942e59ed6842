/** What takes longer than a frame, and is asked of a worker: curves to compare with, and curvature. */
import { dataset, evaluate, extremeEigenvalues, hessianSpectrum, nullDirections } from 'relu-splines';
import type { Dataset } from 'relu-splines';
import { widthLimitInterpolant } from 'relu-splines/limits';
import { describe, formatReport } from 'relu-splines/report';
import { evaluatePiecewise, linearSpline, naturalCubicSpline } from 'relu-splines/splines';
import type { Overlay, OverlayKind } from '../views/models.js';
import { distinctX } from './analysis.js';
import { messageOf } from './checks.js';
import { dataOf, startOf, widthOf } from './configuration.js';
import type { Configuration } from './configuration.js';
import { INITIALIZATIONS } from './initializations.js';
import { networkOf } from './recording.js';

/** Curves beside the network's own, and why others are not there. */
export interface Overlays {
  readonly curves: readonly Overlay[];
  /** One sentence for each curve that was asked for and cannot be drawn. */
  readonly refusals: readonly string[];
}

/** The curvature of the loss at a network. */
export interface Curvature {
  /** All eigenvalues, or null where there are too many to wait for. */
  readonly eigenvalues: Float64Array | null;
  readonly causes: readonly {
    readonly cause: string;
    readonly dimension: number;
    readonly nullForHessian: number;
  }[];
  /** What is not shown, and the ends of the spectrum in its place. */
  readonly note: string | null;
}

const CURVE_POINTS = 400;

/** A dense eigenvalue problem of at most this size takes some tenths of a second. */
export const LARGEST_PROBLEM = 400;

/** The overlays that a configuration asks for, on the range of its data and a quarter more. */
export function overlaysOf(configuration: Configuration): Overlays {
  const { view } = configuration;
  const data = distinctMeans(dataOf(configuration));
  const { x } = data;
  const margin = (x[x.length - 1] - x[0]) / 4;
  const grid = placesAlong(x, x[0] - margin, x[x.length - 1] + margin);
  const curves: Overlay[] = [];
  const refusals: string[] = [];
  const add = (wanted: boolean, kind: OverlayKind, make: () => (place: number) => number): void => {
    if (!wanted) return;
    try {
      curves.push({ kind, x: grid, y: grid.map(make()) });
    } catch (error) {
      refusals.push(messageOf(error));
    }
  };
  add(view.linear, 'linear-spline', () => {
    const spline = linearSpline(data);
    return (place) => evaluate(spline, place);
  });
  add(view.natural, 'natural-spline', () => {
    const spline = naturalCubicSpline(data);
    return (place) => evaluatePiecewise(spline, place);
  });
  add(view.limit, 'width-limit', () => widthLimit(configuration, data));
  return { curves, refusals };
}

/** Data with one datum at each distinct x: the mean of those there, since no function goes through more than one. */
export function distinctMeans(data: Dataset): Dataset {
  const { y, groupStarts } = data;
  const x = distinctX(data);
  const means = Array.from(x, (_, g) => {
    const [from, to] = [groupStarts[g], groupStarts[g + 1]];
    let sum = 0;
    for (let n = from; n < to; n++) sum += y[n] / (to - from);
    return sum;
  });
  return dataset(x, means);
}

/** Eigenvalues of the Hessian and null directions by cause, at a vector of parameters. */
export function curvatureOf(parameters: Float64Array, data: Dataset): Curvature {
  const network = networkOf(parameters);
  const { causes } = nullDirections(network, data);
  const tally = causes.map(({ cause, dimension, nullForHessian }) => ({ cause, dimension, nullForHessian }));
  const size = problemSize(parameters, data);
  if (size <= LARGEST_PROBLEM) {
    return { eigenvalues: hessianSpectrum(network, data).eigenvalues, causes: tally, note: null };
  }
  const { smallest, largest } = extremeEigenvalues(network, data, { tolerance: 1e-6, maxSteps: 120 });
  const note =
    `The spectrum is too wide to draw: ${parameters.length} parameters, a dense problem of ${size}. ` +
    `Its ends: ${smallest[0].toPrecision(6)} and ${largest[0].toPrecision(6)}.`;
  return { eigenvalues: null, causes: tally, note };
}

/** Of wider networks a whole report takes too long. */
const WIDEST_DESCRIPTION = 300;

/** What the report of the library says of the function that training starts from; empty where that takes too long. */
export function descriptionOf(configuration: Configuration): string {
  if (widthOf(configuration.init) > WIDEST_DESCRIPTION) return '';
  const text = formatReport(describe(startOf(configuration), dataOf(configuration)));
  const [, section = ''] = text.split('THE FUNCTION\n');
  return section.split('\n\n', 1)[0].replace(/\s+/g, ' ').trim();
}

/** At most six rows for each bin between data that holds a unit, and one, as `hessianSpectrum` has it. */
function problemSize(parameters: Float64Array, data: Dataset): number {
  const width = (parameters.length - 1) / 3;
  const knots = distinctX(data);
  const bins = new Set<number>();
  for (let i = 0; i < width; i++) {
    const w = parameters[i];
    const place = -parameters[width + i] / w;
    const bin = knots.findIndex((x) => x >= place);
    bins.add((bin === -1 ? knots.length : bin) * 2 + (w > 0 ? 1 : 0));
  }
  return Math.min(parameters.length, 6 * bins.size + 1);
}

function widthLimit({ init }: Configuration, data: Dataset): (place: number) => number {
  if (init.kind === 'weights') {
    throw new RangeError('width limit: weights from a file have no law, and so no limit of infinite width');
  }
  const density = INITIALIZATIONS[init.kind].limit(widthOf(init), init.scales);
  return widthLimitInterpolant(data, density).evaluate;
}

/** Equally spaced places and all data, increasing. */
function placesAlong(x: ArrayLike<number>, from: number, to: number): Float64Array {
  const places = new Set<number>(Array.from(x));
  for (let k = 0; k <= CURVE_POINTS; k++) places.add(from + ((to - from) * k) / CURVE_POINTS);
  return Float64Array.from(places).sort();
}
