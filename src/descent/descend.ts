import { checkDataset } from '../data/dataset.js';
import type { Dataset } from '../data/dataset.js';
import { checkNetwork } from '../forms/form.js';
import { finiteNetwork } from '../forms/network.js';
import type { ShallowNetwork } from '../forms/network.js';
import { parametersOf } from '../forms/parameters.js';
import { withNormalisation } from './batch-normalisation.js';
import { settingsOf } from './options.js';
import type { DescentOptions } from './options.js';
import { problemOf } from './problem.js';
import type { DescentResult } from './result.js';
import { train } from './train.js';

/**
 * Trains a network as the papers did: full-batch gradient descent (`'gd'`), the same with mini-batches (`'sgd'`), or
 * Adam with PyTorch's semantics (`'adam'`), each with batch normalisation of the hidden layer on request.
 *
 * **Steps.** A step is one pass over units and data, O(N + H), or over the batch. On many more data than units
 * it takes O(H log N), whatever N is, from moments of the data. The loop allocates nothing.
 *
 * **Loss.** Every loss, learning rate and stop is in `lossUnit`: a step of 1 on the mean squared error is one of 2/N
 * on ½ Σ ε² (theory 16, erratum 45). With batches the loss of a step is that of the batch, so that the step falls
 * with its size unless the unit is `'mean'`. The result's loss is always on all data.
 *
 * **Batches.** Each epoch takes all data in a new random order; its last batch may be smaller. The same pair
 * (`seed`, `stream`) gives the same run. Stops on loss and gradient are looked at once an epoch, on all data.
 *
 * **Batch normalisation** sets γ = 1 and δ = 0 at the start and trains them with the rest; the statistics of a step
 * are those of its batch. The result is a plain network again, folded with the statistics of *all data*, not with
 * running averages: so it is a function of the parameters alone. Input biases have no effect, as in PyTorch: every
 * breakpoint begins at the mean of x.
 *
 * **Ends** are data: see `status`. A run that leaves the finite numbers gives back the last state that has not. Its
 * loss is finite unless that of the very start is not; with batches, which look at some data only, it may be Infinity.
 * No loss is ever NaN. An aborted run, or any other, is taken up again with
 * `resume: result.state`: with the same options and data the steps come out the same to the last bit.
 *
 * The call is synchronous. Nothing else runs meanwhile, so that only `onProgress` can abort the `signal`: it is
 * called some ten times a second. To let others have a turn, cut a run into pieces with `steps` and `resume`.
 *
 * @throws `RangeError` for a learning rate that is not positive, a network that is not finite, an unknown method or
 * unit, a batch size outside of 1…N, stops or records that contradict each other or the state to resume;
 * `ShapeError` for a state of another network or other data; `TypeError` for the wrong kind of thing.
 * @example
 * ```ts
 * import { dataset, shallowNetwork } from 'relu-splines';
 * import { descend } from 'relu-splines/descent';
 *
 * const data = dataset([-1, 0, 1], [1, 0, 1]);
 * const network = shallowNetwork({ inputWeights: [1, -1], inputBiases: [0, 0], outputWeights: [0.5, 0.5] });
 * const result = descend(network, data, { learningRate: 0.1, steps: 1000, stopAtLoss: 1e-6 });
 * result.status; // 'loss'
 * result.steps; // 119
 * ```
 */
export function descend(network: ShallowNetwork, data: Dataset, options: DescentOptions): DescentResult {
  const where = 'descend';
  checkNetwork(where, network);
  checkDataset(where, data);
  finiteNetwork(where, network);
  const width = network.inputWeights.length;
  const sizeOf = (normalised: boolean): number => (normalised ? 5 : 3) * width + 1;
  const settings = settingsOf(where, options, data.x.length, sizeOf);
  const values = parametersOf(network);
  const beginning = settings.normalisation > 0 ? withNormalisation(values) : values;
  return train(problemOf(data, width, settings), settings, beginning, data.x.length);
}
