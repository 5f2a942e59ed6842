import type { Tolerance } from '../../flow/steps/stepper.js';
import { dot, lengthOf } from '../../numeric/linear-algebra.js';
import type { Cluster, Violation } from './holdings.js';
import type { PlaneModes } from './modes.js';
import { inputPart } from './plane-field.js';
import type { PlaneField } from './plane-field.js';

/** κ of the release rule: its bounds, and how it grows where a unit is released again soon, and eases otherwise. */
const PATIENCE = { least: 0.02, most: 2, step: 2, ease: 4, soon: 1.1 } as const;

/**
 * When to let go. Never at the bare sign of a force: late in training forces are of the size of the integrator's error,
 * and a unit let go by one of these would be back at once. A point is released where the violation would carry the plane
 * further than the error that a step is allowed, a part κ of it; κ grows for a unit that one point releases again and
 * again.
 */
export interface ReleaseRule {
  readonly tolerance: Tolerance;
  /** By unit and point: κ, and when the unit was released there last. */
  readonly releases: Map<string, { readonly patience: number; readonly time: number }>;
}

/** A rule that has released nothing yet. */
export function releaseRule(tolerance: Tolerance): ReleaseRule {
  return { tolerance, releases: new Map() };
}

/**
 * How far beyond what a step may miss a violation would carry its units within a step of length h: above 1, let go.
 *
 * The force meets the stiff feedback of the units that leave, so that the way is force/(1/h + feedback).
 */
export function urgencyOf(
  { tolerance, releases }: ReleaseRule,
  field: PlaneField,
  modes: PlaneModes,
  state: Float64Array,
  { holding, toSeen, force }: Violation,
  h: number,
): number {
  if (!(force > 0)) return 0;
  const { cluster, slot } = holding;
  const point = cluster.span.points[slot];
  const reach = lengthOf(field.points.lifted[point]);
  let squares = 0;
  let least = Infinity;
  let patience = 0;
  for (const unit of cluster.units) {
    const v = Math.abs(state[field.width * (field.inputs + 1) + unit]);
    // What errors in w and b may make of w·x_n + b.
    const size = lengthOf(inputPart(state, field, unit)) * reach;
    squares += v * v;
    least = Math.min(least, (tolerance.absolute + tolerance.relative * size) / v);
    patience = Math.max(patience, releases.get(`${unit} ${point}`)?.patience ?? PATIENCE.least);
  }
  const feedback = squares * couplingOf(field, modes, cluster, slot, toSeen);
  return force / (1 / h + feedback) / (patience * least);
}

/** How much of its own force a unit that leaves takes away, over v² and its way: Σ (a_m·d_n)²/‖d_n‖² over what it sees. */
function couplingOf(
  { points, work }: PlaneField,
  { active }: PlaneModes,
  { span, units }: Cluster,
  slot: number,
  toSeen: boolean,
): number {
  const exit = span.exits[slot];
  const row = units[0] * work.data.y.length;
  let sum = 0;
  points.members.forEach((members, m) => {
    const isSeen = active[row + members[0]] !== 0 || (toSeen && m === span.points[slot]);
    if (isSeen) sum += members.length * dot(points.lifted[m], exit) ** 2;
  });
  return sum / span.stretches[slot];
}

/** Takes note of a release: κ doubles for one that comes soon after the last, and eases otherwise. */
export function noteRelease({ releases }: ReleaseRule, unit: number, point: number, time: number): void {
  const key = `${unit} ${point}`;
  const { patience, time: last } = releases.get(key) ?? { patience: PATIENCE.least, time: NaN };
  releases.set(key, {
    patience:
      time < PATIENCE.soon * last
        ? Math.min(PATIENCE.most, patience * PATIENCE.step)
        : Math.max(PATIENCE.least, patience / PATIENCE.ease),
    time,
  });
}
