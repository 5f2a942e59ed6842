import { solveDamped } from './block-tridiagonal.js';
import { localModel } from './curvature.js';
import { bestValues, knotChain, knotCount, rssOfKnots } from './knot-chain.js';
import type { KnotChain } from './knot-chain.js';
import type { ScaledData } from './scaled-data.js';

/** Damping at the start, and where it gives up. */
const FIRST_DAMPING = 1e-3;
const MOST_DAMPING = 1e8;

/** A segment gives up at most this share of its length in a step. */
const SHRINK = 0.7;

/**
 * Newton's method on knots and values together, damped, until `steps` are taken or a step no longer gains a
 * millionth. Never worse than the chain it begins with.
 */
export function polish(data: ScaledData, chain: KnotChain, steps: number): KnotChain {
  let current = chain;
  let damping = FIRST_DAMPING;
  for (let step = 0; step < steps && knotCount(current) > 0; step++) {
    const { gradient, hessian, scale } = localModel(data, current, bestValues(data, current));
    let next: Float64Array | null = null;
    let rss = Infinity;
    while (damping < MOST_DAMPING) {
      const change = gradient.map((value) => -value);
      if (solveDamped(hessian, scale, damping, [change])) {
        next = movedKnots(current.nodes, change);
        rss = rssOfKnots(data, next);
        if (rss < current.rss) break;
      }
      next = null;
      damping = Math.max(damping * 8, 1e-6);
    }
    if (next === null) return current;
    damping /= 8;
    const before = current.rss;
    current = knotChain(data, next);
    if (!(before - rss > 1e-6 * before)) break;
  }
  return current;
}

/** The interior nodes after as much of the change as keeps every segment a share of its length. */
export function movedKnots(nodes: Float64Array, change: Float64Array): Float64Array {
  let share = 1;
  for (let j = 0; j + 1 < nodes.length; j++) {
    const shrinks = change[2 * j] - change[2 * j + 2];
    const most = SHRINK * (nodes[j + 1] - nodes[j]);
    if (shrinks * share > most) share = most / shrinks;
  }
  return Float64Array.from({ length: nodes.length - 2 }, (_, k) => nodes[k + 1] + share * change[2 * k + 2]);
}
