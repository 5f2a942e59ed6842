import { facing, NONE } from '../steps/modes.js';
import type { Modes } from '../steps/modes.js';
import { forcesAt } from '../steps/mode-field.js';
import type { Forces, ModeField } from '../steps/mode-field.js';
import type { Tolerance } from '../steps/stepper.js';

/**
 * The units that slide on one datum, facing the same way, with output weights of one sign. They share their forces and
 * the activity a*, and are released together (theory 10.1): the cluster slides and is released, not the unit.
 */
export interface Cluster {
  readonly datum: number;
  readonly orientation: 1 | -1;
  /** The common sign of v. */
  readonly sign: number;
  readonly units: readonly number[];
}

/** All clusters, in the order of their first units. */
export function clustersOf({ bins, slidingOn, signs }: Modes, count: number): Cluster[] {
  const clusters = new Map<number, Cluster & { readonly units: number[] }>();
  for (let unit = 0; unit < bins.length; unit++) {
    const datum = slidingOn[unit];
    if (datum === NONE) continue;
    const orientation = facing(bins[unit], count);
    const sign = signs[unit];
    const key = 4 * datum + (orientation + 1) + (sign + 1) / 2;
    const cluster = clusters.get(key);
    if (cluster === undefined) clusters.set(key, { datum, orientation, sign, units: [unit] });
    else cluster.units.push(unit);
  }
  return [...clusters.values()];
}

/** A force that does not hold a cluster in place: which way it pushes, and how strongly. */
export interface Violation {
  readonly cluster: Cluster;
  /** Does it push the units to where they see the datum? */
  readonly toActive: boolean;
  /** The force on w·x_n + b over |v|; above zero where it violates. */
  readonly force: number;
}

/** The stronger of the two forces on a cluster, from the residual sums that `field` holds. */
export function violationOf(field: ModeField, cluster: Cluster): Violation {
  const forces = forcesAt(field, cluster.datum, cluster.orientation);
  const active = pushOf(forces, cluster.sign, true);
  const inactive = pushOf(forces, cluster.sign, false);
  const toActive = active >= inactive;
  return { cluster, toActive, force: toActive ? active : inactive };
}

/** The force towards one side: v·p towards the active side, −v·q towards the inactive one, over |v|. */
export function pushOf({ inactive, active }: Forces, sign: number, toActive: boolean): number {
  return toActive ? sign * active : -sign * inactive;
}

/** κ of the release rule: its bounds, and how it grows where a datum releases again soon, and eases otherwise. */
const PATIENCE = { least: 0.02, most: 2, step: 2, ease: 4, soon: 1.1 } as const;

/**
 * When to let go. Never at the bare sign of the force: late in training forces are of the size of the integrator's
 * error, and a unit let go by one of these would be back at once. A cluster is released where the violation would
 * carry it further than the error that the step is allowed, a part κ of it; κ grows for a datum that releases again
 * and again.
 */
export interface ReleaseRule {
  readonly tolerance: Tolerance;
  /** Σ_m (1 + x_n x_m)²/(1 + x_n²) over the data strictly to the right of n, by weight; shape (N). */
  readonly couplingRight: Float64Array;
  /** The same to the left. */
  readonly couplingLeft: Float64Array;
  /** κ for each datum, right-facing clusters before left-facing ones; shape (2N). */
  readonly patience: Float64Array;
  /** When each was released last; NaN for never. */
  readonly lastRelease: Float64Array;
}

/** A rule that has released nothing yet. */
export function releaseRule({ merged, stretch }: ModeField, tolerance: Tolerance): ReleaseRule {
  const { data, weights } = merged;
  const { x } = data;
  const count = x.length;
  const couplingRight = new Float64Array(count);
  const couplingLeft = new Float64Array(count);
  const sumsInto = (out: Float64Array, order: (step: number) => number): void => {
    let [ones, sum, squares] = [0, 0, 0];
    for (let step = 0; step < count; step++) {
      const n = order(step);
      out[n] = (ones + x[n] * (2 * sum + x[n] * squares)) / stretch[n];
      ones += weights[n];
      sum += weights[n] * x[n];
      squares += weights[n] * x[n] * x[n];
    }
  };
  sumsInto(couplingLeft, (step) => step);
  sumsInto(couplingRight, (step) => count - 1 - step);
  return {
    tolerance,
    couplingRight,
    couplingLeft,
    patience: new Float64Array(2 * count).fill(PATIENCE.least),
    lastRelease: new Float64Array(2 * count).fill(NaN),
  };
}

/**
 * How far beyond what a step may miss a violation would carry its cluster within a step of length h: above 1, let go.
 *
 * The force meets the stiff feedback λ of the units that leave, so that the way is force/(1/h + λ).
 */
export function urgencyOf(
  { tolerance, couplingRight, couplingLeft, patience }: ReleaseRule,
  { merged, stretch }: ModeField,
  state: Float64Array,
  { cluster, toActive, force }: Violation,
  h: number,
): number {
  if (!(force > 0)) return 0;
  const { datum, orientation, units } = cluster;
  const { data, weights } = merged;
  const width = (state.length - 1) / 3;
  let squares = 0;
  let least = Infinity;
  for (const unit of units) {
    const v = Math.abs(state[2 * width + unit]);
    // What errors in w and b may make of w·x_n + b. On the surface |wx| + |b| is as much, but for x_n = 0, where it is
    // nothing and the noise of the residuals still moves the unit.
    const size = Math.hypot(state[unit], state[width + unit]) * Math.sqrt(stretch[datum]);
    squares += v * v;
    least = Math.min(least, (tolerance.absolute + tolerance.relative * size) / v);
  }
  const beyond = orientation > 0 ? couplingRight[datum] : couplingLeft[datum];
  const feedback = squares * (beyond + (toActive ? stretch[datum] * weights[datum] : 0));
  return force / (1 / h + feedback) / (patience[slotOf(cluster, data.x.length)] * least);
}

/** Takes note of a release: κ doubles for one that comes soon after the last, and eases otherwise. */
export function noteRelease({ patience, lastRelease }: ReleaseRule, cluster: Cluster, time: number): void {
  const slot = slotOf(cluster, patience.length / 2);
  const soon = time < PATIENCE.soon * lastRelease[slot];
  patience[slot] = soon
    ? Math.min(PATIENCE.most, patience[slot] * PATIENCE.step)
    : Math.max(PATIENCE.least, patience[slot] / PATIENCE.ease);
  lastRelease[slot] = time;
}

function slotOf({ datum, orientation }: Cluster, count: number): number {
  return orientation > 0 ? datum : count + datum;
}
