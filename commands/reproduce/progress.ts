/** How often progress is told where it cannot be written over. */
const LINE_EVERY = 15_000;
const REDRAW_EVERY = 200;

/** Tells how much is done and how long the rest will take. */
export interface Progress {
  /** Of `experiment`, work of cost `cost` is done. */
  readonly done: (experiment: string, cost: number) => void;
  /** Removes the line, so that something else can be printed. */
  readonly clear: () => void;
}

/**
 * Progress on standard error: one line that is written over on a terminal, else a line every quarter of a minute.
 *
 * The time left is the cost left at the pace so far.
 */
export function progressOf(total: number, tasks: number, out: NodeJS.WriteStream = process.stderr): Progress {
  const start = Date.now();
  let finished = 0;
  let cost = 0;
  let last = start;
  const clear = (): void => {
    if (out.isTTY) out.write('\r\u001b[2K');
  };
  return {
    done: (experiment, more) => {
      finished += 1;
      cost += more;
      const now = Date.now();
      if (finished < tasks && now - last < (out.isTTY ? REDRAW_EVERY : LINE_EVERY)) return;
      last = now;
      const left = ((now - start) / cost) * (total - cost);
      const text = `${experiment}: ${finished} of ${tasks} runs, ${inWords(left)} left`;
      if (out.isTTY) out.write(`\r\u001b[2K${text}`);
      else out.write(`${text}\n`);
    },
    clear,
  };
}

/** A time in milliseconds as somebody would say it: `40 s`, `3 min 20 s`. */
export function inWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
