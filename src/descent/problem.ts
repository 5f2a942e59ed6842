import type { Dataset } from '../data/dataset.js';
import type { ShallowNetwork } from '../forms/network.js';
import { networkOf } from '../forms/parameters.js';
import { lossAndGradientInto } from '../loss/gradient.js';
import { centreOf } from '../loss/hinge.js';
import { randomStream } from '../numeric/streams.js';
import { foldInto, normalisationInto, unfoldGradientInto } from './batch-normalisation.js';
import { batchesOf } from './batches.js';
import type { BatchState } from './batches.js';
import { objective } from './objective.js';
import type { Settings } from './options.js';
import { current, parametersOver } from './parameters.js';
import type { Parameters } from './parameters.js';
import type { DescentStats } from './result.js';
import { sweepBatch } from './sweep-batch.js';

/** Flat parameters, with whatever a problem's kernels want beside them over the same memory. */
export interface Position {
  readonly values: Float64Array;
}

/** Writes the gradient of ½ Σ ε² at `at` and returns that loss. Allocates nothing. */
type GradientInto<At> = (out: Float64Array, at: At) => number;

/**
 * What a run descends: the trained parameters, and the loss of the network that they make.
 *
 * The loop of a run asks a problem once a step, and knows nothing of networks: `At` is what the kernels read their
 * parameters from, `Network` what the caller gets.
 */
export interface Problem<At extends Position, Network> {
  /** On all data. */
  readonly gradientInto: GradientInto<At>;
  /** The loss ½ Σ ε² on all data, by summing it: that of `gradientInto` is only within `slack` of it. */
  readonly loss: (at: At) => number;
  readonly slack: number;
  readonly kernel: DescentStats['kernel'];
  /** What a step costs, in passes over a unit or a datum of a shallow network. */
  readonly cost: number;
  /** Null in runs over all data at once. */
  readonly batches: BatchGradients<At> | null;
  /** A position over `values`. */
  readonly positionOver: (values: Float64Array) => At;
  /** The plain network, in memory of its own. */
  readonly network: (values: Float64Array) => Network;
}

/** Gradients over one batch after the other. */
export interface BatchGradients<At> {
  readonly gradientInto: GradientInto<At>;
  /** Data in the last batch. */
  readonly count: () => number;
  /** Whether the next batch is the first of an epoch. */
  readonly atEpoch: () => boolean;
  readonly state: () => BatchState;
}

/** The problem of a run of a shallow network. */
export function problemOf(
  data: Dataset,
  width: number,
  settings: Settings,
): Problem<Parameters, ShallowNetwork> {
  const { gradientInto, loss, slack, kernel } = objective(data, width, settings.kernel);
  const batches = settings.batchSize === 0 ? null : batchGradients(data, width, settings);
  const seen = settings.batchSize > 0 ? settings.batchSize : kernel === 'moments' ? 0 : data.x.length;
  const cost = width + seen;
  const positionOver = (values: Float64Array): Parameters => parametersOver(values, width);
  if (settings.normalisation === 0) {
    return { gradientInto, loss, slack, kernel, cost, batches, positionOver, network: networkOf };
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
    cost,
    batches,
    positionOver,
    network: (values) => {
      foldInto(plain.values, values, all);
      return networkOf(plain.values);
    },
  };
}

function batchGradients(data: Dataset, width: number, settings: Settings): BatchGradients<Parameters> {
  const { batchSize, normalisation, seed, stream, resume } = settings;
  const centre = centreOf(data);
  const batches = batchesOf(data, batchSize, resume?.batches ?? randomStream(seed, stream), (size) =>
    sweepBatch(size, width, centre),
  );
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
