import { restWatch } from '../../flow/rest-watch.js';
import { checkMultivariateDataset } from '../dataset.js';
import type { MultivariateDataset } from '../dataset.js';
import { checkMultivariateNetwork } from '../network.js';
import type { MultivariateNetwork } from '../network.js';
import { advance } from './advance.js';
import { evaluate, planeCourse } from './course.js';
import type { PlaneCourse } from './course.js';
import type { MultivariateFlowEvent } from './events.js';
import { checkFlowOptions } from './options.js';
import type { CheckedFlowOptions, MultivariateFlowOptions } from './options.js';
import { isAtRest } from './stationarity.js';
import { flowMessage } from './status.js';
import type { MultivariateFlowStatus } from './status.js';
import { pointTaker, recorder } from './trajectory.js';
import type { HeldDatum, MultivariateFlowPoint } from './trajectory.js';
import { seeData, settleTies } from './transitions.js';

/** Where a gradient flow over many inputs went. */
export interface MultivariateFlowResult {
  readonly status: MultivariateFlowStatus;
  /** The status in words, with advice where there is any. */
  readonly message: string;
  /** The network at the end. */
  readonly network: MultivariateNetwork;
  readonly time: number;
  /** ½ Σ ε² at the end. */
  readonly loss: number;
  /** What breakplanes are held on at the end, by unit. */
  readonly held: readonly HeldDatum[];
  /** In the order of time. */
  readonly events: readonly MultivariateFlowEvent[];
  /** One point for each of the times asked for that was reached. */
  readonly trajectory: readonly MultivariateFlowPoint[];
  readonly stats: {
    /** Steps that were taken. */
    readonly accepted: number;
    /** Steps that were tried and not taken: too inexact, or cut short by an event. */
    readonly rejected: number;
    /** Evaluations of the field, each O(N·H·D). */
    readonly evaluations: number;
    /** The most by which the loss rose in one step; the exact flow never lets it rise. */
    readonly largestRise: number;
    /** The most times that one plane stuck to one point: a count that grows and grows would be a plane that chatters. */
    readonly mostCaptures: number;
  };
}

/**
 * Gradient flow of the weights over many inputs, dθ/dt = −∇ℓ, integrated exactly through what happens when breakplanes
 * meet data: a plane passes, or is caught between two forces and held on the datum until it is released (Filippov's
 * solution; theory 10, there for one input).
 *
 * **Held planes.** A plane can be held on up to D data at once. (ẇ, ḃ) is then v times the part of (T, S) = Σ ε(x, 1), over
 * the data strictly seen, that is orthogonal to (x_n, 1) of all data n that hold it, and v̇ = w·T + bS: the gradient flow
 * on the surface where w·x_n + b = 0, which conserves ‖w‖² + b² − v². The coefficients of what is taken out, over
 * −ε_n, are the shares α_n: the part of the time that descent in small steps sees each datum. A plane is released where
 * one leaves [0, 1], if that would carry it further than the error that a step is allowed. Where a plane on several data
 * meets one more, all are decided together: the velocity is the shortest of those with shares in [0, 1].
 *
 * **Method.** Between events every unit sees the same data and the field is smooth: Dormand–Prince 5(4) with adaptive
 * steps. Events are roots of the dense output over all units and data, O(N·H·D) a step, and steps end on them. Equal
 * points are met together. It is explicit: a wide network's flow is stiff, steps are then short, and `step-limit` says so.
 *
 * **Starts on a datum.** The unit counts as not seeing it; two forces against each other hold it at once, and a force to
 * the active side makes it cross at once.
 *
 * **Not unique.** Where v = 0 while a plane is held, what held it pushes it away, and it may be left either way or not at
 * all: each datum goes to the seen side where α > ½, as small-step descent does, as far as that agrees with the motion;
 * the event has `unique: false`. A unit held on D data that reaches w = 0, b = 0 stays there (ReLU′(0) = 0, event
 * `collapse`); descent might leave. More than D data on one held plane, as on a lattice, may leave a choice too.
 *
 * **Ends.** `stationary` means: motion below tolerance over a doubling of time and a hundred time constants gone by; a
 * saddle may look like that for long. To go on from any end, start again from `network`: held planes are caught at
 * once. Only a unit that has lost its last datum and stands on it may then be taken to see it.
 *
 * @throws `RangeError` for times, tolerances and counts outside their domains, `ShapeError` for data of another number of
 * inputs, `TypeError` for the wrong kind of thing. Numerical outcomes are statuses, not errors.
 * @example
 * ```ts
 * import { multivariateDataset, multivariateFlow, multivariateNetwork } from 'relu-splines/multivariate';
 *
 * // The plane x₁ = 0 through the first datum, which asks for less than the network gives and the second for more.
 * const network = multivariateNetwork({ inputWeights: [[1, 0]], inputBiases: [0], outputWeights: [1] });
 * const data = multivariateDataset([[0, 0], [1, 0]], [-2, 2]);
 * const { status, events, held } = multivariateFlow(network, data, { time: 0.01 });
 * status; // 'time'
 * events; // [{ time: 0, unit: 0, datum: 0, kind: 'stick', isSeen: false, unique: true }]
 * held[0].share; // 0.49…, of the time
 * ```
 */
