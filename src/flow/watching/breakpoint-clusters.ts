import { checkProblem } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { stuckUnits } from '../../loss/critical/stuck-units.js';
import { knotTypeTable } from '../../loss/slices/knot-types.js';
import type { NumericArray } from '../../numeric/arrays.js';
import {
  finiteVector,
  integerIn,
  knownKeys,
  notNegativeNumber,
  positiveNumber,
  sameLength,
} from '../../numeric/checks.js';
import { signOf } from '../../numeric/signs.js';
import { NONE } from '../steps/modes.js';

/** Units whose breakpoints lie together, and which feel the same forces there. */
export interface BreakpointCluster {
  /** Network indices of the members, increasing. */
  readonly units: readonly number[];
  /** s = sgn w of all members: +1 right-facing, −1 left-facing. */
  readonly orientation: 1 | -1;
  /** sgn v of all members. */
  readonly outputSign: -1 | 0 | 1;
  /** The datum that the members sit on (an index of the distinct x), or null off the data. */
  readonly datum: number | null;
  /** The x of that datum; off the data the middle between the outermost breakpoints. */
  readonly place: number;
  /** From the leftmost breakpoint to the rightmost one, in units of x. */
  readonly spread: number;
  /**
   * a* = −q/((1 + x²)ε): the part of the time that the members are active at their datum if they slide on it (theory
   * 10.1). In [0, 1] where the forces hold them; NaN off the data, and where ε = 0.
   */
  readonly activity: number;
  /** Σ μ of the members: the change of slope that they make together, up to the sign of their orientation. */
  readonly deltaSlope: number;
}

/** What counts as lying together. */
export interface ClusterOptions {
  /**
   * Off the data: neighbours up to this part of the range of x apart belong together. Default 1e-3; 0 takes exactly
   * equal breakpoints only.
   */
  readonly tolerance?: number;
  /** A breakpoint this near to a datum, as a part of the range of x, sits on it: see `stuckUnits`. Default 1e-5. */
  readonly stuckWithin?: number;
  /** The datum that each unit slides on, or −1, as a point of a flow has it; then no distance decides, shape (H). */
  readonly slidingOn?: NumericArray;
}

/** The default of `tolerance`. */
const TOLERANCE = 1e-3;

/**
 * The clusters of breakpoints in a state, from left to right; where places are equal, right-facing ones first.
 *
 * Members share the orientation and the sign of the output weight: such units have the same attractors and repellers
 * (theory 9), slide together and are released together (theory 10.1). There are two kinds:
 * - **on a datum**: all units of the class that sit on it, one unit being enough;
 * - **off the data**: at least two free units of the class, each within `tolerance` of its neighbour. A chain of near
 *   neighbours is one cluster, as long as it may be; `spread` tells. A larger tolerance only ever joins clusters.
 *
 * A unit is a member of one cluster at most. Units with w = 0 have no breakpoint and belong to none. O(N + H log H).
 *
 * @throws `RangeError` for a tolerance that is negative, or an index in `slidingOn` that is none; `ShapeError` for
 * a `slidingOn` of another length; `TypeError` for what is not a network.
 * @example
 * ```ts
 * import { dataset, shallowNetwork } from 'relu-splines';
 * import { breakpointClusters } from 'relu-splines/flow';
 *
 * // Breakpoints at 1, 1, 2.5 and 2.501.
 * const network = shallowNetwork({
 *   inputWeights: [1, 2, 1, 1],
 *   inputBiases: [-1, -2, -2.5, -2.501],
 *   outputWeights: [1, 1, -3, -0.5],
 * });
 * const clusters = breakpointClusters(network, dataset([0, 1, 2, 3], [0, 2, 1, 0]));
 * clusters.map(({ units }) => units); // [[0, 1], [2, 3]]
 * clusters.map(({ datum }) => datum); // [1, null]
 * clusters.map(({ deltaSlope }) => deltaSlope); // [3, -3.5]
 * ```
 */
