import { squaredWeights } from '../flow/fields/conserved.js';
import type { NumericArray } from '../numeric/arrays.js';
import { finiteVector, sameLength } from '../numeric/checks.js';
import { checkBreakplanes, fromBreakplanes } from './breakplanes.js';
import type { Breakplanes } from './breakplanes.js';
import type { MultivariateDataset } from './dataset.js';
import { swept } from './gradient.js';
import { checkMultivariateNetwork } from './network.js';
import type { MultivariateNetwork } from './network.js';
import { sumsToGradient } from './sums.js';

/**
 * What gradient flow conserves of each unit: δ = ‖w‖² + b² − v², shape (H) (theory 14).
 *
 * @throws `TypeError` for what is not a network.
 * @example
 * ```ts
 * import { multivariateConserved, multivariateNetwork } from 'relu-splines/multivariate';
 *
 * const network = multivariateNetwork({ inputWeights: [[3, 4]], inputBiases: [1], outputWeights: [2] });
 * multivariateConserved(network); // Float64Array [22]
 * ```
 */
export function multivariateConserved(network: MultivariateNetwork): Float64Array {
  checkMultivariateNetwork('multivariateConserved', network);
  const { inputs, inputWeights: w, inputBiases: b, outputWeights: v } = network;
  const delta = new Float64Array(b.length);
  for (let i = 0; i < delta.length; i++) {
    for (let k = i * inputs; k < (i + 1) * inputs; k++) delta[i] += w[k] * w[k];
    // (b − v)(b + v): what is left where b² and v² nearly cancel keeps its digits.
    delta[i] += (b[i] - v[i]) * (b[i] + v[i]);
  }
  return delta;
}

/**
 * The velocity of the weights under gradient flow at learning rate 1: dθ/dt = −∇ℓ, in the order
 * [w₁…, w₂…, …, b…, v…, b₀]; shape (H(D + 2) + 1), O(N·H·D).
 *
 * ẇ = vT, ḃ = vS, v̇ = w·T + bS, ḃ₀ = E₀, with S = Σ ε and T = Σ εx over the data that the unit sees. A datum exactly on
 * a breakplane does not count (ReLU′(0) = 0); what the flow does there is for `multivariateFlow` to say.
 *
 * @throws `ShapeError` for data of another number of inputs, `TypeError` for what is no network or no data set.
 * @example
 * ```ts
 * import { multivariateDataset, multivariateField, multivariateNetwork } from 'relu-splines/multivariate';
 *
 * const network = multivariateNetwork({ inputWeights: [[1, 1]], inputBiases: [0], outputWeights: [2] });
 * multivariateField(network, multivariateDataset([[1, 2]], [5])); // Float64Array [-2, -4, -2, -3, -1]
 * ```
 */
export function multivariateField(network: MultivariateNetwork, data: MultivariateDataset): Float64Array {
  const { sums } = swept('multivariateField', network, data);
  sumsToGradient(sums, network, -1);
  // A velocity of zero has no sign.
  return sums.map((velocity) => velocity + 0);
}

/** How breakplanes move under gradient flow of the weights, a velocity for each part of their form. */
export interface BreakplaneVelocity {
  /** ξ̇, orthogonal to ξ, row by row; shape (H × D). */
  readonly normals: Float64Array;
  /** γ̇, shape (H). */
  readonly offsets: Float64Array;
  /** η̇, shape (H). */
  readonly slopeJumps: Float64Array;
  /** Ḃ₀ = E₀. */
  readonly outputBias: number;
  /** ṙ, of r = ‖w‖, which the planes and δ determine; shape (H). */
  readonly radii: Float64Array;
}

/**
 * The same flow seen on the breakplanes, closed in (ξ, γ, η) with the conserved δ = ‖w‖² + b² − v² of each unit as
 * constants (theory 14), O(N·H·D).
 *
 * With S = Σ ε and T = Σ εx over the data that the unit sees: ξ̇ = (η/r²)(T − (ξ·T)ξ), γ̇ = −(η/r²)(S + γ ξ·T),
 * η̇ = (r² + η²/r²) ξ·T − r²γS and ṙ = (η/r) ξ·T, where r = ‖w‖ follows from γ, η and δ: r²(1 + γ²) − η²/r² = δ. The
 * mobility η/r² = v/‖w‖ is that of the breakpoint in one dimension; there γ̇ = sβ̇ and η̇ = sμ̇.
 *
 * Valid for units with a breakplane; folded constants have no part in it. A datum on a plane does not count.
 *
 * @param deltas δ of each unit, as `multivariateConserved` gives them; shape (H).
 * @throws `RangeError` where η = 0 and δ ≤ 0, which no unit with a breakplane has; `ShapeError` for another number of
 * constants than planes or of inputs; `TypeError` for the wrong kind of thing.
 * @example
 * ```ts
 * import {
 *   breakplaneField,
 *   multivariateConserved,
 *   multivariateDataset,
 *   multivariateNetwork,
 *   toBreakplanes,
 * } from 'relu-splines/multivariate';
 *
 * const network = multivariateNetwork({ inputWeights: [[0, 1]], inputBiases: [0], outputWeights: [2] });
 * const data = multivariateDataset([[1, 3]], [5]);
 * const field = breakplaneField(toBreakplanes(network), multivariateConserved(network), data);
 * field.normals; // Float64Array [-2, 0]
 * field.offsets; // Float64Array [2]
 * field.slopeJumps; // Float64Array [-15]
 * ```
 */
export function breakplaneField(
  planes: Breakplanes,
  deltas: NumericArray,
  data: MultivariateDataset,
): BreakplaneVelocity {
  const where = 'breakplaneField';
  checkBreakplanes(where, planes);
  const { inputs: D, normals, offsets: gamma, slopeJumps: eta } = planes;
  const width = gamma.length;
  const delta = finiteVector(where, 'deltas', deltas);
  sameLength(where, 'deltas', delta, 'offsets', width);
  // With r = 1 a hinge is ξ·x − γ, and T, S and Σ ε(ξ·x − γ) are sums over the planes' own sides.
  const { sums } = swept(where, fromBreakplanes(planes), data);
  const out = {
    normals: new Float64Array(width * D),
    offsets: new Float64Array(width),
    slopeJumps: new Float64Array(width),
    outputBias: sums[sums.length - 1] + 0,
    radii: new Float64Array(width),
  };
  for (let i = 0; i < width; i++) {
    const { input: W, output: V } = squaredWeights(gamma[i], eta[i], delta[i]);
    if (!(W > 0)) {
      throw new RangeError(
        `${where}: deltas[${i}] must be positive where the slope jump is ${eta[i]}, got ${delta[i]}`,
      );
    }
    const S = sums[width * D + i];
    const hinges = sums[width * (D + 1) + i];
    let along = 0;
    for (let k = i * D; k < (i + 1) * D; k++) along += normals[k] * sums[k];
    const mobility = eta[i] / W;
    for (let k = i * D; k < (i + 1) * D; k++) {
      // Along ξ nothing turns; with one input this is exactly zero.
      out.normals[k] = D === 1 ? 0 : mobility * (sums[k] - along * normals[k]) + 0;
    }
    out.offsets[i] = 0 - mobility * (S + gamma[i] * along);
    // ξ·T − γS = Σ ε(ξ·x − γ), which does not cancel far from the origin.
    out.slopeJumps[i] = V * along + W * hinges + 0;
    out.radii[i] = (eta[i] / Math.sqrt(W)) * along + 0;
  }
  return out;
}
