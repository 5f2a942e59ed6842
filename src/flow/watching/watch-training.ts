import { checkDataset } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { functionRoughness, roughness } from '../../forms/roughness.js';
import { stuckUnits } from '../../loss/critical/stuck-units.js';
import { loss } from '../../loss/gradient.js';
import type { ReadonlyFloat64Array } from '../../numeric/arrays.js';
import { conservedQuantities } from '../fields/conserved.js';
import { driveZeros } from '../fields/drive.js';
import type { DriveZero } from '../fields/drive.js';
import { knotTypesOverTime } from './knot-types-over-time.js';
import type { KnotTypeHistory } from './knot-types-over-time.js';
import { NONE } from '../steps/modes.js';
import { timesOf } from './training-points.js';
import type { TrainingPoint } from './training-points.js';

/** What a trajectory looks like in function space; one entry a point. */
export interface TrainingWatch {
  /** Shape (T). */
  readonly times: Float64Array;
  /** ½ Σ ε², shape (T). */
  readonly losses: Float64Array;
  /** Σ μ² over units, see `roughness`; shape (T). */
  readonly roughness: Float64Array;
  /** Σ J² over knots, see `functionRoughness`; shape (T). */
  readonly functionRoughness: Float64Array;
  /**
   * The largest change of a unit's δ = w² + b² − v² since the first point, as a part of its w² + b² + v²; shape (T).
   * Exact gradient flow has zero; a step h of descent changes δ by h²(g_w² + g_b² − g_v²).
   */
  readonly conservedDrift: Float64Array;
  /** How many units slide on data, or sit on data where the trajectory does not say what slides; shape (T). */
  readonly stuckCounts: Int32Array;
  /** The sign changes of the drive ψ on breakpoints, see `driveZeros`; length T. */
  readonly driveZeros: readonly (readonly DriveZero[])[];
  /** What every datum is to every kind of unit, under the flow. */
  readonly knotTypes: KnotTypeHistory;
}

/**
 * Watches a training run: loss, roughness, what should be conserved, how many breakpoints are stuck, where the drive on
 * breakpoints changes sign and what type every datum has, at every point of a trajectory. Takes the `trajectory` of
 * `gradientFlow` as well as that of `descend`, or any list of networks. O(N + H log H) a point.
 *
 * Each column is one function of the library at each point; for one of them alone, map it over the trajectory.
 *
 * @throws `RangeError` for times that do not increase, or a breakpoint or delta-slope that overflows; `ShapeError` for
 * networks of different widths; `TypeError` for what is not a network.
 * @example
 * ```ts
 * import { dataset, shallowNetwork } from 'relu-splines';
 * import { gradientFlow, watchTraining } from 'relu-splines/flow';
 *
 * const data = dataset([-1, 0, 1], [0, 0, 1]);
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0.25], outputWeights: [0.5] });
 * const { trajectory } = gradientFlow(network, data, { time: 10, times: [0, 10] });
 * const { losses, roughness, conservedDrift, driveZeros } = watchTraining(trajectory, data);
 * losses[0]; // 0.078125
 * losses[1] < 0.001; // true
 * roughness[0]; // 0.25
 * conservedDrift[1] < 1e-5; // true
 * driveZeros[0].length; // 2
 * ```
 */
export function watchTraining(trajectory: readonly TrainingPoint[], data: Dataset): TrainingWatch {
  const where = 'watchTraining';
  const times = timesOf(where, trajectory);
  checkDataset(where, data);
  const networks = trajectory.map(({ network }) => network);
  const start = networks.length === 0 ? new Float64Array() : conservedQuantities(networks[0]);
  return {
    times,
    losses: Float64Array.from(networks, (network) => loss(network, data)),
    roughness: Float64Array.from(networks, (network) => roughness(network)),
    functionRoughness: Float64Array.from(networks, (network) => functionRoughness(network)),
    conservedDrift: Float64Array.from(networks, (network) => driftOf(network, start)),
    stuckCounts: Int32Array.from(trajectory, (point) => stuckCount(point, data)),
    driveZeros: networks.map((network) => driveZeros(network, data)),
    knotTypes: knotTypesOverTime(trajectory, data),
  };
}

function driftOf(network: ShallowNetwork, start: ReadonlyFloat64Array): number {
  const { inputWeights: w, inputBiases: b, outputWeights: v } = network;
  return conservedQuantities(network).reduce((most, delta, i) => {
    const size = w[i] * w[i] + b[i] * b[i] + v[i] * v[i];
    return size === 0 ? most : Math.max(most, Math.abs(delta - start[i]) / size);
  }, 0);
}

function stuckCount({ network, slidingOn }: TrainingPoint, data: Dataset): number {
  if (slidingOn === undefined) return stuckUnits(network, data).length;
  return Array.from(slidingOn).filter((datum) => datum !== NONE).length;
}
