import { lowerBound } from '../numeric/search.js';
import { SEGMENT_MOMENTS } from '../segments/segment-sums.js';
import { emptyGram, extendInto, hatGramInto, silence, valueBehind } from './messages.js';
import type { HatGram, Message } from './messages.js';
import type { ScaledData } from './scaled-data.js';

/**
 * Interior knots between the first and the last datum, with what both sides say at each node. Nodes are the knots and,
 * at both ends, the outermost data: K + 2 of them. Segment j lies between nodes j and j + 1 and holds the data from
 * starts[j] to starts[j + 1] − 1; a datum on a knot is right of it.
 */
export interface KnotChain {
  /** Places of the nodes, strictly increasing, shape (K + 2). */
  readonly nodes: Float64Array;
  /** First datum of each segment, and the number of data, shape (K + 2). */
  readonly starts: Int32Array;
  /** What the data left of each node say, shape (K + 2). */
  readonly left: Message[];
  /** What the data right of each node say, shape (K + 2). */
  readonly right: Message[];
  /** Least residual sum of squares with these knots. */
  readonly rss: number;
}

/** Number of interior knots. */
export function knotCount(chain: KnotChain): number {
  return chain.nodes.length - 2;
}

/** The interior knots as a new array. */
export function knotsOf(chain: KnotChain): Float64Array {
  return chain.nodes.slice(1, -1);
}

/**
 * The chain of the given knots, strictly increasing and strictly between the outermost data; O(K log M).
 */
export function knotChain(data: ScaledData, knots: ArrayLike<number>): KnotChain {
  const { nodes, starts } = nodesOf(data, knots);
  const left = messagesFromLeft(data, nodes, starts);
  return {
    nodes,
    starts,
    left,
    right: messagesFromRight(data, nodes, starts),
    rss: left[left.length - 1].least,
  };
}

/** The least residual sum of squares with the given knots, without the messages; O(K log M). */
export function rssOfKnots(data: ScaledData, knots: ArrayLike<number>): number {
  const { nodes, starts } = nodesOf(data, knots);
  const gram = emptyGram();
  const message = silence();
  for (let j = 0; j + 1 < nodes.length; j++) {
    hatGramInto(gram, data.sums, starts[j], starts[j + 1], nodes[j], nodes[j + 1]);
    extendInto(message, message, gram, nodes[j], nodes[j + 1]);
  }
  return message.least;
}

/** The best values at the nodes, shape (K + 2). */
export function bestValues(data: ScaledData, { nodes, starts, left }: KnotChain): Float64Array {
  const last = nodes.length - 1;
  const values = new Float64Array(nodes.length);
  const gram = emptyGram();
  values[last] = left[last].place;
  for (let j = last - 1; j >= 0; j--) {
    hatGramInto(gram, data.sums, starts[j], starts[j + 1], nodes[j], nodes[j + 1]);
    values[j] = valueBehind(left[j], gram, values[j + 1]);
  }
  return values;
}

/** Grams of all segments, shape (K + 1). */
export function hatGrams(data: ScaledData, { nodes, starts }: KnotChain): HatGram[] {
  const shared = new Float64Array(SEGMENT_MOMENTS);
  return Array.from({ length: nodes.length - 1 }, (_, j) => {
    const gram = emptyGram(shared);
    hatGramInto(gram, data.sums, starts[j], starts[j + 1], nodes[j], nodes[j + 1]);
    return gram;
  });
}

/** Whether `knots` increase strictly between the outermost data. */
export function areKnots({ x }: ScaledData, knots: ArrayLike<number>): boolean {
  let before = x[0];
  for (let k = 0; k < knots.length; k++) {
    if (!(knots[k] > before)) return false;
    before = knots[k];
  }
  return before < x[x.length - 1];
}

function nodesOf({ x }: ScaledData, knots: ArrayLike<number>): { nodes: Float64Array; starts: Int32Array } {
  const count = knots.length;
  const nodes = new Float64Array(count + 2);
  const starts = new Int32Array(count + 2);
  nodes[0] = x[0];
  nodes[count + 1] = x[x.length - 1];
  starts[count + 1] = x.length;
  for (let k = 0; k < count; k++) {
    nodes[k + 1] = knots[k];
    starts[k + 1] = lowerBound(x, knots[k]);
  }
  return { nodes, starts };
}

function messagesFromLeft({ sums }: ScaledData, nodes: Float64Array, starts: Int32Array): Message[] {
  const messages = [silence()];
  const gram = emptyGram();
  for (let j = 0; j + 1 < nodes.length; j++) {
    hatGramInto(gram, sums, starts[j], starts[j + 1], nodes[j], nodes[j + 1]);
    const next = silence();
    extendInto(next, messages[j], gram, nodes[j], nodes[j + 1]);
    messages.push(next);
  }
  return messages;
}

/** Messages that travel left, in the order of the nodes. */
export function messagesFromRight({ sums }: ScaledData, nodes: Float64Array, starts: Int32Array): Message[] {
  const messages = Array.from(nodes, silence);
  const gram = emptyGram();
  for (let j = nodes.length - 2; j >= 0; j--) {
    hatGramInto(gram, sums, starts[j], starts[j + 1], nodes[j + 1], nodes[j]);
    extendInto(messages[j], messages[j + 1], gram, nodes[j + 1], nodes[j]);
  }
  return messages;
}
