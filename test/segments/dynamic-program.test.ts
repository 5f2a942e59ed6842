import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import { SEGMENT_MOMENTS, segmentMomentsInto, segmentSums } from 'relu-splines/segments';
import { segmentationTable } from '../../src/segments/dynamic-program.js';
import type { SegmentationProblem, SegmentationTable } from '../../src/segments/dynamic-program.js';
import { breakPlaces } from '../../src/segments/places.js';
import { datasets } from '../arbitraries/datasets.js';
import { RUNS } from '../arbitraries/numbers.js';
import { prunedShare } from './pruning.help.js';

/** The recursion as it is written: every place where the last piece may begin, from the left. */
function plainTable({
  sums,
  places,
  pieces,
  minimumLength,
}: SegmentationProblem): Omit<SegmentationTable, 'costs'> {
  const width = places.length;
  const moments = new Float64Array(SEGMENT_MOMENTS);
  const best = new Float64Array(pieces * width).fill(Infinity);
  const second = new Float64Array(pieces * width).fill(Infinity);
  const last = new Int32Array(pieces * width).fill(-1);
  for (let k = 1; k <= pieces; k++) {
    for (let j = 1; j < width; j++) {
      const here = (k - 1) * width + j;
      // Sums of squares of all segmentations that may be the best or the second best.
      const values: [rss: number, from: number][] = [];
      for (let i = 0; i < j; i++) {
        if (places[j] - places[i] < minimumLength || (k === 1 && i > 0)) continue;
        segmentMomentsInto(moments, sums, places[i], places[j]);
        const before = (k - 2) * width + i;
        const rests = k === 1 ? [0] : [best[before], second[before]];
        for (const rest of rests) if (rest < Infinity) values.push([rest + moments[6], i]);
      }
      values.sort(([one, from], [other, start]) => one - other || from - start);
      if (values.length > 0) [[best[here], last[here]]] = values;
      if (values.length > 1) [, [second[here]]] = values;
    }
  }
  return { best, second, last };
}

describe('the table', () => {
  const problems = fc.integer({ min: 2, max: 70 }).chain((count) =>
    fc.record({
      // Few values, so that many segmentations are equally good, to the bit.
      y: fc.array(fc.constantFrom(...[0, 0, 0, 1, 4]), { minLength: count, maxLength: count }),
      repeated: fc.constantFrom(...[1, 1, 2, 3]),
      minimumLength: fc.integer({ min: 1, max: 4 }),
      ties: fc.constantFrom('split' as const, 'together' as const),
      pieces: fc.integer({ min: 1, max: 9 }),
    }),
  );

  const digits = (text: string): number[] => Array.from(text, Number);
  const split = { minimumLength: 1, ties: 'split' } as const;
  const y = digits('001001010001100100001000000000000000000000000');
  const TWO_ALIKE = { ...split, y, repeated: 1, pieces: 2 } as const;
  const ties = digits('0000000400101004440000000000000000000');
  const THREE_ALIKE = { ...split, y: ties, repeated: 3, pieces: 7 } as const;

  it('is that of the plain recursion, to the bit, where many segmentations are as good', () => {
    fc.assert(
      fc.property(problems, ({ y, repeated, minimumLength, ties, pieces }) => {
        const data = dataset(
          y.map((_, n) => Math.floor(n / repeated)),
          y,
        );
        const problem = {
          sums: segmentSums(data),
          places: breakPlaces('test', data, ties),
          pieces,
          minimumLength,
        };
        const { best, second, last } = segmentationTable(problem);
        expect({ best, second, last }).toEqual(plainTable(problem));
      }),
      // Rare among thousands: a last piece in a block that is looked at later is as good and begins farther left.
      { ...RUNS, numRuns: 100, examples: [[TWO_ALIKE], [THREE_ALIKE]] },
    );
  });
});

describe('pruning', () => {
  it('counts the costs: of all places before each of four, and of the first once more, with two pieces', () => {
    const data = dataset([0, 1, 2, 3], [0, 1, 4, 9]);
    const places = breakPlaces('test', data, 'split');
    const problem = { sums: segmentSums(data), places, minimumLength: 1 };
    expect(segmentationTable({ ...problem, pieces: 1 }).costs).toBe(4);
    // Before the first place there is one piece only.
    expect(segmentationTable({ ...problem, pieces: 2 }).costs).toBe(4 + (2 + 3 + 4));
  });

  it('changes nothing, to the bit: ties, weights, minimum lengths, hostile data', () => {
    const problems = datasets({ minCount: 2, maxCount: 60 }).chain((data) =>
      fc.record({
        data: fc.constant(data),
        weight: fc.constantFrom(1, 1e-9, 3),
        minimumLength: fc.integer({ min: 1, max: Math.min(5, data.x.length) }),
        ties: fc.constantFrom('split' as const, 'together' as const),
        pieces: fc.integer({ min: 1, max: 12 }),
      }),
    );
    fc.assert(
      fc.property(problems, ({ data, weight, minimumLength, ties, pieces }) => {
        const weights = Float64Array.from(data.x, (_, n) => weight * (1 + (n % 3)));
        const problem = {
          sums: segmentSums(data, weights),
          places: breakPlaces('test', data, ties),
          pieces,
          minimumLength,
        };
        prunedShare(problem);
      }),
      { ...RUNS, numRuns: 150 },
    );
  });

  it('saves work where few segmentations are good', () => {
    const x = Array.from({ length: 160 }, (_, n) => n / 80 - 1);
    const data = dataset(
      x,
      x.map((t) => Math.floor(3 * t)),
    );
    const places = breakPlaces('test', data, 'split');
    expect(prunedShare({ sums: segmentSums(data), places, pieces: 6, minimumLength: 1 })).toBeLessThan(0.9);
  });
});
