/** The whole configuration of a session: one record, from which every number of a run follows. */
import { dataset, rescale, shallowNetwork } from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';
import { randomStream } from 'relu-splines/init';
import { Refusal, flag, numberIn, oneOf, record, wholeIn } from './checks.js';
import { INITIALIZATIONS, INIT_KINDS, defaultScales } from './initializations.js';
import type { InitKind, Scales } from './initializations.js';
import { PRESETS, presetData } from './presets.js';
import type { PresetName } from './presets.js';

/** What the page can carry without losing its pace. */
export const LIMITS = { width: 4000, data: 2000, seed: 2 ** 31, size: 1e9 } as const;

/** Data of a preset, or points of one's own in the order in which they were given. */
export type DataChoice =
  | { readonly kind: 'preset'; readonly preset: PresetName; readonly seed: number }
  | { readonly kind: 'points'; readonly x: readonly number[]; readonly y: readonly number[] };

/** Drawn weights, or weights of one's own (a checkpoint). */
export type InitChoice =
  | { readonly kind: InitKind; readonly width: number; readonly seed: number; readonly scales: Scales }
  | {
      readonly kind: 'weights';
      readonly inputWeights: readonly number[];
      readonly inputBiases: readonly number[];
      readonly outputWeights: readonly number[];
      readonly outputBias: number;
    };

/** How weights are trained. */
export const METHODS = ['flow', 'gd', 'adam'] as const;

/** One of {@link METHODS}: event-exact gradient flow, gradient descent, Adam. */
export type Method = (typeof METHODS)[number];

/** The kinds of units that feel the same forces, by orientation and sign of the output weight. */
export const UNIT_CLASSES = ['unit', 'right+', 'right-', 'left+', 'left-'] as const;

/** One of {@link UNIT_CLASSES}; `unit`: that of the chosen unit. */
export type UnitClass = (typeof UNIT_CLASSES)[number];

/** Which question the knot types answer. */
export const DYNAMICS = ['flow', 'slice'] as const;

/** What is shown; none of it changes a run. */
export interface ViewChoice {
  /** The chosen unit; null: none. */
  readonly unit: number | null;
  readonly unitClass: UnitClass;
  readonly dynamics: (typeof DYNAMICS)[number];
  readonly linear: boolean;
  readonly natural: boolean;
  readonly limit: boolean;
}

/** Everything that a link holds. */
export interface Configuration {
  readonly data: DataChoice;
  readonly init: InitChoice;
  /** The scale of the start: (αw, αb, v/α). */
  readonly alpha: number;
  readonly method: Method;
  /** Step size of descent; the flow has none. */
  readonly rate: number;
  /** Pace: frames are so much further apart; at 1 a hundred a decade of time. */
  readonly speed: number;
  readonly view: ViewChoice;
}

/** What the page shows first. */
export const DEFAULT_CONFIGURATION: Configuration = {
  data: { kind: 'preset', preset: 'sine', seed: 1 },
  init: { kind: 'grid', width: 40, seed: 1, scales: defaultScales('grid') },
  alpha: 1,
  method: 'flow',
  rate: 0.01,
  speed: 2,
  view: {
    unit: 20,
    unitClass: 'unit',
    dynamics: 'flow',
    linear: false,
    natural: true,
    limit: false,
  },
};

const WHERE = 'configuration';

/** Returns a configuration after checking every part of it, whatever was handed over. */
export function checkConfiguration(value: unknown): Configuration {
  const all = record(WHERE, 'it', value, ['data', 'init', 'alpha', 'method', 'rate', 'speed', 'view']);
  const init = checkInit(all.init);
  const width = widthOf(init);
  const view = record(WHERE, 'view', all.view, [
    'unit',
    'unitClass',
    'dynamics',
    'linear',
    'natural',
    'limit',
  ]);
  return {
    data: checkData(all.data),
    init,
    alpha: numberIn(WHERE, 'alpha', all.alpha, 1e-4, 1e4),
    method: oneOf(WHERE, 'method', all.method, METHODS),
    rate: numberIn(WHERE, 'rate', all.rate, 1e-9, 1e3),
    speed: numberIn(WHERE, 'speed', all.speed, 0.05, 20),
    view: {
      unit: view.unit === null ? null : wholeIn(WHERE, 'unit', view.unit, 0, width - 1),
      unitClass: oneOf(WHERE, 'unitClass', view.unitClass, UNIT_CLASSES),
      dynamics: oneOf(WHERE, 'dynamics', view.dynamics, DYNAMICS),
      linear: flag(WHERE, 'linear', view.linear),
      natural: flag(WHERE, 'natural', view.natural),
      limit: flag(WHERE, 'limit', view.limit),
    },
  };
}

