import { checkDataset, distinctInputs } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import type { Bdso } from '../../forms/bdso.js';
import type { ShallowNetwork } from '../../forms/network.js';
import type { ReadonlyFloat64Array } from '../../numeric/arrays.js';
import { knownKeys, show } from '../../numeric/checks.js';
import { countKnots, knotClass, noKnots } from './knot-class.js';
import type { KnotClass, KnotTally } from './knot-class.js';
import { knotForces, knotForcesInto, removeUnitInto, residualField } from './knot-forces.js';
import type { Dynamics, KnotForces, ResidualField } from './knot-forces.js';
import { movingUnit, networkView } from './moving-unit.js';

/** Residuals as they are now, or as they become while the unit moves and all others stay. */
export type ResidualMode = 'frozen' | 'self-consistent';

/** What is asked about knots. */
export interface KnotTypeOptions {
  /** Default `'slice'`. */
  readonly dynamics?: Dynamics;
  /** Default `'self-consistent'`. */
  readonly residuals?: ResidualMode;
}

/** Types of all knots for one unit. */
export interface KnotTypes extends KnotClass {
  /** Index of the unit in the form that was given. */
  readonly unit: number;
  readonly dynamics: Dynamics;
  readonly residuals: ResidualMode;
  /** The distinct x of the data, increasing, shape (G). */
  readonly knots: ReadonlyFloat64Array;
}

/** Types of all knots for every kind of unit, with frozen residuals. */
export interface KnotTypeTable {
  readonly dynamics: Dynamics;
  /** The distinct x of the data, increasing, shape (G). */
  readonly knots: ReadonlyFloat64Array;
  /** Four: right-facing with v > 0, with v < 0, left-facing with v > 0, with v < 0. */
  readonly classes: readonly KnotClass[];
}

/** How often each type occurs, over all units with a breakpoint and all knots. */
export interface KnotTypeCounts extends KnotTally {
  readonly dynamics: Dynamics;
  readonly residuals: ResidualMode;
  /** Units with a breakpoint: those with w ≠ 0. */
  readonly units: number;
  /** Distinct x of the data. The types add up to units × knots. */
  readonly knots: number;
}

/**
 * What every datum is to the breakpoint of one unit.
 *
 * Two questions look alike and have different answers (erratum 32). `'slice'`, the default: how does the loss
 * change when only this breakpoint moves, at fixed delta-slope? `'flow'`: which way does gradient flow on
 * (w, b) push the breakpoint? The flow weighs residuals with 1 + x_n x, so its types depend on the origin of x:
 * give the network and data in the coordinates in which the network was trained.
 *
 * Two kinds of residuals. `'self-consistent'`, the default: those that result when the breakpoint is at the
 * knot and all else stays; together with `'slice'` these are the types of the slopes of `lossSlice`.
 * `'frozen'`: those of the network as it is, the field that a test unit feels. The two agree at the datum on
 * which the breakpoint is.
 *
 * Source: Sahs et al. 2022, section 2.3; the rule of theory 5.2, O(1) a knot after the residuals. With q and p
 * the forces of {@link KnotClass} times sgn v: q > 0 > p is an attractor, q < 0 < p a repeller; both positive
 * means on to where the unit sees the datum, both negative to where it does not. A force counts as zero below
 * 4·N·EPSILON times the sum of the absolute terms that were added to make it, plus what the rounding of the
 * residuals themselves explains. The last datum that a unit faces is always degenerate (erratum 16). Data with
 * equal x are one knot.
 *
 * @param options `unit` is the index that the unit has in this form.
 * @returns null for a unit of a network with w = 0, which has no breakpoint.
 * @throws `RangeError` for an index that is not one, an unknown option or a delta-slope that overflows;
 * `TypeError` for another kind of form.
 * @example
 * ```ts
 * import { bdso, dataset, knotTypes } from 'relu-splines';
 *
 * const hinge = bdso({ breakpoints: [0.5], deltaSlopes: [1], orientations: [1] });
 * const result = knotTypes(hinge, dataset([0, 1, 2], [-1, -2, 2]), { unit: 0 });
 * result?.types; // ['passthrough-right', 'attractor', 'degenerate']
 * result?.degeneracies; // [null, null, 'one-sided']
 * ```
 */
export function knotTypes(
  form: ShallowNetwork | Bdso,
  data: Dataset,
  options: KnotTypeOptions & { readonly unit: number },
): KnotTypes | null {
  const where = 'knotTypes';
  const network = networkView(where, form);
  checkDataset(where, data);
  knownKeys(where, options, ['unit', 'dynamics', 'residuals']);
  const { unit, dynamics = 'slice', residuals = 'self-consistent' } = options;
  checkOptions(where, dynamics, residuals);
  const moving = movingUnit(where, form, unit);
  if (moving === null) return null;
  const { orientation, outputSign, deltaSlope } = moving;
  const knots = distinctInputs(data);
  const forces = knotForces(knots.length);
  const field = residualField(network, data);
  const frozen = residuals === 'frozen';
  if (!frozen) removeUnitInto(field, field, network, unit, data.x);
  knotForcesInto(forces, field, data, orientation, frozen ? 0 : deltaSlope, dynamics);
  return { unit, dynamics, residuals, knots, ...knotClass(forces, orientation, outputSign) };
}

