/** Times of one contestant, in microseconds a call. */
export interface Timing {
  readonly median: number;
  /** The least disturbed run: what the machine can do. */
  readonly fastest: number;
  /** 90 % of the runs took at most this. */
  readonly slow: number;
  readonly runs: number;
}

/** Runs for so many seconds and returns the microseconds a call of each run. */
export type Contestant = (seconds: number) => number[];

/** How long to measure one contestant. */
export interface Effort {
  /** In turns with the others, so often. */
  readonly rounds: number;
  readonly secondsPerRound: number;
}

/** Long enough for a median that means something on a shared machine. */
export const THOROUGH: Effort = { rounds: 5, secondsPerRound: 0.6 };

/** To see that everything still runs. */
export const QUICK: Effort = { rounds: 5, secondsPerRound: 0.05 };

/** Seconds a run: many calls of a fast function, one of a slow one. Shorter than a slice of a shared processor. */
export const RUN = 0.002;

/** Runs a round at least: 15 in all. */
export const LEAST_RUNS = 3;

let consumed = 0;

/** Takes a result, so that no compiler may leave out the call that made it. */
export function consume(value: number): void {
  consumed += value;
}

/** Something made of everything consumed, to be printed. */
export function consumedSum(): number {
  return consumed;
}

/** A function of this program as a contestant: warmed up, then timed in runs of many calls. */
export function contestant(call: () => number): Contestant {
  let calls = 0;
  const start = performance.now();
  // Until the engine has compiled for good what it will compile.
  while (calls < 3 || performance.now() - start < 300) {
    consume(call());
    calls++;
  }
  const each = Math.max(1, Math.round((RUN * 1e3 * calls) / (performance.now() - start)));
  return (seconds) => {
    const times: number[] = [];
    const begin = performance.now();
    while (times.length < LEAST_RUNS || performance.now() - begin < seconds * 1e3) {
      const before = performance.now();
      for (let k = 0; k < each; k++) consume(call());
      times.push(((performance.now() - before) * 1e3) / each);
    }
    return times;
  };
}

/**
 * Times contestants against each other: in turns, a few runs each, so that what else the machine does hits all of
 * them alike.
 */
export function race<Name extends string>(
  contestants: Readonly<Partial<Record<Name, Contestant>>>,
  { rounds, secondsPerRound }: Effort,
): Partial<Record<Name, Timing>> {
  const entries = Object.entries(contestants) as [Name, Contestant][];
  const times = entries.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    entries.forEach(([, take], k) => times[k].push(...take(secondsPerRound)));
  }
  return Object.fromEntries(entries.map(([name], k) => [name, summary(times[k])])) as Record<Name, Timing>;
}

/** Times one function. */
export function time(call: () => number, { rounds, secondsPerRound }: Effort): Timing {
  const take = contestant(call);
  return summary(Array.from({ length: rounds }, () => take(secondsPerRound)).flat());
}

function summary(times: readonly number[]): Timing {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return { median: at(0.5), fastest: sorted[0], slow: at(0.9), runs: sorted.length };
}
