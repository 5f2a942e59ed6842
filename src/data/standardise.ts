import { checkStandardisation } from '../forms/units.js';
import type { Standardisation } from '../forms/units.js';
import { checkDataset, dataset } from './dataset.js';
import type { Dataset } from './dataset.js';

/**
 * The data in the coordinates in which a network was trained: x ← (x − xMean)/xScale, y ← (y − yMean)/yScale.
 *
 * The order of the result is that of the original caller's arrays, as for the data handed in.
 *
 * @throws `RangeError` for scales that are not positive, or anything not finite; `TypeError` for what is not a data set.
 * @example
 * ```ts
 * import { dataset, standardise } from 'relu-splines';
 *
 * const data = dataset([8, 12], [100, 200]);
 * standardise(data, { xMean: 10, xScale: 2, yMean: 150, yScale: 50 }).x; // Float64Array [-1, 1]
 * ```
 */
export function standardise(data: Dataset, standardisation: Standardisation): Dataset {
  const where = 'standardise';
  checkDataset(where, data);
  checkStandardisation(where, standardisation);
  const { xMean, xScale, yMean, yScale } = standardisation;
  const x = new Float64Array(data.x.length);
  const y = new Float64Array(data.y.length);
  data.order.forEach((index, n) => {
    x[index] = (data.x[n] - xMean) / xScale;
    y[index] = (data.y[n] - yMean) / yScale;
  });
  return dataset(x, y);
}
