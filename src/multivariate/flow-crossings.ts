import { firstDescent } from '../flow/events/first-descent.js';
import { sortOrder } from '../numeric/arrays.js';
import type { ReadonlyFloat64Array } from '../numeric/arrays.js';
import type { FlowState } from './flow-state.js';

/** A breakplane meets a point of the data. */
export interface PlaneCrossing {
  /** Which part of the step has gone by. */
  readonly sigma: number;
  readonly unit: number;
  /** The point, as an index of its group of equal points. */
  readonly group: number;
}

/** What a unit that meets a point does. */
export type Verdict = 'turn' | 'stay' | 'stick';

/** Data with equal points, which are met together: each inner array lists one point's data, the first one first. */
export type PointGroups = readonly (readonly number[])[];

/** The groups of equal points, in the order of their first data; O(N·D + N log N) where few are equal. */
export function pointGroups(points: ReadonlyFloat64Array, inputs: number): PointGroups {
  const count = points.length / inputs;
  const groups = new Map<number, number[]>();
  const firsts = sortOrder(points.filter((_, k) => k % inputs === 0));
  const equal = (n: number, m: number): boolean => {
    for (let d = 0; d < inputs; d++) if (points[n * inputs + d] !== points[m * inputs + d]) return false;
    return true;
  };
  // Equal points have equal first coordinates, and those stand together.
  for (let start = 0, end = 0; start < count; start = end) {
    const place = points[firsts[start] * inputs];
    while (end < count && points[firsts[end] * inputs] === place) end++;
    const run = firsts.subarray(start, end);
    const heads: number[] = [];
    for (const n of run) {
      const head = heads.find((m) => equal(n, m));
      if (head === undefined) {
        heads.push(n);
        groups.set(n, [n]);
      } else groups.get(head)?.push(n);
    }
  }
  return [...groups.keys()].sort((a, b) => a - b).map((head) => groups.get(head) ?? []);
}

/**
 * The first crossing of any breakplane and any point in the last attempt, or null: w·x + b is a polynomial in the part σ
 * of the step, and the crossing is where it leaves the side that it was on. Equal times: the first unit, the first point.
 */
export function firstPlaneCrossing(flow: FlowState, groups: PointGroups): PlaneCrossing | null {
  const { inputs: D, width, work, active, state, dense } = flow;
  const { points: x, y } = work.data;
  const vectors = [state, ...dense];
  const clearance = new Array<number>(vectors.length).fill(0);
  let first: PlaneCrossing | null = null;
  for (let unit = 0; unit < width; unit++) {
    for (let group = 0; group < groups.length; group++) {
      const datum = groups[group][0];
      const side = active[unit * y.length + datum] !== 0 ? 1 : -1;
      let least = 0;
      for (let m = 0; m < vectors.length; m++) {
        let power = vectors[m][width * D + unit];
        for (let d = 0; d < D; d++) power += vectors[m][unit * D + d] * x[datum * D + d];
        clearance[m] = side * power;
        least += m === 0 ? clearance[m] : Math.min(0, clearance[m]);
      }
      // Most are nowhere near: this is the furthest that the polynomial can fall.
      if (least > 0) continue;
      // One that starts on the plane, or beyond it by the error of a step, counts only if it is pushed further out.
      const sigma = firstDescent(clearance[0] > 0 ? clearance : clearance.slice(1));
      if (sigma < (first === null ? Infinity : first.sigma)) first = { sigma, unit, group };
    }
  }
  return first;
}

/**
 * What happens where a breakplane has met a point, by the forces on w·x + b there: v·q while the unit does not see the
 * point, v·p while it does, with q = S + x·T over the other data that it sees and p = q + ε(1 + ‖x‖²) (theory 10.1).
 * Wants the residuals of the present state.
 */
export function verdictOn(flow: FlowState, groups: PointGroups, unit: number, group: number): Verdict {
  const { unseen, seen } = forcesOn(flow, groups, unit, group);
  const datum = groups[group][0];
  if (flow.active[unit * flow.work.data.y.length + datum] !== 0) {
    if (seen > 0) return 'stay';
    return unseen > 0 ? 'stick' : 'turn';
  }
  if (unseen < 0) return 'stay';
  return seen < 0 ? 'stick' : 'turn';
}

/** The forces on w·x + b at a point: while the unit does not see it, and while it does. */
export function forcesOn(
  { inputs: D, width, work, active, state }: FlowState,
  groups: PointGroups,
  unit: number,
  group: number,
): { readonly unseen: number; readonly seen: number } {
  const { points: x, y } = work.data;
  const { residuals: epsilon } = work;
  const members = groups[group];
  const at = members[0] * D;
  const weight = (n: number): number => {
    let product = 1;
    for (let d = 0; d < D; d++) product += x[at + d] * x[n * D + d];
    return product;
  };
  const v = state[width * (D + 1) + unit];
  const here = new Set(members);
  let q = 0;
  for (let n = 0; n < y.length; n++) {
    if (active[unit * y.length + n] !== 0 && !here.has(n)) q += epsilon[n] * weight(n);
  }
  const own = members.reduce((sum, n) => sum + epsilon[n], 0) * weight(members[0]);
  return { unseen: v * q, seen: v * (q + own) };
}
