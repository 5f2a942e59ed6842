import { integerIn, object } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import { configure } from './configure.js';
import type {
  AnyExperiment,
  Conclusion,
  ConfigurationOf,
  Definition,
  Experiment,
  ExperimentResult,
  MetricsOf,
  PointOf,
  Run,
  Setting,
  StoredMetrics,
  StoredRun,
} from './definition.js';

/**
 * An experiment from its parts.
 *
 * The result is called with any part of the configuration; what is left out has its default. Run number `index` is
 * point `index mod P` of the grid with seed `firstSeed + ⌊index / P⌋`, so that more seeds are more runs at the end.
 *
 * @throws The experiment throws `TypeError` or `RangeError` for a configuration with unknown keys (the known ones are
 * listed) or values of the wrong kind.
 * @example
 * ```ts
 * import { compareRows, experiment, summarise } from 'relu-splines/experiments';
 * import { randomStream } from 'relu-splines/init';
 *
 * const coin = experiment({
 *   name: 'coin',
 *   title: 'Heads of a coin',
 *   source: 'an example',
 *   recipe: 'A fair coin is thrown as often as asked.',
 *   defaults: { throws: 100, seeds: 20, firstSeed: 0 },
 *   reduced: { seeds: 5 },
 *   points: () => [{ side: 'heads' }],
 *   run({ throws }, _, seed) {
 *     const stream = randomStream(seed);
 *     return { heads: Array.from({ length: throws }, () => stream.sign()).filter((sign) => sign > 0).length };
 *   },
 *   rows: (_, runs) => [
 *     ...compareRows([{ condition: 'fair', quantity: 'heads', values: runs.map(({ metrics }) => metrics.heads) }]),
 *   ],
 *   claims: () => [],
 *   figures: () => ({}),
 *   findings: (_, runs) => `${summarise(runs.map(({ metrics }) => metrics.heads)).mean} heads on average.`,
 * });
 * const { rows, runs } = coin({ seeds: 3 });
 * runs.length; // 3
 * rows[0].verdict; // 'not in print'
 * coin.count({ seeds: 7 }); // 7
 * ```
 */
export function experiment<C extends ConfigurationOf<C>, P extends PointOf<P>, M extends MetricsOf<M>>(
  definition: Definition<C, P, M>,
): Experiment<C, P, M> {
  object('experiment', 'definition', definition);
  const { name, title, source, recipe } = definition;
  const defaults = frozen('defaults', definition.defaults);
  const configured = (config: unknown): C => configure({ ...definition, defaults }, config);
  const taskAt = (config: C, index: number): { readonly point: P; readonly seed: number } => {
    const points = definition.points(config);
    integerIn(name, 'index', index, 0, points.length * config.seeds - 1);
    return {
      point: points[index % points.length],
      seed: config.firstSeed + Math.floor(index / points.length),
    };
  };
  const count = (config: C): number => definition.points(config).length * config.seeds;
  const conclude = (config: C, runs: readonly Run<P, M>[]): Conclusion => ({
    rows: definition.rows(config, runs),
    claims: definition.claims(config, runs),
    figures: definition.figures(config, runs),
    findings: definition.findings(config, runs),
  });
  const whole = (partial: Partial<C> = {}): ExperimentResult<C, P, M> => {
    const config = configured(partial);
    const runs = Array.from({ length: count(config) }, (_, index) => {
      const { point, seed } = taskAt(config, index);
      return { point, seed, metrics: definition.run(config, point, seed) };
    });
    return { config, runs, ...conclude(config, runs) };
  };
  const erased: Omit<AnyExperiment, 'name'> = {
    title,
    source,
    recipe,
    defaults,
    reduced: frozen('reduced', definition.reduced) as Readonly<Record<string, Setting>>,
    configure: configured,
    count: (config) => count(configured(config)),
    task: (config, index) => taskAt(configured(config), index),
    cost: (config, index) => {
      const full = configured(config);
      return definition.cost?.(full, taskAt(full, index).point) ?? 0.01;
    },
    run: (config, index) => {
      const full = configured(config);
      const { point, seed } = taskAt(full, index);
      return { point, seed, metrics: stored(definition.run(full, point, seed)) };
    },
    conclude: (config, runs) => {
      const full = configured(config);
      if (runs.length !== count(full)) {
        throw new ShapeError(
          `${name}: runs must have length ${count(full)}, one for each point and seed, got ${runs.length}`,
        );
      }
      return conclude(
        full,
        runs.map((run) => revived<P, M>(run)),
      );
    },
  };
  // A function's own name is not writable.
  Object.defineProperty(whole, 'name', { value: name });
  return Object.assign(whole, { ...erased, definition });
}

/** A copy of settings that nobody can change: they are what every later call goes by. */
function frozen<Settings extends Readonly<Partial<Record<keyof Settings, Setting>>>>(
  name: string,
  settings: Settings,
): Settings {
  object('experiment', `definition.${name}`, settings);
  const copies = Object.entries<Setting>(settings as Readonly<Record<string, Setting>>).map(
    ([key, value]) => [key, Array.isArray(value) ? Object.freeze([...(value as readonly unknown[])]) : value],
  );
  return Object.freeze(Object.fromEntries(copies)) as Settings;
}

function stored<M extends MetricsOf<M>>(metrics: M): StoredMetrics {
  const number = (value: number): number | null => (Number.isFinite(value) ? value : null);
  const entries = Object.entries<number | readonly number[] | undefined>(metrics);
  return Object.fromEntries(
    entries.flatMap(([key, value]) => {
      if (value === undefined) return [];
      return [[key, typeof value === 'number' ? number(value) : Array.from(value, number)]];
    }),
  );
}

// The one place where JSON becomes the experiment's own types again: only its own runs come back here.
function revived<P, M>({ point, seed, metrics }: StoredRun): Run<P, M> {
  const number = (value: number | null): number => value ?? NaN;
  const values = Object.entries(metrics).map(([key, value]) => [
    key,
    Array.isArray(value) ? value.map(number) : number(value as number | null),
  ]);
  return { point: point as P, seed, metrics: Object.fromEntries(values) as M };
}
