import { checkProblem } from '../data/dataset.js';
import type { Dataset } from '../data/dataset.js';
import { standardise } from '../data/standardise.js';
import { toBdso, toPiecewiseLinear } from '../forms/convert.js';
import type { NetworkBdso } from '../forms/convert.js';
import type { ShallowNetwork } from '../forms/network.js';
import type { PiecewiseLinear } from '../forms/piecewise-linear.js';
import { functionRoughness, roughness } from '../forms/roughness.js';
import { foldStandardisation } from '../forms/units.js';
import type { Standardisation } from '../forms/units.js';
import { criticality } from '../loss/critical/critical-points.js';
import type { CriticalityOptions } from '../loss/critical/critical-points.js';
import type { Criticality } from '../loss/critical/criticality.js';
import { knotTypeCounts } from '../loss/slices/knot-types.js';
import type { KnotTypeCounts } from '../loss/slices/knot-types.js';
import { nullDirections } from '../loss/null/null-directions.js';
import type { NullCauseName } from '../loss/null/null-directions.js';
import { integerIn, knownKeys, object } from '../numeric/checks.js';
import { destinationOf } from './destination.js';
import type { Destination } from './destination.js';
import { dataReport, lossReport } from './fit.js';
import type { DataReport, LossReport } from './fit.js';
import { kinksWithin } from './kinks.js';
import type { Kink } from './kinks.js';
import { namingOf } from './reading.js';
import type { Naming, ReadingOptions } from './reading.js';
import { stuckClusters } from './stuck-clusters.js';
import type { StuckCluster } from './stuck-clusters.js';

/** How to read a shallow network; all of it optional. */
export interface DescribeOptions extends CriticalityOptions, ReadingOptions {
  /** Most steps of gradient flow to see where the network would go from here; 0 for none. Default 1000. */
  readonly flowSteps?: number;
}

/** Everything the library can say of a network and its data. */
export interface Report extends Naming {
  readonly standardisation: Standardisation | null;
  /** The function in the user's units. */
  readonly spline: SplineReport;
  /** Where it turns among the data, in the user's units; breakpoints within `stuckWithin` are one kink. */
  readonly kinks: readonly Kink[];
  readonly data: DataReport;
  readonly loss: LossReport;
  /** Breakpoints on data, gathered by datum and orientation, in the user's units. */
  readonly stuck: readonly StuckCluster[];
  /** Types of all data for all units, in the trained coordinates. */
  readonly knots: { readonly slice: KnotTypeCounts; readonly flow: KnotTypeCounts };
  /** What leaves the residuals alone to first order, by cause, in the trained coordinates. */
  readonly flat: FlatReport;
  /** Where the network stands on its loss surface, in the trained coordinates. */
  readonly criticality: Criticality;
  /** Where gradient flow would take it from here, in the trained coordinates; null if that was not asked for. */
  readonly destination: Destination | null;
}

/** The function that a network is, in the user's units. */
export interface SplineReport {
  /** Number of units H. */
  readonly width: number;
  readonly units: NetworkBdso;
  readonly pieces: PiecewiseLinear;
  /** How many breakpoints lie left of the data, between the first and last datum, and right of them. */
  readonly breakpointsLeft: number;
  readonly breakpointsInside: number;
  readonly breakpointsRight: number;
  /** How many units face right. */
  readonly rightFacing: number;
  /** Σ μ² over units, in (y per x)². */
  readonly roughness: number;
  /** Σ J² over knots, in (y per x)². */
  readonly functionRoughness: number;
}

/** The null space of the Gram part of the Hessian. */
export interface FlatReport {
  readonly parameters: number;
  readonly rank: number;
  readonly nullity: number;
  readonly causes: readonly FlatCause[];
}

/** One cause of flat directions. */
export interface FlatCause {
  readonly cause: NullCauseName;
  readonly dimension: number;
  /** How many of them the full Hessian does not see either. */
  readonly alsoFlatForHessian: number;
}

