import { emptyGram, extendInto, hatGramInto, meet, silence } from './messages.js';
import type { Message } from './messages.js';
import type { ScaledData } from './scaled-data.js';

/** An interval of the chain that a knot is to be placed in, with what both sides say at its ends. */
export interface Interval {
  readonly left: Message;
  readonly from: number;
  readonly right: Message;
  readonly to: number;
  /** The data in it: `first` to `end − 1`. */
  readonly first: number;
  readonly end: number;
}

/** The best place that a scan has found for one knot, and for two that let the function jump. */
export interface Placement {
  /** Residual sum of squares of the whole chain; Infinity if there is no place. */
  rss: number;
  knot: number;
  /** With a knot at the datum `jump − 1` and one at the datum `jump`: two lines that need not meet. */
  jumpRss: number;
  jump: number;
}

/** No place at all: worse than any. */
export const NOWHERE: Readonly<Placement> = { rss: Infinity, knot: NaN, jumpRss: Infinity, jump: -1 };

/** Candidates a round of a scan that does not look at every datum. */
const ROUND = 48;

/**
 * The best place for one knot in an interval, with all values chosen best: at every datum in it, and between every two
 * neighbours where the best lines from both sides happen to meet (Hudson 1966). O(1) a candidate.
 *
 * In an interval of more than 48 data, unless `everywhere`, 48 of them are tried, then 48 around the best, and so on.
 */
export function scanInterval(data: ScaledData, interval: Interval, everywhere: boolean): Placement {
  const best: Placement = { ...NOWHERE };
  let low = interval.first;
  let high = interval.end;
  const scan = scanner(data, interval, best);
  if (everywhere) {
    for (let i = low; i < high; i++) scan(i);
    return best;
  }
  let step = Math.max(1, Math.floor((high - low) / ROUND));
  for (;;) {
    let place = -1;
    for (let i = low + (((high - low - 1) % step) >> 1); i < high; i += step) if (scan(i)) place = i;
    if (step === 1 || place < 0) return best;
    low = Math.max(interval.first, place - step + 1);
    high = Math.min(interval.end, place + step);
    step = Math.max(1, Math.floor((high - low) / ROUND));
  }
}

/** Tries the datum i and the gap before it; says whether that was better than all before. */
function scanner(data: ScaledData, interval: Interval, best: Placement): (i: number) => boolean {
  const { x, sums } = data;
  const { left, from, right, to, first, end } = interval;
  const gram = emptyGram();
  const before = silence();
  const after = silence();
  return (i) => {
    const place = x[i];
    // The first datum of all is a node, so that there is one before i.
    if (!(place > from && place < to)) return false;
    hatGramInto(gram, sums, first, i, from, place);
    extendInto(before, left, gram, from, place);
    hatGramInto(gram, sums, i, end, to, place);
    extendInto(after, right, gram, to, place);
    const apart = before.least + after.least;
    if (apart < best.jumpRss && x[i - 1] > from) {
      best.jumpRss = apart;
      best.jump = i;
    }
    if (!(apart < best.rss)) return false;
    const gap = before.place - after.place;
    const joint = place - gap / (before.slope - after.slope);
    if (joint < place && joint > from && joint > x[i - 1]) {
      best.rss = apart;
      best.knot = joint;
      return true;
    }
    const together = meet(before, after);
    if (!(together < best.rss)) return false;
    best.rss = together;
    best.knot = place;
    return true;
  };
}
