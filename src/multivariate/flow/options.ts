import type { Tolerance } from '../../flow/steps/stepper.js';
import type { NumericArray } from '../../numeric/arrays.js';
import {
  checkWatchers,
  finiteNumber,
  finiteVector,
  integerIn,
  knownKeys,
  notNegativeNumber,
  positiveNumber,
  show,
} from '../../numeric/checks.js';

/** How far a flow over many inputs has come. */
export interface MultivariateFlowProgress {
  readonly time: number;
  readonly loss: number;
  /** Steps taken so far. */
  readonly steps: number;
  /** Events so far. */
  readonly events: number;
}

/** What `multivariateFlow` may be told. */
export interface MultivariateFlowOptions {
  /** Stop at this time. */
  readonly time: number;
  /** Stop after the first step that ends at this loss or below. Default none. */
  readonly loss?: number;
  /** Stop where no entry of the gradient is larger than this. Default 0: where nothing moves at all. */
  readonly gradient?: number;
  /** Stop where nothing moves any more, see `multivariateFlow`. Default true. */
  readonly stationarity?: boolean;
  /** Stop after this many steps, refused ones included. Default 100,000. */
  readonly steps?: number;
  /** Tolerance of a step relative to each weight, default 1e-6, at least 1e-13. */
  readonly relativeTolerance?: number;
  /** Absolute tolerance of a step, default 1e-2 of the relative one. */
  readonly absoluteTolerance?: number;
  /** Times to record, from 0 on, increasing. Default none. */
  readonly times?: NumericArray;
  /** Stops the flow between two steps; what it has is returned. */
  readonly signal?: AbortSignal;
  /** Called after each step. */
  readonly onProgress?: (progress: MultivariateFlowProgress) => void;
}

/** {@link MultivariateFlowOptions}, checked and complete. */
export interface CheckedFlowOptions {
  readonly time: number;
  readonly loss: number | null;
  readonly gradient: number;
  readonly stationarity: boolean;
  readonly steps: number;
  readonly tolerance: Tolerance;
  readonly times: Float64Array;
  readonly signal: AbortSignal | null;
  readonly onProgress: (progress: MultivariateFlowProgress) => void;
}

/** What doubles can do: below this a step is rounding. */
const LEAST_TOLERANCE = 1e-13;

/** Checks the options of a flow. */
export function checkFlowOptions(where: string, options: MultivariateFlowOptions): CheckedFlowOptions {
  knownKeys(where, options, [
    'time',
    'loss',
    'gradient',
    'stationarity',
    'steps',
    'relativeTolerance',
    'absoluteTolerance',
    'times',
    'signal',
    'onProgress',
  ]);
  checkWatchers(where, options);
  const { loss, gradient = 0, stationarity = true, steps = 100_000, relativeTolerance = 1e-6 } = options;
  const time = notNegativeNumber(where, 'time', options.time);
  positiveNumber(where, 'relativeTolerance', relativeTolerance);
  if (relativeTolerance < LEAST_TOLERANCE) {
    throw new RangeError(
      `${where}: relativeTolerance must be at least ${LEAST_TOLERANCE}, got ${relativeTolerance}`,
    );
  }
  const { absoluteTolerance = relativeTolerance / 100 } = options;
  positiveNumber(where, 'absoluteTolerance', absoluteTolerance);
  if (loss !== undefined) finiteNumber(where, 'loss', loss);
  if (typeof stationarity !== 'boolean') {
    throw new TypeError(`${where}: stationarity must be true or false, got ${show(stationarity)}`);
  }
  return {
    time,
    loss: loss ?? null,
    gradient: notNegativeNumber(where, 'gradient', gradient),
    stationarity,
    steps: integerIn(where, 'steps', steps, 1),
    tolerance: { relative: relativeTolerance, absolute: absoluteTolerance },
    times: checkTimes(where, options.times ?? [], time),
    signal: options.signal ?? null,
    onProgress: options.onProgress ?? (() => undefined),
  };
}

function checkTimes(where: string, values: NumericArray, end: number): Float64Array {
  const times = finiteVector(where, 'times', values);
  times.forEach((time, k) => {
    if (time < 0) throw new RangeError(`${where}: times[${k}] must not be negative, got ${time}`);
    const least = k === 0 ? 0 : times[k - 1];
    if (!(time >= least && time <= end)) {
      throw new RangeError(`${where}: times[${k}] must be from ${least} to ${end}, got ${time}`);
    }
  });
  return times;
}
