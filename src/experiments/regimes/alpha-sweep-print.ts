import type { Printed } from '../rows.js';
import type { NoiseInit } from './white-noise.js';

/** Distances of one row of the table: mean and spread over five seeds, to the linear and to the cubic spline. */
export interface PrintedDistances {
  readonly linearMean: Printed;
  readonly linearRoot: Printed;
  readonly cubicMean: Printed;
  readonly cubicRoot: Printed;
}

// MAE and RMSE to the linear spline, MAE and RMSE to the cubic one; each with its spread.
const distances = (...print: readonly [number, number][]): PrintedDistances => {
  const [linearMean, linearRoot, cubicMean, cubicRoot] = print.map(([mean, spread]) => ({ mean, spread }));
  return { linearMean, linearRoot, cubicMean, cubicRoot };
};

/** Sahs et al. 2022, Table 2, by init and α. */
export const TABLE_2: Readonly<Record<NoiseInit, ReadonlyMap<number, PrintedDistances>>> = {
  uniform: new Map([
    [0.1, distances([0.251, 0.077], [0.37, 0.11], [0.326, 0.12], [0.442, 0.16])],
    [1, distances([0.137, 0.06], [0.228, 0.074], [0.199, 0.084], [0.282, 0.12])],
    [3, distances([0.0296, 0.0083], [0.0749, 0.018], [0.117, 0.034], [0.158, 0.048])],
    [10, distances([0.122, 0.027], [0.157, 0.029], [0.0341, 0.012], [0.0481, 0.019])],
    [100, distances([0.159, 0.042], [0.21, 0.055], [0.0299, 0.011], [0.0501, 0.024])],
  ]),
  he: new Map([
    [0.1, distances([0.202, 0.079], [0.32, 0.13], [0.293, 0.11], [0.418, 0.16])],
    [1, distances([0.134, 0.064], [0.233, 0.11], [0.211, 0.1], [0.308, 0.15])],
    [3, distances([0.132, 0.065], [0.239, 0.12], [0.209, 0.089], [0.329, 0.15])],
    [10, distances([0.115, 0.046], [0.163, 0.061], [0.0884, 0.052], [0.149, 0.11])],
    [100, distances([0.161, 0.048], [0.212, 0.055], [0.0556, 0.015], [0.0828, 0.021])],
  ]),
};
