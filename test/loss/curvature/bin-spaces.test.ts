import { describe, expect, it } from 'vitest';
import { rowMajor, splitByThreshold } from '../../../src/loss/curvature/bin-spaces.js';

describe('descending values split by a threshold', () => {
  const values = Float64Array.of(4, 2, 1, 0);

  it('count above this part of the first, with the two nearest to it, as parts of the first', () => {
    expect(splitByThreshold(values, 0.3)).toEqual({ count: 2, kept: 0.5, dropped: 0.25 });
    expect(splitByThreshold(values, 0.25)).toEqual({ count: 2, kept: 0.5, dropped: 0.25 });
    expect(splitByThreshold(values, 1e-9)).toEqual({ count: 3, kept: 0.25, dropped: 0 });
    expect(splitByThreshold(values.subarray(0, 3), 0.1)).toEqual({ count: 3, kept: 0.25, dropped: 0 });
    expect(splitByThreshold(values, 1)).toEqual({ count: 0, kept: 1, dropped: 1 });
  });

  it('are none where all are 0, or there are none', () => {
    expect(splitByThreshold(Float64Array.of(0, 0), 0.1)).toEqual({ count: 0, kept: 1, dropped: 0 });
    expect(splitByThreshold(new Float64Array(0), 0.1)).toEqual({ count: 0, kept: 1, dropped: 0 });
  });
});

describe('columns as a matrix', () => {
  it('are written row by row, as many rows as asked for', () => {
    const columns = [Float64Array.of(1, 2, 3), Float64Array.of(4, 5, 6)];
    expect(rowMajor(columns, 3)).toEqual(Float64Array.of(1, 4, 2, 5, 3, 6));
    expect(rowMajor(columns, 2)).toEqual(Float64Array.of(1, 4, 2, 5));
  });
});