/**
 * Reads a network: what it is as a spline, how it cuts and fits its data, which breakpoints are stuck on which
 * data, where it stands on its loss surface, and where gradient flow would take it from there.
 *
 * Breakpoints, slopes, pieces and roughness are told in the units of the data; loss, gradient, knot types,
 * Hessian and criticality in the coordinates in which the network was trained, since they depend on them.
 *
 * @param network As trained: if `standardisation` is given, in standardised coordinates.
 * @param data In the user's units.
 * @throws As `foldStandardisation`, `toBdso` and `criticality`; `RangeError` for `flowSteps` that are no count;
 * `TypeError` for what is not a network, data that `dataset` has not made, or an unknown option.
 * @example
 * ```ts
 * import { dataset, shallowNetwork } from 'relu-splines';
 * import { describe, formatReport } from 'relu-splines/report';
 *
 * const network = shallowNetwork({ inputWeights: [1, -1], inputBiases: [0, 0], outputWeights: [1, 1] });
 * const report = describe(network, dataset([-1, 0, 2], [1, 0.5, 2]), { xName: 'seconds', yName: 'metres' });
 * report.spline.breakpointsInside; // 2
 * report.stuck.length; // 2: both breakpoints lie on the datum at 0
 * formatReport(report); // a page of text
 * ```
 */
export function describe(network: ShallowNetwork, data: Dataset, options: DescribeOptions = {}): Report {
  const where = 'describe';
  object(where, 'network', network);
  if ('layers' in network) {
    throw new TypeError(`${where}: network must be a ShallowNetwork, got a DeepNetwork: use describeDeep`);
  }
  checkProblem(where, network, data);
  knownKeys(where, options, [
    'standardisation',
    'xName',
    'yName',
    'xUnit',
    'yUnit',
    'flowSteps',
    'tolerance',
    'stuckWithin',
    'inertiaThreshold',
    'residualFloor',
    'fittedWithin',
  ]);
  const { standardisation = null, xName, yName, xUnit, yUnit, flowSteps = 1000, ...tolerances } = options;
  integerIn(where, 'flowSteps', flowSteps, 0);
  const trained = standardisation === null ? data : standardise(data, standardisation);
  const inUnits = standardisation === null ? network : foldStandardisation(network, standardisation);
  const found = criticality(network, trained, tolerances);
  const spline = splineReport(inUnits, data);
  const low = data.x[0];
  const high = data.x[data.x.length - 1];
  const reach = found.stuckWithin * (high - low);
  return {
    ...namingOf({ xName, yName, xUnit, yUnit }),
    standardisation,
    spline,
    kinks: kinksWithin(spline.units, low - reach, high + reach, reach),
    data: dataReport(inUnits, data),
    loss: lossReport(found, trained, standardisation),
    stuck: stuckClusters(found.stuck, network, trained, data),
    knots: {
      slice: knotTypeCounts(network, trained, { dynamics: 'slice' }),
      flow: knotTypeCounts(network, trained, { dynamics: 'flow', residuals: 'frozen' }),
    },
    flat: flatReport(network, trained),
    criticality: found,
    destination:
      flowSteps === 0
        ? null
        : destinationOf(network, trained, found.loss, flowSteps, standardisation?.xScale ?? 1),
  };
}

function splineReport(network: ShallowNetwork, { x }: Dataset): SplineReport {
  const units = toBdso(network);
  const low = x[0];
  const high = x[x.length - 1];
  const beta = Array.from(units.breakpoints);
  return {
    width: network.inputWeights.length,
    units,
    pieces: toPiecewiseLinear(network),
    breakpointsLeft: beta.filter((t) => t < low).length,
    breakpointsInside: beta.filter((t) => t >= low && t <= high).length,
    breakpointsRight: beta.filter((t) => t > high).length,
    rightFacing: units.orientations.filter((s) => s > 0).length,
    roughness: roughness(network),
    functionRoughness: functionRoughness(network),
  };
}

function flatReport(network: ShallowNetwork, data: Dataset): FlatReport {
  const { rank, nullity, causes } = nullDirections(network, data);
  return {
    parameters: 3 * network.inputWeights.length + 1,
    rank,
    nullity,
    causes: causes.map(({ cause, dimension, nullForHessian }) => ({
      cause,
      dimension,
      alsoFlatForHessian: nullForHessian,
    })),
  };
}
