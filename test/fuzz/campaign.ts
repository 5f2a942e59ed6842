import { Chance } from './chance.js';
import type { Attempt, Subject } from './subject.js';

/** An input that something is wrong with: seed, name and index are all that is needed to have it again. */
export interface Failure {
  readonly index: number;
  readonly complaint: string;
}

/** What came of many inputs. */
export interface Tally {
  readonly inputs: number;
  /** Verdict → how many. */
  readonly verdicts: Readonly<Record<string, number>>;
  /** The input that took longest, in milliseconds. */
  readonly slowest: number;
  readonly slowestIndex: number;
  /** Figure → its largest value. */
  readonly figures: Readonly<Record<string, number>>;
  /** What was looked at besides → how often. */
  readonly looks: Readonly<Record<string, number>>;
  readonly failures: readonly Failure[];
}

/** A tally of nothing. */
export const NOTHING: Tally = {
  inputs: 0,
  verdicts: {},
  slowest: 0,
  slowestIndex: 0,
  figures: {},
  looks: {},
  failures: [],
};

/** Two tallies of different inputs as one. */
export function together(one: Tally, other: Tally): Tally {
  const slower = other.slowest > one.slowest ? other : one;
  return {
    inputs: one.inputs + other.inputs,
    verdicts: merged(one.verdicts, other.verdicts, (a, b) => a + b),
    slowest: slower.slowest,
    slowestIndex: slower.slowestIndex,
    figures: merged(one.figures, other.figures, Math.max),
    looks: merged(one.looks, other.looks, (a, b) => a + b),
    failures: [...one.failures, ...other.failures].sort((a, b) => a.index - b.index),
  };
}

function merged(
  one: Readonly<Record<string, number>>,
  other: Readonly<Record<string, number>>,
  join: (a: number, b: number) => number,
): Record<string, number> {
  const out = { ...one };
  for (const [key, value] of Object.entries(other)) out[key] = key in out ? join(out[key], value) : value;
  return out;
}

/** Which inputs to try, and what is too long. */
export interface Stretch {
  readonly seed: number;
  readonly from: number;
  readonly count: number;
  /** Milliseconds that one input may take. */
  readonly limit: number;
}

/** Tries a stretch of the inputs of a subject; `begin` is told of each before it starts. */
export async function tryInputs(
  subject: Subject,
  { seed, from, count, limit }: Stretch,
  begin: (index: number) => void = () => undefined,
): Promise<Tally> {
  const verdicts: Record<string, number> = {};
  const figures: Record<string, number> = {};
  const looks: Record<string, number> = {};
  const failures: Failure[] = [];
  let [slowest, slowestIndex] = [0, from];
  for (let index = from; index < from + count; index++) {
    begin(index);
    let attempt = await subject.attempt(new Chance(seed, subject.name, index));
    for (let again = 0; again < 2 && attempt.ms > limit; again++) {
      // Time goes by as well while the machine does other things.
      const before = process.cpuUsage();
      const repeated = await subject.attempt(new Chance(seed, subject.name, index));
      const { user, system } = process.cpuUsage(before);
      attempt = { ...repeated, ms: Math.min(repeated.ms, (user + system) / 1000) };
    }
    verdicts[attempt.verdict] = (verdicts[attempt.verdict] ?? 0) + 1;
    for (const [name, value] of Object.entries(attempt.figures ?? {})) {
      figures[name] = Math.max(figures[name] ?? -Infinity, value);
    }
    for (const name of attempt.looks ?? []) looks[name] = (looks[name] ?? 0) + 1;
    if (attempt.ms > slowest) [slowest, slowestIndex] = [attempt.ms, index];
    const complaint = complaintOf(attempt, limit);
    if (complaint !== null) failures.push({ index, complaint });
  }
  return { inputs: count, verdicts, slowest, slowestIndex, figures, looks, failures };
}

function complaintOf({ complaint, ms }: Attempt, limit: number): string | null {
  return complaint ?? (ms > limit ? `takes ${ms.toFixed(0)} ms` : null);
}

/** How many of `count` inputs each subject gets, by its share; at least one. */
export function sharesOf(subjects: readonly Subject[], count: number): readonly number[] {
  const whole = subjects.reduce((sum, { share }) => sum + share, 0);
  const shares = subjects.map(({ share }) => Math.max(1, Math.round((count * share) / whole)));
  // What rounding leaves goes to the largest.
  const largest = shares.indexOf(Math.max(...shares));
  const rest = count - shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share, k) => (k === largest ? Math.max(1, share + rest) : share));
}
