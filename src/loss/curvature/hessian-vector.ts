import { checkProblem } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import type { ShallowNetwork } from '../../forms/network.js';
import type { NumericArray, ReadonlyFloat64Array } from '../../numeric/arrays.js';
import { finiteVector, sameLength } from '../../numeric/checks.js';
import { partOf } from './hessian.js';
import type { HessianPart } from './hessian.js';
import { hingeAt } from '../hinge.js';
import { backwardSweep, forwardSweep } from '../sweeps.js';
import { unitSums, unitSumsInto } from './unit-sums.js';
import type { UnitSums } from './unit-sums.js';

/**
 * The product of the Hessian, or one of its parts, with a direction, without the matrix: O(N + H log N).
 *
 * With the direction (dw, db, dv, db₀), J·d at a datum is Σ (v·dw + w·dv)x + v·db + b·dv over the active units,
 * plus db₀: a sum of lines on half-lines, which the sweeps of the loss surface evaluate and transpose in O(N + H)
 * (theory 2.3). What holds at ties is said at `hessian`.
 *
 * @param direction In the order [w…, b…, v…, b₀], shape (3H + 1).
 * @param options.part Default `'full'`.
 * @returns Shape (3H + 1).
 * @throws `ShapeError` for a direction of the wrong length, `RangeError` for NaN or Infinity in it or an unknown
 * part; `TypeError` for what is not a network.
 * @example
 * ```ts
 * import { dataset, hessianVectorProduct, shallowNetwork } from 'relu-splines';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });
 * const data = dataset([3], [5]); // J = [6, 2, 3, 1], ε = -1
 * hessianVectorProduct(network, data, [1, 0, 0, 0]); // Float64Array [36, 12, 21, 6]
 * hessianVectorProduct(network, data, [1, 0, 0, 0], { part: 'curvature' }); // Float64Array [0, 0, 3, 0]
 * ```
 */
export function hessianVectorProduct(
  network: ShallowNetwork,
  data: Dataset,
  direction: NumericArray,
  options: { readonly part?: HessianPart } = {},
): Float64Array {
  const where = 'hessianVectorProduct';
  checkProblem(where, network, data);
  const part = partOf(where, options);
  const vector = finiteVector(where, 'direction', direction);
  const size = 3 * network.inputWeights.length + 1;
  sameLength(where, 'direction', vector, 'the parameters', size);
  const out = new Float64Array(size);
  hessianVectorProductInto(out, vector, network, hessianVectorWorkspace(network, data), part);
  return out;
}

/**
 * What {@link hessianVectorProductInto} needs: the two tables of a sweep, and the sums of residuals at one
 * network.
 */
export type HessianVectorWorkspace = UnitSums;

/**
 * A workspace for products with the Hessian at `network`, O(N + H log N).
 *
 * It belongs to the caller and is good for any number of products. When the network moves,
 * {@link moveHessianVectorWorkspace} brings it along without allocating.
 *
 * @throws `TypeError` for what is not a network, or data that `dataset` has not made.
 * @example
 * ```ts
 * import { dataset, hessianVectorProductInto, hessianVectorWorkspace, shallowNetwork } from 'relu-splines';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });
 * const work = hessianVectorWorkspace(network, dataset([3], [5]));
 * const out = new Float64Array(4);
 * hessianVectorProductInto(out, Float64Array.of(0, 0, 0, 1), network, work);
 * out; // Float64Array [6, 2, 3, 1]
 * ```
 */
export function hessianVectorWorkspace(network: ShallowNetwork, data: Dataset): HessianVectorWorkspace {
  checkProblem('hessianVectorWorkspace', network, data);
  const work = unitSums(data, network.inputWeights.length);
  unitSumsInto(work, network);
  return work;
}

/**
 * Brings a workspace to another network of the same width, O(N + H) if few breakpoints pass data.
 *
 * @example
 * ```ts
 * import {
 *   dataset,
 *   hessianVectorProductInto,
 *   hessianVectorWorkspace,
 *   moveHessianVectorWorkspace,
 *   shallowNetwork,
 * } from 'relu-splines';
 *
 * const at = (bias: number) => shallowNetwork({ inputWeights: [1], inputBiases: [bias], outputWeights: [2] });
 * const work = hessianVectorWorkspace(at(0), dataset([3], [5]));
 * moveHessianVectorWorkspace(work, at(1));
 * const out = new Float64Array(4);
 * hessianVectorProductInto(out, Float64Array.of(0, 0, 0, 1), at(1), work);
 * out; // Float64Array [6, 2, 4, 1]
 * ```
 */
export function moveHessianVectorWorkspace(work: HessianVectorWorkspace, network: ShallowNetwork): void {
  unitSumsInto(work, network);
}

/**
 * Kernel of {@link hessianVectorProduct}, O(N + H): writes the product into `out`, which must not be
 * `direction`. Trusts its caller, allocates nothing.
 *
 * @param work At this very network: {@link hessianVectorWorkspace}.
 * @example
 * ```ts
 * import { dataset, hessianVectorProductInto, hessianVectorWorkspace, shallowNetwork } from 'relu-splines';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });
 * const work = hessianVectorWorkspace(network, dataset([3], [5]));
 * const out = new Float64Array(4);
 * hessianVectorProductInto(out, Float64Array.of(0, 0, 0, 1), network, work); // out is [6, 2, 3, 1]
 * ```
 */
export function hessianVectorProductInto(
  out: Float64Array,
  direction: ReadonlyFloat64Array,
  network: ShallowNetwork,
  work: HessianVectorWorkspace,
  part: HessianPart = 'full',
): void {
  if (part === 'curvature') out.fill(0);
  else gramProductInto(out, direction, network, work);
  if (part === 'gram') return;
  const { s, t } = work;
  const width = s.length;
  for (let i = 0; i < width; i++) {
    const dv = direction[2 * width + i];
    out[i] -= t[i] * dv;
    out[width + i] -= s[i] * dv;
    out[2 * width + i] -= t[i] * direction[i] + s[i] * direction[width + i];
  }
}

// Jᵀ(J·d): out to the data, and back.
function gramProductInto(
  out: Float64Array,
  direction: ReadonlyFloat64Array,
  { inputWeights: w, inputBiases: b, outputWeights: v }: ShallowNetwork,
  { sweep }: HessianVectorWorkspace,
): void {
  const { bins, entries, first, second, atData, centre } = sweep;
  const width = bins.length;
  first.fill(0);
  second.fill(0);
  for (let i = 0; i < width; i++) {
    const bin = bins[i];
    const entry = entries[bin];
    const dw = direction[i];
    const db = direction[width + i];
    const dv = direction[2 * width + i];
    first[bin] += dw * v[i] + w[i] * dv;
    second[bin] += (dw * entry + db) * v[i] + hingeAt(w[i], b[i], entry, centre) * dv;
  }
  forwardSweep(sweep);
  const shift = direction[3 * width];
  for (let n = 0; n < atData.length; n++) atData[n] += shift;
  backwardSweep(sweep);
  for (let i = 0; i < width; i++) {
    const bin = bins[i];
    const entry = entries[bin];
    const s = first[bin];
    const u = second[bin];
    out[i] = v[i] * (u + entry * s);
    out[width + i] = v[i] * s;
    out[2 * width + i] = w[i] * u + hingeAt(w[i], b[i], entry, centre) * s;
  }
  // A bin that sees all data holds the sum over all of them.
  out[3 * width] = first[0];
}
