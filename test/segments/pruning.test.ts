import { expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import { segmentSums } from 'relu-splines/segments';
import { breakPlaces } from '../../src/segments/places.js';
import { prunedShare } from './pruning.help.js';

it.each([
  ['a smooth curve', (t: number) => Math.sin(8 * t)],
  ['equal optima', (t: number) => t * t],
  ['steps', (t: number) => Math.floor(3 * t)],
  ['noise', (_: number, n: number) => Math.sin(1e3 * n * n)],
  ['a straight line', (t: number) => 1e6 + t / 3],
])('pruning changes nothing at 700 data and saves work: %s', (name, f) => {
  const x = Array.from({ length: 700 }, (_, n) => n / 350 - 1);
  const data = dataset(x, x.map(f));
  const problem = {
    sums: segmentSums(data),
    places: breakPlaces('test', data, 'split'),
    pieces: 10,
    minimumLength: 1,
  };
  const share = prunedShare(problem);
  // On a line every segmentation is as good, and none may be passed over.
  if (name !== 'a straight line') expect(share).toBeLessThan(0.9);
});
