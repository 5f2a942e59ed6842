import type { Dataset } from '../data/dataset.js';
import { show } from '../numeric/checks.js';

/** May data with equal x go to different pieces? */
export type TieRule = 'split' | 'together';

/**
 * Where pieces may begin and end, as indices into the sorted data, from 0 to N: everywhere, or only between
 * different x.
 */
export function breakPlaces(where: string, { x, groupStarts }: Dataset, ties: unknown): Int32Array {
  if (ties === 'together') return Int32Array.from(groupStarts);
  if (ties === 'split') return Int32Array.from({ length: x.length + 1 }, (_, n) => n);
  throw new RangeError(`${where}: ties must be 'split' or 'together', got ${show(ties)}`);
}
