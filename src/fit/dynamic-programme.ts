import type { ReadonlyFloat64Array } from '../numeric/arrays.js';
import { SEGMENT_MOMENTS } from '../segments/segment-sums.js';
import { emptyGram, extendInto, hatGramInto, silence } from './messages.js';
import type { HatGram, Message } from './messages.js';
import { lowerBound } from '../numeric/search.js';
import { quantileCells } from './cells.js';
import type { ScaledData } from './scaled-data.js';

/** Candidate knots at most, unless twice the number of knots is more. */
const CANDIDATES = 400;

/** Candidates between two neighbouring data at most. */
const PLACES_IN_GAP = 4;

/** Values at a node at which a message must be the best of all to be kept. */
const SAMPLES = 13;

/** Fits that are handed over to be polished. */
const FITS = 6;

/** Segments reach over at most so many candidates, or so many times the mean if that is more. */
const REACH = 150;
const REACH_OF_MEAN = 12;

/** A message at a candidate knot, with the knots that led to it. */
interface Path extends Message {
  /** Index among the candidates. */
  readonly candidate: number;
  readonly before: Path | null;
}

/**
 * The best fits whose knots are all among the candidates, nearly: dynamic programming over the knots from left to right,
 * where the best cost is a function of the value at the last knot, the lower envelope of parabolas. Parabolas that are
 * lowest at none of 13 values within reach of the data nearby are dropped: so a heuristic, if a good one.
 *
 * What cannot end below `bound` is not followed: to the cost so far is added that of the best lines through the rest
 * that need not meet. What is followed may end above it.
 *
 * @param favoured Knots around which all data become candidates; the others are quantiles.
 * @returns At most six sets of knots, the best first, with different last knots.
 */
export function programmedKnots(
  data: ScaledData,
  favoured: ReadonlyFloat64Array,
  bound: number,
): Float64Array[] {
  const count = favoured.length;
  const candidates = candidatePlaces(data, favoured);
  const { places, starts } = candidates;
  const last = places.length - 1;
  const reach = Math.max(REACH, Math.ceil((REACH_OF_MEAN * places.length) / (count + 1)));
  const grams = segmentGrams(data, candidates, reach);
  const samples = Array.from(starts, (start) =>
    sampleValues(data, Math.min(start, data.x.length - 1), count),
  );
  const rests = boundsOfRests(grams, count);

  let layer: Path[][] = Array.from(places, (_, c) =>
    c === 0 ? [{ ...silence(), candidate: 0, before: null }] : [],
  );
  for (let knot = 1; knot <= count; knot++) {
    const rest = rests[count - knot];
    const before = layer;
    layer = Array.from(places, (to, c) => {
      // The knots to come need a candidate each.
      if (c >= last - (count - knot)) return [];
      const envelope = new Envelope(samples[c], bound - rest[c]);
      for (let b = c - 1; b >= Math.max(0, c - reach); b--) {
        const gram = grams[c][c - b - 1];
        for (const path of before[b]) envelope.offer(path, gram, places[b], to, c);
      }
      return envelope.paths();
    });
  }
  const ends: Path[] = [];
  for (let b = Math.max(0, last - reach); b < last; b++) {
    const whole: Path[] = layer[b].map((path) => {
      const message = silence();
      extendInto(message, path, grams[last][last - b - 1], places[b], places[last]);
      return { ...message, candidate: last, before: path };
    });
    whole.sort(byLeast);
    if (whole.length > 0) ends.push(whole[0]);
  }
  return ends
    .sort(byLeast)
    .slice(0, FITS)
    .map((end) => knotsOn(end, places, count));
}

/** rests[k][c]: the least cost of k + 1 lines that need not meet through all data from candidate c on. */
function boundsOfRests(grams: readonly (readonly HatGram[])[], count: number): Float64Array[] {
  const last = grams.length - 1;
  let best = Float64Array.from(
    grams,
    // From the last candidate on there is no line, nor from one that is out of reach.
    (_, c) => grams[last][last - c - 1]?.rss ?? Infinity,
  );
  const rests = [best];
  for (let k = 1; k < count; k++) {
    const fewer = best;
    // A line less is allowed too: so the bound also holds near the end.
    best = fewer.slice();
    for (let c = 1; c <= last; c++) {
      grams[c].forEach(({ rss }, r) => {
        const b = c - 1 - r;
        if (rss + fewer[c] < best[b]) best[b] = rss + fewer[c];
      });
    }
    rests.push(best);
  }
  return rests;
}

function byLeast(one: Path, other: Path): number {
  return one.least - other.least;
}

