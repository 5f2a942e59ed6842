import { checkProblem } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { knownKeys, positiveNumber } from '../../numeric/checks.js';
import { activationPatterns } from './activation-patterns.js';
import { sharedNullDirections } from './null-patterns.js';
import { splitNullDirections } from './null-splits.js';
import { unitNullDirections } from './null-units.js';
import { relativeTo, residualSums } from '../residual-sums.js';
import type { ResidualSums } from '../residual-sums.js';
import type { SparseDirection } from './sparse-direction.js';

/** Why a direction is null, in the order in which causes are counted. */
export type NullCauseName =
  | 'scaling'
  | 'zero-output-weight'
  | 'zero-input-weight'
  | 'dead-unit'
  | 'always-active-unit'
  | 'shared-activation-pattern'
  | 'single-active-datum'
  | 'complementary-patterns'
  | 'remaining';

/** A direction in which no output at the data changes to first order: J·n = 0. */
export interface NullDirection extends SparseDirection {
  /** Null for the full Hessian JᵀJ − C too, at the residuals that the network has. */
  readonly nullForHessian: boolean;
}

/** What one cause adds to the null space. */
export interface NullCause {
  readonly cause: NullCauseName;
  /** How many dimensions it adds to the span of the causes before it. */
  readonly dimension: number;
  /** How many directions of the basis are null for the full Hessian too. */
  readonly nullForHessian: number;
  /** The cause in one sentence. */
  readonly description: string;
  /** That many directions, of any length, not orthogonal; together with those of all causes independent. */
  readonly basis: readonly NullDirection[];
}

/** The null space of the Gram part of the Hessian. */
export interface NullDirections {
  /** Rank of the Jacobian J of the outputs at the data, and of JᵀJ. */
  readonly rank: number;
  /** 3H + 1 − rank, the sum of the dimensions of all causes. */
  readonly nullity: number;
  /** As given or by default. */
  readonly threshold: number;
  readonly tolerance: number;
  /** All nine causes in the order of {@link NullCauseName}, those of dimension 0 too. */
  readonly causes: readonly NullCause[];
}

/** Options of {@link nullDirections}. */
export interface NullDirectionOptions {
  /**
   * Breakpoints of units with v = 0 in one gap between data coincide when their distance is at most about this
   * part of the gap and of the gaps beside it. Default 1e-11.
   */
  readonly threshold?: number;
  /** A sum of residuals counts as zero below this part of its absolute terms, as in `criticality`. Default 1e-8. */
  readonly tolerance?: number;
}

const DESCRIPTIONS: Readonly<Record<NullCauseName, string>> = {
  scaling: 'A unit’s (w, b) grows as its v shrinks: (w, b, −v).',
  'zero-output-weight': 'A unit with v = 0: what it computes does not reach the output.',
  'zero-input-weight': 'A unit with w = 0 and b > 0 is a constant, which the output bias can undo.',
  'dead-unit': 'A unit that is active on no datum.',
  'always-active-unit': 'A unit that is active on all data: what its b adds, the output bias can undo.',
  'shared-activation-pattern': 'Units that see the same data make the same functions of them, 1 and x.',
  'single-active-datum': 'Units that see a single distinct x, on which 1 and x are the same function.',
  'complementary-patterns':
    'Units that face away from each other and split the data at one place: what both make is made on all data.',
  remaining: 'Relations between patterns through data that are alone, or nearly, between breakpoints.',
};

