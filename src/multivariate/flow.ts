import { checkMultivariateDataset } from './dataset.js';
import type { MultivariateDataset } from './dataset.js';
import { firstPlaneCrossing, forcesOn, pointGroups, verdictOn } from './flow-crossings.js';
import type { PointGroups } from './flow-crossings.js';
import { checkFlowOptions } from './flow-options.js';
import type { CheckedFlowOptions, MultivariateFlowOptions } from './flow-options.js';
import { commitStep, denseWeights, evaluateState, flowState, networkView, tryStep } from './flow-state.js';
import type { FlowState } from './flow-state.js';
import { checkMultivariateNetwork } from './network.js';
import type { MultivariateNetwork } from './network.js';
import { flowMessage } from './flow-status.js';
import type { MultivariateFlowStatus } from './flow-status.js';

/** A breakplane meets a point of the data. */
export interface MultivariateFlowEvent {
  readonly time: number;
  /** Network index of the unit. */
  readonly unit: number;
  /** Index of the datum; of several equal points, the first. */
  readonly datum: number;
  /** The unit begins to see the datum, ceases to, or is held on it by a force from either side. */
  readonly kind: 'activate' | 'deactivate' | 'stick';
}

/** A flow over many inputs at one time. */
export interface MultivariateFlowPoint {
  readonly time: number;
  readonly network: MultivariateNetwork;
}

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
  };
}

/** A flow with all that is counted and recorded on the way. */
interface Run {
  readonly flow: FlowState;
  readonly groups: PointGroups;
  readonly options: CheckedFlowOptions;
  readonly events: MultivariateFlowEvent[];
  readonly trajectory: MultivariateFlowPoint[];
  time: number;
  step: number;
  accepted: number;
  rejected: number;
  largestRise: number;
  /** The unit and the group that it is held on, once one is. */
  held: { readonly unit: number; readonly group: number } | null;
}

/**
 * Gradient flow of the weights over many inputs, dθ/dt = −∇ℓ, from event to event until a breakplane is held on a datum.
 *
 * Between events every unit sees the same data and the field is smooth: Dormand–Prince 5(4) with adaptive steps. An event
 * is a breakplane that meets a point of the data, found as a root of the dense output over all units and all data,
 * O(N·H·D) a step; steps end on events. There the forces on both sides decide (theory 10.1): the unit goes through, or is
 * held between them. **A unit that is held would slide with its datum, and this integrator ends there**, with the status
 * `sliding`: unlike in one dimension (`gradientFlow` of `relu-splines/flow`), a plane may be held by up to D points at
 * once, and no such motion is followed. Expect it: most flows from random weights end so, long before they have
 * converged. Equal points are met together.
 *
 * A datum exactly on a breakplane at the start: the unit goes to the active side if the force there is towards it, is
 * held if the two forces are against each other, and else does not see the datum (ReLU′(0) = 0).
 *
 * The method is explicit: a wide network's flow is stiff, steps are then short, and `step-limit` says so. To go on from
 * any end but `sliding`, start again from `network`.
 *
 * @throws `RangeError` for times, tolerances and counts outside their domains, `ShapeError` for data of another number of
 * inputs, `TypeError` for the wrong kind of thing. Numerical outcomes are statuses, not errors.
 * @example
 * ```ts
 * import { multivariateDataset, multivariateFlow, multivariateNetwork } from 'relu-splines/multivariate';
 *
 * const network = multivariateNetwork({ inputWeights: [[1, 0.5]], inputBiases: [0.5], outputWeights: [1] });
 * const data = multivariateDataset([[0, 0], [1, 0], [0, 1]], [0, 1, 1]);
 * const { status, loss, events } = multivariateFlow(network, data, { time: 100, loss: 1e-9 });
 * status; // 'loss'
 * loss <= 1e-9; // true
 * events.length; // 0
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
  const run: Run = {
    flow: flowState(network, data),
    groups: pointGroups(data.points, data.inputs),
    options: checkFlowOptions(where, options),
    events: [],
    trajectory: [],
    time: 0,
    step: 0,
    accepted: 0,
    rejected: 0,
    largestRise: 0,
    held: null,
  };
  settle(run);
  run.step = firstStep(run);
  let status = stopOf(run);
  while (status === null) {
    const before = run.accepted;
    advance(run);
    if (run.accepted > before) {
      const { time, accepted: steps, flow, events } = run;
      run.options.onProgress({ time, loss: flow.loss, steps, events: events.length });
    }
    status = stopOf(run);
  }
  record(run, run.time);
  return resultOf(run, status);
}

/** Sees which unit sees what at the start, and evaluates. */
function settle(run: Run): void {
  const { flow, groups } = run;
  const { inputs: D, width, active, state, work } = flow;
  const { points: x, y } = work.data;
  const ties: (readonly [unit: number, group: number])[] = [];
  for (let unit = 0; unit < width; unit++) {
    groups.forEach((members, group) => {
      let z = state[width * D + unit];
      for (let d = 0; d < D; d++) z += state[unit * D + d] * x[members[0] * D + d];
      if (z === 0) ties.push([unit, group]);
      for (const n of members) active[unit * y.length + n] = z > 0 ? 1 : 0;
    });
  }
  evaluateState(flow);
  for (const [unit, group] of ties) {
    // With no force at all, as of a dead unit, the datum stays unseen.
    if (forcesOn(flow, groups, unit, group).unseen > 0) meet(run, unit, group);
  }
  if (ties.length > 0) evaluateState(flow);
}

