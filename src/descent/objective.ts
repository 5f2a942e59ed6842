import type { Dataset } from '../data/dataset.js';
import { dataMoments } from '../loss/data-moments.js';
import { lossAndGradientInto, residualsInto } from '../loss/gradient.js';
import { lossAndGradientByMomentsInto, momentWorkspace } from '../loss/moments.js';
import { sweepWorkspace } from '../loss/workspace.js';
import { current } from './parameters.js';
import type { Parameters } from './parameters.js';

/** The loss over all data as a function of the parameters of a network. In ½ Σ ε², whatever the caller's unit. */
export interface Objective {
  /** Writes the gradient, shape (3H + 1), and returns the loss, as far as `slack` says. Allocates nothing. */
  readonly gradientInto: (out: Float64Array, parameters: Parameters) => number;
  /** The loss, summed over the data: O(N + H). */
  readonly loss: (parameters: Parameters) => number;
  /** How far the loss that `gradientInto` returns may be from that. */
  readonly slack: number;
  readonly kernel: DescentKernel;
}

/** What computes full gradients: `'sweeps'` over units and data, or `'moments'` of the data, whatever N is. */
export type DescentKernel = 'sweeps' | 'moments';

/** The objective on `data`; without a kernel, by the one that is faster for so many data and units. */
export function objective(data: Dataset, width: number, kernel?: DescentKernel): Objective {
  const work = sweepWorkspace(data, width);
  const loss = (parameters: Parameters): number => residualsInto(work, current(parameters));
  if ((kernel ?? fasterKernel(data.x.length, width)) === 'sweeps') {
    return {
      gradientInto: (out, parameters) => lossAndGradientInto(out, current(parameters), work),
      loss,
      slack: 0,
      kernel: 'sweeps',
    };
  }
  const moments = momentWorkspace(dataMoments(data), width);
  return {
    gradientInto: (out, parameters) => lossAndGradientByMomentsInto(out, current(parameters), moments),
    loss,
    slack: momentSlack(data),
    kernel: 'moments',
  };
}

/** Moments do not look at the data, but sort units: they win from about eleven data a unit on. */
function fasterKernel(count: number, width: number): DescentKernel {
  return count > 11 * width ? 'moments' : 'sweeps';
}

/** A bound for the error of the loss by moments: a few EPSILON of Σ (y − mean of y)², which is what cancels. */
function momentSlack({ y }: Dataset): number {
  let mean = 0;
  for (let n = 0; n < y.length; n++) mean += (y[n] - mean) / (n + 1);
  let squares = 0;
  for (let n = 0; n < y.length; n++) squares += (y[n] - mean) ** 2;
  return 64 * Number.EPSILON * squares;
}
