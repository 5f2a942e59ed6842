import type { Dataset } from '../data/dataset.js';
import type { ShallowNetwork } from '../forms/network.js';
import type { StuckUnit } from '../loss/critical/stuck-units.js';

/**
 * What keeps units on a datum. `'held'`: part-time activity in [0, 1] balances the forces. `'passing'`: none does, and
 * they will go on. `'fitted'`: the datum has no residual to push with, any activity will do. `'dead'`: they face away from
 * all other data, outwards from the outermost one; most have passed it, and stand where they died.
 */
export type StuckState = 'held' | 'passing' | 'fitted' | 'dead';

/** Units that sit on the same datum and face the same way: they feel the same forces. */
export interface StuckCluster {
  /** The datum's x, in the user's units. */
  readonly x: number;
  /** How many data have that x. */
  readonly dataCount: number;
  /** +1 right-facing, −1 left-facing. */
  readonly orientation: 1 | -1;
  /** Network indices of the units, increasing. */
  readonly units: readonly number[];
  /** The part-time activity at which their forces balance; see `StuckUnit`. */
  readonly activity: number;
  readonly state: StuckState;
  /** The largest distance of a breakpoint from the datum, in the trained coordinates. */
  readonly farthest: number;
  /** The largest level of a unit; see `StuckUnit`. */
  readonly level: number;
}

/**
 * Gathers stuck units by datum, from left to right, and by orientation.
 *
 * @param trained The data in which the units were found stuck.
 * @param x The same data in the user's units: a standardisation keeps their order.
 */
export function stuckClusters(
  stuck: readonly StuckUnit[],
  { inputWeights }: ShallowNetwork,
  { groupStarts }: Dataset,
  { x }: Dataset,
): StuckCluster[] {
  const clusters = new Map<string, StuckUnit[]>();
  const ordered = [...stuck].sort(
    (a, b) => a.group - b.group || inputWeights[a.unit] - inputWeights[b.unit] || a.unit - b.unit,
  );
  for (const unit of ordered) {
    const key = `${unit.group} ${Math.sign(inputWeights[unit.unit])}`;
    clusters.set(key, [...(clusters.get(key) ?? []), unit]);
  }
  return Array.from(clusters.values(), (members) => {
    const [{ group, unit, activity }] = members;
    const orientation = inputWeights[unit] > 0 ? 1 : -1;
    const outermost = orientation > 0 ? groupStarts.length - 2 : 0;
    return {
      x: x[groupStarts[group]],
      dataCount: groupStarts[group + 1] - groupStarts[group],
      orientation,
      units: members.map((member) => member.unit).sort((a, b) => a - b),
      activity,
      state: group === outermost ? 'dead' : stateOf(activity),
      farthest: Math.max(...members.map(({ distance }) => distance)),
      level: Math.max(...members.map(({ level }) => level)),
    };
  });
}

function stateOf(activity: number): StuckState {
  if (Number.isNaN(activity)) return 'fitted';
  return activity >= 0 && activity <= 1 ? 'held' : 'passing';
}
