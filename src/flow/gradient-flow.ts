import { checkDataset } from '../data/dataset.js';
import type { Dataset } from '../data/dataset.js';
import { checkNetwork } from '../forms/form.js';
import { finiteNetwork } from '../forms/network.js';
import type { ShallowNetwork } from '../forms/network.js';
import { networkOf, parametersOf } from '../forms/parameters.js';
import type { ReadonlyFloat64Array } from '../numeric/arrays.js';
import type { Criticality } from '../loss/critical/criticality.js';
import { finiteNumber, object } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import { advance } from './advance.js';
import { courseFrom, evaluate } from './course.js';
import type { Course, FlowStats } from './course.js';
import type { FlowEvent } from './events/events.js';
import { checkOptions } from './flow-options.js';
import type { CheckedOptions, FlowOptions } from './flow-options.js';
import { messageFor } from './flow-status.js';
import type { FlowStatus } from './flow-status.js';
import { mergeTies } from '../data/merged-data.js';
import { EXPLICIT, IMPLICIT } from './steps/methods.js';
import type { Method } from './steps/methods.js';
import { copyModes, modesOf } from './steps/modes.js';
import type { Modes } from './steps/modes.js';
import { restWatch } from './rest-watch.js';
import type { RestWatch } from './rest-watch.js';
import { isStationary } from './stationarity.js';
import { describeRest } from './stationary-point.js';
import { recorder } from './trajectory.js';
import type { FlowPoint } from './trajectory.js';
import { settleTies } from './events/transitions.js';

/** What {@link resumeFlow} goes on with: which units see what, which of them slide, and how long the next step is. */
export interface FlowMemory {
  readonly modes: Modes;
  /** The distinct x that the modes are over. */
  readonly x: ReadonlyFloat64Array;
  readonly step: number;
  /** The method that was in use, and its steps at the edge of stability where it may still change. */
  readonly method: 'explicit' | 'implicit';
  readonly stiff: number | null;
  /**
   * Of clusters by datum and orientation, shape (2 · number of distinct x): how far beyond zero a force has to be for a
   * release, which grows where releases follow each other closely, and when the last one was.
   */
  readonly patience: Float64Array;
  readonly lastRelease: Float64Array;
  /** How often each unit stuck to each datum. */
  readonly captures: ReadonlyMap<number, number>;
  /** What the test of stationarity compares with. */
  readonly watch: Readonly<RestWatch>;
}

/** Where a gradient flow went. */
export interface FlowResult {
  readonly status: FlowStatus;
  /** The status in words, with advice where there is any. */
  readonly message: string;
  /** The network at the end. */
  readonly network: ShallowNetwork;
  readonly time: number;
  /** ½ Σ ε² at the end. */
  readonly loss: number;
  /** In the order of time. */
  readonly events: readonly FlowEvent[];
  /** One point for each of the times asked for that was reached. */
  readonly trajectory: readonly FlowPoint[];
  readonly stats: Readonly<FlowStats>;
  /** What kind of point it is at rest at; null unless `stationary`, and where `criticality` cannot say. */
  readonly stationaryPoint: Criticality | null;
  /** For {@link resumeFlow}. */
  readonly memory: FlowMemory;
}

