import { checkDataset } from '../data/dataset.js';
import type { Dataset } from '../data/dataset.js';
import type { Bdso } from '../forms/bdso.js';
import { toNetwork } from '../forms/convert.js';
import { checkBdso } from '../forms/form.js';
import { residualsInto } from './gradient.js';
import { backwardSweep } from './sweeps.js';
import { sweepWorkspace } from './workspace.js';

/**
 * The gradient of the loss in the coordinates of the spline, in the order [β…, μ…, B₀], shape (2H + 1).
 *
 * With S = Σ ε and T = Σ εx over the data that unit i sees: ∂ℓ/∂β = μS, ∂ℓ/∂μ = −(T − βS), ∂ℓ/∂B₀ = −Σ ε
 * (theory 2.2). O(N + H log N).
 *
 * It is the gradient in (β, μ), and not how a network's breakpoints and delta-slopes move under gradient flow on
 * its weights: that flow has another metric (errata 1 and 2). A unit sees a datum iff s(x − β) > 0, so that at a
 * tie, where β is exactly on a datum, it counts as inactive there (ReLU′(0) = 0).
 *
 * @throws `TypeError` for what is not a spline, or data that `dataset` has not made.
 * @example
 * ```ts
 * import { bdso, bdsoGradient, dataset } from 'relu-splines';
 *
 * const hinge = bdso({ breakpoints: [1], deltaSlopes: [2], orientations: [1] });
 * bdsoGradient(hinge, dataset([0, 3], [1, 5])); // Float64Array [2, -2, -2]
 * ```
 */
export function bdsoGradient(spline: Bdso, data: Dataset): Float64Array {
  const where = 'bdsoGradient';
  checkBdso(where, spline);
  checkDataset(where, data);
  const { breakpoints: beta, deltaSlopes: mu } = spline;
  const width = beta.length;
  const work = sweepWorkspace(data, width);
  // At scale 1 the network is active exactly where the spline is: s·x − s·β rounds as s·(x − β) does.
  residualsInto(work, toNetwork(spline));
  backwardSweep(work);
  const { bins, entries, first, second } = work;
  const out = new Float64Array(2 * width + 1);
  for (let i = 0; i < width; i++) {
    const bin = bins[i];
    const s = first[bin];
    out[i] = mu[i] * s;
    out[width + i] = -(second[bin] + (entries[bin] - beta[i]) * s);
  }
  // A bin that sees all data holds E₀ = Σ ε.
  out[2 * width] = -first[0];
  return out;
}
