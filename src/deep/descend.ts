import { checkDataset } from '../data/dataset.js';
import type { Dataset } from '../data/dataset.js';
import { batchesOf } from '../descent/batches.js';
import type { Batch } from '../descent/batches.js';
import { settingsOf } from '../descent/options.js';
import type { DescentOptions, Settings } from '../descent/options.js';
import type { BatchGradients, Position, Problem } from '../descent/problem.js';
import type { DescentResult } from '../descent/result.js';
import { train } from '../descent/train.js';
import { object, show } from '../numeric/checks.js';
import { randomStream } from '../numeric/streams.js';
import { deepLossAndGradientInto, deepResidualsInto } from './backpropagation.js';
import { checkDeepNetwork, finiteDeepNetwork } from './network.js';
import type { DeepNetwork } from './network.js';
import { deepNetworkOf, deepNetworkOver, flattenDeep, parameterCount } from './parameters.js';
import { deepWorkspace, emptyWorkspace, fillWorkspace } from './workspace.js';
import type { DeepWorkspace } from './workspace.js';

/** Options of {@link descendDeep}: those of `descend` that make sense for any depth. */
export type DeepDescentOptions = Omit<DescentOptions, 'batchNormalisation' | 'kernel'>;

/** What a run of {@link descendDeep} has come to. */
export type DeepDescentResult = DescentResult<DeepNetwork>;

/**
 * Trains a deep network by the methods of `descend`: gradient descent, mini-batches, Adam, with the same options, loss
 * units, statuses and resumption to the last bit. Gradients come from backpropagation, O(N) a weight.
 *
 * Flat parameters, as in `state.values`, have the order of `flattenDeep`. There is no batch normalisation of deep
 * networks: the papers' deep runs have none.
 *
 * @throws As `descend`; `RangeError` for `batchNormalisation` or `kernel`.
 * @example
 * ```ts
 * import { dataset } from 'relu-splines';
 * import { deepTorchDefault, descendDeep } from 'relu-splines/deep';
 * import { randomStream } from 'relu-splines/init';
 *
 * const x = Array.from({ length: 41 }, (_, n) => n / 10 - 2);
 * const data = dataset(x, x.map((t) => (t * t) / 2));
 * const network = deepTorchDefault({ widths: [8, 8, 8, 8] }, randomStream(1));
 * const result = descendDeep(network, data, { learningRate: 1e-2, steps: 2000, lossUnit: 'mean' });
 * result.status; // 'steps'
 * result.loss < 0.1; // true
 * ```
 */
export function descendDeep(
  network: DeepNetwork,
  data: Dataset,
  options: DeepDescentOptions,
): DeepDescentResult {
  const where = 'descendDeep';
  checkDeepNetwork(where, network);
  finiteDeepNetwork(where, network);
  object(where, 'options', options);
  refuse(where, 'batchNormalisation', options);
  refuse(where, 'kernel', options);
  checkDataset(where, data);
  const count = data.x.length;
  const settings = settingsOf(where, options, count, () => parameterCount(network));
  return train(problemOf(network, data, settings), settings, flattenDeep(network), count);
}

function refuse(where: string, name: 'batchNormalisation' | 'kernel', options: DescentOptions): void {
  const value: unknown = options[name];
  if (value === undefined || value === false) return;
  throw new RangeError(`${where}: ${name} belongs to shallow networks, got ${show(value)}`);
}

/** Flat parameters, and the network over the same memory. */
interface DeepPosition extends Position {
  readonly network: DeepNetwork;
}

function problemOf(
  network: DeepNetwork,
  data: Dataset,
  settings: Settings,
): Problem<DeepPosition, DeepNetwork> {
  const work = deepWorkspace(network, data);
  const { batchSize } = settings;
  return {
    gradientInto: (out, at) => deepLossAndGradientInto(out, at.network, work),
    loss: (at) => deepResidualsInto(at.network, work),
    slack: 0,
    kernel: 'backpropagation',
    cost: parameterCount(network) * (batchSize > 0 ? batchSize : work.count),
    batches: batchSize === 0 ? null : batchGradients(network, data, settings),
    positionOver: (values) => ({ values, network: deepNetworkOver(values, network) }),
    network: (values) => deepNetworkOf(values, network),
  };
}

interface DeepBatch extends Batch {
  readonly work: DeepWorkspace;
}

function batchGradients(
  network: DeepNetwork,
  data: Dataset,
  { batchSize, seed, stream, resume }: Settings,
): BatchGradients<DeepPosition> {
  const start = resume?.batches ?? randomStream(seed, stream);
  const batches = batchesOf(data, batchSize, start, (count): DeepBatch => {
    const work = emptyWorkspace(network, count);
    return {
      work,
      fill: (x, y, from) => {
        fillWorkspace(work, x, y, from);
      },
    };
  });
  let count = 0;
  return {
    gradientInto(out, at) {
      const { work } = batches.next();
      count = work.count;
      return deepLossAndGradientInto(out, at.network, work);
    },
    count: () => count,
    atEpoch: batches.atEpoch,
    state: batches.state,
  };
}
