import { expect } from 'vitest';
import { segmentationTable } from '../../src/segments/dynamic-program.js';
import type { SegmentationProblem } from '../../src/segments/dynamic-program.js';

/** Holds the pruned tables against those of the full search, to the bit. Returns the part of the costs that pruning left. */
export function prunedShare(problem: SegmentationProblem): number {
  const [pruned, full] = [segmentationTable(problem), segmentationTable(problem, false)];
  expect(pruned.best).toEqual(full.best);
  expect(pruned.second).toEqual(full.second);
  expect(pruned.last).toEqual(full.last);
  return pruned.costs / full.costs;
}
