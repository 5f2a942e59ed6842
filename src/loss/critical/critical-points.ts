import { checkProblem } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import { isLonely } from '../../data/partition.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { knownKeys, positiveNumber } from '../../numeric/checks.js';
import { endActive, firstActive, tiesOf } from '../bins.js';
import type { Tie } from '../bins.js';
import { lossAndGradient } from '../gradient.js';
import { INERTIA_THRESHOLD } from '../curvature/bin-spaces.js';
import { hessianInertia } from '../curvature/inertia.js';
import { piecewiseLeastSquares } from './least-squares-pieces.js';
import { RESIDUAL_FLOOR, relativeTo, residualSums } from '../residual-sums.js';
import type { ResidualSums } from '../residual-sums.js';
import { findStuckUnits, STUCK_WITHIN } from './stuck-units.js';
import type { StuckUnit } from './stuck-units.js';
import { describeCriticality } from './critical-words.js';
import type { CriticalHypotheses, Criticality, CriticalKind } from './criticality.js';

/** Tolerances of {@link criticality}. */
export interface CriticalityOptions {
  /** A sum counts as zero below this part of the sum of the absolute values of its terms. Default 1e-8. */
  readonly tolerance?: number;
  /** A breakpoint is on a datum within this part of the range of x. Default 1e-5. */
  readonly stuckWithin?: number;
  /** Passed on to `hessianInertia`. Default 1e-11. */
  readonly inertiaThreshold?: number;
  /**
   * Each |ε_n| counts as larger by this part of the terms that it is the difference of: how exactly the weights are
   * known, over `tolerance`. Default 1e-6, for weights that are exact to a few hundred roundings.
   */
  readonly residualFloor?: number;
  /** A datum counts as fitted within this part of the terms that its residual is the difference of. Default `tolerance`. */
  readonly fittedWithin?: number;
}

/**
 * Is a network critical for the loss on its data, in which sense, and what kind of point is it?
 *
 * Source: Sahs et al. 2022, Theorems 4 and 5, corrected (theory 6 and 7; errata 18, 22, 23, 28).
 *
 * - A *smooth* critical point has a vanishing gradient. It is then a local minimum, least squares over its
 *   activation cell, or a strict saddle: the loss is convex in the slopes and intercepts that units have on
 *   what they see, and only a unit with v = 0 can have a gradient there that its weights do not show. There is
 *   one negative eigenvalue for each such unit.
 * - A *generalised* critical point is what gradient flow reaches: units that are stuck on a datum may have any
 *   activity in [0, 1] there, and for some such activities all gradients vanish (theory 6.0).
 *
 * No floating-point gradient is zero. An entry counts as zero when it is below `tolerance` times the sum of
 * the absolute values of the terms it adds up, so the answer does not depend on units or on the scaling of
 * units against each other. Residuals count as at least `residualFloor` of the terms that they are the difference of.
 * `smoothLevel` and `generalisedLevel` are the smallest tolerances at which the point is critical, which says
 * more than yes or no: a network trained in float32 has 1e-5, not 1e-8. The moment Σ εx is taken about x = 0,
 * as the network's own gradient has it.
 *
 * @throws `RangeError` for tolerances that are not positive and finite; `TypeError` for what is not a network, data that
 * `dataset` has not made, or an unknown option.
 * @example
 * ```ts
 * import { criticality, dataset, shallowNetwork } from 'relu-splines';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [-0.5], outputWeights: [2] });
 * criticality(network, dataset([0, 1], [0, 1])).kind; // 'global-minimum'
 * ```
 */
export function criticality(
  network: ShallowNetwork,
  data: Dataset,
  options: CriticalityOptions = {},
): Criticality {
  const where = 'criticality';
  checkProblem(where, network, data);
  knownKeys(where, options, [
    'tolerance',
    'stuckWithin',
    'inertiaThreshold',
    'residualFloor',
    'fittedWithin',
  ]);
  const {
    tolerance = 1e-8,
    stuckWithin = STUCK_WITHIN,
    inertiaThreshold = INERTIA_THRESHOLD,
    residualFloor = RESIDUAL_FLOOR,
    fittedWithin = tolerance,
  } = options;
  positiveNumber(where, 'tolerance', tolerance);
  positiveNumber(where, 'stuckWithin', stuckWithin);
  positiveNumber(where, 'residualFloor', residualFloor);
  positiveNumber(where, 'fittedWithin', fittedWithin);
  const sums = residualSums(network, data, residualFloor);
  const stuck = findStuckUnits(network, data, sums, stuckWithin, fittedWithin);
  const ties = tiesOf(network, data, sums.bins);
  const { gradient } = lossAndGradient(network, data);
  const levels = gradientLevels(network, sums, stuck);
  const hypotheses = hypothesesOf(network, data, sums.bins, stuck, ties);
  const found = {
    loss: sums.loss,
    gradientNorm: Math.sqrt(gradient.reduce((sum, entry) => sum + entry * entry, 0)),
    residualLevel: sums.residualLevel,
    ...levels,
    stuck,
    ties,
    piecewiseLeastSquares: piecewiseLeastSquares(network, data, sums, tolerance),
    hypotheses,
    inertia: hessianInertia(network, data, { threshold: inertiaThreshold }),
    tolerance,
    stuckWithin,
    residualFloor,
    fittedWithin,
  };
  const kind = kindOf(network, sums, found, tolerance);
  return { kind, description: describeCriticality(kind, found), ...found };
}

