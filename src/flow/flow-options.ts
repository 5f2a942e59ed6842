import {
  checkWatchers,
  finiteNumber,
  finiteVector,
  integerIn,
  knownKeys,
  notNegativeNumber,
  positiveNumber,
  show,
} from '../numeric/checks.js';
import type { NumericArray } from '../numeric/arrays.js';
import type { Tolerance } from './steps/stepper.js';

/** How far a flow has come. */
export interface FlowProgress {
  readonly time: number;
  readonly loss: number;
  /** Steps taken so far. */
  readonly steps: number;
  /** Events so far. */
  readonly events: number;
}

/** What `gradientFlow` may be told. */
export interface FlowOptions {
  /** Stop at this time. Default Infinity: until another stop. */
  readonly time?: number;
  /** Stop after the first step that ends at this loss ½ Σ ε² or below. Not negative; default none. */
  readonly loss?: number;
  /** Stop where nothing moves any more, see `gradientFlow`. Default true. */
  readonly stationarity?: boolean;
  /** Stop after this many steps, refused ones included. Default 1,000,000. */
  readonly steps?: number;
  /**
   * `explicit` (Dormand–Prince 5(4)), `implicit` (Rodas4, O(N + H) a step as well), or `auto`, the default: explicit
   * until the flow turns out to be stiff, implicit from then on. `explicit` all through a stiff flow may miss its last,
   * weak releases, and end hundreds of tolerances away: it is for times before that, and for tolerances below 1e-10.
   */
  readonly method?: 'auto' | 'explicit' | 'implicit';
  /**
   * Tolerance of a step relative to each weight: from 1e-13 to 0.1, default 1e-6. Far from the origin it is one of w·x
   * and b, whose difference is what a unit sees: centre the data first.
   */
  readonly relativeTolerance?: number;
  /**
   * Absolute tolerance of a step, default 1e-2 of the relative one. Weights smaller than that are not resolved: with x or y
   * far from the size of 1, whose weights may be small, scale the data first or ask for less.
   */
  readonly absoluteTolerance?: number;
  /** Times to record, from 0 on, increasing; those before a flow is resumed are passed over. Default none. */
  readonly times?: NumericArray;
  /** Stops the flow between two steps; what it has is returned and can be resumed. */
  readonly signal?: AbortSignal;
  /** Called after each step. */
  readonly onProgress?: (progress: FlowProgress) => void;
}

/** {@link FlowOptions}, checked and complete. */
export interface CheckedOptions {
  readonly method: 'auto' | 'explicit' | 'implicit';
  readonly time: number;
  readonly loss: number | null;
  readonly stationarity: boolean;
  readonly steps: number;
  readonly tolerance: Tolerance;
  readonly times: Float64Array;
  readonly signal: AbortSignal | null;
  readonly onProgress: (progress: FlowProgress) => void;
}

/** What doubles can do: below this a step is rounding. */
const LEAST_TOLERANCE = 1e-13;

/** Above this a step says nothing of the weights that it leads to. */
const LARGEST_TOLERANCE = 0.1;

/** Checks the options of a flow that starts at time `from`. */
export function checkOptions(where: string, options: FlowOptions, from: number): CheckedOptions {
  knownKeys(where, options, [
    'time',
    'loss',
    'stationarity',
    'steps',
    'method',
    'relativeTolerance',
    'absoluteTolerance',
    'times',
    'signal',
    'onProgress',
  ]);
  const { relativeTolerance = 1e-6, steps = 1_000_000, stationarity = true } = options;
  positiveNumber(where, 'relativeTolerance', relativeTolerance);
  const { absoluteTolerance = relativeTolerance / 100 } = options;
  positiveNumber(where, 'absoluteTolerance', absoluteTolerance);
  if (relativeTolerance < LEAST_TOLERANCE) {
    throw new RangeError(
      `${where}: relativeTolerance must be at least ${LEAST_TOLERANCE}, got ${relativeTolerance}`,
    );
  }
  if (relativeTolerance > LARGEST_TOLERANCE) {
    throw new RangeError(
      `${where}: relativeTolerance must be at most ${LARGEST_TOLERANCE}, got ${relativeTolerance}`,
    );
  }
  integerIn(where, 'steps', steps, 1);
  if (typeof stationarity !== 'boolean') {
    throw new TypeError(`${where}: stationarity must be true or false, got ${show(stationarity)}`);
  }
  const { time = Infinity, loss, method = 'auto' } = options;
  if (!['auto', 'explicit', 'implicit'].includes(method)) {
    throw new RangeError(`${where}: method must be auto, explicit or implicit, got ${show(method)}`);
  }
  if (time !== Infinity && finiteNumber(where, 'time', time) < from) {
    throw new RangeError(`${where}: time must be at least ${from}, where the flow is, got ${time}`);
  }
  if (loss !== undefined) notNegativeNumber(where, 'loss', loss);
  const { signal, onProgress } = options;
  checkWatchers(where, options);
  return {
    method,
    time,
    loss: loss ?? null,
    stationarity,
    steps,
    tolerance: { relative: relativeTolerance, absolute: absoluteTolerance },
    times: checkTimes(where, options.times ?? [], time),
    signal: signal ?? null,
    onProgress: onProgress ?? (() => undefined),
  };
}

function checkTimes(where: string, values: NumericArray, end: number): Float64Array {
  const times = finiteVector(where, 'times', values);
  times.forEach((time, k) => {
    notNegativeNumber(where, `times[${k}]`, time);
    if (k > 0 && time <= times[k - 1]) {
      throw new RangeError(
        `${where}: times[${k}] must be above times[${k - 1}], ${times[k - 1]}, got ${time}`,
      );
    }
    if (time > end) throw new RangeError(`${where}: times[${k}] must be at most time, ${end}, got ${time}`);
  });
  return times;
}
