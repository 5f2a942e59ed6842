import type { Dataset } from '../../data/dataset.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { complementaryRelations } from './complementary-relations.js';
import { dataRelations } from './data-relations.js';
import type { SharedNullDirections, SlopeSupply, Supply } from './null-patterns.js';
import { slopeOf } from './relations.js';
import type { Relation } from './relations.js';
import { DirectionSum } from './sparse-direction.js';
import type { SparseDirection } from './sparse-direction.js';
import { bracket, lineAt, preactivation } from './unit-lines.js';
import type { Line } from './unit-lines.js';

/** Null directions that take units of several patterns. */
export interface SplitNullDirections {
  readonly complementaryPatterns: readonly SparseDirection[];
  readonly remaining: readonly SparseDirection[];
}

/**
 * The causes that lie between patterns, lifted from functions to parameters.
 *
 * Relations are first found as if some unit made x on all data. If none does, those that need x give one of
 * their number to take x out of the others.
 *
 * @param threshold When two breakpoints of units with v = 0 count as one, and when the slope that a relation
 * needs counts as none.
 */
export function splitNullDirections(
  network: ShallowNetwork,
  data: Dataset,
  supplies: SharedNullDirections,
  threshold: number,
): SplitNullDirections {
  const complementary = complementaryRelations(network, data, supplies, threshold);
  const remaining = dataRelations(network, data, supplies, threshold);
  const withSlope = (relation: Relation): boolean => slopeOf(relation, threshold) !== 0;
  const pivot =
    supplies.slope === null
      ? (complementary.find(withSlope) ?? steepest(remaining.filter(withSlope), threshold))
      : null;
  const lift = (relations: readonly Relation[]): SparseDirection[] =>
    relations
      .filter((relation) => relation !== pivot)
      .map((relation) => directionOf(network, supplies.slope, relation, pivot, threshold));
  return { complementaryPatterns: lift(complementary), remaining: lift(remaining) };
}

// Dividing by a slope that is small beside the relation's own terms would make the others nearly dependent.
function steepest(relations: readonly Relation[], threshold: number): Relation | null {
  let best: Relation | null = null;
  let most = 0;
  for (const relation of relations) {
    const largest = relation.reduce((size, { factor }) => Math.max(size, Math.abs(factor)), 0);
    const steepness = Math.abs(slopeOf(relation, threshold)) / largest;
    if (steepness > most) {
      best = relation;
      most = steepness;
    }
  }
  return best;
}

function directionOf(
  network: ShallowNetwork,
  slope: SlopeSupply | null,
  relation: Relation,
  pivot: Relation | null,
  threshold: number,
): SparseDirection {
  const sum = new DirectionSum();
  const origin = relation.find(({ everywhere }) => everywhere !== 0)?.line.anchor ?? 0;
  const add = (terms: Relation, times: number): void => {
    for (const { supply, line, factor, everywhere } of terms) {
      if (supply !== null) addSupplied(sum, network, supply, line, times * factor);
      if (everywhere !== 0) addEverywhere(sum, network, slope, line, times * everywhere, origin);
    }
  };
  add(relation, 1);
  const needed = pivot === null ? 0 : slopeOf(relation, threshold);
  if (pivot !== null && needed !== 0) add(pivot, -needed / slopeOf(pivot, threshold));
  return sum.finish();
}

/** Adds what makes `times` the line on what a pattern sees. */
function addSupplied(
  sum: DirectionSum,
  network: ShallowNetwork,
  supply: Supply,
  line: Line,
  times: number,
): void {
  const { inputWeights: w, outputWeights: v } = network;
  const width = w.length;
  const { slope, anchor, value } = line;
  switch (supply.kind) {
    case 'unit': {
      const i = supply.unit;
      sum.add(i, times * slope, v[i]).add(width + i, times * (value - slope * anchor), v[i]);
      return;
    }
    case 'pair': {
      const [i, j] = supply.units;
      const divisor = bracket(network, i, j);
      const first = value * w[j] - slope * preactivation(network, j, anchor);
      const second = slope * preactivation(network, i, anchor) - value * w[i];
      sum.add(2 * width + i, times * first, divisor).add(2 * width + j, times * second, divisor);
      return;
    }
    case 'hinge':
      sum.add(2 * width + supply.unit, times * slope, w[supply.unit]);
      return;
    case 'datum': {
      const i = supply.unit;
      const there = times * lineAt(line, supply.x);
      if (v[i] !== 0) sum.add(width + i, there, v[i]);
      else sum.add(2 * width + i, there, preactivation(network, i, supply.x));
    }
  }
}

/**
 * Adds what makes `times` the line on all data. Where nothing makes x, the slopes of all that is added cancel:
 * what is left of slope·(x − anchor) is then the same number at any x, and at an anchor it costs no digits.
 */
function addEverywhere(
  sum: DirectionSum,
  network: ShallowNetwork,
  supply: SlopeSupply | null,
  line: Line,
  times: number,
  origin: number,
): void {
  const { inputWeights: w, outputWeights: v } = network;
  const width = w.length;
  const b0 = 3 * width;
  if (supply === null) {
    sum.add(b0, times * lineAt(line, origin));
  } else if (supply.kind === 'unit') {
    sum.add(supply.unit, times * line.slope, v[supply.unit]).add(b0, times * lineAt(line, 0));
  } else {
    const i = supply.unit;
    const rest = line.value * w[i] - line.slope * preactivation(network, i, line.anchor);
    sum.add(2 * width + i, times * line.slope, w[i]).add(b0, times * rest, w[i]);
  }
}