interface Levels {
  readonly smoothLevel: number;
  readonly generalisedLevel: number;
  readonly worstUnit: number | null;
}

function gradientLevels(network: ShallowNetwork, sums: ResidualSums, stuck: readonly StuckUnit[]): Levels {
  const { bins, s, sScale } = sums;
  // The bin that sees everything holds E₀.
  const bias = relativeTo(s[0], sScale[0]);
  const stuckLevel = new Map(stuck.map(({ unit, level }) => [unit, level]));
  let smoothLevel = bias;
  let generalisedLevel = bias;
  let worstUnit: number | null = null;
  for (let i = 0; i < bins.length; i++) {
    const smooth = unitLevel(network, i, sums);
    smoothLevel = Math.max(smoothLevel, smooth);
    const generalised = stuckLevel.get(i) ?? smooth;
    if (generalised > generalisedLevel) {
      generalisedLevel = generalised;
      worstUnit = i;
    }
  }
  return { smoothLevel, generalisedLevel, worstUnit };
}

// ∂ℓ/∂w = −vT, ∂ℓ/∂b = −vS and ∂ℓ/∂v = −Σ εz, each against its own terms; all z are positive.
function unitLevel(
  { inputWeights: w, inputBiases: b, outputWeights: v }: ShallowNetwork,
  i: number,
  { bins, entries, s, u, sScale, uScale, tScale }: ResidualSums,
): number {
  const bin = bins[i];
  const z = w[i] * entries[bin] + b[i];
  const output = relativeTo(w[i] * u[bin] + z * s[bin], Math.abs(w[i]) * uScale[bin] + z * sScale[bin]);
  if (v[i] === 0) return output;
  const moment = relativeTo(u[bin] + entries[bin] * s[bin], tScale[bin]);
  return Math.max(output, moment, relativeTo(s[bin], sScale[bin]));
}

function kindOf(
  { outputWeights: v }: ShallowNetwork,
  { bins, entries, s, u, sScale, tScale }: ResidualSums,
  {
    residualLevel,
    smoothLevel,
    generalisedLevel,
    ties,
    fittedWithin,
  }: Levels & { residualLevel: number; ties: readonly Tie[]; fittedWithin: number },
  tolerance: number,
): CriticalKind {
  if (residualLevel <= fittedWithin) return 'global-minimum';
  if (smoothLevel <= tolerance && ties.length === 0) {
    const hidden = v.some(
      (weight, i) =>
        weight === 0 &&
        (relativeTo(s[bins[i]], sScale[bins[i]]) > tolerance ||
          relativeTo(u[bins[i]] + entries[bins[i]] * s[bins[i]], tScale[bins[i]]) > tolerance),
    );
    return hidden ? 'strict-saddle' : 'local-minimum';
  }
  return generalisedLevel <= tolerance ? 'generalised-critical-point' : 'not-critical';
}

function hypothesesOf(
  network: ShallowNetwork,
  data: Dataset,
  bins: Int32Array,
  stuck: readonly StuckUnit[],
  ties: readonly Tie[],
): CriticalHypotheses {
  const { groupStarts, x } = data;
  const count = x.length;
  const v = network.outputWeights;
  // Where units with v ≠ 0 split the data: by the first datum right of the breakpoint.
  const right = new Set<number>();
  const left = new Set<number>();
  let alwaysActive = false;
  for (let i = 0; i < bins.length; i++) {
    if (v[i] === 0) continue;
    const first = firstActive(bins[i], count);
    const end = endActive(bins[i], count);
    if (end - first === count) alwaysActive = true;
    if (bins[i] <= count) right.add(first);
    else left.add(end);
  }
  const pair = [...right].some((split) => split > 0 && split < count && left.has(split));
  const gaps = Array.from(groupStarts.subarray(1, groupStarts.length - 1));
  const onData = new Set(ties.map(({ unit }) => unit));
  const inside = new Set<number>();
  for (let i = 0; i < bins.length; i++) {
    if (v[i] === 0 || network.inputWeights[i] === 0 || onData.has(i)) continue;
    inside.add(bins[i] <= count ? bins[i] : endActive(bins[i], count));
  }
  return {
    noBreakpointOnDatum: stuck.length === 0 && ties.length === 0,
    outputWeightsNonZero: v.every((weight) => weight !== 0),
    inputInSpan: alwaysActive ? 'always-active-unit' : pair ? 'opposite-pair' : null,
    lonely: isLonely(network, data),
    unitInEveryGap: gaps.every((gap) => inside.has(gap)),
  };
}
