/** Tells how much is done, and how long the rest may take. */
export interface Progress {
  /** One piece of work, of that cost, is done on behalf of `label`. */
  readonly tick: (label: string, cost: number) => void;
  /** Removes the line that is written over, so that something else can be printed. */
  readonly clear: () => void;
}

/** Milliseconds between two lines: where one is written over, and where each stays. */
const REDRAWN = 200;
const KEPT = 5000;

/** Until so many milliseconds have gone, the pace is mostly that of workers that start. */
const EARLY = 2000;

/**
 * Progress on standard error: one line that is written over on a terminal, else a line now and then.
 *
 * The time left is the cost left at the pace so far; nothing is said of it at first.
 *
 * @param count Pieces of work in all.
 * @param cost Their cost in all.
 * @param noun What a piece is called, in the plural.
 */
export function progressOf(
  count: number,
  cost: number,
  noun: string,
  out: NodeJS.WriteStream = process.stderr,
): Progress {
  const start = performance.now();
  let done = 0;
  let spent = 0;
  let told = -Infinity;
  return {
    tick: (label, more) => {
      done++;
      spent += more;
      const now = performance.now();
      if (done < count && now - told < (out.isTTY ? REDRAWN : KEPT)) return;
      told = now;
      const gone = now - start;
      const left =
        done === count || gone < EARLY ? '' : `, about ${duration((gone * (cost - spent)) / spent)} left`;
      const text = `${label}: ${done} of ${count} ${noun}, ${duration(gone)}${left}`;
      out.write(out.isTTY ? `\r\u001b[2K${text}` : `${text}\n`);
    },
    clear: () => {
      if (out.isTTY) out.write('\r\u001b[2K');
    },
  };
}

/** `8 runs on 1 worker …`, for before the first is done, which may take long. */
export function beginning(count: number, noun: string, workers: number): string {
  const threads = Math.min(count, workers);
  const things = count === 1 ? noun.replace(/s$/, '') : noun;
  return `${count} ${things} on ${threads} ${threads === 1 ? 'worker' : 'workers'} …`;
}

/** Milliseconds as somebody says them: `0.4 s`, `12 s`, `3 min`, `2.5 h`. */
export function duration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${seconds.toFixed(0)} s`;
  if (seconds < 7200) return `${(seconds / 60).toFixed(1)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
