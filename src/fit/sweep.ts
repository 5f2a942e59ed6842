import { knotChain, knotCount, messagesFromRight } from './knot-chain.js';
import type { KnotChain } from './knot-chain.js';
import { lowerBound } from '../numeric/search.js';
import { intervalBetween } from './insertion.js';
import { emptyGram, extendInto, hatGramInto } from './messages.js';
import { scanInterval } from './scan.js';
import type { ScaledData } from './scaled-data.js';

/** How a search looks at candidates. */
export interface SweepOptions {
  /** Every datum, instead of 48 at a time around the best. */
  readonly everywhere: boolean;
  /** Sweeps at most. */
  readonly rounds: number;
}

/**
 * Moves each knot in turn to its best place between its neighbours, the others held, until no knot moves: a fit that no
 * single knot can better. Never worse than the chain it begins with.
 */
export function sweepKnots(data: ScaledData, chain: KnotChain, options: SweepOptions): KnotChain {
  let current = chain;
  for (let round = 0; round < options.rounds; round++) {
    const swept = sweepOnce(data, current, options.everywhere);
    if (!isBetter(data, swept.rss, current.rss)) return swept.rss < current.rss ? swept : current;
    current = swept;
  }
  return current;
}

/** Whether one residual sum of squares is below another by more than rounding errors explain. */
export function isBetter({ size }: ScaledData, rss: number, than: number): boolean {
  return rss < than - 1e-9 * than - 4 * Number.EPSILON * size;
}

function sweepOnce(data: ScaledData, chain: KnotChain, everywhere: boolean): KnotChain {
  const nodes = chain.nodes.slice();
  const starts = chain.starts.slice();
  const left = chain.left.map((message) => ({ ...message }));
  const right = messagesFromRight(data, nodes, starts);
  const gram = emptyGram();
  let rss = chain.rss;
  for (let j = 1; j <= knotCount(chain); j++) {
    const between = intervalBetween({ nodes, starts, left, right }, j - 1, j + 1);
    const placement = scanInterval(data, between, everywhere);
    if (placement.rss < rss) {
      rss = placement.rss;
      nodes[j] = placement.knot;
      starts[j] = lowerBound(data.x, placement.knot);
    }
    hatGramInto(gram, data.sums, starts[j - 1], starts[j], nodes[j - 1], nodes[j]);
    extendInto(left[j], left[j - 1], gram, nodes[j - 1], nodes[j]);
  }
  return knotChain(data, nodes.subarray(1, nodes.length - 1));
}
