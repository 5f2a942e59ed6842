import { cellText, digits, measuredText, verdict } from './format.js';
import type { Goal } from './goals.js';
import type { Cell, Ratio, Timing } from './record.js';
import type { Results } from './results.js';

/** Less than this a time may move without being called moved, whatever the spread of its runs. */
const LEAST_CHANGE = 1.05;

/** An error counts as changed from this factor on: below it is the luck of the rounding. */
const ERROR_FACTOR = 3;

/** A cell that both files have, and how it moved. */
export interface Move {
  /** Suite, table, row and column. */
  readonly place: string;
  readonly before: Cell;
  readonly after: Cell;
  /** The later over the earlier: of medians, or of errors. */
  readonly factor: number;
}

/** What differs between two runs. */
export interface Comparison {
  /** Why their times are not compared, only ratios of one run; undefined where they are. */
  readonly apart?: string;
  /** Load of the machine when the runs began. */
  readonly loads: readonly [before: number, after: number];
  /** Whether a load was above the number of cores: times of two runs then differ for other reasons than the code. */
  readonly isBusy: boolean;
  /** Timings that both have; ratios where machines differ. */
  readonly compared: number;
  /** Of these, the timings that are longer, or shorter, by more than their own spread. Largest factor first. */
  readonly slower: readonly Move[];
  readonly faster: readonly Move[];
  /** Where machines differ: the ratios that moved, whichever way is the better. */
  readonly ratios: readonly Move[];
  /** Errors that grew or shrank by more than a factor of three. */
  readonly errors: readonly Move[];
  readonly goals: readonly { readonly before: Goal; readonly after: Goal }[];
  /** Places that only one of the files has. */
  readonly onlyBefore: readonly string[];
  readonly onlyAfter: readonly string[];
}

/**
 * Compares two runs, cell by cell.
 *
 * A timing has moved by more than its own spread if
 * - its median moved by more than 5 %,
 * - the intervals from the lower to the upper quartile of the two sets of runs have nothing in common,
 * - the fastest run moved by more than 5 % to the same side.
 *
 * That is a careful rule: runs on a shared machine are not independent, so a standard error of the median from their
 * number would be too small; and what else the machine does moves medians and quartiles more than fastest runs.
 *
 * Where machine or Node differ, times say nothing about the code, and ratios within a run are compared instead. They
 * carry no quartiles: one has moved if that of the medians and that of the fastest runs both did, to the same side, by
 * more than 5 %.
 */
export function compareResults(before: Results, after: Results): Comparison {
  const [then, now] = [cellsOf(before), cellsOf(after)];
  const apart = difference(before, after);
  const [times, ratios, errors]: Move[][] = [[], [], []];
  let compared = 0;
  for (const [place, earlier] of then) {
    const later = now.get(place);
    if (earlier === null || typeof earlier === 'string' || later === undefined) continue;
    if (later === null || typeof later === 'string') continue;
    const keep = (moves: Move[], factor: number): void => {
      moves.push({ place, before: earlier, after: later, factor });
    };
    if (earlier.kind === 'timing' && later.kind === 'timing' && apart === undefined) {
      compared++;
      if (hasMoved(earlier, later)) keep(times, later.median / earlier.median);
    } else if (earlier.kind === 'ratio' && later.kind === 'ratio' && apart !== undefined) {
      compared++;
      if (bothMoved(earlier, later)) keep(ratios, later.median / earlier.median);
    } else if (earlier.kind === 'error' && later.kind === 'error') {
      const factor = later.value / earlier.value;
      // NaN where both are zero.
      if (factor > ERROR_FACTOR || factor < 1 / ERROR_FACTOR) keep(errors, factor);
    }
  }
  for (const moves of [times, ratios, errors]) moves.sort((a, b) => size(b) - size(a));
  return {
    ...(apart !== undefined && { apart }),
    loads: [before.load.start, after.load.start],
    isBusy: [before, after].some(({ load, machine }) => Math.max(load.start, load.end) > machine.cores),
    compared,
    slower: times.filter(({ factor }) => factor > 1),
    faster: times.filter(({ factor }) => factor < 1),
    ratios,
    errors,
    goals: changedGoals(before, after),
    onlyBefore: [...then.keys()].filter((place) => !now.has(place)),
    onlyAfter: [...now.keys()].filter((place) => !then.has(place)),
  };
}

