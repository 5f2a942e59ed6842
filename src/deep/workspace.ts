import { checkDataset } from '../data/dataset.js';
import type { Dataset } from '../data/dataset.js';
import type { NumericArray } from '../numeric/arrays.js';
import { checkDeepNetwork } from './network.js';
import type { DeepNetwork } from './network.js';

/**
 * The memory of a pass over data: one buffer, in which every layer has a row a unit and a column a datum.
 *
 * It belongs to the caller, fits networks of one shape and one number of data, and holds no results but those that the
 * kernels say they leave.
 */
export interface DeepWorkspace {
  /** Number of data N. */
  readonly count: number;
  readonly memory: Float64Array;
  /** Where the rows of what each layer takes begin: the input x, then the outputs (z)₊ of each hidden layer, last g. */
  readonly activations: readonly number[];
  /** Where the targets y begin. */
  readonly targets: number;
  /** Where the residuals ε = y − g of the last pass begin. */
  readonly residuals: number;
  /** Room for the derivatives of the loss by the z of two layers in turn. */
  readonly derivatives: readonly [number, number];
}

/** A workspace for `count` data that are still to come. */
export function emptyWorkspace({ layers }: DeepNetwork, count: number): DeepWorkspace {
  const widths = layers.map(({ outputs }) => outputs);
  const widest = Math.max(...widths);
  let end = 0;
  const rows = (height: number): number => {
    const start = end;
    end += height * count;
    return start;
  };
  const activations = [1, ...widths].map(rows);
  const targets = rows(1);
  const residuals = rows(1);
  const derivatives = [rows(widest), rows(widest)] as const;
  return { count, memory: new Float64Array(end), activations, targets, residuals, derivatives };
}

/**
 * A workspace for the networks of one shape on `data`, for {@link deepLossAndGradientInto}.
 *
 * @param network Any network of that shape.
 * @throws `TypeError` for what is not a deep network, or data that `dataset` has not made.
 * @example
 * ```ts
 * import { dataset } from 'relu-splines';
 * import { deepLossAndGradientInto, deepNetwork, deepWorkspace } from 'relu-splines/deep';
 *
 * const network = deepNetwork([{ weights: [[1]] }, { weights: [[2]] }]);
 * const work = deepWorkspace(network, dataset([3], [5]));
 * const out = new Float64Array(4);
 * deepLossAndGradientInto(out, network, work); // 0.5; out is [6, 2, 3, 1]
 * ```
 */
export function deepWorkspace(network: DeepNetwork, data: Dataset): DeepWorkspace {
  const where = 'deepWorkspace';
  checkDeepNetwork(where, network);
  checkDataset(where, data);
  const work = emptyWorkspace(network, data.x.length);
  fillWorkspace(work, data.x, data.y, 0);
  return work;
}

/** Puts data into a workspace, those from `from` on. Allocates nothing. */
export function fillWorkspace(
  { count, memory, activations, targets }: DeepWorkspace,
  x: NumericArray,
  y: NumericArray,
  from: number,
): void {
  const inputs = activations[0];
  for (let n = 0; n < count; n++) {
    memory[inputs + n] = x[from + n];
    memory[targets + n] = y[from + n];
  }
}
