import type { ReadonlyInt32Array } from '../numeric/arrays.js';
import { SEGMENT_MOMENTS, segmentMomentsInto } from './segment-sums.js';
import type { SegmentSums } from './segment-sums.js';

/**
 * Merges neighbouring pieces, always the pair whose merging raises the residual sum of squares least (the leftmost of
 * equal ones), until `pieces` are left; O(m log m) for m pieces.
 *
 * @param edges Where pieces begin and end, from 0 to N, shape (m + 1).
 */
export function mergeCheapest(sums: SegmentSums, edges: ReadonlyInt32Array, pieces: number): Int32Array {
  const count = edges.length - 1;
  const moments = new Float64Array(SEGMENT_MOMENTS);
  const rssOf = (start: number, end: number): number => {
    segmentMomentsInto(moments, sums, start, end);
    return moments[6];
  };
  // Inner edges as a chain; each is one pair of pieces, and goes when they merge.
  const previous = Int32Array.from(edges, (_, e) => e - 1);
  const next = Int32Array.from(edges, (_, e) => e + 1);
  const rise = new Float64Array(count + 1);
  const rss = Float64Array.from({ length: count }, (_, p) => rssOf(edges[p], edges[p + 1]));
  const rate = (e: number): void => {
    rise[e] = rssOf(edges[previous[e]], edges[next[e]]) - rss[previous[e]] - rss[e];
  };
  for (let e = 1; e < count; e++) rate(e);
  const gone = new Uint8Array(count + 1);
  const heap = new EdgeHeap(rise, count);
  for (let left = count; left > pieces; left--) {
    const e = heap.pop();
    const before = previous[e];
    const after = next[e];
    rss[before] = rssOf(edges[before], edges[after]);
    next[before] = after;
    previous[after] = before;
    gone[e] = 1;
    for (const beside of [before, after]) {
      if (beside === 0 || beside === count) continue;
      rate(beside);
      heap.update(beside);
    }
  }
  return Int32Array.from(edges).filter((_, e) => gone[e] === 0);
}

/** The inner edges 1 … count − 1, the one with the least key on top. */
class EdgeHeap {
  private readonly heap: number[];
  private readonly placeOf: Int32Array;

  constructor(
    private readonly keys: Float64Array,
    count: number,
  ) {
    this.heap = Array.from({ length: count - 1 }, (_, h) => h + 1);
    this.placeOf = Int32Array.from({ length: count + 1 }, (_, e) => e - 1);
    for (let h = (this.heap.length >> 1) - 1; h >= 0; h--) this.sink(h);
  }

  /** Takes the top edge off. */
  pop(): number {
    const [top] = this.heap;
    const bottom = this.heap.pop();
    if (bottom !== undefined && bottom !== top) {
      this.put(0, bottom);
      this.sink(0);
    }
    return top;
  }

  /** Puts an edge where its new key belongs. */
  update(edge: number): void {
    const h = this.placeOf[edge];
    this.rise(h);
    this.sink(this.placeOf[edge]);
  }

  private before(a: number, b: number): boolean {
    return this.keys[a] < this.keys[b] || (this.keys[a] === this.keys[b] && a < b);
  }

  private put(h: number, edge: number): void {
    this.heap[h] = edge;
    this.placeOf[edge] = h;
  }

  private rise(from: number): void {
    let h = from;
    const edge = this.heap[h];
    while (h > 0) {
      const parent = (h - 1) >> 1;
      if (!this.before(edge, this.heap[parent])) break;
      this.put(h, this.heap[parent]);
      h = parent;
    }
    this.put(h, edge);
  }

  private sink(from: number): void {
    let h = from;
    const edge = this.heap[h];
    for (;;) {
      let child = 2 * h + 1;
      if (child >= this.heap.length) break;
      if (child + 1 < this.heap.length && this.before(this.heap[child + 1], this.heap[child])) child++;
      if (!this.before(this.heap[child], edge)) break;
      this.put(h, this.heap[child]);
      h = child;
    }
    this.put(h, edge);
  }
}
