import {
  checkWatchers,
  finiteVector,
  integerIn,
  knownKeys,
  notNegativeNumber,
  object,
  positiveNumber,
  show,
} from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import { LOSS_UNITS } from './loss-unit.js';
import type { LossUnit } from './loss-unit.js';
import type { DescentKernel } from './objective.js';
import { checkState } from './state.js';
import type { DescentState } from './state.js';

/** Full-batch gradient descent, the same with batches, or Adam. */
export type DescentMethod = 'gd' | 'sgd' | 'adam';

/** Options of {@link descend}. */
export interface DescentOptions {
  /** Default `'gd'`. */
  readonly method?: DescentMethod;
  /** Step size, per unit of the gradient of the loss in `lossUnit`. */
  readonly learningRate: number;
  /** Stop after so many steps, counted from the beginning of the run, those before a resumption included. */
  readonly steps: number;
  /** Stop when the loss on all data, in `lossUnit`, is at most this. With batches it is looked at once an epoch. */
  readonly stopAtLoss?: number;
  /** The same for the Euclidean norm of the gradient of that loss. */
  readonly stopAtGradientNorm?: number;
  /** What the loss is; default `'half-sum'`, ½ Σ ε². With batches, over a batch: a sum falls with its size. */
  readonly lossUnit?: LossUnit;
  /** Adam's β₁ and β₂, each in [0, 1); default [0.9, 0.999]. */
  readonly betas?: readonly [number, number];
  /** Adam's ε, added to √s outside of the bias correction; default 1e-8. */
  readonly epsilon?: number;
  /** Data a step, from 1 to N. Needed by `'sgd'`, allowed with `'adam'`; N is the full batch, without shuffling. */
  readonly batchSize?: number;
  /** Batch normalisation of the hidden layer, see {@link descend}; default false. Its ε is 1e-5 unless given. */
  readonly batchNormalisation?: boolean | { readonly epsilon: number };
  /** Of the random stream that shuffles; default 0. A resumed run goes on with its own. */
  readonly seed?: number;
  /** Number of that stream; default 0. */
  readonly stream?: number;
  /** Which steps the trajectory keeps: every so many, from step 0 on, or an increasing list. Default none. */
  readonly record?: number | readonly number[];
  /** Go on from the state of an earlier result: parameters are its, and `network` only gives the width. */
  readonly resume?: DescentState;
  /** How full gradients are computed; default by the number of data and units. */
  readonly kernel?: DescentKernel;
  /** Stops the run when aborted, see {@link descend}. */
  readonly signal?: AbortSignal;
  /** Called at the start, then at most ten times a second. */
  readonly onProgress?: (progress: DescentProgress) => void;
}

/** What `onProgress` hears. */
export interface DescentProgress {
  /** Steps taken. */
  readonly step: number;
  /** Steps to take at most. */
  readonly steps: number;
  /** The last loss that the run has seen, in its unit: on all data, or with batches on the last batch. */
  readonly loss: number;
}

/** Options after checks, with defaults. */
export interface Settings {
  readonly method: DescentMethod;
  readonly learningRate: number;
  readonly steps: number;
  readonly stopAtLoss: number | undefined;
  readonly stopAtGradientNorm: number | undefined;
  readonly lossUnit: LossUnit;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** 0 for the full batch. */
  readonly batchSize: number;
  /** ε of batch normalisation; 0 without it. */
  readonly normalisation: number;
  readonly seed: number;
  readonly stream: number;
  readonly record: number | readonly number[];
  readonly resume: DescentState | undefined;
  readonly kernel: DescentKernel | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: DescentProgress) => void) | undefined;
}

const METHODS: readonly DescentMethod[] = ['gd', 'sgd', 'adam'];
const KERNELS: readonly DescentKernel[] = ['sweeps', 'moments'];

/**
 * Refuses options that make no sense, alone or together, and fills in the others.
 *
 * @param where The function on whose behalf.
 * @param count Number of data.
 * @param sizeOf Number of trained parameters, with batch normalisation or without.
 */
