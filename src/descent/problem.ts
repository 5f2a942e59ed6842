import type { Dataset } from '../data/dataset.js';
import type { ShallowNetwork } from '../forms/network.js';
import { lossAndGradientInto } from '../loss/gradient.js';
import { randomStream } from '../numeric/streams.js';
import { foldInto, normalisationInto, unfoldGradientInto } from './batch-normalisation.js';
import { batchesOf } from './batches.js';
import type { BatchState } from './batches.js';
import { objective } from './objective.js';
import type { DescentKernel } from './objective.js';
import type { Settings } from './options.js';
import { current, networkOf, parametersOver } from './parameters.js';
import type { Parameters } from './parameters.js';

/** Writes the gradient of ½ Σ ε² at `at` and returns that loss. Allocates nothing. */
type GradientInto = (out: Float64Array, at: Parameters) => number;

/** What a run descends: the trained parameters, and the loss of the network that they make. */
export interface Problem {
  /** On all data. */
  readonly gradientInto: GradientInto;
  /** The loss ½ Σ ε² on all data, by summing it: that of `gradientInto` is only within `slack` of it. */
  readonly loss: (at: Parameters) => number;
  readonly slack: number;
  readonly kernel: DescentKernel;
  /** Null in runs over all data at once. */
  readonly batches: BatchGradients | null;
  /** The plain network, in memory of its own. */
  readonly network: (values: Float64Array) => ShallowNetwork;
}

/** Gradients over one batch after the other. */
export interface BatchGradients {
  readonly gradientInto: GradientInto;
  /** Data in the last batch. */
  readonly count: () => number;
  /** Whether the next batch is the first of an epoch. */
  readonly atEpoch: () => boolean;
  readonly state: () => BatchState;
}

/** The problem of a run. */
export function problemOf(data: Dataset, width: number, settings: Settings): Problem {
  const { gradientInto, loss, slack, kernel } = objective(data, width, settings.kernel);
  const batches = settings.batchSize === 0 ? null : batchGradients(data, width, settings);
  if (settings.normalisation === 0) {
    return { gradientInto, loss, slack, kernel, batches, network: (values) => networkOf(values, width) };
  }
  // The statistics of all data: with them the result is a function of the parameters, and not of the last batches.
  const all = { mean: 0, variance: 0, epsilon: settings.normalisation };
  normalisationInto(all, data.x);
  const plain = parametersOver(new Float64Array(3 * width + 1), width);
  const folded = new Float64Array(3 * width + 1);
  return {
    gradientInto: (out, { values }) => {
      foldInto(plain.values, values, all);
      const value = gradientInto(folded, plain);
      unfoldGradientInto(out, folded, values, all);
      return value;
    },
    loss: ({ values }) => {
      foldInto(plain.values, values, all);
      return loss(plain);
    },
    slack,
    kernel,
    batches,
    network: (values) => {
      foldInto(plain.values, values, all);
      return networkOf(plain.values, width);
    },
  };
}

function batchGradients(data: Dataset, width: number, settings: Settings): BatchGradients {
  const { batchSize, normalisation, seed, stream, resume } = settings;
  const batches = batchesOf(data, batchSize, width, resume?.batches ?? randomStream(seed, stream));
  const { atEpoch, state } = batches;
  let count = 0;
  if (normalisation === 0) {
    return {
      gradientInto(out, at) {
        const { work, x } = batches.next();
        count = x.length;
        return lossAndGradientInto(out, current(at), work);
      },
      count: () => count,
      atEpoch,
      state,
    };
  }
  const statistics = { mean: 0, variance: 0, epsilon: normalisation };
  const plain = parametersOver(new Float64Array(3 * width + 1), width);
  const folded = new Float64Array(3 * width + 1);
  return {
    gradientInto(out, { values }) {
      const { work, x } = batches.next();
      count = x.length;
      normalisationInto(statistics, x);
      foldInto(plain.values, values, statistics);
      const value = lossAndGradientInto(folded, current(plain), work);
      unfoldGradientInto(out, folded, values, statistics);
      return value;
    },
    count: () => count,
    atEpoch,
    state,
  };
}
