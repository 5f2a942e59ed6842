import { object, show } from '../../numeric/checks.js';
import type { AnyExperiment, Setting } from '../definition.js';
import { experimentNamed, experiments } from '../registry.js';

/** A sweep as it stands in a file: an experiment, part of its configuration, and settings to cross. */
export interface SweepSpec {
  /** The name of the experiment. */
  readonly experiment: string;
  /** Settings that all tasks share; what is left out has the experiment's default. */
  readonly config?: Readonly<Record<string, Setting>>;
  /** Setting → its values. All are crossed: the first setting varies slowest. A setting that is a list takes lists. */
  readonly grid?: Readonly<Record<string, readonly Setting[]>>;
}

/** The tasks of a sweep that share a configuration. */
export interface GridPoint {
  /** The settings of the grid here. */
  readonly settings: Readonly<Record<string, Setting>>;
  /** The whole configuration. */
  readonly config: Readonly<Record<string, Setting>>;
  /** Number of the first of these tasks. */
  readonly first: number;
  /** How many there are: the runs that the configuration asks for. */
  readonly tasks: number;
}

/** A sweep whose specification was checked, laid out as numbered tasks. */
export interface Sweep {
  readonly experiment: AnyExperiment;
  /** Sixteen hexadecimal digits that tell this sweep from others; see {@link checkSweep}. */
  readonly key: string;
  readonly tasks: number;
  readonly points: readonly GridPoint[];
}

/** Most points of a grid, and most tasks of a sweep: more is a mistake in a file. */
const MOST_POINTS = 10_000;
const MOST_TASKS = 1_000_000;

/**
 * Checks a specification, and counts what it asks for.
 *
 * Tasks are numbered from 0: the points of the grid one after the other, the first setting slowest; within a point the
 * runs of the experiment in its own order. The key is a 64-bit hash of the experiment's name, the whole configuration,
 * defaults included, and the grid: two files that mean the same have the same key, and a changed default changes it.
 *
 * @param known The experiments that there are; default: {@link experiments}.
 * @throws `TypeError` for what has the wrong kind; `RangeError` for an unknown experiment or key (the known ones are
 * listed), a setting that is in both `config` and `grid`, an empty or repeating list of values, a configuration that
 * the experiment refuses, or more than a million tasks.
 * @example
 * ```ts
 * import { checkSweep } from 'relu-splines/experiments';
 *
 * const config = { counts: [10], inits: ['uniform'], seeds: 3 };
 * const sweep = checkSweep({ experiment: 'loneliness', config, grid: { ratios: [[1], [2, 5]] } });
 * sweep.points.map(({ first, tasks }) => [first, tasks]); // [[0, 3], [3, 6]]
 * sweep.tasks; // 9
 * ```
 */
export function checkSweep(spec: unknown, known: readonly AnyExperiment[] = experiments): Sweep {
  if (!isRecord(spec)) throw new TypeError(`sweep: the specification must be an object, got ${show(spec)}`);
  for (const key of Object.keys(spec)) {
    if (!['experiment', 'config', 'grid'].includes(key)) {
      throw new RangeError(`sweep: there is no key ${show(key)}; the keys are experiment, config, grid`);
    }
  }
  if (typeof spec.experiment !== 'string') {
    throw new TypeError(`sweep: experiment must be the name of an experiment, got ${show(spec.experiment)}`);
  }
  const experiment = experimentNamed(spec.experiment, known, 'sweep');
  const shared = spec.config === undefined ? {} : spec.config;
  if (!isRecord(shared)) throw new TypeError(`sweep: config must be an object, got ${show(shared)}`);
  const grid = checkGrid(spec.grid === undefined ? {} : spec.grid, shared);

  let first = 0;
  const points = crossed(grid).map((settings) => {
    const config = plain(experiment.configure({ ...shared, ...settings }));
    const tasks = experiment.count(config);
    const point = { settings: pick(config, Object.keys(settings)), config, first, tasks };
    first += tasks;
    return point;
  });
  if (!(first <= MOST_TASKS)) {
    throw new RangeError(`sweep: there must be at most ${MOST_TASKS} tasks, got ${first}`);
  }
  return { experiment, key: keyOf(experiment.name, points, Object.fromEntries(grid)), tasks: first, points };
}

type Grid = readonly (readonly [setting: string, values: readonly Setting[]])[];

function checkGrid(grid: unknown, shared: Readonly<Record<string, unknown>>): Grid {
  if (!isRecord(grid)) throw new TypeError(`sweep: grid must be an object, got ${show(grid)}`);
  let count = 1;
  for (const [setting, values] of Object.entries(grid)) {
    if (Object.hasOwn(shared, setting)) {
      throw new RangeError(`sweep: the setting ${show(setting)} must be in config or in grid, not in both`);
    }
    if (!Array.isArray(values)) {
      throw new TypeError(`sweep: grid.${setting} must be a list of values, got ${show(values)}`);
    }
    if (values.length === 0) throw new RangeError(`sweep: grid.${setting} must not be empty`);
    const seen = new Set<string>();
    for (const value of values) {
      const text = JSON.stringify(value);
      if (seen.has(text)) {
        throw new RangeError(`sweep: grid.${setting} must not repeat values, got ${text} twice`);
      }
      seen.add(text);
    }
    count *= values.length;
  }
  if (count > MOST_POINTS) {
    throw new RangeError(`sweep: the grid must have at most ${MOST_POINTS} points, got ${count}`);
  }
  // What kind each value has is for the experiment to check.
  return Object.entries(grid as Readonly<Record<string, readonly Setting[]>>);
}

function crossed(grid: Grid): Readonly<Record<string, Setting>>[] {
  return grid.reduce<Readonly<Record<string, Setting>>[]>(
    (points, [setting, values]) =>
      points.flatMap((point) => values.map((value) => ({ ...point, [setting]: value }))),
    [{}],
  );
}

/** Names and values in an order of their own, whatever the order in the file; only the grid's says something. */
function keyOf(
  name: string,
  [{ config }]: readonly GridPoint[],
  grid: Readonly<Record<string, unknown>>,
): string {
  const rest = Object.entries(config)
    .filter(([setting]) => !Object.hasOwn(grid, setting))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return hash(JSON.stringify([name, rest, Object.entries(grid)]));
}

/** FNV-1a in 64 bits, over UTF-8. */
function hash(text: string): string {
  let value = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    value = BigInt.asUintN(64, (value ^ BigInt(byte)) * 0x100000001b3n);
  }
  return value.toString(16).padStart(16, '0');
}

/** As it comes back from a file: −0 is 0 there. */
function plain(config: Readonly<Record<string, Setting>>): Readonly<Record<string, Setting>> {
  return JSON.parse(JSON.stringify(config)) as Readonly<Record<string, Setting>>;
}

function pick(
  config: Readonly<Record<string, Setting>>,
  settings: readonly string[],
): Readonly<Record<string, Setting>> {
  return Object.fromEntries(settings.map((setting) => [setting, config[setting]]));
}

/** Whether `value` is an object with names, not a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Refuses a sweep that {@link checkSweep} has not laid out. */
export function checkedSweep(sweep: Sweep): void {
  object('sweep', 'the sweep', sweep);
  if (!('tasks' in sweep)) {
    throw new TypeError(`sweep: the sweep must be made by checkSweep(specification), got ${show(sweep)}`);
  }
}