/** Tries one step: takes it, refuses it and shortens the next, or cuts it at the first event and lets that happen. */
function advance(run: Run): void {
  const { flow, groups, options } = run;
  const h = Math.min(run.step, options.time - run.time);
  const error = tryStep(flow, h, options.tolerance);
  const proposed = nextStep(h, error);
  if (!(error <= 1)) {
    run.rejected++;
    run.step = proposed;
    return;
  }
  // A step that was cut short by the end of time says nothing against the longer one.
  run.step = h < run.step ? Math.max(run.step, proposed) : proposed;
  const crossing = firstPlaneCrossing(flow, groups);
  if (crossing === null) {
    take(run, h);
    return;
  }
  run.rejected++;
  if (crossing.sigma > INSTANT) {
    const cut = crossing.sigma * h;
    const landing = tryStep(flow, cut, options.tolerance);
    // A shorter step is more exact as a rule; where it is not, the event will be found again.
    if (!(landing <= 1)) {
      run.rejected++;
      run.step = nextStep(cut, landing);
      return;
    }
    take(run, cut);
  } else {
    // The residuals are still those of the attempt's end.
    evaluateState(flow);
  }
  meet(run, crossing.unit, crossing.group);
  evaluateState(flow);
}

/** Events earlier in the step than this happen at its start. */
const INSTANT = 2 ** -44;

function take(run: Run, h: number): void {
  const { flow, options } = run;
  // The last step ends exactly at the time asked for.
  const end = h === options.time - run.time ? options.time : run.time + h;
  record(run, end);
  run.largestRise = Math.max(run.largestRise, flow.nextLoss - flow.loss);
  commitStep(flow);
  run.accepted++;
  run.time = end;
}

/** Lets a unit that has met a point go through, or be held. */
function meet(run: Run, unit: number, group: number): void {
  const { flow, groups, events, time } = run;
  const members = groups[group];
  const verdict = verdictOn(flow, groups, unit, group);
  if (verdict === 'stay') return;
  const row = unit * flow.work.data.y.length;
  const wasActive = flow.active[row + members[0]] !== 0;
  const kind = verdict === 'stick' ? 'stick' : wasActive ? 'deactivate' : 'activate';
  events.push({ time, unit, datum: members[0], kind });
  if (verdict === 'stick') run.held = { unit, group };
  else for (const n of members) flow.active[row + n] = wasActive ? 0 : 1;
}

/** Takes the points asked for from the present state to the end of the step about to be taken, that end left out. */
function record({ flow, options, time, trajectory }: Run, end: number): void {
  const { times } = options;
  for (let k = trajectory.length; k < times.length && (times[k] < end || times[k] === time); k++) {
    const theta = times[k] > time ? denseWeights(flow, (times[k] - time) / (end - time)) : flow.state.slice();
    trajectory.push({ time: times[k], network: networkView(theta, flow.inputs) });
  }
}

/** The step that an error asks for: with a margin, and neither much longer nor much shorter than the last. */
function nextStep(h: number, error: number): number {
  return h * Math.min(5, Math.max(0.1, 0.9 * error ** (-1 / 5)));
}

/** A first step that moves no weight by much, on the scale of its tolerance (Hairer, Nørsett & Wanner, II.4). */
function firstStep({ flow: { state, velocity }, options: { tolerance } }: Run): number {
  let size = 0;
  let speed = 0;
  for (let c = 0; c < state.length; c++) {
    const scale = tolerance.absolute + tolerance.relative * Math.abs(state[c]);
    size = Math.max(size, Math.abs(state[c]) / scale);
    speed = Math.max(speed, Math.abs(velocity[c]) / scale);
  }
  return size > 0 && speed > 0 ? (0.01 * size) / speed : 1e-3;
}

/** Why to stop before the next step, or null. */
function stopOf(run: Run): MultivariateFlowStatus | null {
  const { flow, options, time, step } = run;
  if (options.loss !== null && flow.loss <= options.loss) return 'loss';
  if (run.held !== null) return 'sliding';
  if (flow.velocity.every((velocity) => Math.abs(velocity) <= options.gradient)) return 'gradient';
  if (time >= options.time) return 'time';
  if (options.signal?.aborted === true) return 'aborted';
  if (run.accepted + run.rejected >= options.steps) return 'step-limit';
  // A step that no longer moves time: the tolerance is finer than the rounding of the problem.
  if (!(time + Math.min(step, options.time - time) > time)) return 'stalled';
  return null;
}

function resultOf(run: Run, status: MultivariateFlowStatus): MultivariateFlowResult {
  const { flow, time, events, trajectory, accepted, rejected, largestRise } = run;
  return {
    status,
    message: flowMessage(status, { time, loss: flow.loss, held: heldInWords(run) }),
    network: networkView(flow.state.slice(), flow.inputs),
    time,
    loss: flow.loss,
    events,
    trajectory,
    stats: { accepted, rejected, evaluations: flow.evaluations, largestRise },
  };
}

function heldInWords({ flow, groups, held }: Run): string {
  if (held === null) return '';
  const { unseen, seen } = forcesOn(flow, groups, held.unit, held.group);
  // a* = −q/(p − q): the part of the time that descent in small steps would see the datum.
  const share = unseen / (unseen - seen);
  return `unit ${held.unit} on datum ${groups[held.group][0]}, active ${(100 * share).toFixed(0)} % of the time`;
}
