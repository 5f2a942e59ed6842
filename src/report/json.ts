import { object } from '../numeric/checks.js';
import type { DeepReport } from './describe-deep.js';
import type { Report } from './describe.js';

/**
 * A report, shallow or deep, as JSON: typed arrays as arrays, and null for what JSON has no number for (NaN, Infinity).
 *
 * @throws `TypeError` for what is no object.
 * @example
 * ```ts
 * import { dataset, shallowNetwork } from 'relu-splines';
 * import { describe, reportJson } from 'relu-splines/report';
 *
 * const network = shallowNetwork({ inputWeights: [2], inputBiases: [-1], outputWeights: [1] });
 * const read = JSON.parse(reportJson(describe(network, dataset([0, 1], [0, 1]))));
 * read.spline.units.breakpoints; // [0.5]
 * ```
 */
export function reportJson(report: Report | DeepReport): string {
  object('reportJson', 'report', report);
  return JSON.stringify(
    report,
    (_, value: unknown) =>
      ArrayBuffer.isView(value) ? Array.from(value as unknown as ArrayLike<number>) : value,
    2,
  );
}