/**
 * Gradient flow of the weights, dθ/dt = −∇ℓ, integrated exactly through what happens when breakpoints meet data
 * (theory 10): a breakpoint passes, or is caught between two forces and slides with the datum (Filippov's solution)
 * until its cluster is released.
 *
 * The method runs from event to event; events are roots of its dense output, and steps end on them. It is explicit
 * (Dormand–Prince 5(4)) until the flow turns out to be stiff, as that of wide networks is, and linearly implicit
 * (Rodas4) from then on. Both take O(N + H) a step; of wide networks, whose units share bins, only three columns a bin
 * are integrated, and H counts once a step. Equal x are one datum of their summed weight.
 *
 * **Release** (theory 10.1): all units of one orientation that slide on one datum with output weights of one sign are
 * let go together, where the force that holds them changes sign, and only if it would carry them further than the
 * error that a step is allowed: late in training forces are as small as that.
 *
 * **Starts on a datum.** The unit counts as inactive there; an attractor makes it stick at once, and a force to the
 * active side makes it cross at once.
 *
 * **Not unique.** Where v = 0 while sliding, an attractor turns into a repeller, which may be left either way or not
 * at all. The library goes to the active side where a* > ½, as small-step descent does, and marks the event with
 * `unique: false`. A sliding unit that reaches w = b = 0 stays there (ReLU′(0) = 0), marked as well if there is a
 * direction in which it could leave: descent then dies there or leaves, as its step size has it.
 *
 * **Ends.** `stationary` means: motion below tolerance over a doubling of time, a hundred time constants gone by,
 * and no growth rate above 1/t. The loss there need not be zero: `stationaryPoint` is what `criticality` says of it, with
 * the tolerances of the flow.
 *
 * @throws `RangeError` for weights that are not finite and for tolerances, times and counts outside their domains,
 * `TypeError` for what is not a network. Numerical outcomes are statuses, not errors: weights whose loss overflows are `stalled`.
 * @example
 * ```ts
 * import { dataset, shallowNetwork } from 'relu-splines';
 * import { gradientFlow } from 'relu-splines/flow';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0.25], outputWeights: [0.5] });
 * const { status, loss, events } = gradientFlow(network, dataset([-1, 0, 1], [0, 0, 1]), { loss: 1e-9 });
 * status; // 'loss'
 * loss < 1e-9; // true
 * events.length; // 0
 * ```
 */
export function gradientFlow(network: ShallowNetwork, data: Dataset, options: FlowOptions = {}): FlowResult {
  const where = 'gradientFlow';
  checkNetwork(where, network);
  checkDataset(where, data);
  finiteNetwork(where, network);
  const checked = checkOptions(where, options, 0);
  const merged = mergeTies(data);
  const state = parametersOf(network);
  const modes = modesOf(network, merged.data);
  const course = courseFrom(merged, state, modes, 0, checked.tolerance, ...methodOf(checked, EXPLICIT, 0));
  evaluate(course);
  settleTies(course);
  evaluate(course);
  course.step = firstStep(course);
  return run(course, restWatch(course.time, course.stepper.state), data, checked);
}

/**
 * Goes on from where a flow ended, to later stops: `time` counts from the start of the first flow. Flowing to t₁ and
 * on to t₂ is flowing to t₂, within tolerance; and bit for bit where the first part ended between two steps, aborted or
 * by its limit of steps. Events, trajectory and counts of the result are those of this part alone.
 *
 * @throws as {@link gradientFlow}; `RangeError` also for a time before the end of `earlier` and for other x, `ShapeError`
 * for another number of them.
 * @example
 * ```ts
 * import { dataset, shallowNetwork } from 'relu-splines';
 * import { gradientFlow, resumeFlow } from 'relu-splines/flow';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0.25], outputWeights: [0.5] });
 * const data = dataset([-1, 0, 1], [0, 0, 1]);
 * const half = gradientFlow(network, data, { time: 1 });
 * resumeFlow(half, data, { time: 2 }).time; // 2
 * ```
 */
export function resumeFlow(earlier: FlowResult, data: Dataset, options: FlowOptions = {}): FlowResult {
  const where = 'resumeFlow';
  object(where, 'earlier', earlier);
  checkNetwork(where, earlier.network);
  checkDataset(where, data);
  object(where, 'earlier.memory', earlier.memory);
  finiteNumber(where, 'earlier.time', earlier.time);
  const checked = checkOptions(where, options, earlier.time);
  const { memory } = earlier;
  const merged = mergeTies(data);
  checkSameInputs(where, merged.data.x, memory.x);
  const state = parametersOf(earlier.network);
  const course = courseFrom(
    merged,
    state,
    copyModes(memory.modes),
    earlier.time,
    checked.tolerance,
    ...methodOf(checked, memory.method === 'implicit' ? IMPLICIT : EXPLICIT, memory.stiff),
  );
  for (const [key, count] of memory.captures) course.captures.set(key, count);
  course.rule.patience.set(memory.patience);
  course.rule.lastRelease.set(memory.lastRelease);
  course.step = memory.step;
  evaluate(course);
  course.stats.evaluations = 0;
  return run(course, { ...memory.watch }, data, checked);
}

