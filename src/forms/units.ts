import { finiteNumber, object, positiveNumber } from '../numeric/checks.js';
import { checkNetwork } from './form.js';
import { finiteNetwork } from './network.js';
import type { ShallowNetwork } from './network.js';

/** How data were shifted and scaled before training: u = (x − xMean)/xScale, y = yMean + yScale·net(u). */
export interface Standardisation {
  readonly xMean: number;
  readonly xScale: number;
  readonly yMean: number;
  readonly yScale: number;
}

/** Checks a standardisation: finite means, positive scales. */
export function checkStandardisation(where: string, standardisation: Standardisation): void {
  object(where, 'standardisation', standardisation);
  finiteNumber(where, 'xMean', standardisation.xMean);
  finiteNumber(where, 'yMean', standardisation.yMean);
  positiveNumber(where, 'xScale', standardisation.xScale);
  positiveNumber(where, 'yScale', standardisation.yScale);
}

/**
 * The network in the user's units: folds a standardisation into the weights, so that the result takes x and
 * gives y.
 *
 * w ← w/xScale, b ← b − w·xMean/xScale, v ← v·yScale, b₀ ← yMean + b₀·yScale. Breakpoints, slopes and pieces
 * are then told in the units of the data. Gradient, Hessian and flow depend on the coordinates of the weights
 * and belong to the network as it was trained: folding changes the metric.
 *
 * @throws `RangeError` for scales that are not positive, anything not finite, or weights that overflow; `TypeError`
 * for what is not a network.
 * @example
 * ```ts
 * import { evaluate, foldStandardisation, shallowNetwork } from 'relu-splines';
 *
 * const trained = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [1] });
 * const network = foldStandardisation(trained, { xMean: 10, xScale: 2, yMean: 100, yScale: 50 });
 * evaluate(network, 14); // 100 + 50 × (14 − 10)/2 = 200
 * ```
 */
export function foldStandardisation(
  network: ShallowNetwork,
  standardisation: Standardisation,
): ShallowNetwork {
  const where = 'foldStandardisation';
  checkNetwork(where, network);
  checkStandardisation(where, standardisation);
  const { xMean, xScale, yMean, yScale } = standardisation;
  const { inputWeights: w, inputBiases: b, outputWeights: v, outputBias } = network;
  return finiteNetwork(where, {
    inputWeights: w.map((value) => value / xScale),
    inputBiases: b.map((value, i) => value - (w[i] / xScale) * xMean),
    outputWeights: v.map((value) => value * yScale),
    outputBias: yMean + outputBias * yScale,
  });
}