export function breakpointClusters(
  network: ShallowNetwork,
  data: Dataset,
  options: ClusterOptions = {},
): BreakpointCluster[] {
  const where = 'breakpointClusters';
  checkProblem(where, network, data);
  knownKeys(where, options, ['tolerance', 'stuckWithin', 'slidingOn']);
  const { inputWeights: w, inputBiases: b, outputWeights: v } = network;
  const { x, groupStarts } = data;
  const reach = checkTolerance(where, options.tolerance) * (x[x.length - 1] - x[0]);
  const sitsOn = dataSatOn(where, network, data, options);
  const beta = w.map((weight, i) => -b[i] / weight + 0);
  const activityAt = activities(network, data);

  const classes = new Map<
    string,
    { datum: number; orientation: 1 | -1; sign: -1 | 0 | 1; units: number[] }
  >();
  for (let i = 0; i < w.length; i++) {
    // A breakpoint that overflows is near to nothing.
    if (w[i] === 0 || !Number.isFinite(beta[i])) continue;
    const orientation = w[i] > 0 ? 1 : -1;
    const sign = signOf(v[i]);
    const key = `${sitsOn[i]} ${orientation} ${sign}`;
    const known = classes.get(key);
    if (known === undefined) classes.set(key, { datum: sitsOn[i], orientation, sign, units: [i] });
    else known.units.push(i);
  }

  const clusters: BreakpointCluster[] = [];
  for (const { datum, orientation, sign, units } of classes.values()) {
    const on = datum === NONE ? null : datum;
    const runs = on === null ? runsOf(units, beta, reach) : [units];
    for (const run of runs) {
      const low = run.reduce((least, i) => Math.min(least, beta[i]), Infinity);
      const high = run.reduce((most, i) => Math.max(most, beta[i]), -Infinity);
      clusters.push({
        units: run.sort((i, j) => i - j),
        orientation,
        outputSign: sign,
        datum: on,
        // Halves first: the sum of two breakpoints may overflow.
        place: on === null ? low / 2 + high / 2 : x[groupStarts[on]],
        spread: high - low,
        activity: on === null ? NaN : activityAt(on, orientation),
        deltaSlope: run.reduce((sum, i) => sum + w[i] * v[i], 0),
      });
    }
  }
  return clusters.sort(
    (a, c) =>
      a.place - c.place ||
      c.orientation - a.orientation ||
      c.outputSign - a.outputSign ||
      a.units[0] - c.units[0],
  );
}

/** The tolerance, checked. */
export function checkTolerance(where: string, tolerance: number = TOLERANCE): number {
  return notNegativeNumber(where, 'tolerance', tolerance);
}

/** The datum that each unit sits on, or −1. */
function dataSatOn(
  where: string,
  network: ShallowNetwork,
  data: Dataset,
  { slidingOn, stuckWithin }: ClusterOptions,
): ArrayLike<number> {
  const width = network.inputWeights.length;
  if (slidingOn !== undefined) {
    const given = finiteVector(where, 'slidingOn', slidingOn);
    sameLength(where, 'slidingOn', given, 'the units', width);
    const last = data.groupStarts.length - 2;
    given.forEach((datum, i) => integerIn(where, `slidingOn[${i}]`, datum, NONE, last));
    return given;
  }
  const sitsOn = new Int32Array(width).fill(NONE);
  for (const { unit, group } of stuckUnits(
    network,
    data,
    stuckWithin === undefined ? {} : { stuckWithin: positiveNumber(where, 'stuckWithin', stuckWithin) },
  )) {
    sitsOn[unit] = group;
  }
  return sitsOn;
}

/** a* by datum and orientation, from the forces of the flow. */
function activities(network: ShallowNetwork, data: Dataset): (datum: number, orientation: 1 | -1) => number {
  const { classes } = knotTypeTable(network, data, { dynamics: 'flow' });
  return (datum, orientation) => {
    // Right-facing classes come first, two of each orientation with the same forces.
    const { inactive, active } = classes[orientation === 1 ? 0 : 2].forces;
    return inactive[datum] / (inactive[datum] - active[datum]);
  };
}

/** Units with near neighbours, as runs of at least two. */
function runsOf(units: readonly number[], beta: ArrayLike<number>, reach: number): number[][] {
  const sorted = [...units].sort((i, j) => beta[i] - beta[j] || i - j);
  const runs: number[][] = [];
  let begin = 0;
  for (let k = 1; k <= sorted.length; k++) {
    if (k < sorted.length && beta[sorted[k]] - beta[sorted[k - 1]] <= reach) continue;
    if (k - begin > 1) runs.push(sorted.slice(begin, k));
    begin = k;
  }
  return runs;
}
