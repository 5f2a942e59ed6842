import { checkDeepReport } from './check-report.js';
import { checkDataset } from '../data/dataset.js';
import type { Dataset } from '../data/dataset.js';
import { deepSplineFigure } from '../plot/deep-spline-figure.js';
import type { VegaLiteSpec } from '../plot/spec.js';
import type { DeepReport } from './describe-deep.js';
import { labelsOf } from './reading.js';
import { counted } from './text.js';

/**
 * The figures of a deep report, by name, as Vega-Lite specifications: `spline`, the function with its data and all
 * breakpoints by layer, in the user's units.
 *
 * @param data As handed to `describeDeep`.
 * @throws `TypeError` for data that `dataset` has not made, or what is not a report of `describeDeep`.
 * @example
 * ```ts
 * import { dataset } from 'relu-splines';
 * import { deepNetwork } from 'relu-splines/deep';
 * import { deepReportFigures, describeDeep } from 'relu-splines/report';
 *
 * const network = deepNetwork([{ weights: [[1]] }, { weights: [[1]], biases: [-1] }, { weights: [[2]] }]);
 * const data = dataset([-1, 2], [0, 2]);
 * Object.keys(deepReportFigures(data, describeDeep(network, data))); // ['spline']
 * ```
 */
export function deepReportFigures(data: Dataset, report: DeepReport): Readonly<Record<string, VegaLiteSpec>> {
  const where = 'deepReportFigures';
  checkDataset(where, data);
  checkDeepReport(where, report);
  const { pieces, breakpoints, layers, xName, yName } = report;
  return {
    spline: deepSplineFigure({
      ...labelsOf(report),
      ...breakpoints,
      pieces,
      data,
      depth: layers.length,
      title: `${yName} against ${xName}, by a network of ${counted(layers.length, 'hidden layer')}`,
    }),
  };
}
