import { DENSE_WEIGHTS, ERROR_WEIGHTS, STAGES, STAGE_WEIGHTS } from '../flow/steps/dormand-prince.js';
import { errorOf } from '../flow/steps/stepper.js';
import type { Tolerance } from '../flow/steps/stepper.js';
import type { MultivariateDataset } from './dataset.js';
import type { MultivariateNetwork } from './network.js';
import { multivariateWorkspace, parameterCount, residualSumsInto, sumsToGradient } from './sums.js';
import type { MultivariateWorkspace } from './sums.js';

/** A flow over many inputs on its way: the weights, what each unit sees, and the last attempt at a step. */
export interface FlowState {
  readonly inputs: number;
  readonly width: number;
  readonly work: MultivariateWorkspace;
  /** What each unit sees, 1 or 0, shape (H × N): fixed between events, so that the field is smooth. */
  readonly active: Uint8Array;
  /** The weights [w₁…, w₂…, …, b…, v…, b₀]. */
  state: Float64Array;
  /** dθ/dt at `state`. */
  velocity: Float64Array;
  /** ½ Σ ε² at `state`. */
  loss: number;
  /** Where the last attempt ended, with its velocity and loss. */
  next: Float64Array;
  nextVelocity: Float64Array;
  nextLoss: number;
  /** Dense output of the last attempt: `state` + Σ_m dense[m]·σ^(m + 1). */
  readonly dense: readonly Float64Array[];
  /** Velocities of the stages between the first and the last. */
  readonly stages: readonly Float64Array[];
  /** Evaluations of the field so far. */
  evaluations: number;
}

/** A flow that starts at `network`; call {@link evaluateState} once `active` is settled. */
export function flowState(network: MultivariateNetwork, data: MultivariateDataset): FlowState {
  const { inputs, inputWeights, inputBiases, outputWeights, outputBias } = network;
  const width = inputBiases.length;
  const size = parameterCount(width, inputs);
  const state = new Float64Array(size);
  state.set(Float64Array.from(inputWeights));
  state.set(Float64Array.from(inputBiases), width * inputs);
  state.set(Float64Array.from(outputWeights), width * (inputs + 1));
  state[size - 1] = outputBias;
  const room = (count: number): Float64Array[] => Array.from({ length: count }, () => new Float64Array(size));
  return {
    inputs,
    width,
    work: multivariateWorkspace(data, width),
    active: new Uint8Array(width * data.y.length),
    state,
    velocity: new Float64Array(size),
    loss: NaN,
    next: new Float64Array(size),
    nextVelocity: new Float64Array(size),
    nextLoss: NaN,
    dense: room(DENSE_WEIGHTS.length),
    stages: room(STAGES - 2),
    evaluations: 0,
  };
}

/** The network of a vector of weights, which it goes on sharing. */
export function networkView(theta: Float64Array, inputs: number): MultivariateNetwork {
  const width = (theta.length - 1) / (inputs + 2);
  return {
    inputs,
    inputWeights: theta.subarray(0, width * inputs),
    inputBiases: theta.subarray(width * inputs, width * (inputs + 1)),
    outputWeights: theta.subarray(width * (inputs + 1), width * (inputs + 2)),
    outputBias: theta[theta.length - 1],
  };
}

/** Evaluates velocity, loss and residuals at the present state, after what units see has changed. */
export function evaluateState(flow: FlowState): void {
  flow.loss = velocityInto(flow.velocity, flow, flow.state);
}

/**
 * Tries a step of length h by Dormand–Prince 5(4), with what units see held fixed, and returns its error in units of the
 * tolerance: ∞ if the step has left the numbers. The dense output is there if the error is at most 1.
 */
export function tryStep(flow: FlowState, h: number, tolerance: Tolerance): number {
  const { state, next, velocity, nextVelocity, stages, dense } = flow;
  const velocities = [velocity, ...stages, nextVelocity];
  for (let stage = 1; stage < STAGES; stage++) {
    next.set(state);
    addTo(next, velocities, STAGE_WEIGHTS[stage - 1], h);
    flow.nextLoss = velocityInto(velocities[stage], flow, next);
  }
  const estimate = dense[0].fill(0);
  addTo(estimate, velocities, ERROR_WEIGHTS, h);
  const error = errorOf(estimate, state, next, tolerance);
  if (error <= 1) {
    dense.forEach((power, m) => {
      addTo(power.fill(0), velocities, DENSE_WEIGHTS[m], h);
    });
  }
  return error;
}

/** Makes the end of the last attempt the present state. */
export function commitStep(flow: FlowState): void {
  [flow.state, flow.next] = [flow.next, flow.state];
  [flow.velocity, flow.nextVelocity] = [flow.nextVelocity, flow.velocity];
  flow.loss = flow.nextLoss;
}

/** The weights at the part σ of the last attempt. */
export function denseWeights({ state, dense }: FlowState, sigma: number): Float64Array {
  return state.map((value, c) => value + dense.reduceRight((sum, power) => (sum + power[c]) * sigma, 0));
}

function velocityInto(out: Float64Array, flow: FlowState, theta: Float64Array): number {
  const network = networkView(theta, flow.inputs);
  const loss = residualSumsInto(out, network, flow.work, flow.active);
  sumsToGradient(out, network, -1);
  flow.evaluations++;
  return loss;
}

/** out += factor·Σ weights[k]·vectors[k]. */
function addTo(
  out: Float64Array,
  vectors: readonly Float64Array[],
  weights: readonly number[],
  factor: number,
): void {
  weights.forEach((weight, k) => {
    const vector = vectors[k];
    for (let c = 0; c < out.length; c++) out[c] += factor * weight * vector[c];
  });
}
