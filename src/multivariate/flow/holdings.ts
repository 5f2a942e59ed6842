import { dot } from '../../numeric/linear-algebra.js';
import { FREE } from './held-span.js';
import type { HeldSpan } from './held-span.js';
import type { PlaneModes } from './modes.js';
import { inputPart, residualAt } from './plane-field.js';
import type { PlaneField } from './plane-field.js';

/** The forces on w·x_n + b at a point that holds a plane, over v, along the way out that keeps the plane on the others. */
export interface HoldingForces {
  /** q = d_n·(T, S): while the unit does not see the point. */
  readonly unseen: number;
  /** p = q + ‖d_n‖²ε_n: while it does. */
  readonly seen: number;
}

/** The forces on one point of a span, for units that see what `unit` sees; of the weights evaluated last. */
export function forcesOn(field: PlaneField, span: HeldSpan, slot: number, unit: number): HoldingForces {
  const unseen = dot(span.exits[slot], inputPart(field.sums, field, unit));
  return { unseen, seen: unseen + span.stretches[slot] * residualAt(field, span.points[slot]) };
}

/**
 * α = q/(q − p): the part of the time that a held unit sees the point, in small steps of descent. These are the
 * coefficients, over ε_n, that take the span of the points out of (T, S).
 */
export function shareOf({ unseen, seen }: HoldingForces): number {
  return unseen / (unseen - seen);
}

/** Units held on the same points that see the same data, with output weights of one sign: their shares are the same. */
export interface Cluster {
  readonly span: HeldSpan;
  /** The common sign of v. */
  readonly sign: number;
  readonly units: readonly number[];
}

/** One of the points that a cluster is held on: what is let go is a cluster, from one point at a time. */
export interface Holding {
  readonly cluster: Cluster;
  /** Which of the points of the span. */
  readonly slot: number;
}

/** All holdings, in the order of the first units of their clusters. */
export function holdingsOf({ held, signs, active }: PlaneModes): readonly Holding[] {
  const clusters = new Map<string, Cluster & { readonly units: number[] }>();
  const count = active.length / Math.max(1, held.length);
  held.forEach((span, unit) => {
    if (span === FREE) return;
    const sign = signs[unit];
    const row = active.subarray(unit * count, (unit + 1) * count);
    const key = `${span.points.join()} ${sign} ${row.join('')}`;
    const cluster = clusters.get(key);
    if (cluster === undefined) clusters.set(key, { span, sign, units: [unit] });
    else cluster.units.push(unit);
  });
  return [...clusters.values()].flatMap((cluster) =>
    cluster.span.points.map((_, slot) => ({ cluster, slot })),
  );
}

/** A force that does not hold: which way it pushes, and how strongly. */
export interface Violation {
  readonly holding: Holding;
  /** Does it push the units to where they see the point? */
  readonly toSeen: boolean;
  /** The force on w·x_n + b over |v|; above zero where it violates. */
  readonly force: number;
}

/** The stronger of the two forces on a holding, of the weights evaluated last. */
export function violationOf(field: PlaneField, holding: Holding): Violation {
  const towardsSeen = pushOn(field, holding, true);
  const towardsUnseen = pushOn(field, holding, false);
  const toSeen = towardsSeen >= towardsUnseen;
  return { holding, toSeen, force: toSeen ? towardsSeen : towardsUnseen };
}

/** The force towards one side over |v|, of the weights evaluated last. */
export function pushOn(field: PlaneField, { cluster, slot }: Holding, toSeen: boolean): number {
  const { unseen, seen } = forcesOn(field, cluster.span, slot, cluster.units[0]);
  return toSeen ? cluster.sign * seen : -cluster.sign * unseen;
}
