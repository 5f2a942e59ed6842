import { checkProblem } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { residualsInto } from '../../loss/gradient.js';
import { backwardSweep } from '../../loss/sweeps.js';
import { sweepWorkspace } from '../../loss/workspace.js';
import type { NumericArray } from '../../numeric/arrays.js';
import { finiteVector } from '../../numeric/checks.js';
import { lowerBound, upperBound } from '../../numeric/search.js';

/** The drive on breakpoints at chosen places, for both orientations; shape of the places asked for. */
export interface BreakpointDrive {
  /** ψ₊: what right-facing breakpoints feel. */
  readonly right: Float64Array;
  /** ψ₋: what left-facing breakpoints feel. */
  readonly left: Float64Array;
}

/**
 * The field ψ that drives all breakpoints: ψ_s(β) = Σ ε_n(1 + βx_n) over the data with s(x_n − β) > 0, at the
 * network's present residuals. A unit's breakpoint moves with β̇ = −(v/w)·ψ_s(β) (theory 9).
 *
 * ψ₊ + ψ₋ = E₀ + βE₁ off the data, a line and not the constant that Sahs et al. 2022, 2.5.2 has (erratum 30). At a
 * datum each jumps by ε(1 + x²), ψ₋ up and ψ₊ down (erratum 31); exactly there neither counts it.
 *
 * @param beta Places β, any array-like; they need not be breakpoints of the network.
 * @throws `RangeError` for places that are not finite, `TypeError` for what is not a network.
 * @example
 * ```ts
 * import { dataset, shallowNetwork } from 'relu-splines';
 * import { breakpointDrive } from 'relu-splines/flow';
 *
 * const zero = shallowNetwork({ inputWeights: [], inputBiases: [], outputWeights: [] });
 * breakpointDrive(zero, dataset([-1, 2], [1, 3]), [0.5]).right; // Float64Array [6]: 3 (1 + 0.5 × 2)
 * ```
 */
export function breakpointDrive(network: ShallowNetwork, data: Dataset, beta: NumericArray): BreakpointDrive {
  const where = 'breakpointDrive';
  checkProblem(where, network, data);
  const places = finiteVector(where, 'beta', beta);
  const drive = driveByBin(network, data);
  const { x } = data;
  return {
    right: places.map((place) => drive(upperBound(x, place), place)),
    left: places.map((place) => drive(x.length + 1 + lowerBound(x, place), place)),
  };
}

/** A place where the drive on breakpoints of one orientation changes sign. */
export interface DriveZero {
  /** Which breakpoints feel it: +1 right-facing, −1 left-facing. */
  readonly orientation: 1 | -1;
  /** Where, in units of x. */
  readonly beta: number;
  /** Index of the distinct x it is at, or null between data. */
  readonly group: number | null;
  /**
   * Does ψ rise through zero? Since β̇ = −(v/w)ψ, breakpoints with v/w > 0 move towards a rising zero and away from a
   * falling one; with v/w < 0 the other way round.
   */
  readonly rising: boolean;
}

/**
 * All sign changes of ψ₊ and of ψ₋ (see {@link breakpointDrive}), by orientation, right-facing first, then from left
 * to right; O(N + H log N).
 *
 * Between data ψ is a line; at data it jumps. Where it is zero on a whole interval, as each is beyond the data that
 * nothing is seen from, it changes no sign.
 *
 * @throws `TypeError` for what is not a network.
 * @example
 * ```ts
 * import { dataset, shallowNetwork } from 'relu-splines';
 * import { driveZeros } from 'relu-splines/flow';
 *
 * const zero = shallowNetwork({ inputWeights: [], inputBiases: [], outputWeights: [] });
 * const zeros = driveZeros(zero, dataset([-1, 2], [1, 3]));
 * zeros.map(({ orientation }) => orientation); // [1, -1, -1]
 * zeros.map(({ beta }) => beta); // [-0.5, 1, 2]: of 3(1 + 2β), of 1 − β, and at the datum
 * ```
 */
export function driveZeros(network: ShallowNetwork, data: Dataset): DriveZero[] {
  checkProblem('driveZeros', network, data);
  const drive = driveByBin(network, data);
  const { x, groupStarts } = data;
  const groups = groupStarts.length - 1;
  const zeros: DriveZero[] = [];
  for (const orientation of [1, -1] as const) {
    // The sign before, 0 while it has none yet.
    let before = 0;
    const turn = (sign: number, beta: number, group: number | null): void => {
      if (before * sign < 0) zeros.push({ orientation, beta, group, rising: sign > 0 });
      if (sign !== 0) before = sign;
    };
    for (let gap = 0; gap <= groups; gap++) {
      // Between distinct x[gap − 1] and x[gap].
      const end = groupStarts[gap];
      const bin = orientation === 1 ? end : x.length + 1 + end;
      const S = drive(bin, 0);
      const T = drive(bin, 1) - S;
      const low = gap === 0 ? -Infinity : x[end - 1];
      const high = gap === groups ? Infinity : x[end];
      const lowSign = gap === 0 ? Math.sign(-T || S) : Math.sign(drive(bin, low));
      const highSign = gap === groups ? Math.sign(T || S) : Math.sign(drive(bin, high));
      turn(lowSign, low, gap === 0 ? null : gap - 1);
      turn(highSign, Math.min(Math.max(-S / T, low), high), null);
    }
  }
  return zeros;
}

/** ψ as seen from a bin at a place: S(1 + β·entry) + βU. */
function driveByBin(network: ShallowNetwork, data: Dataset): (bin: number, beta: number) => number {
  const work = sweepWorkspace(data, network.inputWeights.length);
  residualsInto(work, network);
  backwardSweep(work);
  const { entries, first: S, second: U } = work;
  return (bin, beta) => S[bin] * (1 + beta * entries[bin]) + beta * U[bin];
}
