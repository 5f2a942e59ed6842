/** An input that a worker is at. */
export interface Current {
  readonly slot: number;
  readonly index: number;
}

/** What the workers are at, read from the memory that they write it to. */
export function currentInputs(pulse: SharedArrayBuffer): readonly Current[] {
  return Array.from(new Int32Array(pulse), (beat, slot) => ({ slot, index: beat - 1 })).filter(
    ({ index }) => index >= 0,
  );
}

/**
 * Looks after the workers: calls `hangs` with the first input that one of them has been at for so long. A thread that
 * never comes back cannot tell that itself.
 *
 * @returns Ends the watch.
 */
export function watchdog(
  pulse: SharedArrayBuffer,
  limit: number,
  hangs: (current: Current) => void,
): () => void {
  const since = new Map<number, { readonly index: number; readonly time: number }>();
  const timer = setInterval(() => {
    for (const current of currentInputs(pulse)) {
      const before = since.get(current.slot);
      if (before?.index !== current.index)
        since.set(current.slot, { index: current.index, time: Date.now() });
      else if (Date.now() - before.time > limit) {
        clearInterval(timer);
        hangs(current);
        return;
      }
    }
  }, limit / 10);
  return () => {
    clearInterval(timer);
  };
}