/**
 * What every datum is to every kind of unit while the residuals stay as they are: {@link knotTypes} with
 * `residuals: 'frozen'` depends on nothing but the orientation and the sign of the output weight, so one table
 * of four classes serves all units. O(N) after the residuals. Units with v = 0 need no table: every knot of
 * theirs is degenerate and flat.
 *
 * @throws `RangeError` for an unknown option, `TypeError` for another kind of form.
 * @example
 * ```ts
 * import { dataset, knotTypeTable, shallowNetwork } from 'relu-splines';
 *
 * // No units yet: which way would the data alone push one?
 * const constant = shallowNetwork({ inputWeights: [], inputBiases: [], outputWeights: [] });
 * const { classes } = knotTypeTable(constant, dataset([0, 1, 2], [-2, -3, 2]));
 * classes[0].types; // ['passthrough-right', 'attractor', 'degenerate'], for w > 0 and v > 0
 * ```
 */
export function knotTypeTable(
  form: ShallowNetwork | Bdso,
  data: Dataset,
  options: { readonly dynamics?: Dynamics } = {},
): KnotTypeTable {
  const where = 'knotTypeTable';
  const network = networkView(where, form);
  checkDataset(where, data);
  knownKeys(where, options, ['dynamics']);
  const { dynamics = 'slice' } = options;
  checkDynamics(where, dynamics);
  const field = residualField(network, data);
  const classes = ([1, -1] as const).flatMap((orientation) => {
    const forces = frozenForces(field, data, orientation, dynamics);
    return ([1, -1] as const).map((outputSign) => knotClass(forces, orientation, outputSign));
  });
  return { dynamics, knots: distinctInputs(data), classes };
}

/**
 * How often each type of knot occurs, over all units with a breakpoint and all distinct x: {@link knotTypes}
 * added up over the units. O(N + H) after the residuals where they are frozen, O(N·H) where self-consistent.
 *
 * @throws `RangeError` for an unknown option or a delta-slope that overflows, `TypeError` for another kind of
 * form.
 * @example
 * ```ts
 * import { bdso, dataset, knotTypeCounts } from 'relu-splines';
 *
 * const hinge = bdso({ breakpoints: [0.5], deltaSlopes: [1], orientations: [1] });
 * const counts = knotTypeCounts(hinge, dataset([0, 1, 2], [-1, -2, 2]));
 * counts.types.attractor; // 1
 * counts.types.degenerate; // 1
 * ```
 */
export function knotTypeCounts(
  form: ShallowNetwork | Bdso,
  data: Dataset,
  options: KnotTypeOptions = {},
): KnotTypeCounts {
  const where = 'knotTypeCounts';
  const network = networkView(where, form);
  checkDataset(where, data);
  knownKeys(where, options, ['dynamics', 'residuals']);
  const { dynamics = 'slice', residuals = 'self-consistent' } = options;
  checkOptions(where, dynamics, residuals);
  const knots = data.groupStarts.length - 1;
  const field = residualField(network, data);
  const width = network.inputWeights.length;
  const moving = Array.from({ length: width }, (_, unit) => movingUnit(where, form, unit));
  const tally = noKnots();
  if (residuals === 'frozen') {
    for (const orientation of [1, -1] as const) {
      const forces = frozenForces(field, data, orientation, dynamics);
      for (const sign of [-1, 0, 1] as const) {
        const alike = moving.filter((unit) => unit?.orientation === orientation && unit.outputSign === sign);
        countKnots(tally, forces, orientation, sign, alike.length);
      }
    }
  } else {
    const forces = knotForces(knots);
    const others = { residuals: field.residuals.slice(), doubts: field.doubts.slice() };
    moving.forEach((unit, index) => {
      if (unit === null) return;
      removeUnitInto(others, field, network, index, data.x);
      knotForcesInto(forces, others, data, unit.orientation, unit.deltaSlope, dynamics);
      countKnots(tally, forces, unit.orientation, unit.outputSign, 1);
    });
  }
  return { dynamics, residuals, units: moving.filter((unit) => unit !== null).length, knots, ...tally };
}

function frozenForces(field: ResidualField, data: Dataset, s: 1 | -1, dynamics: Dynamics): KnotForces {
  const forces = knotForces(data.groupStarts.length - 1);
  knotForcesInto(forces, field, data, s, 0, dynamics);
  return forces;
}

/** Refuses dynamics that are none, for callers without types. */
export function checkDynamics(where: string, dynamics: unknown): void {
  if (dynamics !== 'slice' && dynamics !== 'flow') {
    throw new RangeError(`${where}: dynamics must be 'slice' or 'flow', got ${show(dynamics)}`);
  }
}

function checkOptions(where: string, dynamics: unknown, residuals: unknown): void {
  checkDynamics(where, dynamics);
  if (residuals !== 'frozen' && residuals !== 'self-consistent') {
    throw new RangeError(`${where}: residuals must be 'frozen' or 'self-consistent', got ${show(residuals)}`);
  }
}