function knotsOn(end: Path, places: Float64Array, count: number): Float64Array {
  const knots = new Float64Array(count);
  let path = end.before;
  for (let k = count - 1; k >= 0 && path !== null; k--) {
    knots[k] = places[path.candidate];
    path = path.before;
  }
  return knots;
}

/** Those of the messages offered that are the best at one of the sampled values at least, and there below a bound. */
class Envelope {
  private readonly values: Float64Array;
  private readonly owners: (Path | null)[];
  private readonly message = silence();
  private worst: number;

  constructor(
    private readonly samples: Float64Array,
    private readonly bound: number,
  ) {
    this.values = new Float64Array(samples.length).fill(Infinity);
    this.owners = Array.from(samples, () => null);
    this.worst = bound;
  }

  offer(before: Path, gram: HatGram, from: number, to: number, candidate: number): void {
    if (before.least + gram.rss >= this.worst) return;
    const { message, samples, values, owners } = this;
    extendInto(message, before, gram, from, to);
    const { curvature, place, least, slope } = message;
    if (least >= this.worst) return;
    let path: Path | null = null;
    let worst = 0;
    for (let s = 0; s < samples.length; s++) {
      const off = samples[s] - place;
      const value = least + curvature * off * off;
      if (value < values[s]) {
        path ??= { curvature, place, least, slope, candidate, before };
        values[s] = value;
        owners[s] = path;
      }
      if (values[s] > worst) worst = values[s];
    }
    this.worst = Math.min(worst, this.bound);
  }

  paths(): Path[] {
    return [...new Set(this.owners)].filter((path) => path !== null);
  }
}

/** Places that may become knots, increasing, the outermost data included, and the first datum not left of each. */
interface Candidates {
  readonly places: Float64Array;
  readonly starts: Int32Array;
}

/**
 * Half the room at most is for the favoured knots and the data around them, the rest for quantiles of the data. Where all
 * data are candidates and there is room, so are up to four places in each gap: two lines may meet far from either datum.
 */
function candidatePlaces({ x }: ScaledData, favoured: ReadonlyFloat64Array): Candidates {
  const count = favoured.length;
  const last = x.length - 1;
  const most = Math.max(CANDIDATES, 2 * count + 2);
  const chosen = new Set([x[0], x[last], ...favoured]);
  const inGap = Math.min(PLACES_IN_GAP, Math.floor((most - count - x.length) / x.length));
  if (inGap >= 0) {
    for (let n = 0; n <= last; n++) {
      chosen.add(x[n]);
      for (let k = 1; k <= inGap && n < last; k++) chosen.add(x[n] + ((x[n + 1] - x[n]) * k) / (inGap + 1));
    }
  } else {
    const around = Math.max(1, Math.floor(most / 4 / count));
    for (const knot of favoured) {
      const near = lowerBound(x, knot);
      for (let n = near - around; n < near + around; n++) if (n > 0 && n < last) chosen.add(x[n]);
    }
    for (const n of quantileCells(x.length - 1, Math.max(1, most - chosen.size))) chosen.add(x[n]);
  }
  const places = Float64Array.from(chosen).sort();
  const starts = Int32Array.from(places, (place) => lowerBound(x, place));
  starts[starts.length - 1] = x.length;
  return { places, starts };
}

/** grams[c][r]: of the segment from candidate c − 1 − r to candidate c, as far as `reach` goes. */
function segmentGrams({ sums }: ScaledData, { places, starts }: Candidates, reach: number): HatGram[][] {
  const shared = new Float64Array(SEGMENT_MOMENTS);
  return Array.from(places, (to, c) =>
    Array.from({ length: Math.min(c, reach) }, (_, r) => {
      const from = c - 1 - r;
      const gram = emptyGram(shared);
      hatGramInto(gram, sums, starts[from], starts[c], places[from], to);
      return gram;
    }),
  );
}

/** Values that a function near a datum may take: evenly over what the data of a segment's length show, and its own. */
function sampleValues({ x, y }: ScaledData, datum: number, count: number): Float64Array {
  const around = Math.max(3, Math.ceil(x.length / (count + 1)));
  let least = Infinity;
  let most = -Infinity;
  for (let n = Math.max(0, datum - around); n <= Math.min(x.length - 1, datum + around); n++) {
    least = Math.min(least, y[n]);
    most = Math.max(most, y[n]);
  }
  const step = (most - least) / (SAMPLES - 2);
  return Float64Array.from({ length: SAMPLES }, (_, s) => (s === SAMPLES - 1 ? y[datum] : least + s * step));
}
