import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import { mergeTies } from '../../src/data/merged-data.js';
import { datasets } from '../arbitraries/datasets.js';
import { RUNS } from '../arbitraries/numbers.js';

describe('mergeTies', () => {
  it('weighs means and scatter', () => {
    const merged = mergeTies(
      dataset([1, 1, 1, 2, 3, 3], [0, 4, 9, 5, 1, 3]),
      Float64Array.of(1, 3, 0, 2, 0, 0),
    );
    expect(Array.from(merged.data.x)).toEqual([1, 2, 3]);
    expect(Array.from(merged.data.y)).toEqual([3, 5, 2]);
    expect(Array.from(merged.weights)).toEqual([4, 2, 0]);
    // (1·9 + 3·1)/2; what weighs nothing does not scatter.
    expect(merged.scatter).toBe(6);
  });

  it('takes weights of one as none', () => {
    fc.assert(
      fc.property(datasets(), (data) => {
        expect(mergeTies(data, new Float64Array(data.x.length).fill(1))).toEqual(mergeTies(data));
      }),
      RUNS,
    );
  });
});
