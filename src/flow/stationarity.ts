import type { Dataset } from '../data/dataset.js';
import type { ShallowNetwork } from '../forms/network.js';
import { endActive, firstActive } from '../loss/bins.js';
import { criticality } from '../loss/critical/critical-points.js';
import type { Criticality } from '../loss/critical/criticality.js';
import { hingeAt } from '../loss/hinge.js';
import { evaluate } from './course.js';
import type { Course } from './course.js';
import { growingDirections } from './steps/growth.js';
import { NONE } from './steps/modes.js';
import type { Tolerance } from './steps/stepper.js';

/** What is compared whenever time has doubled: the state at some time before. */
export interface StationarityWatch {
  time: number;
  state: Float64Array;
}

/** Time constants of the fastest direction that have to go by before rest means anything. */
const SETTLED = 100;

/** A watch that starts at the present state. */
export function stationarityWatch({ time, stepper }: Course): StationarityWatch {
  return { time, state: stepper.state.slice() };
}

/**
 * Is the course at rest? Asked after each step, answered when the time since the start has doubled:
 *
 * 1. no weight has moved by more than its tolerance since;
 * 2. the fastest direction has had a hundred time constants: t·max (JJᵀ)_nn ≥ 100;
 * 3. no direction grows faster than at the rate 1/t: a saddle that the flow lingers at is not its end.
 */
export function isStationary(course: Course, watch: StationarityWatch): boolean {
  const { time, stepper, tolerance } = course;
  if (!(time >= 2 * watch.time)) return false;
  const { state } = stepper;
  const moved = state.some(
    (value, c) =>
      Math.abs(value - watch.state[c]) > tolerance.absolute + tolerance.relative * Math.abs(value),
  );
  watch.time = time;
  watch.state = state.slice();
  if (moved || time * fastestRate(course) < SETTLED) return false;
  evaluate(course);
  return growingDirections(course, 1 / time) === 0;
}

/** The largest diagonal entry of the kernel M·JJᵀ: a rate that the fastest direction is not below. */
function fastestRate({ field, stepper, modes }: Course): number {
  const { merged, sweep, stretch } = field;
  const { x } = merged.data;
  const theta = stepper.state;
  const { bins, slidingOn } = modes;
  const width = bins.length;
  const rates = merged.weights.slice();
  for (let i = 0; i < width; i++) {
    const v = theta[2 * width + i];
    const on = slidingOn[i];
    const end = endActive(bins[i], x.length);
    for (let n = firstActive(bins[i], x.length); n < end; n++) {
      const z = hingeAt(theta[i], theta[width + i], x[n], sweep.centre);
      const reach = on === NONE ? stretch[n] : (x[n] - x[on]) ** 2 / stretch[on];
      rates[n] += merged.weights[n] * (z * z + v * v * reach);
    }
  }
  return rates.reduce((most, rate) => Math.max(most, rate), 0);
}

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