export function multivariateFlow(
  network: MultivariateNetwork,
  data: MultivariateDataset,
  options: MultivariateFlowOptions,
): MultivariateFlowResult {
  const where = 'multivariateFlow';
  checkMultivariateNetwork(where, network);
  checkMultivariateDataset(where, data, network.inputs);
  const checked = checkFlowOptions(where, options);
  const course = planeCourse(network, data, checked.tolerance);
  const { events } = course;
  const ties = seeData(course);
  evaluate(course);
  settleTies(course, ties);
  if (events.length > 0) evaluate(course);
  course.step = firstStep(course);
  const record = recorder(course, data, checked.times);
  const watch = restWatch(course.time, course.stepper.state);
  record.here();
  let status = stopOf(course, checked);
  while (status === null) {
    const before = course.accepted;
    advance(course, checked.time, record.within);
    const isTaken = course.accepted > before;
    if (isTaken) {
      const { time, loss, accepted: steps } = course;
      checked.onProgress({ time, loss, steps, events: events.length });
    }
    status = stopOf(course, checked);
    if (isTaken && status === null && checked.stationarity && isAtRest(course, watch)) status = 'stationary';
  }
  record.here();
  return resultOf(course, data, status, record.points);
}

/** So many events for each unit at one instant are no flow any more. */
const MOST_AT_ONCE = 8;

/** Why to stop before the next step, or null. */
function stopOf(course: PlaneCourse, options: CheckedFlowOptions): MultivariateFlowStatus | null {
  const { time, step, loss, stepper } = course;
  if (options.loss !== null && loss <= options.loss) return 'loss';
  if (stepper.velocity.every((velocity) => Math.abs(velocity) <= options.gradient)) return 'gradient';
  if (time >= options.time) return 'time';
  if (options.signal?.aborted === true) return 'aborted';
  if (course.accepted + course.rejected >= options.steps) return 'step-limit';
  // A step that no longer moves time: the tolerance is finer than the rounding of the problem.
  if (!(time + Math.min(step, options.time - time) > time)) return 'stalled';
  if (course.standing > MOST_AT_ONCE * (course.field.width + 1)) return 'stalled';
  return null;
}

/** A first step that moves no weight by much, on the scale of its tolerance (Hairer, Nørsett & Wanner, II.4). */
function firstStep({ stepper: { state, velocity }, tolerance }: PlaneCourse): number {
  let size = 0;
  let speed = 0;
  for (let c = 0; c < state.length; c++) {
    const scale = tolerance.absolute + tolerance.relative * Math.abs(state[c]);
    size = Math.max(size, Math.abs(state[c]) / scale);
    speed = Math.max(speed, Math.abs(velocity[c]) / scale);
  }
  return size > 0 && speed > 0 ? (0.01 * size) / speed : 1e-3;
}

function resultOf(
  course: PlaneCourse,
  data: MultivariateDataset,
  status: MultivariateFlowStatus,
  trajectory: readonly MultivariateFlowPoint[],
): MultivariateFlowResult {
  const { time, loss, events, accepted, rejected, largestRise, captures } = course;
  const { evaluations } = course.field;
  const end = pointTaker(course, data)(time, course.stepper.state.slice());
  return {
    status,
    message: flowMessage(status, time, loss),
    network: end.network,
    time,
    loss,
    held: end.held,
    events,
    trajectory,
    stats: {
      accepted,
      rejected,
      evaluations,
      largestRise,
      mostCaptures: Math.max(0, ...captures.values()),
    },
  };
}
