import { checkDataset } from '../data/dataset.js';
import type { Dataset } from '../data/dataset.js';
import { standardise } from '../data/standardise.js';
import { inducedBreakpoints } from '../deep/breakpoints.js';
import type { InducedBreakpoints } from '../deep/breakpoints.js';
import { deepLossAndGradient } from '../deep/loss.js';
import type { DeepNetwork } from '../deep/network.js';
import { parameterCount } from '../deep/parameters.js';
import { toPiecewiseLinear } from '../deep/piecewise-linear.js';
import { foldDeepStandardisation } from '../deep/shallow.js';
import { functionRoughness } from '../forms/roughness.js';
import type { Window } from '../forms/roughness.js';
import type { PiecewiseLinear } from '../forms/piecewise-linear.js';
import type { Standardisation } from '../forms/units.js';
import { STUCK_WITHIN } from '../loss/critical/stuck-units.js';
import { checkDeepNetwork } from '../deep/network.js';
import { knownKeys, positiveNumber } from '../numeric/checks.js';
import { deepKinks } from './kinks-deep.js';
import type { DeepKink } from './kinks-deep.js';
import { dataReport, lossReport } from './fit.js';
import type { DataReport, LossReport } from './fit.js';
import { layerReports, onData, windowOf } from './layers.js';
import type { LayerReport } from './layers.js';
import { namingOf } from './reading.js';
import type { Naming, ReadingOptions } from './reading.js';

/** How to read a deep network; all of it optional. */
export interface DescribeDeepOptions extends ReadingOptions {
  /**
   * A breakpoint lies on a datum if it is no farther from it than this part of the range of x; knots as near to each
   * other are one kink. Default 1e-5. Where all data have one x, the part is of |x|, or of 1 if that is more.
   */
  readonly stuckWithin?: number;
}

/** Everything the library can say of a deep network and its data. */
export interface DeepReport extends Naming {
  readonly standardisation: Standardisation | null;
  /** Number of weights and biases. */
  readonly parameters: number;
  /** The hidden layers, from the first on. */
  readonly layers: readonly LayerReport[];
  /** The function on all of ℝ, in the user's units. */
  readonly pieces: PiecewiseLinear;
  /** How many pieces it has between the first datum and the last. */
  readonly piecesAmongData: number;
  /** Σ J² over all knots, in (y per x)². */
  readonly functionRoughness: number;
  /** The same over the knots among the data. */
  readonly roughnessAmongData: number;
  /** How near a breakpoint is to a datum that it lies on, as a part of the range of x. */
  readonly stuckWithin: number;
  /** What counts as among the data: their range, and as much more on both sides as a breakpoint may be off a datum. */
  readonly window: Window;
  /** All breakpoints that units of all layers induce on all of ℝ, active or not, in the user's units. */
  readonly breakpoints: InducedBreakpoints;
  /** Where the function turns among the data. */
  readonly kinks: readonly DeepKink[];
  readonly data: DataReport;
  readonly loss: LossReport;
}

/**
 * Reads a deep network: the spline that it is, which layer bends it where, and how it cuts and fits its data.
 *
 * Breakpoints, slopes, pieces and roughness are told in the units of the data; loss and gradient in the coordinates in
 * which the network was trained, since they depend on them. With one hidden layer there is more to say: see `describe`.
 *
 * @param network As trained: if `standardisation` is given, in standardised coordinates.
 * @param data In the user's units.
 * @throws As `foldDeepStandardisation` and `inducedBreakpoints`; `RangeError` unless `stuckWithin` is positive;
 * `TypeError` for what is not a deep network, data that `dataset` has not made, or an unknown option.
 * @example
 * ```ts
 * import { dataset } from 'relu-splines';
 * import { deepNetwork } from 'relu-splines/deep';
 * import { describeDeep, formatDeepReport } from 'relu-splines/report';
 *
 * const hat = deepNetwork([{ weights: [[1], [-1]] }, { weights: [[-1, -1]], biases: [2] }, { weights: [[3]] }]);
 * const report = describeDeep(hat, dataset([-1, 0, 3], [3, 6, 1])); // 3(2 − |x|)₊
 * report.layers.map(({ breakpointsAmongData }) => breakpointsAmongData); // [2, 1]
 * report.pieces.knots; // Float64Array [-2, 0, 2]
 * report.loss.trained; // 0.5
 * formatDeepReport(report); // a page of text
 * ```
 */
export function describeDeep(
  network: DeepNetwork,
  data: Dataset,
  options: DescribeDeepOptions = {},
): DeepReport {
  const where = 'describeDeep';
  checkDeepNetwork(where, network);
  checkDataset(where, data);
  knownKeys(where, options, ['standardisation', 'xName', 'yName', 'xUnit', 'yUnit', 'stuckWithin']);
  const { standardisation = null, stuckWithin = STUCK_WITHIN } = options;
  const reach = positiveNumber(where, 'stuckWithin', stuckWithin) * extentOf(data);
  const trained = standardisation === null ? data : standardise(data, standardisation);
  const inUnits = standardisation === null ? network : foldDeepStandardisation(network, standardisation);
  const window = windowOf(data, reach);
  const isOnData = onData(data, reach);
  const pieces = toPiecewiseLinear(inUnits);
  const breakpoints = inducedBreakpoints(inUnits);
  const piecesInWindow = toPiecewiseLinear(inUnits, { window });
  const among = inducedBreakpoints(inUnits, { window });
  const { loss, gradient } = deepLossAndGradient(network, trained);
  const gradientNorm = Math.sqrt(gradient.reduce((sum, entry) => sum + entry * entry, 0));
  return {
    ...namingOf(options),
    standardisation,
    parameters: parameterCount(network),
    layers: layerReports(inUnits, breakpoints, among, window, isOnData),
    pieces,
    piecesAmongData: piecesInWindow.slopes.length,
    functionRoughness: functionRoughness(pieces),
    roughnessAmongData: functionRoughness(piecesInWindow),
    stuckWithin,
    window,
    breakpoints,
    kinks: deepKinks(piecesInWindow, among, reach, isOnData),
    data: dataReport(pieces, data),
    loss: lossReport({ loss, gradientNorm }, trained, standardisation),
  };
}

/** The range of x, or where there is none the size of x: what distances are a part of. */
function extentOf({ x }: Dataset): number {
  const range = x[x.length - 1] - x[0];
  return range > 0 ? range : Math.max(1, Math.abs(x[0]));
}
