import type { Timing } from './record.js';

/** Somebody whose time is taken. */
export interface Contestant {
  /** Seconds to get ready, before anybody's time is taken. */
  readonly warmUp?: (seconds: number) => void;
  /** Runs for so many seconds, and so often at least: the microseconds a call of each run. */
  readonly run: (seconds: number, leastRuns: number) => readonly number[];
  /** Whether it is slow to start, and takes few long turns for many short ones. */
  readonly isSlowToStart?: boolean;
}

/** How long to measure one contestant. */
export interface Effort {
  /** In turns with the others, so often. */
  readonly rounds: number;
  /** Rounds of those that are slow to start; each as long as `rounds / slowRounds` of the others. */
  readonly slowRounds: number;
  readonly secondsPerRound: number;
  readonly secondsToWarmUp: number;
  /** In all. */
  readonly leastRuns: number;
}

/** Long enough for a median that means something on a shared machine. */
export const THOROUGH: Effort = {
  rounds: 5,
  slowRounds: 5,
  secondsPerRound: 0.6,
  secondsToWarmUp: 0.3,
  leastRuns: 15,
};

/** To see that everything still runs. */
export const QUICK: Effort = {
  rounds: 5,
  slowRounds: 1,
  secondsPerRound: 0.02,
  secondsToWarmUp: 0.05,
  leastRuns: 5,
};

/** Seconds a run: many calls of a fast function, one of a slow one. Shorter than a slice of a shared processor. */
export const RUN = 0.002;

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
  let each = 1;
  return {
    warmUp(seconds) {
      let calls = 0;
      const start = performance.now();
      // Until the engine has compiled for good what it will compile.
      while (calls < 3 || performance.now() - start < seconds * 1e3) {
        consume(call());
        calls++;
      }
      each = Math.max(1, Math.round((RUN * 1e3 * calls) / (performance.now() - start)));
    },
    run(seconds, leastRuns) {
      const times: number[] = [];
      const begin = performance.now();
      while (times.length < leastRuns || performance.now() - begin < seconds * 1e3) {
        const before = performance.now();
        for (let k = 0; k < each; k++) consume(call());
        times.push(((performance.now() - before) * 1e3) / each);
      }
      return times;
    },
  };
}

/**
 * Times contestants against each other: in turns, a few runs each, so that what else the machine does hits all of
 * them alike.
 */
export function race<Name extends string>(
  contestants: Readonly<Partial<Record<Name, Contestant>>>,
  { rounds, slowRounds, secondsPerRound, secondsToWarmUp, leastRuns }: Effort,
): Partial<Record<Name, Timing>> {
  const entries = Object.entries(contestants) as [Name, Contestant][];
  const times = entries.map((): number[] => []);
  for (const [, each] of entries) each.warmUp?.(secondsToWarmUp);
  for (let round = 0; round < rounds; round++) {
    entries.forEach(([, { run, isSlowToStart = false }], k) => {
      const turns = isSlowToStart ? slowRounds : rounds;
      if (round >= turns) return;
      times[k].push(...run((secondsPerRound * rounds) / turns, Math.ceil(leastRuns / turns)));
    });
  }
  return Object.fromEntries(entries.map(([name], k) => [name, summary(times[k])])) as Record<Name, Timing>;
}

/** Times one function. */
export function time(call: () => number, effort: Effort): Timing {
  const { only } = race({ only: contestant(call) }, effort);
  return only ?? summary([]);
}

/** The figures of a table from the microseconds of the runs. */
export function summary(times: readonly number[]): Timing {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
  return {
    kind: 'timing',
    median: at(0.5),
    fastest: at(0),
    lower: at(0.25),
    upper: at(0.75),
    slow: at(0.9),
    runs: sorted.length,
  };
}
