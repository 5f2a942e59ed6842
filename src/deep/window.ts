import type { Window } from '../forms/roughness.js';
import { finiteNumber, object } from '../numeric/checks.js';

/** The ends of a window, after checking that they are finite and in order. */
export function windowEnds(where: string, window: Window): [low: number, high: number] {
  object(where, 'window', window);
  const low = finiteNumber(where, 'window.low', window.low);
  const high = finiteNumber(where, 'window.high', window.high);
  if (!(low < high)) {
    throw new RangeError(`${where}: window.low must be below window.high, got ${low} and ${high}`);
  }
  return [low, high];
}
