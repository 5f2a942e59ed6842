import { finiteNumber, object, show } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import { toBreakplanes } from './breakplanes.js';
import { checkMultivariateNetwork } from './network.js';
import type { MultivariateNetwork } from './network.js';

/** A part of the plane: from the first to the second number on each axis. */
export interface PlaneWindow {
  readonly x: readonly [low: number, high: number];
  readonly y: readonly [low: number, high: number];
}

/** A place in the plane. */
export type PlanePoint = readonly [x: number, y: number];

/** The part of a unit's breakline that lies in a window. */
export interface Breakline {
  /** Network index of the unit. */
  readonly unit: number;
  readonly from: PlanePoint;
  readonly to: PlanePoint;
  /** η: the jump of the slope across the line, towards the active side. */
  readonly slopeJump: number;
  /** ξ: the unit normal, towards the active side. */
  readonly facing: PlanePoint;
}

/**
 * Where a network of two inputs bends, in a window: the segment of each unit's breakline w·x + b = 0, in the order of the
 * units. Between these segments the function is a plane.
 *
 * Ends lie exactly on the edges of the window, and `from` comes before `to` as one walks with the active side on the
 * left. Units without a breakline in the window are not among the result, nor those that only touch a corner, nor
 * units with w = 0. A line along an edge counts.
 *
 * @throws `RangeError` for a window that is empty or not finite, or breakplanes that overflow; `ShapeError` for another
 * number of inputs than two; `TypeError` for the wrong kind of thing.
 * @example
 * ```ts
 * import { breaklines, multivariateNetwork } from 'relu-splines/multivariate';
 *
 * const network = multivariateNetwork({ inputWeights: [[1, 1]], inputBiases: [-1], outputWeights: [2] });
 * const [line] = breaklines(network, { x: [0, 2], y: [0, 2] });
 * line.from; // [0, 1]
 * line.to; // [1, 0]
 * line.slopeJump; // 2.828…
 * ```
 */
export function breaklines(network: MultivariateNetwork, window: PlaneWindow): Breakline[] {
  const where = 'breaklines';
  checkMultivariateNetwork(where, network);
  const { inputs, units, normals, offsets, slopeJumps } = toBreakplanes(network);
  if (inputs !== 2) throw new ShapeError(`${where}: network must have two inputs, got ${inputs}`);
  const [low, high] = checkedCorners(where, window);
  const found: Breakline[] = [];
  units.forEach((unit, k) => {
    const facing = [normals[2 * k], normals[2 * k + 1]] as const;
    const ends = clip(facing, offsets[k], low, high);
    if (ends === null) return;
    const [from, to] = ends;
    found.push({ unit, from, to, slopeJump: slopeJumps[k], facing });
  });
  return found;
}

/** The ends of the line ξ·x = γ in the rectangle from `low` to `high`, or null. */
function clip(
  [xi0, xi1]: PlanePoint,
  gamma: number,
  low: PlanePoint,
  high: PlanePoint,
): readonly [PlanePoint, PlanePoint] | null {
  const corners: readonly PlanePoint[] = [low, [high[0], low[1]], high, [low[0], high[1]]];
  const distances = corners.map(([x, y]) => xi0 * x + xi1 * y - gamma);
  const ends: PlanePoint[] = [];
  // The distance is linear along each edge: a line enters and leaves where it changes sign or is zero at a corner.
  corners.forEach((corner, k) => {
    const next = (k + 1) % corners.length;
    const [here, there] = [distances[k], distances[next]];
    if (here === 0) ends.push(corner);
    else if (here < 0 !== there < 0 && there !== 0) {
      ends.push(between(corner, corners[next], here / (here - there)));
    }
  });
  if (ends.length < 2) return null;
  const [first] = ends;
  const last = farthestFrom(first, ends);
  if (first[0] === last[0] && first[1] === last[1]) return null;
  // Walking along (ξ₁, −ξ₀) has ξ on its left.
  const isForwards = (last[0] - first[0]) * xi1 - (last[1] - first[1]) * xi0 > 0;
  return isForwards ? [first, last] : [last, first];
}

/** One coordinate is that of the edge, exactly; the other is between its ends, whatever rounds. */
function between([x0, y0]: PlanePoint, [x1, y1]: PlanePoint, part: number): PlanePoint {
  const along = (start: number, end: number): number =>
    Math.min(Math.max(start + part * (end - start), Math.min(start, end)), Math.max(start, end));
  return [along(x0, x1), along(y0, y1)];
}

/** Rounding may give more than two ends: the one farthest from the first. */
function farthestFrom([x0, y0]: PlanePoint, ends: readonly PlanePoint[]): PlanePoint {
  const distance = ([x, y]: PlanePoint): number => Math.hypot(x - x0, y - y0);
  return ends.reduce((far, end) => (distance(end) > distance(far) ? end : far));
}

function checkedCorners(where: string, window: PlaneWindow): readonly [PlanePoint, PlanePoint] {
  object(where, 'window', window);
  const interval = (axis: 'x' | 'y'): readonly [number, number] => {
    const given: unknown = window[axis];
    if (!Array.isArray(given) || given.length !== 2) {
      throw new TypeError(`${where}: window.${axis} must be an array of two numbers, got ${show(given)}`);
    }
    const low = finiteNumber(where, `window.${axis}[0]`, given[0]);
    const high = finiteNumber(where, `window.${axis}[1]`, given[1]);
    if (!(low < high) || !Number.isFinite(high - low)) {
      throw new RangeError(
        `${where}: window.${axis} must have a finite width above zero, got ${low} to ${high}`,
      );
    }
    return [low, high];
  };
  const [x, y] = [interval('x'), interval('y')];
  return [
    [x[0], y[0]],
    [x[1], y[1]],
  ];
}
