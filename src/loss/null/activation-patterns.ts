import type { Dataset } from '../../data/dataset.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { binsOf, endActive, firstActive, groupOf } from '../bins.js';

/** Units that see the same data: a half-line of the distinct x. */
export interface ActivationPattern {
  readonly facing: 'all' | 'right' | 'left';
  /** Index of the first distinct x that they see. */
  readonly first: number;
  /** One past the last. */
  readonly end: number;
  /** Network indices, ascending. */
  readonly units: readonly number[];
}

/**
 * The units of a network by what they see of the data. Split k lies between the distinct x of index k − 1 and k;
 * a network has at most 2(G − 1) + 2 patterns on G distinct x, whatever its width.
 */
export interface ActivationPatterns {
  /** Units that see nothing. */
  readonly dead: readonly number[];
  /** Units that see everything, of either orientation or none; there may be no such units. */
  readonly all: ActivationPattern;
  /** By split 1 … G − 1: right-facing units that see the distinct x from there on. */
  readonly right: ReadonlyMap<number, ActivationPattern>;
  /** By split 1 … G − 1: left-facing units that see the distinct x before it. */
  readonly left: ReadonlyMap<number, ActivationPattern>;
}

/** Groups the units, O((H + N) log N). */
export function activationPatterns(network: ShallowNetwork, data: Dataset): ActivationPatterns {
  const { groupStarts } = data;
  const count = data.x.length;
  const groups = groupStarts.length - 1;
  const bins = binsOf(network, data);
  const dead: number[] = [];
  const all: number[] = [];
  const right = new Map<number, number[]>();
  const left = new Map<number, number[]>();
  for (let i = 0; i < bins.length; i++) {
    const first = groupOf(groupStarts, firstActive(bins[i], count));
    const end = groupOf(groupStarts, endActive(bins[i], count));
    if (first === end) dead.push(i);
    else if (end - first === groups) all.push(i);
    else if (first > 0) append(right, first, i);
    else append(left, end, i);
  }
  return {
    dead,
    all: { facing: 'all', first: 0, end: groups, units: all },
    right: patternsBySplit(right, (split, units) => ({ facing: 'right', first: split, end: groups, units })),
    left: patternsBySplit(left, (split, units) => ({ facing: 'left', first: 0, end: split, units })),
  };
}

function append(units: Map<number, number[]>, split: number, unit: number): void {
  const there = units.get(split);
  if (there === undefined) units.set(split, [unit]);
  else there.push(unit);
}

function patternsBySplit(
  units: ReadonlyMap<number, readonly number[]>,
  pattern: (split: number, units: readonly number[]) => ActivationPattern,
): Map<number, ActivationPattern> {
  const splits = [...units.keys()].sort((one, other) => one - other);
  return new Map(splits.map((split) => [split, pattern(split, units.get(split) ?? [])]));
}
