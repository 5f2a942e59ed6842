import { checkReport } from './check-report.js';
import { checkProblem } from '../data/dataset.js';
import type { Dataset } from '../data/dataset.js';
import { standardise } from '../data/standardise.js';
import type { ShallowNetwork } from '../forms/network.js';
import { foldStandardisation } from '../forms/units.js';
import { knotTypes } from '../loss/slices/knot-types.js';
import { evaluateSlice, lossSlice } from '../loss/slices/slice.js';
import type { LossSlice } from '../loss/slices/slice.js';
import { hessianSpectrum } from '../loss/curvature/spectrum.js';
import { sliceFigure } from '../plot/slice-figure.js';
import { slicePoints } from '../plot/slice-points.js';
import type { VegaLiteSpec } from '../plot/spec.js';
import { spectrumFigure } from '../plot/spectrum-figure.js';
import { splineFigure } from '../plot/spline-figure.js';
import type { Report } from './describe.js';
import { labelsOf } from './reading.js';

/** Above this many parameters the picture is of the Gram part, which needs no matrix larger than N × N. */
const MOST_PARAMETERS = 600;

/** The slice shown is chosen among those of the units with the largest delta-slopes. */
const MOST_SLICES = 64;

/**
 * The figures of a report, by name, as Vega-Lite specifications: `spline`, in the user's units; `slice`, the
 * loss along the breakpoint of one unit, in the user's units too; `spectrum`, of the Hessian in the trained
 * coordinates (of its Gram part alone for more than 200 units).
 *
 * The slice is that of the unit which has most to gain by moving alone, among the 64 with the largest |μ|: there
 * the loss surface has something to show. It is left out where no unit has a breakpoint.
 *
 * @param network As handed to `describe`.
 * @param data As handed to `describe`.
 * @throws `TypeError` for what is not a network, data that `dataset` has not made, or what is not a report of `describe`.
 * @example
 * ```ts
 * import { dataset, shallowNetwork } from 'relu-splines';
 * import { describe, reportFigures } from 'relu-splines/report';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [1] });
 * const data = dataset([-1, 2], [0, 2]);
 * Object.keys(reportFigures(network, data, describe(network, data))); // ['spline', 'slice', 'spectrum']
 * ```
 */
export function reportFigures(
  network: ShallowNetwork,
  data: Dataset,
  report: Report,
): Readonly<Record<string, VegaLiteSpec>> {
  const where = 'reportFigures';
  checkProblem(where, network, data);
  checkReport(where, report);
  const { standardisation } = report;
  const inUnits = standardisation === null ? network : foldStandardisation(network, standardisation);
  const trained = standardisation === null ? data : standardise(data, standardisation);
  const slice = sliceOf(inUnits, data, report);
  return {
    spline: splineOf(data, report),
    ...(slice === null ? {} : { slice }),
    spectrum: spectrumOf(network, trained),
  };
}

function splineOf(data: Dataset, report: Report): VegaLiteSpec {
  const { units, pieces } = report.spline;
  const stuck = new Set(report.criticality.stuck.map(({ unit }) => unit));
  return splineFigure({
    ...labelsOf(report),
    pieces,
    data,
    breakpoints: units.breakpoints,
    deltaSlopes: units.deltaSlopes,
    orientations: units.orientations,
    units: units.units,
    stuck: Array.from(units.units, (unit) => stuck.has(unit)),
    title: `${report.yName} against ${report.xName}, as a network of ${report.spline.width} units has it`,
  });
}

function sliceOf(network: ShallowNetwork, data: Dataset, report: Report): VegaLiteSpec | null {
  const slice = tellingSlice(network, data, report);
  const knots = slice === null ? null : knotTypes(network, data, { unit: slice.unit });
  if (slice === null || knots === null) return null;
  const x = slicePoints(slice);
  return sliceFigure({
    ...labelsOf(report),
    ...slice,
    types: knots.types,
    samples: { x, loss: evaluateSlice(slice, x) },
    loss: evaluateSlice(slice, slice.breakpoint),
    title: `Loss as the breakpoint of unit ${slice.unit} moves`,
  });
}

function tellingSlice(network: ShallowNetwork, data: Dataset, { spline }: Report): LossSlice | null {
  const { units, deltaSlopes } = spline.units;
  const slices = Array.from(units, (unit, k) => ({ unit, height: Math.abs(deltaSlopes[k]) }))
    .sort((a, b) => b.height - a.height)
    .slice(0, MOST_SLICES)
    .map(({ unit }) => lossSlice(network, data, unit))
    .filter((slice) => slice !== null);
  let best: LossSlice | null = null;
  let most = -1;
  for (const slice of slices) {
    const gain = evaluateSlice(slice, slice.breakpoint) - slice.minimum.loss;
    if (gain > most) {
      most = gain;
      best = slice;
    }
  }
  return best;
}

function spectrumOf(network: ShallowNetwork, data: Dataset): VegaLiteSpec {
  const small = 3 * network.inputWeights.length + 1 <= MOST_PARAMETERS;
  const { eigenvalues } = hessianSpectrum(network, data, { part: small ? 'full' : 'gram' });
  return spectrumFigure({
    eigenvalues,
    title: small ? 'Spectrum of the Hessian' : 'Spectrum of the Gram part of the Hessian',
  });
}
