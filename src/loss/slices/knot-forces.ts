import type { Dataset } from '../../data/dataset.js';
import type { ShallowNetwork } from '../../forms/network.js';
import type { ReadonlyFloat64Array } from '../../numeric/arrays.js';
import { residualsInto } from '../gradient.js';
import { sweepWorkspace } from '../workspace.js';
import type { SweepWorkspace } from '../workspace.js';

/** Whose knots: those of the loss along a slice, or those of the gradient flow of a network (erratum 32). */
export type Dynamics = 'slice' | 'flow';

/** Residuals and how far each may be off: what forces are sums of. */
export interface ResidualField {
  /** ε, in the order of the sorted data, shape (N). */
  readonly residuals: Float64Array;
  /** Bound on the rounding that each residual brings into a sum of N of them, shape (N). */
  readonly doubts: Float64Array;
}

/**
 * The forces on a unit whose breakpoint is at a knot, for one orientation and every knot.
 *
 * At an attractor of the flow a unit slides: it stays, and sees the datum for the part a* = q/(q − p) of the time,
 * at which the two balance (theory 10.1).
 */
export interface KnotForces {
  /** q: the force while the unit does not see the data at the knot, shape (G). */
  readonly inactive: Float64Array;
  /** p: the force while it does, shape (G). */
  readonly active: Float64Array;
  /** Below this |q| is zero for all that float64 can tell, shape (G). */
  readonly inactiveTolerances: Float64Array;
  /** The same for |p|, shape (G). */
  readonly activeTolerances: Float64Array;
}

/** Room for the forces at `groups` knots. */
export function knotForces(groups: number): KnotForces {
  return {
    inactive: new Float64Array(groups),
    active: new Float64Array(groups),
    inactiveTolerances: new Float64Array(groups),
    activeTolerances: new Float64Array(groups),
  };
}

/** What a rounding error is counted as: the 4 EPS of theory 5.2. */
const ROUNDING = 4 * Number.EPSILON;

/**
 * Residuals of a network, O(N + H log N), with their doubts: 4·EPSILON times (N·|ε| + |y| + |b₀| +
 * Σ |v|(|wx| + |b|) over the units active there).
 *
 * The first term is the tolerance of theory 5.2. The others are what ε itself was rounded from; they matter
 * only where the network all but interpolates, and keep the rounding of a zero from being called a force.
 */
export function residualField(network: ShallowNetwork, data: Dataset): ResidualField {
  const work = sweepWorkspace(data, network.inputWeights.length);
  residualsInto(work, network);
  const residuals = work.atData;
  const terms = residualTerms(work, network);
  const doubts = residuals.map((epsilon, n) => ROUNDING * (residuals.length * Math.abs(epsilon) + terms[n]));
  return { residuals, doubts };
}

/** |y| + |b₀| + Σ |v|(|wx| + |b|) over the active units, at every datum. Overwrites the tables of `work`. */
function residualTerms(work: SweepWorkspace, network: ShallowNetwork): Float64Array {
  const { bins, first: slopes, second: biases, data } = work;
  const { inputWeights: w, inputBiases: b, outputWeights: v, outputBias: b0 } = network;
  const { x, y } = data;
  const count = x.length;
  slopes.fill(0);
  biases.fill(0);
  for (let i = 0; i < bins.length; i++) {
    slopes[bins[i]] += Math.abs(w[i] * v[i]);
    biases[bins[i]] += Math.abs(b[i] * v[i]);
  }
  const terms = new Float64Array(count);
  let slope = 0;
  let bias = 0;
  for (let n = 0; n < count; n++) {
    slope += slopes[n];
    bias += biases[n];
    terms[n] = Math.abs(y[n]) + Math.abs(b0) + bias + slope * Math.abs(x[n]);
  }
  slope = 0;
  bias = 0;
  for (let n = count - 1; n >= 0; n--) {
    slope += slopes[count + 2 + n];
    bias += biases[count + 2 + n];
    terms[n] += bias + slope * Math.abs(x[n]);
  }
  return terms;
}

/** Kernel: `field` without the contribution of one unit, into `out`. */
export function removeUnitInto(
  out: ResidualField,
  field: ResidualField,
  network: ShallowNetwork,
  unit: number,
  x: ReadonlyFloat64Array,
): void {
  const w = network.inputWeights[unit];
  const b = network.inputBiases[unit];
  const v = network.outputWeights[unit];
  const rounding = ROUNDING * x.length;
  for (let n = 0; n < x.length; n++) {
    const contribution = v * Math.max(w * x[n] + b, 0);
    out.residuals[n] = field.residuals[n] + contribution;
    out.doubts[n] = field.doubts[n] + rounding * Math.abs(contribution);
  }
}

/**
 * Kernel: the forces at every knot on units of one orientation, O(N).
 *
 * With "others" the data strictly on the side that the unit faces and ε_n the sum over data tied at the knot
 * (theory 5.2):
 * - slice: q = Σ_others ε, p = q + ε_n;
 * - flow: q = Σ_others ε(1 + x_n x) = S + x_n T, p = q + (1 + x_n²)ε_n.
 *
 * With delta-slope 0 the residuals are taken as they are, the same for all units ("frozen"). With the
 * delta-slope of a unit and the residuals without it ("self-consistent") the unit moves along: from one knot to
 * the next the residuals that it sees all change by the same −μ·gap.
 *
 * The force on z = wx_n + b is vq or vp. With the breakpoint on the inactive side of the knot the slice has the
 * slope μq there, on the active side μp.
 */
export function knotForcesInto(
  out: KnotForces,
  { residuals, doubts }: ResidualField,
  { x, groupStarts }: Dataset,
  s: 1 | -1,
  mu: number,
  dynamics: Dynamics,
): void {
  const groups = groupStarts.length - 1;
  const rounding = ROUNDING * x.length;
  const flow = dynamics === 'flow';
  let count = 0;
  let sumX = 0;
  let sumAbsoluteX = 0;
  let forceS = 0;
  let forceT = 0;
  let doubtS = 0;
  let doubtT = 0;
  let previous = 0;
  for (let k = 0; k < groups; k++) {
    const g = s > 0 ? groups - 1 - k : k;
    const begin = groupStarts[g];
    const end = groupStarts[g + 1];
    const knot = x[begin];
    const distance = Math.abs(knot);
    if (k > 0) {
      const shift = mu * (previous - knot);
      const shiftDoubt = rounding * Math.abs(shift);
      forceS -= shift * count;
      forceT -= shift * sumX;
      doubtS += shiftDoubt * count;
      doubtT += shiftDoubt * sumAbsoluteX;
    }
    let own = 0;
    let ownDoubt = 0;
    for (let n = begin; n < end; n++) {
      own += residuals[n];
      ownDoubt += doubts[n];
    }
    const weight = flow ? 1 + knot * knot : 1;
    const lever = flow ? knot : 0;
    const q = forceS + lever * forceT;
    const doubt = doubtS + Math.abs(lever) * doubtT;
    out.inactive[g] = q;
    out.active[g] = q + weight * own;
    out.inactiveTolerances[g] = doubt;
    out.activeTolerances[g] = doubt + weight * ownDoubt;
    forceS += own;
    forceT += knot * own;
    doubtS += ownDoubt;
    doubtT += distance * ownDoubt;
    count += end - begin;
    sumX += knot * (end - begin);
    sumAbsoluteX += distance * (end - begin);
    previous = knot;
  }
}
