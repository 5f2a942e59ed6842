import { show } from '../numeric/checks.js';
import { checkBreakplanes } from './breakplanes.js';
import type { Breakplanes } from './breakplanes.js';
import { checkMultivariateNetwork } from './network.js';
import type { MultivariateNetwork } from './network.js';
import { finiteRows } from './rows.js';
import type { NumericRows } from './rows.js';

/**
 * The values of a function of many inputs, from its network or its breakplanes, at each point: as it is written, unit by
 * unit, O(H·D) a point. A value beyond the range of doubles comes out as ±Infinity or NaN.
 *
 * @param points An array of rows, or the rows one after another; one point of D inputs is both `[[…]]` and `[…]`.
 * @throws `TypeError` for what is neither form or not a number, `RangeError` for NaN or Infinity, `ShapeError` for points
 * of another number of inputs.
 * @example
 * ```ts
 * import { evaluateMultivariate, multivariateNetwork, toBreakplanes } from 'relu-splines/multivariate';
 *
 * const network = multivariateNetwork({ inputWeights: [[3, 4]], inputBiases: [-5], outputWeights: [2] });
 * evaluateMultivariate(network, [[3, 4], [1, 0]]); // Float64Array [40, 0]
 * evaluateMultivariate(toBreakplanes(network), [3, 4]); // Float64Array [40]
 * ```
 */
export function evaluateMultivariate(
  form: MultivariateNetwork | Breakplanes,
  points: NumericRows,
): Float64Array {
  const where = 'evaluateMultivariate';
  const { rows, shifts, heights } = checkedUnits(where, form);
  const { inputs, outputBias } = form;
  const { values: x, count } = finiteRows(where, 'points', points, inputs);
  const out = new Float64Array(count).fill(outputBias);
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < heights.length; i++) {
      let z = shifts[i];
      for (let d = 0; d < inputs; d++) z += rows[i * inputs + d] * x[n * inputs + d];
      if (z > 0) out[n] += heights[i] * z;
    }
  }
  return out;
}

/** Both forms are sums of height·(row·x + shift)₊. */
function checkedUnits(
  where: string,
  form: MultivariateNetwork | Breakplanes,
): Record<'rows' | 'shifts' | 'heights', ArrayLike<number>> {
  const thing: unknown = form;
  if (typeof thing === 'object' && thing !== null) {
    if ('inputWeights' in form) {
      checkMultivariateNetwork(where, form);
      return { rows: form.inputWeights, shifts: form.inputBiases, heights: form.outputWeights };
    }
    if ('normals' in form) {
      checkBreakplanes(where, form);
      return { rows: form.normals, shifts: form.offsets.map((gamma) => -gamma), heights: form.slopeJumps };
    }
  }
  throw new TypeError(`${where}: form must be a MultivariateNetwork or Breakplanes, got ${show(form)}`);
}