/** Number of units. */
export function widthOf(init: InitChoice): number {
  return init.kind === 'weights' ? init.inputWeights.length : init.width;
}

/** The data of a configuration, sorted. */
export function dataOf({ data }: Pick<Configuration, 'data'>): Dataset {
  return data.kind === 'preset' ? presetData(data.preset, data.seed) : dataset(data.x, data.y);
}

/** The network that training starts from: the initialization, scaled by α. */
export function startOf({ init, alpha }: Pick<Configuration, 'init' | 'alpha'>): ShallowNetwork {
  const network =
    init.kind === 'weights'
      ? shallowNetwork(init)
      : INITIALIZATIONS[init.kind].make(init.width, init.scales, randomStream(init.seed));
  return rescale(network, alpha);
}

/** Is nothing that training depends on different? */
export function sameRun(one: Configuration, other: Configuration): boolean {
  const run = ({ data, init, alpha, method, rate }: Configuration): string =>
    JSON.stringify([data, init, alpha, method, method === 'flow' ? null : rate]);
  return run(one) === run(other);
}

function checkData(value: unknown): DataChoice {
  const kind = kindOf('data', value, ['preset', 'points'] as const);
  if (kind === 'preset') {
    const { preset, seed } = record(WHERE, 'data', value, ['kind', 'preset', 'seed']);
    return {
      kind,
      preset: oneOf(WHERE, 'preset', preset, PRESETS),
      seed: wholeIn(WHERE, 'data seed', seed, 0, LIMITS.seed),
    };
  }
  const given = record(WHERE, 'data', value, ['kind', 'x', 'y']);
  const x = numbers('x', given.x, LIMITS.data);
  const y = numbers('y', given.y, LIMITS.data);
  if (x.length === 0) throw new Refusal(`${WHERE}: there must be at least one point, got none`);
  sameLength('y', y, 'x', x.length);
  return { kind, x, y };
}

function checkInit(value: unknown): InitChoice {
  const kind = kindOf('init', value, [...INIT_KINDS, 'weights'] as const);
  if (kind === 'weights') {
    const given = record(WHERE, 'init', value, [
      'kind',
      'inputWeights',
      'inputBiases',
      'outputWeights',
      'outputBias',
    ]);
    const inputWeights = numbers('inputWeights', given.inputWeights, LIMITS.width);
    const inputBiases = numbers('inputBiases', given.inputBiases, LIMITS.width);
    const outputWeights = numbers('outputWeights', given.outputWeights, LIMITS.width);
    if (inputWeights.length === 0) throw new Refusal(`${WHERE}: there must be at least one unit, got none`);
    sameLength('inputBiases', inputBiases, 'inputWeights', inputWeights.length);
    sameLength('outputWeights', outputWeights, 'inputWeights', inputWeights.length);
    const outputBias = numberIn(WHERE, 'outputBias', given.outputBias, -LIMITS.size, LIMITS.size);
    return { kind, inputWeights, inputBiases, outputWeights, outputBias };
  }
  const given = record(WHERE, 'init', value, ['kind', 'width', 'seed', 'scales']);
  const { fields } = INITIALIZATIONS[kind];
  const scales = record(
    WHERE,
    `scales of ${kind}`,
    given.scales,
    fields.map(({ name }) => name),
  );
  const checked = Object.fromEntries(
    fields.map(({ name, low, high }) => [name, numberIn(WHERE, name, scales[name], low, high)]),
  );
  if ('low' in checked && !(checked.low < checked.high)) {
    throw new Refusal(
      `${WHERE}: the first breakpoint must be left of the last, got ${checked.low} and ${checked.high}`,
    );
  }
  return {
    kind,
    width: wholeIn(WHERE, 'width', given.width, 1, LIMITS.width),
    seed: wholeIn(WHERE, 'seed', given.seed, 0, LIMITS.seed),
    scales: checked,
  };
}

function kindOf<Kind extends string>(name: string, value: unknown, kinds: readonly Kind[]): Kind {
  const kind: unknown = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : value;
  return oneOf(WHERE, name, kind, kinds);
}

function numbers(name: string, value: unknown, most: number): number[] {
  if (!Array.isArray(value)) throw new Refusal(`${WHERE}: ${name} must be a list of numbers`);
  if (value.length > most) {
    throw new Refusal(`${WHERE}: ${name} must have at most ${most} entries, got ${value.length}`);
  }
  return value.map((entry, n) => numberIn(WHERE, `${name}[${n}]`, entry, -LIMITS.size, LIMITS.size));
}

function sameLength(name: string, list: readonly number[], other: string, length: number): void {
  if (list.length === length) return;
  throw new Refusal(`${WHERE}: ${name} must be as long as ${other}, ${length}, got ${list.length}`);
}