/** Whether something got worse that a change should answer for: a time, or a goal that was met. */
export function hasWorsened({ slower, goals }: Comparison): boolean {
  return (
    slower.length > 0 || goals.some(({ before, after }) => before.isMet === true && after.isMet === false)
  );
}

function size({ factor }: Move): number {
  return Math.abs(Math.log(factor));
}

function hasMoved(before: Timing, after: Timing): boolean {
  return (after.lower > before.upper || after.upper < before.lower) && bothMoved(before, after);
}

/** Whether medians and fastest runs moved to the same side. */
function bothMoved(before: Timing | Ratio, after: Timing | Ratio): boolean {
  const [median, fastest] = [after.median / before.median, after.fastest / before.fastest];
  return median > 1 === fastest > 1 && isBeyond(median) && isBeyond(fastest);
}

function isBeyond(factor: number): boolean {
  return factor > LEAST_CHANGE || factor < 1 / LEAST_CHANGE;
}

/** All cells by suite, table, row and column. */
function cellsOf({ suites }: Results): Map<string, Cell> {
  const cells = new Map<string, Cell>();
  for (const { name, tables } of suites) {
    for (const { id, columns, rows } of tables) {
      for (const row of rows) {
        row.cells.forEach((cell, k) => cells.set([name, id, row.name, columns[k]].join(' / '), cell));
      }
    }
  }
  return cells;
}

function difference(before: Results, after: Results): string | undefined {
  const differ = [
    ['the processor', before.machine.processor, after.machine.processor],
    ['the number of cores', before.machine.cores, after.machine.cores],
    ['the platform', before.machine.platform, after.machine.platform],
    ['Node', before.versions.node, after.versions.node],
  ].filter(([, then, now]) => then !== now);
  if (differ.length === 0) return undefined;
  return differ.map(([what, then, now]) => `${what} (${then}, then ${now})`).join(', ');
}

function changedGoals(before: Results, after: Results): { before: Goal; after: Goal }[] {
  const key = ({ aim, what, goal }: Goal): string => [aim, what, goal].join(' / ');
  const then = new Map(before.suites.flatMap(({ goals }) => goals).map((goal) => [key(goal), goal]));
  return after.suites
    .flatMap(({ goals }) => goals)
    .flatMap((goal) => {
      const earlier = then.get(key(goal));
      return earlier === undefined || earlier.isMet === goal.isMet ? [] : [{ before: earlier, after: goal }];
    });
}

/** A comparison as the terminal shows it. `names` are those of the two files. */
export function comparisonText(comparison: Comparison, names: readonly string[]): string {
  const { apart, loads, isBusy, compared, slower, faster, ratios, errors, goals, onlyBefore, onlyAfter } =
    comparison;
  const list = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [`${title}:`, ...lines.map((each) => `  ${each}`)];
  const moves = (title: string, of: readonly Move[]): string[] =>
    list(
      title,
      of.map(({ place, before, after, factor }) => {
        return `${place}: ${cellText(before)} → ${cellText(after)}, × ${digits(factor)}`;
      }),
    );
  const moved = slower.length + faster.length + ratios.length;
  return [
    apart === undefined
      ? `${compared} timings compared; ${moved} moved by more than their spread`
      : `the runs differ in ${apart}: ratios are compared, not times\n${compared} ratios compared; ${moved} moved`,
    `load of the machine: ${loads.join(', then ')}${isBusy ? '; it had other work, which moves times too' : ''}`,
    ...moves('slower', slower),
    ...moves('faster', faster),
    ...moves('ratios', ratios),
    ...moves('errors', errors),
    ...list(
      'goals',
      goals.map(({ before, after }) => {
        return `${after.what} ${after.goal}: ${goalText(before)} → ${goalText(after)}`;
      }),
    ),
    ...list(`only in ${names[0]}`, onlyBefore),
    ...list(`only in ${names[1]}`, onlyAfter),
  ].join('\n');
}

function goalText(goal: Goal): string {
  return goal.measured === null ? verdict(goal) : `${verdict(goal)}, ${measuredText(goal.measured)}`;
}