/**
 * The null directions of the Gram part JᵀJ of the Hessian, each with its cause: the ways to move the parameters
 * that leave the outputs at the data alone to first order.
 *
 * Source: Sahs et al. 2022, Theorem 5, Remark 2 and Corollary 3, corrected (theory 1.4, 2.3 and 7; errata 23 to
 * 25, 27 and 28). J[n] = [vᵢxₙaᵢₙ | vᵢaᵢₙ | zᵢₙaᵢₙ | 1], parameters in the order [w…, b…, v…, b₀]. Causes overlap,
 * and each counts only what it adds to the span of those before it.
 *
 * The dimensions are counted, not measured: with x₁ < … < x_G the distinct x, every unit is a line on a
 * half-line of them, and which of those are dependent is a question of incidence. Nothing is centred, scaled or
 * decomposed, and data at 10⁶ ± 1 have the rank that they have in exact arithmetic. `threshold` enters only
 * where units with v = 0 have breakpoints in one gap between data, nearly at one place. That w, v or a
 * preactivation is zero is taken literally.
 *
 * J·n = 0 means JᵀJ·n = 0, but the Hessian is JᵀJ − C. A direction is flagged `nullForHessian` if C·n = 0 as
 * well: always where the residual sums S and T of the units that it moves vanish. A flag belongs to its
 * direction, and the null space of the Hessian may be larger than the span of those flagged.
 *
 * Ties: a unit whose breakpoint is exactly on a datum counts as inactive there; the loss has no Hessian at such
 * a point, and J is that of the strict activities. Data with equal x count once. O((H + N) log N), but for
 * relations that are long themselves.
 *
 * @throws `TypeError` for what is not a network, `RangeError` for options that are not positive and finite.
 * @example
 * ```ts
 * import { dataset, nullDirections, shallowNetwork } from 'relu-splines';
 *
 * const network = shallowNetwork({ inputWeights: [1, -1], inputBiases: [0, 0], outputWeights: [2, 3] });
 * const { rank, nullity, causes } = nullDirections(network, dataset([-2, -1, 1, 2], [0, 0, 0, 1]));
 * rank; // 4: two pieces with two data each
 * nullity; // 7 − 4 = 3
 * causes.filter(({ dimension }) => dimension > 0).map(({ cause }) => cause); // scaling, complementary-patterns
 * ```
 */
export function nullDirections(
  network: ShallowNetwork,
  data: Dataset,
  options: NullDirectionOptions = {},
): NullDirections {
  const where = 'nullDirections';
  checkProblem(where, network, data);
  knownKeys(where, options, ['threshold', 'tolerance']);
  const { threshold = 1e-11, tolerance = 1e-8 } = options;
  positiveNumber(where, 'threshold', threshold);
  positiveNumber(where, 'tolerance', tolerance);
  const patterns = activationPatterns(network, data);
  const unit = unitNullDirections(network, data, patterns);
  const shared = sharedNullDirections(network, data, patterns, threshold);
  const split = splitNullDirections(network, data, shared, threshold);
  const found: readonly (readonly [NullCauseName, readonly SparseDirection[]])[] = [
    ['scaling', unit.scaling],
    ['zero-output-weight', unit.zeroOutputWeight],
    ['zero-input-weight', unit.zeroInputWeight],
    ['dead-unit', unit.deadUnit],
    ['always-active-unit', unit.alwaysActiveUnit],
    ['shared-activation-pattern', shared.sharedActivationPattern],
    ['single-active-datum', shared.singleActiveDatum],
    ['complementary-patterns', split.complementaryPatterns],
    ['remaining', split.remaining],
  ];
  const sums = residualSums(network, data);
  const causes = found.map(([cause, directions]): NullCause => {
    const basis = directions.map(({ indices, values }) => ({
      indices,
      values,
      nullForHessian: isNullForCurvature({ indices, values }, sums, tolerance),
    }));
    return {
      cause,
      dimension: basis.length,
      nullForHessian: basis.filter(({ nullForHessian }) => nullForHessian).length,
      description: DESCRIPTIONS[cause],
      basis,
    };
  });
  const nullity = causes.reduce((sum, { dimension }) => sum + dimension, 0);
  return { rank: 3 * network.inputWeights.length + 1 - nullity, nullity, threshold, tolerance, causes };
}

// C·n has the entries T·dv, S·dv and T·dw + S·db = U·dw + S·(entry·dw + db) of every unit (theory 2.3).
function isNullForCurvature(
  { indices, values }: SparseDirection,
  { bins, entries, s, u, sScale, uScale, tScale }: ResidualSums,
  tolerance: number,
): boolean {
  const width = bins.length;
  const vanishes = (value: number, scale: number): boolean => relativeTo(value, scale) <= tolerance;
  const moved = new Map<number, Float64Array>();
  for (let k = 0; k < indices.length; k++) {
    // The output bias is in no row of C.
    if (indices[k] === 3 * width) continue;
    const i = indices[k] % width;
    const change = moved.get(i) ?? new Float64Array(3);
    change[Math.floor(indices[k] / width)] = values[k];
    moved.set(i, change);
  }
  for (const [i, [dw, db, dv]] of moved) {
    const bin = bins[i];
    const entry = entries[bin];
    if (dv !== 0) {
      if (!vanishes(s[bin], sScale[bin])) return false;
      if (!vanishes(u[bin] + entry * s[bin], tScale[bin])) return false;
    }
    const there = entry * dw + db;
    const scale = Math.abs(dw) * uScale[bin] + Math.abs(there) * sScale[bin];
    if (!vanishes(u[bin] * dw + s[bin] * there, scale)) return false;
  }
  return true;
}
