import { AIMS } from './goals.js';
import type { SuiteRecord } from './record.js';

/** One run of the benchmarks, and all that one has to know about it. */
export interface Results {
  /** Of these files. */
  readonly format: 1;
  /** When it began, ISO 8601. */
  readonly date: string;
  /** What was asked for. */
  readonly words: readonly string[];
  readonly isQuick: boolean;
  readonly machine: Machine;
  readonly versions: Versions;
  readonly commit: string;
  /** Whether files differed from the commit. */
  readonly isDirty: boolean;
  /** Load of the machine over a minute, when the run began and ended. */
  readonly load: { readonly start: number; readonly end: number };
  readonly seconds: number;
  readonly suites: readonly SuiteRecord[];
}

/** What the run was on. */
export interface Machine {
  readonly processor: string;
  readonly cores: number;
  /** GiB. */
  readonly memory: number;
  readonly platform: string;
}

/** Of what runs the library, and of itself. */
export interface Versions {
  readonly node: string;
  readonly v8: string;
  readonly library: string;
}

/**
 * The results in the text of a JSON file.
 *
 * Checks the frame and the shape of every part that other programs look into.
 *
 * @throws `TypeError` that says what is wrong and where.
 */
export function parseResults(text: string, file: string): Results {
  const fail = (what: string): never => {
    throw new TypeError(`${file}: ${what}; \`npm run bench -- --json FILE\` writes such files`);
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail('must be JSON');
  }
  const top = record(value) ?? fail('must be an object');
  if (top.format !== 1) fail(`format must be 1, got ${JSON.stringify(top.format)}`);
  for (const key of ['date', 'commit'] as const) {
    if (typeof top[key] !== 'string') fail(`${key} must be a string`);
  }
  for (const key of ['machine', 'versions', 'load'] as const) {
    if (record(top[key]) === undefined) fail(`${key} must be an object`);
  }
  if (!isListOf(top.words, (word) => typeof word === 'string')) fail('words must be an array of strings');
  if (!Array.isArray(top.suites)) fail('suites must be an array');
  (top.suites as unknown[]).forEach((suite, s) => {
    const problem = suiteProblem(suite);
    if (problem !== undefined) fail(`suites[${s}]: ${problem}`);
  });
  return value as Results;
}

type Fields = Readonly<Partial<Record<string, unknown>>>;

function record(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

function isListOf(value: unknown, check: (each: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(check);
}

function hasText(value: unknown, ...keys: readonly string[]): boolean {
  const fields = record(value);
  return fields !== undefined && keys.every((key) => typeof fields[key] === 'string');
}

/** What is wrong with the record of a suite; undefined where nothing is. */
function suiteProblem(value: unknown): string | undefined {
  if (!hasText(value, 'name', 'title')) return 'name and title must be strings';
  const suite = record(value) ?? {};
  if (!isListOf(suite.tables, isTable)) return 'tables must be an array of tables with cells for all columns';
  if (!isListOf(suite.plots, (each) => hasText(each, 'id', 'title')))
    return 'plots must be an array of figures';
  if (!isListOf(suite.exponents, isExponent)) return 'exponents must be an array of exponents';
  if (!isListOf(suite.goals, isGoal)) return 'goals must be an array of goals';
  if (record(suite.peers) === undefined) return 'peers must be an object';
  if (!isListOf(suite.skipped, (word) => typeof word === 'string'))
    return 'skipped must be an array of strings';
  return undefined;
}

function isTable(value: unknown): boolean {
  const { columns, rows } = record(value) ?? {};
  if (!hasText(value, 'id', 'title', 'note', 'head')) return false;
  if (!isListOf(columns, (column) => typeof column === 'string')) return false;
  return isListOf(rows, (row) => {
    const cells = record(row)?.cells;
    return (
      hasText(row, 'name') &&
      isListOf(cells, isCell) &&
      (cells as unknown[]).length === (columns as unknown[]).length
    );
  });
}

const NUMBERS: Readonly<Partial<Record<string, readonly string[]>>> = {
  timing: ['median', 'fastest', 'lower', 'upper', 'slow', 'runs'],
  ratio: ['median', 'fastest'],
  error: ['value'],
  figure: ['value'],
};

function isCell(value: unknown): boolean {
  return value === null || typeof value === 'string' || isMeasured(value);
}

function isMeasured(value: unknown): boolean {
  const fields = record(value) ?? {};
  return NUMBERS[String(fields.kind)]?.every((key) => typeof fields[key] === 'number') ?? false;
}

function isExponent(value: unknown): boolean {
  const fields = record(value) ?? {};
  return (
    hasText(value, 'what', 'size') && ['value', 'from', 'to'].every((key) => typeof fields[key] === 'number')
  );
}

function isGoal(value: unknown): boolean {
  const { aim, measured, isMet } = record(value) ?? {};
  return (
    hasText(value, 'aim', 'what', 'goal') &&
    Object.hasOwn(AIMS, String(aim)) &&
    (measured === null || isMeasured(measured)) &&
    (isMet === null || typeof isMet === 'boolean')
  );
}
