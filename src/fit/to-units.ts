import type { Bdso } from '../forms/bdso.js';
import type { ReadonlyFloat64Array } from '../numeric/arrays.js';
import type { ScaledData } from './scaled-data.js';
import { toCallerX } from './scaled-data.js';

/**
 * A fit as the search leaves it: in scaled coordinates, with a node at each knot and at both outermost data; a single node
 * if there is one x.
 */
export interface NodalFit {
  /** Shape (K + 2). */
  readonly nodes: ReadonlyFloat64Array;
  /** Shape (K + 2). */
  readonly values: ReadonlyFloat64Array;
}

/** Units of a spline, a breakpoint, delta-slope and orientation each. */
interface Units {
  readonly breakpoints: number[];
  readonly deltaSlopes: number[];
  readonly orientations: number[];
}

/**
 * K knots as K + 1 units in the caller's coordinates: one at each knot, facing away from the one in the middle, and a
 * second there that faces the other way. Left of the middle nothing right of it is added up, and the other way round: sums
 * are as short as they can be. The spline is the function everywhere, the outer pieces unbounded.
 *
 * Without a knot, a line is one right-facing unit at the first datum: the line on the data, level left of them.
 */
export function freeUnits(data: ScaledData, { nodes, values }: NodalFit): Bdso {
  const count = Math.max(0, nodes.length - 2);
  const slopes = slopesOf(data, { nodes, values });
  const middle = (count + 1) >> 1;
  const units: Units = { breakpoints: [], deltaSlopes: [], orientations: [] };
  for (let p = 1; p <= count; p++) {
    const place = toCallerX(data, nodes[p]);
    const jump = slopes[p] - slopes[p - 1];
    if (p < middle) addUnit(units, place, -jump, -1);
    if (p === middle) addUnit(units, place, slopes[p - 1], -1);
    if (p === middle) addUnit(units, place, slopes[p], 1);
    if (p > middle) addUnit(units, place, jump, 1);
  }
  if (count === 0 && slopes[0] !== 0) addUnit(units, toCallerX(data, nodes[0]), slopes[0], 1);
  return toBdso(units, toCallerY(data, values[middle]));
}

/** H knots as H units that face as told, in the caller's coordinates; the values satisfy the slope constraint. */
export function constrainedUnits(data: ScaledData, { nodes, values }: NodalFit, facing: Uint8Array): Bdso {
  const slopes = slopesOf(data, { nodes, values });
  const units: Units = { breakpoints: [], deltaSlopes: [], orientations: [] };
  facing.forEach((left, p) => {
    const sign = left === 1 ? -1 : 1;
    addUnit(units, toCallerX(data, nodes[p + 1]), sign * (slopes[p + 1] - slopes[p]), sign);
  });
  // The value in the middle of the range fixes the bias: what rounding has left of the constraint is spread evenly.
  const node = nodes.length >> 1;
  const place = toCallerX(data, nodes[node]);
  let bias = toCallerY(data, values[node]);
  for (let i = 0; i < units.breakpoints.length; i++) {
    const away = place - units.breakpoints[i];
    if (units.orientations[i] * away > 0) bias -= units.deltaSlopes[i] * away;
  }
  return toBdso(units, bias);
}

/** The same spline with so many units: the others see no datum, being right-facing at the last one, and add zero. */
export function paddedUnits(spline: Bdso, width: number, last: number): Bdso {
  const breakpoints = new Float64Array(width).fill(last);
  const deltaSlopes = new Float64Array(width);
  const orientations = new Int8Array(width).fill(1);
  breakpoints.set(spline.breakpoints);
  deltaSlopes.set(spline.deltaSlopes);
  orientations.set(spline.orientations);
  return { breakpoints, deltaSlopes, orientations, outputBias: spline.outputBias };
}

function addUnit(units: Units, breakpoint: number, deltaSlope: number, orientation: number): void {
  units.breakpoints.push(breakpoint);
  units.deltaSlopes.push(deltaSlope + 0);
  units.orientations.push(orientation);
}

function toBdso({ breakpoints, deltaSlopes, orientations }: Units, outputBias: number): Bdso {
  return {
    breakpoints: Float64Array.from(breakpoints),
    deltaSlopes: Float64Array.from(deltaSlopes),
    orientations: Int8Array.from(orientations),
    outputBias,
  };
}

function slopesOf({ xUnit, yUnit }: ScaledData, { nodes, values }: NodalFit): Float64Array {
  return Float64Array.from({ length: Math.max(1, nodes.length - 1) }, (_, j) =>
    nodes.length < 2 ? 0 : (((values[j + 1] - values[j]) / (nodes[j + 1] - nodes[j])) * yUnit) / xUnit,
  );
}

function toCallerY({ yCentre, yUnit }: ScaledData, value: number): number {
  return value * yUnit + yCentre;
}