/** Bins and data slid on mean something over the x that they were taken of only. */
function checkSameInputs(where: string, x: ReadonlyFloat64Array, before: ReadonlyFloat64Array): void {
  if (x.length !== before.length) {
    throw new ShapeError(
      `${where}: data must have as many distinct x as before, ${before.length}, got ${x.length}`,
    );
  }
  const other = x.findIndex((value, n) => value !== before[n]);
  if (other !== -1) {
    throw new RangeError(
      `${where}: data must have the x of the earlier flow, ${before[other]} among them, got ${x[other]}`,
    );
  }
}

function run(course: Course, watch: RestWatch, data: Dataset, options: CheckedOptions): FlowResult {
  const { stats, events } = course;
  const record = recorder(course, options.times);
  record.here();
  let status = stopOf(course, options);
  while (status === null) {
    const before = stats.accepted;
    advance(course, options.time, record.within);
    if (stats.accepted === before) {
      status = stopOf(course, options);
      continue;
    }
    options.onProgress({
      time: course.time,
      loss: course.loss,
      steps: stats.accepted,
      events: events.length,
    });
    status = stopOf(course, options);
    // Asked after every step, the last one of a part included: a flow in parts comes to rest where a whole one does.
    const isBetweenSteps = status === null || status === 'aborted' || status === 'step-limit';
    if (isBetweenSteps && options.stationarity && isStationary(course, watch)) status = 'stationary';
  }
  record.here();
  const network = networkOf(course.stepper.state);
  // ∞ − ∞ on the way is an overflow as well.
  const loss = Number.isNaN(course.loss) ? Infinity : course.loss;
  const stationaryPoint = status === 'stationary' ? describeRest(network, data, options.tolerance) : null;
  return {
    status,
    message: messageFor(status, course.time, loss, stationaryPoint?.description ?? null),
    network,
    time: course.time,
    loss,
    events,
    trajectory: record.points,
    stats,
    stationaryPoint,
    memory: {
      modes: copyModes(course.modes),
      x: course.field.merged.data.x,
      step: course.step,
      method: course.method.name,
      stiff: course.stiff,
      captures: course.captures,
      watch,
      patience: course.rule.patience,
      lastRelease: course.rule.lastRelease,
    },
  };
}

/** So many events for each unit at one instant are no flow any more. */
const MOST_AT_ONCE = 8;

/** Why to stop before the next step, or null. */
function stopOf(course: Course, options: CheckedOptions): FlowStatus | null {
  const { time, step, loss, stats } = course;
  if (options.loss !== null && loss <= options.loss) return 'loss';
  if (time >= options.time) return 'time';
  if (options.signal?.aborted === true) return 'aborted';
  if (stats.accepted + stats.rejected >= options.steps) return 'step-limit';
  // A step that no longer moves time: the tolerance is finer than the rounding of the problem.
  if (!(time + Math.min(step, options.time - time) > time)) return 'stalled';
  if (course.standing > MOST_AT_ONCE * (course.modes.bins.length + 1)) return 'stalled';
  return null;
}

/** The method to begin with, and the count of stiff steps where it may change. */
function methodOf(
  { method }: CheckedOptions,
  current: Method,
  stiff: number | null,
): [Method, number | null] {
  if (method === 'auto') return [current, current === EXPLICIT ? (stiff ?? 0) : null];
  return [method === 'implicit' ? IMPLICIT : EXPLICIT, null];
}

/** A first step that moves no weight by much, on the scale of its tolerance (Hairer, Nørsett & Wanner, II.4). */
function firstStep({ stepper, tolerance }: Course): number {
  const { state, velocity } = stepper;
  let size = 0;
  let speed = 0;
  for (let c = 0; c < state.length; c++) {
    const scale = tolerance.absolute + tolerance.relative * Math.abs(state[c]);
    size = Math.max(size, Math.abs(state[c]) / scale);
    speed = Math.max(speed, Math.abs(velocity[c]) / scale);
  }
  return size > 0 && speed > 0 ? (0.01 * size) / speed : 1e-3;
}
