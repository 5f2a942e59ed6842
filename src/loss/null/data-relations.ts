import type { Dataset } from '../../data/dataset.js';
import type { ShallowNetwork } from '../../forms/network.js';
import type { SharedNullDirections, Supply } from './null-patterns.js';
import type { Relation, RelationTerm } from './relations.js';
import { bracket, oneBreakpoint, preactivationAs } from './unit-lines.js';

/**
 * Terms that together are `into` times a node's hinge, or that many of the left node's and `out` of the right.
 *
 * A *node* is a distinct x_k, and its hinge is (x − x_k)₊ at the data. A hinge whose breakpoint is in the gap
 * between two nodes is, at the data, an average of theirs.
 */
interface Link {
  readonly terms: Relation;
  readonly into: number;
  readonly out: number;
}

/** What the units that split the data in one gap make of the hinges of the nodes at its ends. */
type Gap =
  /** Either by itself; null where that is zero at all data, or nothing new. */
  | { readonly pins: readonly [Link | null, Link | null] }
  /** Only one average of the two. */
  | { readonly average: Link };

/**
 * The relations that complementary patterns leave, by going through the distinct x from left to right.
 *
 * Up to a line on all data, everything that splits the data in a gap is a sum of the hinges of the two nodes at
 * its ends: any such sum if both 1 and x are made there, else one average. The first node's hinge is a line on
 * all data and the last node's is zero. So a relation is a node that is reached from both sides: from a gap that
 * makes its hinge or from an end of the data, along gaps that make averages. The shortest, with no gap between,
 * is a datum alone in its piece.
 *
 * @param threshold As for {@link oneBreakpoint}.
 */
export function dataRelations(
  network: ShallowNetwork,
  data: Dataset,
  supplies: SharedNullDirections,
  threshold: number,
): Relation[] {
  const { x, groupStarts } = data;
  const groups = groupStarts.length - 1;
  const relations: Relation[] = [];
  // How the hinge of the node that we are at is made from what is to its left; null if it is not.
  let chain: Link[] | null = [pin(null, 'left', x[0])];
  for (let split = 1; split < groups; split++) {
    const gap = gapAt(network, data, supplies, split, threshold);
    if (gap === null) {
      chain = null;
    } else if ('pins' in gap) {
      const [before, after] = gap.pins;
      if (chain !== null && before !== null) relations.push(closed([...chain, before]));
      chain = after === null ? null : [after];
    } else {
      const { average } = gap;
      if (average.into === 0) {
        chain = [average];
      } else if (average.out === 0) {
        if (chain !== null) relations.push(closed([...chain, average]));
        chain = null;
      } else if (chain !== null) {
        chain.push(average);
      }
    }
  }
  // On one distinct x both ends are the same node and there is nothing between patterns.
  if (chain !== null && groups > 1) {
    relations.push(closed([...chain, pin(null, 'right', x[x.length - 1])]));
  }
  return relations;
}

// Multiples of the links such that what each leaves at a node is taken up by the next. They may differ by more
// than the double range where breakpoints are near to data, so they are kept with an exponent until the largest
// is known.
function closed(links: readonly Link[]): Relation {
  const step = 256;
  const multiples = new Float64Array(links.length);
  const exponents = new Int32Array(links.length);
  let multiple = 1;
  let exponent = 0;
  for (let j = 0; j < links.length; j++) {
    // Between ordinary doubles the ratio is nowhere near these bounds; they keep the loops from infinities.
    if (j > 0) multiple *= -Math.min(Math.max(links[j - 1].out / links[j].into, 2 ** -700), 2 ** 700);
    while (Math.abs(multiple) > 2 ** step) {
      multiple *= 2 ** -step;
      exponent += step;
    }
    while (Math.abs(multiple) < 2 ** -step) {
      multiple *= 2 ** step;
      exponent -= step;
    }
    multiples[j] = multiple;
    exponents[j] = exponent;
  }
  const highest = exponents.reduce((high, each) => Math.max(high, each), -Infinity);
  return links.flatMap(({ terms }, j) => times(terms, multiples[j] * 2 ** (exponents[j] - highest)));
}