export function settingsOf(
  where: string,
  options: DescentOptions,
  count: number,
  sizeOf: (normalised: boolean) => number,
): Settings {
  knownKeys(where, options, [
    'method',
    'learningRate',
    'steps',
    'stopAtLoss',
    'stopAtGradientNorm',
    'lossUnit',
    'betas',
    'epsilon',
    'batchSize',
    'batchNormalisation',
    'seed',
    'stream',
    'record',
    'resume',
    'kernel',
    'signal',
    'onProgress',
  ]);
  const { method = 'gd', lossUnit = 'half-sum', kernel, betas, epsilon, batchSize } = options;
  oneOf(where, 'method', method, METHODS);
  oneOf(where, 'lossUnit', lossUnit, LOSS_UNITS);
  if (kernel !== undefined) oneOf(where, 'kernel', kernel, KERNELS);
  positiveNumber(where, 'learningRate', options.learningRate);
  if (method !== 'adam') {
    refuse(where, 'betas', betas, method, 'adam');
    refuse(where, 'epsilon', epsilon, method, 'adam');
  }
  if (method === 'gd') refuse(where, 'batchSize', batchSize, method, 'sgd');

  const { resume } = options;
  const normalisation = normalisationOf(where, options.batchNormalisation ?? false);
  const batch = batchSizeOf(where, batchSize, method, count, normalisation > 0);
  if (resume !== undefined) {
    checkState(where, resume, { method, size: sizeOf(normalisation > 0), count, batchSize: batch });
  }
  const { steps, stopAtLoss, stopAtGradientNorm } = options;
  integerIn(where, 'steps', steps, 0);
  if (resume !== undefined && steps < resume.step) {
    throw new RangeError(
      `${where}: steps must be at least the ${resume.step} that the resumed run has taken, got ${steps}`,
    );
  }
  if (stopAtLoss !== undefined) notNegativeNumber(where, 'stopAtLoss', stopAtLoss);
  if (stopAtGradientNorm !== undefined) notNegativeNumber(where, 'stopAtGradientNorm', stopAtGradientNorm);
  const { signal, onProgress } = options;
  checkWatchers(where, options);
  return {
    method,
    learningRate: options.learningRate,
    steps,
    stopAtLoss,
    stopAtGradientNorm,
    lossUnit,
    ...adamConstants(where, betas, epsilon),
    batchSize: batch,
    normalisation,
    seed: integerIn(where, 'seed', options.seed ?? 0, 0),
    stream: integerIn(where, 'stream', options.stream ?? 0, 0),
    record: recordOf(where, options.record, steps),
    resume,
    kernel,
    signal,
    onProgress,
  };
}

function oneOf(where: string, name: string, value: unknown, choices: readonly unknown[]): void {
  if (choices.includes(value)) return;
  const rule = choices.map((choice) => `'${String(choice)}'`).join(', ');
  throw new RangeError(`${where}: ${name} must be one of ${rule}, got ${show(value)}`);
}

function refuse(
  where: string,
  name: string,
  value: unknown,
  method: DescentMethod,
  owner: DescentMethod,
): void {
  if (value === undefined) return;
  throw new RangeError(`${where}: ${name} belongs to method '${owner}', got method '${method}'`);
}

function adamConstants(
  where: string,
  betas: readonly [number, number] = [0.9, 0.999],
  epsilon = 1e-8,
): { beta1: number; beta2: number; epsilon: number } {
  const pair = finiteVector(where, 'betas', betas, 'two numbers');
  if (pair.length !== 2) throw new ShapeError(`${where}: betas must be two numbers, got ${pair.length}`);
  for (let i = 0; i < 2; i++) {
    if (!(pair[i] >= 0 && pair[i] < 1)) {
      throw new RangeError(`${where}: betas[${i}] must be in [0, 1), got ${pair[i]}`);
    }
  }
  // With ε = 0 a parameter whose gradient has always been zero would become 0/0.
  return { beta1: pair[0], beta2: pair[1], epsilon: positiveNumber(where, 'epsilon', epsilon) };
}

function batchSizeOf(
  where: string,
  batchSize: number | undefined,
  method: DescentMethod,
  count: number,
  normalised: boolean,
): number {
  if (batchSize === undefined) {
    if (method !== 'sgd') return 0;
    throw new TypeError(`${where}: batchSize must be a number for method 'sgd', got undefined`);
  }
  integerIn(where, 'batchSize', batchSize, 1, count);
  if (normalised && batchSize === 1 && count > 1) {
    throw new RangeError(`${where}: batchSize must be at least 2 with batchNormalisation, got 1`);
  }
  return batchSize === count ? 0 : batchSize;
}

function normalisationOf(where: string, option: boolean | { readonly epsilon: number }): number {
  if (typeof option === 'boolean') return option ? 1e-5 : 0;
  object(where, 'batchNormalisation', option);
  return positiveNumber(where, 'batchNormalisation.epsilon', option.epsilon);
}

function recordOf(
  where: string,
  record: number | readonly number[] | undefined,
  steps: number,
): number | readonly number[] {
  if (record === undefined) return [];
  if (typeof record === 'number') return integerIn(where, 'record', record, 1);
  const list = Array.from(finiteVector(where, 'record', record, 'a number or an array of numbers'));
  for (let j = 0; j < list.length; j++) {
    integerIn(where, `record[${j}]`, list[j], 0, steps);
    if (j > 0 && list[j] <= list[j - 1]) {
      throw new RangeError(`${where}: record must increase, got ${list[j - 1]} before ${list[j]}`);
    }
  }
  return list;
}
