import { describe, expect, it } from 'vitest';
import { bdso, dataset, isLonely, partition, piecewiseLinear, shallowNetwork } from 'relu-splines';

const at = (breakpoints: number[]): ReturnType<typeof bdso> =>
  bdso({ breakpoints, deltaSlopes: breakpoints.map(() => 1), orientations: breakpoints.map(() => 1) });

describe('partition', () => {
  it('counts the data of each half-open piece and reports data on a cut', () => {
    const cut = partition(at([1, 0, 1]), dataset([-1, 0, 0.5, 0.5, 1, 3], [0, 0, 0, 0, 0, 0]));
    expect(Array.from(cut.cuts)).toEqual([0, 1]);
    expect(Array.from(cut.counts)).toEqual([1, 3, 2]);
    expect(Array.from(cut.pieceOf)).toEqual([0, 1, 1, 1, 2, 2]);
    expect(Array.from(cut.tied)).toEqual([1, 4]);
    expect(cut.lonely).toBe(false);
  });

  it('is the same for a network, its spline and its pieces', () => {
    const network = shallowNetwork({
      inputWeights: [2, -1, 0],
      inputBiases: [-1, 1, 4],
      outputWeights: [1, 1, 1],
    });
    const data = dataset([0, 0.75, 2], [0, 0, 0]);
    const pieces = piecewiseLinear({ knots: [0.5, 1], slopes: [0, 0, 0], intercepts: [0, 0, 0] });
    for (const form of [network, at([0.5, 1]), pieces]) {
      expect(Array.from(partition(form, data).counts)).toEqual([1, 1, 1]);
      expect(isLonely(form, data)).toBe(true);
    }
  });

  it('has one piece without units, lonely for one datum only', () => {
    expect(isLonely(at([]), dataset([7], [0]))).toBe(true);
    expect(isLonely(at([]), dataset([7, 8], [0, 0]))).toBe(false);
  });

  it('is never lonely with tied data', () => {
    expect(isLonely(at([-1, 0, 1]), dataset([0.5, 0.5], [1, 2]))).toBe(false);
  });
});
