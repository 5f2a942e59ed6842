import { NONE } from '../steps/modes.js';

/** What can happen to a cluster of breakpoints. */
export type ClusterEventKind =
  /** Units stick to the datum: the first ones begin the cluster, others join it. Exact. */
  | 'stick'
  /** Units are let go and see the datum from now on. Exact. */
  | 'release-active'
  /** Units are let go and do not see the datum from now on. Exact. */
  | 'release-inactive'
  /** A sliding unit reaches w = b = 0. Exact. */
  | 'collapse'
  /** Members stick to a datum, where they belong to the cluster that slides there. Exact. */
  | 'leave'
  /** Free breakpoints have come together: they begin the cluster or join it. */
  | 'gather'
  /** Other free clusters have become part of this one, and end with that. */
  | 'merge'
  /** The members have parted; those named are no longer with the largest part, which is still a cluster. */
  | 'split'
  /** The members have spread: no two of them lie together any more. */
  | 'smear';

/** One event in the life of a cluster. */
export interface ClusterEvent {
  readonly time: number;
  /** Which cluster: its index in the list of lives. */
  readonly cluster: number;
  readonly kind: ClusterEventKind;
  /** The datum that the cluster slides on or has just left (an index of the distinct x), or null for a free one. */
  readonly datum: number | null;
  /** The units that came or went, increasing. */
  readonly units: readonly number[];
  /** The members afterwards, increasing; none where the life ends. */
  readonly members: readonly number[];
  /** Other clusters that had a part in it: where the units came from or, for `leave`, went to. */
  readonly others: readonly number[];
}

/** A cluster from its first event to its last one. */
export interface ClusterLife {
  readonly orientation: 1 | -1;
  /** sgn v of the members, from the recorded points in its life; null where none lies in it. */
  readonly outputSign: -1 | 0 | 1 | null;
  readonly from: number;
  /** When it ended, or the end of the flow. */
  readonly to: number;
  /** Its members at the end of the flow; none if it ended before. */
  readonly members: readonly number[];
}

/** A life that goes on. */
export interface OpenLife {
  readonly orientation: 1 | -1;
  outputSign: -1 | 0 | 1 | null;
  readonly from: number;
  to: number;
  /** The datum it slides on, or −1 while it is free. */
  datum: number;
  members: Set<number>;
}

/** What following has come to. */
export interface Following {
  readonly lives: OpenLife[];
  readonly events: ClusterEvent[];
  /** The life that each unit is part of, or −1; shape (H). */
  readonly lifeOf: Int32Array;
}

/** Nothing followed yet. */
export function following(width: number): Following {
  return { lives: [], events: [], lifeOf: new Int32Array(width).fill(NONE) };
}

/** Begins a life without members; returns its index. */
export function beginLife(
  { lives }: Following,
  { orientation, outputSign, datum }: Pick<OpenLife, 'orientation' | 'outputSign' | 'datum'>,
  time: number,
): number {
  return lives.push({ orientation, outputSign, datum, from: time, to: NaN, members: new Set() }) - 1;
}

/** Makes units members of a life; returns the lives that they were part of before. */
export function enter({ lives, lifeOf }: Following, life: number, units: readonly number[]): number[] {
  const before = new Set<number>();
  for (const unit of units) {
    const old = lifeOf[unit];
    if (old !== NONE && old !== life) {
      before.add(old);
      lives[old].members.delete(unit);
    }
    lifeOf[unit] = life;
    lives[life].members.add(unit);
  }
  return [...before].sort(upwards);
}

/** Makes units members of nothing. */
export function dismiss({ lives, lifeOf }: Following, units: Iterable<number>): void {
  for (const unit of units) {
    if (lifeOf[unit] !== NONE) lives[lifeOf[unit]].members.delete(unit);
    lifeOf[unit] = NONE;
  }
}

/** Writes an event down, as of the present members. A free life of less than two members has ended with it. */
export function note(
  follow: Following,
  event: Pick<ClusterEvent, 'time' | 'cluster' | 'kind' | 'datum'> & {
    readonly units: readonly number[];
    readonly others?: readonly number[];
  },
): void {
  const life = follow.lives[event.cluster];
  if (life.members.size < (life.datum === NONE ? 2 : 1)) {
    dismiss(follow, [...life.members]);
    life.to = event.time;
  }
  follow.events.push({
    others: [],
    ...event,
    units: [...event.units].sort(upwards),
    members: [...life.members].sort(upwards),
  });
}

/** Gives a life the sign of its members' output weights, once one is known: v = 0 at the start is no sign yet. */
export function nameSign(life: OpenLife, sign: -1 | 0 | 1): void {
  if (life.outputSign === null || life.outputSign === 0) life.outputSign = sign;
}

/** Is the life still going on? */
export function isOpen({ to }: OpenLife): boolean {
  return Number.isNaN(to);
}

function upwards(a: number, b: number): number {
  return a - b;
}
