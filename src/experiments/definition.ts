import type { VegaLiteSpec } from '../plot/spec.js';
import type { Row } from './rows.js';

/** One value of a configuration: all of it is JSON. */
export type Setting = number | boolean | string | readonly number[] | readonly string[];

/** What every experiment is configured by, whatever else. */
export interface Seeds {
  /** Number of independent repetitions, at least 1. */
  readonly seeds: number;
  /** The first seed; the others follow it. */
  readonly firstSeed: number;
}

/** A record whose values are settings, seeds among them. */
export type ConfigurationOf<C> = Seeds & { readonly [K in keyof C]: Setting };

/** A point of an experiment's grid: what tells its runs apart, besides the seed. */
export type PointOf<P> = { readonly [K in keyof P]: number | string };

/**
 * What one run measures: numbers and curves. NaN says that there should be a number and is none; what does not apply to
 * a point of the grid is left out.
 */
export type MetricsOf<M> = { readonly [K in keyof M]: number | readonly number[] | undefined };

/** One run: a point of the grid, a seed, and what was measured there. */
export interface Run<P, M> {
  readonly point: P;
  readonly seed: number;
  readonly metrics: M;
}

/** Something that print says, or that we expect, and whether the runs bear it out. */
export interface Claim {
  /** A full sentence, such as "Uniform breakpoints have the smaller loss on the sine." */
  readonly statement: string;
  readonly holds: boolean;
  /** The figures that decide, in words. */
  readonly evidence: string;
  /** True where a failure is a defect of this library; false where print may be wrong or says nothing reliable. */
  readonly asserted: boolean;
}

/** An experiment of the papers, taken apart so that its runs can be spread over workers and machines. */
export interface Definition<C, P, M> {
  /** What the command line calls it: `alpha-sweep`. */
  readonly name: string;
  /** A heading: "Distance to the linear and the cubic spline, by α". */
  readonly title: string;
  /** Paper and place: "Sahs et al. 2022, Table 2". */
  readonly source: string;
  /** What is done and why, in a paragraph of Markdown: the recipe, with the conventions that print leaves open. */
  readonly recipe: string;
  /** Every convention, with the value that reproduces print best. */
  readonly defaults: C;
  /** What the tests run instead: small enough for seconds, large enough for the asserted claims. */
  readonly reduced: Partial<C>;
  /** For settings that are words: the words that there are. */
  readonly choices?: { readonly [K in keyof C]?: readonly string[] };
  /** Refuses configurations that make no sense, after kinds and choices were checked. */
  check?(config: C): void;
  /** The grid, in the order of the table. */
  points(config: C): readonly P[];
  /** Roughly the seconds that a run takes on one core; default 0.01. */
  cost?(config: C, point: P): number;
  /** One run. Randomness comes from streams of the seed alone; the same arguments give the same numbers. */
  run(config: C, point: P, seed: number): M;
  /** What was measured beside what print says. */
  rows(config: C, runs: readonly Run<P, M>[]): readonly Row[];
  /** What holds and what does not. */
  claims(config: C, runs: readonly Run<P, M>[]): readonly Claim[];
  /** Figures by file name, without extension. */
  figures(config: C, runs: readonly Run<P, M>[]): Readonly<Record<string, VegaLiteSpec>>;
  /** What holds, what does not and why, in a paragraph of Markdown; figures in it are taken from the runs. */
  findings(config: C, runs: readonly Run<P, M>[]): string;
}

/** What an experiment comes to. */
export interface Conclusion {
  readonly rows: readonly Row[];
  readonly claims: readonly Claim[];
  readonly figures: Readonly<Record<string, VegaLiteSpec>>;
  readonly findings: string;
}

/** {@link Conclusion}, with the configuration and the runs that it rests on. */
export interface ExperimentResult<C, P, M> extends Conclusion {
  readonly config: C;
  readonly runs: readonly Run<P, M>[];
}

/** What a run leaves in a file: plain JSON, null where there is no number. */
export type StoredMetrics = Readonly<Record<string, number | null | readonly (number | null)[]>>;

/** A run as it is kept in a file. */
export interface StoredRun {
  readonly point: Readonly<Record<string, number | string>>;
  readonly seed: number;
  readonly metrics: StoredMetrics;
}

/** An experiment whatever its types: what the command line, the workers and the sweeps see of it. */
export interface AnyExperiment {
  readonly name: string;
  readonly title: string;
  readonly source: string;
  readonly recipe: string;
  /** Defaults as plain JSON: what may be configured. */
  readonly defaults: Readonly<Record<string, Setting>>;
  readonly reduced: Readonly<Record<string, Setting>>;
  /** The whole configuration that a part of it stands for; throws as the experiment itself. */
  configure(config: unknown): Readonly<Record<string, Setting>>;
  /** Number of runs that the configuration asks for. */
  count(config: unknown): number;
  /** Which point and which seed run number `index` has, without running it. */
  task(config: unknown, index: number): Pick<StoredRun, 'point' | 'seed'>;
  /** Roughly the seconds that run number `index` takes on one core. */
  cost(config: unknown, index: number): number;
  /** Run number `index` of the configuration: pure, so that any worker can do it. */
  run(config: unknown, index: number): StoredRun;
  /** What all runs come to, in the order of their numbers. */
  conclude(config: unknown, runs: readonly StoredRun[]): Conclusion;
}

/** An experiment: a pure function from a configuration to rows, claims and figures. */
export interface Experiment<C, P, M> extends AnyExperiment {
  /** The same with its types. */
  readonly definition: Definition<C, P, M>;
  (config?: Partial<C>): ExperimentResult<C, P, M>;
}
