import { knownKeys } from '../../numeric/checks.js';
import { checkDataset, distinctInputs } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import type { KnotType } from '../../loss/slices/knot-class.js';
import type { Dynamics } from '../../loss/slices/knot-forces.js';
import { checkDynamics, knotTypeTable } from '../../loss/slices/knot-types.js';
import type { ReadonlyFloat64Array } from '../../numeric/arrays.js';
import { timesOf } from './training-points.js';
import type { TrainingPoint } from './training-points.js';

/** The types of all data over time, for one of the four kinds of units. */
export interface KnotTypeSeries {
  /** s: +1 right-facing, −1 left-facing. */
  readonly orientation: 1 | -1;
  /** sgn v. */
  readonly outputSign: 1 | -1;
  /** The type of knot g at time k is `names[codes[k][g]]`; shape (T, G). */
  readonly codes: readonly Uint8Array[];
}

/** What every datum is to every kind of unit, over time. */
export interface KnotTypeHistory {
  readonly dynamics: Dynamics;
  /** Shape (T). */
  readonly times: Float64Array;
  /** The distinct x of the data, shape (G). */
  readonly knots: ReadonlyFloat64Array;
  /** What the codes mean. */
  readonly names: readonly KnotType[];
  /** Four: right-facing with v > 0, with v < 0, left-facing with v > 0, with v < 0. */
  readonly classes: readonly KnotTypeSeries[];
}

/** The types in the order of their codes. */
const NAMES: readonly KnotType[] = [
  'attractor',
  'repeller',
  'passthrough-left',
  'passthrough-right',
  'degenerate',
];

/**
 * The types of all knots at every point of a trajectory, for each of the four kinds of units: which data attract
 * right-facing units with v > 0 now, and which did before. `knotTypeTable` of each network, with the residuals as they
 * are; O(N + H) a point.
 *
 * @param options.dynamics Default `'flow'`: where training pushes breakpoints. `'slice'` tells of the loss surface.
 * @throws `RangeError` for times that do not increase or an unknown option, `ShapeError` for networks of different
 * widths, `TypeError` for what is not a network.
 * @example
 * ```ts
 * import { dataset, shallowNetwork } from 'relu-splines';
 * import { knotTypesOverTime } from 'relu-splines/flow';
 *
 * const constant = (outputBias: number) =>
 *   shallowNetwork({ inputWeights: [], inputBiases: [], outputWeights: [], outputBias });
 * const trajectory = [{ network: constant(0) }, { network: constant(-4) }];
 * const { names, classes } = knotTypesOverTime(trajectory, dataset([0, 1, 2], [-2, -4, 2]));
 * // The middle datum, to right-facing units with v > 0, before and after.
 * classes[0].codes.map((row) => names[row[1]]); // ['attractor', 'passthrough-left']
 * ```
 */
export function knotTypesOverTime(
  trajectory: readonly TrainingPoint[],
  data: Dataset,
  options: { readonly dynamics?: Dynamics } = {},
): KnotTypeHistory {
  const where = 'knotTypesOverTime';
  const times = timesOf(where, trajectory);
  checkDataset(where, data);
  knownKeys(where, options, ['dynamics']);
  const { dynamics = 'flow' } = options;
  checkDynamics(where, dynamics);
  const tables = trajectory.map(({ network }) => knotTypeTable(network, data, { dynamics }).classes);
  return {
    dynamics,
    times,
    knots: distinctInputs(data),
    names: NAMES,
    classes: ([1, -1] as const).flatMap((orientation, side) =>
      ([1, -1] as const).map((outputSign, sign) => ({
        orientation,
        outputSign,
        codes: tables.map((classes) =>
          Uint8Array.from(classes[2 * side + sign].types, (type) => NAMES.indexOf(type)),
        ),
      })),
    ),
  };
}
