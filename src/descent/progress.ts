import type { Settings } from './options.js';

/** Milliseconds between two calls of `onProgress`. */
const INTERVAL = 100;

/** Units and data that a run passes between two looks at the clock: about a millisecond's worth. */
const WORK = 2 ** 18;

/**
 * Asks the signal, and tells `onProgress`, at a bounded rate: `aborted` may be called every step.
 *
 * @param cost Units and data that a step passes.
 */
export function watch(
  { signal, onProgress, steps }: Settings,
  cost: number,
): (step: number, loss: number) => boolean {
  const every = Math.max(1, Math.floor(WORK / (cost + 1)));
  let wait = 0;
  let due = 0;
  return (step, loss) => {
    if (wait > 0) {
      wait--;
      return false;
    }
    wait = every - 1;
    if (onProgress !== undefined) {
      const now = performance.now();
      if (now >= due) {
        due = now + INTERVAL;
        onProgress({ step, steps, loss });
      }
    }
    return signal?.aborted ?? false;
  };
}
