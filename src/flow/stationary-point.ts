import type { Dataset } from '../data/dataset.js';
import type { ShallowNetwork } from '../forms/network.js';
import { criticality } from '../loss/critical/critical-points.js';
import type { Criticality } from '../loss/critical/criticality.js';
import type { Tolerance } from './steps/stepper.js';

/** Above this many distinct x and units together the inertia of the Hessian is left out, and with it the description. */
const DESCRIBABLE = 4000;

/** A residual may miss its terms by so many tolerances of the weights in these. */
const FITTED = 10;

/**
 * What kind of point a flow came to rest at. Its weights are known to the relative tolerance τ, and the sums of residuals
 * that ought to vanish to τ of the terms of these. So √τ of the residuals counts as zero, where residuals count as at
 * least √τ of their terms; and eigenvalues of the Hessian below τ count as zero. Null for problems too large to take the
 * inertia of, and for breakpoints out of the double range.
 */
export function describeRest(
  network: ShallowNetwork,
  data: Dataset,
  { relative }: Tolerance,
): Criticality | null {
  const { inputWeights: w, inputBiases: b } = network;
  if (w.length + data.groupStarts.length - 1 > DESCRIBABLE) return null;
  // A unit that has all but lost its input weight may have its breakpoint beyond the double range.
  if (w.some((weight, i) => weight !== 0 && !Number.isFinite(b[i] / weight))) return null;
  const root = Math.sqrt(relative);
  return criticality(network, data, {
    tolerance: root,
    residualFloor: root,
    inertiaThreshold: relative,
    fittedWithin: FITTED * relative,
  });
}
