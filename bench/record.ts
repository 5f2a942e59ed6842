import type { SeriesFigureInput } from 'relu-splines/plot';
import type { Exponent } from './exponent.js';
import type { Goal } from './goals.js';

/** Times of one contestant, in microseconds a call. */
export interface Timing {
  readonly kind: 'timing';
  readonly median: number;
  /** The least disturbed run: what the machine can do. */
  readonly fastest: number;
  /** A quarter of the runs took at most this. */
  readonly lower: number;
  /** Three quarters of the runs took at most this. */
  readonly upper: number;
  /** 90 % of the runs took at most this. */
  readonly slow: number;
  readonly runs: number;
}

/** How many times one timing is another. */
export interface Ratio {
  readonly kind: 'ratio';
  /** Of the medians: how code fares in company. */
  readonly median: number;
  /** Of the fastest runs: what the machine can do. */
  readonly fastest: number;
}

/** A distance from what is right, at most so large; relative unless the table says otherwise. */
export interface ErrorFigure {
  readonly kind: 'error';
  readonly value: number;
}

/** A count, a rate, a size: any number that is none of the others. */
export interface Figure {
  readonly kind: 'figure';
  readonly value: number;
  /** Written behind the number. */
  readonly unit?: string;
  /** Significant digits where three are not what is wanted. */
  readonly digits?: number;
}

/** A number of a record, and what it is. */
export type Measured = Timing | Ratio | ErrorFigure | Figure;

/** What stands in a table: a number, words, or null for what was not measured. */
export type Cell = Measured | string | null;

/** One line of a table. */
export interface Row {
  /** What the line is about, as its first column shows it: no two of a table alike. */
  readonly name: string;
  /** As many as the table has columns. */
  readonly cells: readonly Cell[];
}

/** Rows of cells under titles. */
export interface Table {
  /** Short, of lower-case words with hyphens; no two of a suite alike. Runs are compared by it. */
  readonly id: string;
  readonly title: string;
  /** What the figures mean, in sentences. May be empty. */
  readonly note: string;
  /** Title of the column with the names of the rows. */
  readonly head: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** A figure of the library's own `seriesFigure`, and the name of its file. */
export interface Plot extends SeriesFigureInput {
  /** As a table's. */
  readonly id: string;
}

/** What a suite found out in one run. */
export interface SuiteRecord {
  /** The word that `npm run bench` takes for it. */
  readonly name: string;
  readonly title: string;
  readonly tables: readonly Table[];
  readonly plots: readonly Plot[];
  readonly exponents: readonly Exponent[];
  readonly goals: readonly Goal[];
  /** Peers that ran, and their versions. */
  readonly peers: Readonly<Record<string, string>>;
  /** Peers that did not, and why not. */
  readonly skipped: readonly string[];
}

/** How many times `measured` is `reference`; null where one of them is missing. */
export function ratioOf(
  measured: Timing | null | undefined,
  reference: Timing | null | undefined,
): Ratio | null {
  if (!measured || !reference) return null;
  return {
    kind: 'ratio',
    median: measured.median / reference.median,
    fastest: measured.fastest / reference.fastest,
  };
}

/** An error for a table. */
export function errorOf(value: number): ErrorFigure {
  return { kind: 'error', value };
}

/** A plain number for a table. */
export function figure(value: number, unit?: string, digits?: number): Figure {
  return {
    kind: 'figure',
    value,
    ...(unit !== undefined && { unit }),
    ...(digits !== undefined && { digits }),
  };
}

/**
 * A table, checked.
 *
 * @throws `RangeError` where two rows have one name or a row has not as many cells as there are columns.
 */
export function table(input: Table): Table {
  const names = new Set<string>();
  for (const { name, cells } of input.rows) {
    if (names.has(name))
      throw new RangeError(`table: rows of ${input.id} must differ in name, got ${name} twice`);
    names.add(name);
    if (cells.length !== input.columns.length) {
      throw new RangeError(
        `table: row ${name} of ${input.id} must have ${input.columns.length} cells, got ${cells.length}`,
      );
    }
  }
  return input;
}
