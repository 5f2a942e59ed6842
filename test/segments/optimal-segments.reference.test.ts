import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import { optimalSegments } from 'relu-splines/segments';
import { expectWithin, referenceCases } from '../reference/load.js';
import { expectRefusal } from '../laws/refusal.js';

interface Input {
  readonly x: number[];
  readonly y: number[];
  readonly min_segment_length: number;
  readonly tied_x: 'may be split between pieces' | 'kept in one piece';
  readonly max_pieces: number;
}
interface Expected {
  readonly segmentations: ({
    readonly pieces: number;
    readonly rss: number;
    readonly breaks: number[];
    readonly unique: boolean;
    readonly gap_to_second_best: number | null;
    readonly slopes: number[];
    readonly intercepts: number[];
  } | null)[];
}

const TIES = { 'may be split between pieces': 'split', 'kept in one piece': 'together' } as const;

describe('optimal segments against exact rational arithmetic (segmentation.json)', () => {
  for (const { name, input, expected, tolerance } of referenceCases<Input, Expected>('segmentation')) {
    it(name, () => {
      const data = dataset(input.x, input.y);
      const minimumLength = input.min_segment_length;
      const ties = TIES[input.tied_x];
      const possible = Math.min(input.max_pieces, Math.floor(input.x.length / minimumLength));
      const path = optimalSegments(data, { pieces: possible, minimumLength, ties });
      expect(path).toHaveLength(possible);
      expected.segmentations.forEach((wanted, row) => {
        if (row >= possible) {
          expect(wanted).toBeNull();
          return;
        }
        const got = path[row];
        if (wanted === null || got === null) {
          expect(got).toBe(wanted);
          return;
        }
        expect(got.pieces).toBe(wanted.pieces);
        expectWithin(got.rss, wanted.rss, tolerance.rss, `rss of ${wanted.pieces}`);
        expect(got.unique, `unique: ${wanted.pieces}`).toBe(wanted.unique);
        // The gap is a difference of two sums, each within the tolerance of one.
        const gap = wanted.gap_to_second_best ?? Infinity;
        if (gap === Infinity) expect(got.gap).toBe(Infinity);
        else {
          const { abs, rel } = tolerance.rss;
          expect(Math.abs(got.gap - gap)).toBeLessThanOrEqual(2 * (Number(abs) + rel * wanted.rss));
        }
        if (!wanted.unique) return;
        expect(Array.from(got.breaks)).toEqual(wanted.breaks);
        expectWithin(got.slopes, wanted.slopes, tolerance.slopes, 'slopes');
        expectWithin(got.intercepts, wanted.intercepts, tolerance.intercepts, 'intercepts');
      });
      if (possible < input.max_pieces) {
        expectRefusal(
          () => optimalSegments(data, { pieces: possible + 1, minimumLength, ties }),
          'RangeError',
          'optimalSegments: pieces × minimumLength must be at most the number of data, ' +
            `${input.x.length}, got ${possible + 1} × ${minimumLength}`,
        );
      }
    });
  }
});