function times(terms: Relation, multiple: number): RelationTerm[] {
  return terms.map(({ supply, facing, line, factor, everywhere }) => ({
    supply,
    facing,
    line,
    factor: multiple * factor,
    everywhere: multiple * everywhere,
  }));
}

function gapAt(
  network: ShallowNetwork,
  data: Dataset,
  { right, left }: SharedNullDirections,
  split: number,
  threshold: number,
): Gap | null {
  const { x, groupStarts } = data;
  const groups = groupStarts.length - 1;
  const low = x[groupStarts[split - 1]];
  const high = x[groupStarts[split]];
  const fromRight = right.get(split);
  const fromLeft = left.get(split);
  const anyLine = [fromRight, fromLeft].find((supply) => supply !== undefined && supply.kind !== 'hinge');
  if (anyLine !== undefined) {
    const facing = anyLine === fromRight ? 'right' : 'left';
    // A pattern that sees only the first or the last node makes zero of its hinge.
    return {
      pins: [
        split === 1 && fromLeft !== undefined ? null : pin(anyLine, facing, low),
        split === groups - 1 && fromRight !== undefined ? null : pin(anyLine, facing, high),
      ],
    };
  }
  const one = fromRight?.kind === 'hinge' ? hinge(network, fromRight.unit, 'right', low, high) : null;
  const other = fromLeft?.kind === 'hinge' ? hinge(network, fromLeft.unit, 'left', low, high) : null;
  if (one === null) return other === null ? null : { average: other };
  if (other === null || oneBreakpoint(network, data, split, [one.unit, other.unit], threshold)) {
    return { average: one };
  }
  return { pins: apart(network, one, other, high - low) };
}

// Right-facing, the node's hinge itself; left-facing, it is x − x_k on all data less x − x_k on what is seen.
function pin(supply: Supply | null, facing: 'right' | 'left', node: number): Link {
  const slope = facing === 'right' ? 1 : -1;
  const line = { slope, anchor: node, value: 0 };
  return {
    terms: [{ supply, facing, line, factor: 1, everywhere: facing === 'right' ? 0 : -1 }],
    into: 1,
    out: 1,
  };
}

interface Hinge extends Link {
  readonly unit: number;
}

// Also for a left-facing unit: the difference is a line on all data.
function hinge(
  network: ShallowNetwork,
  unit: number,
  facing: 'right' | 'left',
  low: number,
  high: number,
): Hinge {
  const w = network.inputWeights[unit];
  const right = facing === 'right';
  const before = -preactivationAs(!right, network, unit, low) / w;
  const after = preactivationAs(right, network, unit, high) / w;
  const line = right ? { slope: 1, anchor: low, value: -before } : { slope: -1, anchor: low, value: before };
  const supply: Supply = { kind: 'hinge', unit };
  return {
    unit,
    terms: [{ supply, facing, line, factor: 1, everywhere: right ? 0 : -1 }],
    into: after / (high - low),
    out: before / (high - low),
  };
}

// Two different averages make each of the two that they are averages of, as much as their breakpoints are apart
// in the gap: the difference of the shares is told from the weights, since by itself it may cancel to nothing.
function apart(network: ShallowNetwork, one: Hinge, other: Hinge, gap: number): readonly [Link, Link] {
  const w = network.inputWeights;
  const distance = bracket(network, one.unit, other.unit) / w[one.unit] / w[other.unit] / gap;
  const sign = Math.sign(distance);
  const weight = Math.abs(distance);
  const without = (share: 'into' | 'out', by: number): Link => ({
    terms: [...times(one.terms, by * other[share]), ...times(other.terms, -by * one[share])],
    into: weight,
    out: weight,
  });
  return [without('out', sign), without('into', -sign)];
}
