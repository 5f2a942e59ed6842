import { checkDataset } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import type { Bdso } from '../../forms/bdso.js';
import { toNetwork } from '../../forms/convert.js';
import { checkBdso } from '../../forms/form.js';
import { dot, rightSingular } from '../../numeric/linear-algebra.js';
import { splitByThreshold, thresholdOf } from './bin-spaces.js';
import { binsOf } from '../bins.js';
import { lineGramWorkspace, meet, prepareHinges } from './line-gram.js';
import { binLines, groupByBin, hingeInLines, lineInFrame, pieceFrame } from './piece-frame.js';

/**
 * The features Φ_ni = (x_n − β_i)_{s_i} of a spline on data: f = B₀ + Φμ. Row-major, a row a datum in the sorted
 * order, shape (N × H).
 *
 * @throws `TypeError` for what is not a spline in breakpoint form.
 * @example
 * ```ts
 * import { bdso, dataset, deltaSlopeFeatures } from 'relu-splines';
 *
 * const spline = bdso({ breakpoints: [0, 1], deltaSlopes: [1, 1], orientations: [1, -1] });
 * deltaSlopeFeatures(spline, dataset([-1, 2], [0, 0])); // rows [0, -2] and [2, 0]
 * ```
 */
export function deltaSlopeFeatures(spline: Bdso, data: Dataset): Float64Array {
  const where = 'deltaSlopeFeatures';
  checkBdso(where, spline);
  checkDataset(where, data);
  const { breakpoints: beta, orientations: s } = spline;
  const width = beta.length;
  const features = new Float64Array(data.x.length * width);
  for (let n = 0; n < data.x.length; n++) {
    for (let i = 0; i < width; i++) {
      const distance = data.x[n] - beta[i];
      features[n * width + i] = s[i] * distance > 0 ? distance : 0;
    }
  }
  return features;
}

/**
 * The Hessian ΦᵀΦ of the loss in the delta-slopes μ alone, at fixed breakpoints and output bias (theory 2.4):
 * row-major, shape (H × H), in O(N + H²).
 *
 * The loss is quadratic in μ, so it is the Hessian everywhere, at ties too. Its eigenvalues are the squares of the
 * singular values of Φ, and zeros: flat directions are those of the null space of Φ, see {@link splitDeltaSlopes}.
 *
 * @throws `TypeError` for what is not a spline in breakpoint form.
 * @example
 * ```ts
 * import { bdso, dataset, deltaSlopeHessian } from 'relu-splines';
 *
 * const spline = bdso({ breakpoints: [0, 1], deltaSlopes: [1, 1], orientations: [1, -1] });
 * deltaSlopeHessian(spline, dataset([-1, 2], [0, 0])); // rows [4, 0] and [0, 4]
 * ```
 */
export function deltaSlopeHessian(spline: Bdso, data: Dataset): Float64Array {
  const where = 'deltaSlopeHessian';
  checkBdso(where, spline);
  checkDataset(where, data);
  // At scale 1 a network's hinges are s(x − β): the columns of Φ up to their sign s.
  const network = toNetwork(spline);
  const { inputWeights: s, inputBiases: b } = network;
  const width = s.length;
  const work = lineGramWorkspace(data, width);
  prepareHinges(work, s, b, binsOf(network, data));
  const { common } = work;
  const matrix = new Float64Array(width * width);
  for (let i = 0; i < width; i++) {
    for (let j = 0; j <= i; j++) {
      if (!meet(work, s, i, j)) continue;
      const products = common[0] * (common[3] * common[4]) + s[i] * s[j] * common[2];
      matrix[i * width + j] = matrix[j * width + i] = s[i] * s[j] * products;
    }
  }
  return matrix;
}

/** The delta-slopes of a spline in two orthogonal parts: what the data see and what they do not. */
export interface DeltaSlopeSplit {
  /** The part in the row space of Φ, the range of Φᵀ; shape (H). The fit depends on it alone. */
  readonly rowSpace: Float64Array;
  /** The part in the null space of Φ, shape (H). It changes no value at any datum. */
  readonly nullSpace: Float64Array;
  /** Dimension of the row space: the rank of Φ. */
  readonly rank: number;
  /** As given or by default. */
  readonly threshold: number;
}

/**
 * Splits the delta-slopes of a spline into the part in the row space of Φ and the part in its null space
 * (theory 2.4). It is the row space, a space of delta-slopes, and not the range of Φ, which is a space of values at
 * data (erratum 29).
 *
 * Gradient descent on μ alone moves the first part only; the second stays as it was at the start.
 *
 * The rank is that of Φ by pieces of the data, with rows scaled to length one, which changes neither space:
 * singular values above `threshold` times the largest count.
 *
 * @param options.threshold Default 1e-11.
 * @throws `RangeError` for a threshold that is not positive; `TypeError` for what is not a spline in breakpoint
 * form.
 * @example
 * ```ts
 * import { bdso, dataset, splitDeltaSlopes } from 'relu-splines';
 *
 * // two equal units: only the sum of their delta-slopes is seen
 * const spline = bdso({ breakpoints: [0, 0], deltaSlopes: [3, 1], orientations: [1, 1] });
 * const { rowSpace, nullSpace } = splitDeltaSlopes(spline, dataset([1], [5]));
 * rowSpace; // Float64Array [2, 2], to rounding
 * nullSpace; // Float64Array [1, -1], to rounding
 * ```
 */
export function splitDeltaSlopes(
  spline: Bdso,
  data: Dataset,
  options: { readonly threshold?: number } = {},
): DeltaSlopeSplit {
  const where = 'splitDeltaSlopes';
  checkBdso(where, spline);
  checkDataset(where, data);
  const threshold = thresholdOf(where, options);
  const { deltaSlopes: mu } = spline;
  const width = mu.length;
  const { matrix, rows } = rowSpaceMatrix(spline, data);
  const { values, vectors } = rightSingular(matrix, rows, width);
  const { count } = splitByThreshold(values, threshold);
  const rowSpace = new Float64Array(width);
  for (let k = 0; k < count; k++) {
    const vector = vectors.subarray(k * width, (k + 1) * width);
    const share = dot(vector, mu);
    for (let i = 0; i < width; i++) rowSpace[i] += share * vector[i];
  }
  return { rowSpace, nullSpace: rowSpace.map((part, i) => mu[i] - part), rank: count, threshold };
}

// A matrix of few rows with the row space of Φ: Φ in a frame of pieces, rows scaled to length one.
function rowSpaceMatrix(
  spline: Bdso,
  data: Dataset,
): { readonly matrix: Float64Array; readonly rows: number } {
  const network = toNetwork(spline);
  const { inputWeights: s, inputBiases: b } = network;
  const groups = groupByBin(data, binsOf(network, data));
  const frame = pieceFrame(
    data,
    groups.map(({ bin }) => bin),
  );
  const width = s.length;
  const rows = frame.size;
  const matrix = new Float64Array(rows * width);
  for (const { bin, units } of groups) {
    const lines = binLines(frame, bin);
    for (const i of units) {
      const column = lineInFrame(frame, lines, hingeInLines(frame, lines, s[i], b[i]));
      for (let k = 0; k < rows; k++) matrix[k * width + i] = s[i] * column[k];
    }
  }
  for (let k = 0; k < rows; k++) {
    const row = matrix.subarray(k * width, (k + 1) * width);
    const length = Math.sqrt(dot(row, row));
    if (length > 0) for (let i = 0; i < width; i++) row[i] /= length;
  }
  return { matrix, rows };
}
