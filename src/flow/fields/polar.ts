import { checkDataset } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import { checkNetwork } from '../../forms/form.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { unitSums, unitSumsInto } from '../../loss/curvature/unit-sums.js';
import type { ReadonlyFloat64Array } from '../../numeric/arrays.js';
import { finiteVector, finiteNumber, object, sameLength } from '../../numeric/checks.js';

/**
 * A network with (w, b) of each unit in polar coordinates: w = r cos θ, b = r sin θ (theory 8.2).
 *
 * The chart that covers every unit but one at the origin: β = −tan θ, μ = v r cos θ, s = sgn cos θ, and nothing happens
 * where w = 0 (θ = ±π/2).
 */
export interface PolarNetwork {
  /** r = |(w, b)|, shape (H). */
  readonly radii: ReadonlyFloat64Array;
  /** θ in (−π, π], shape (H). */
  readonly angles: ReadonlyFloat64Array;
  /** Output weights v, shape (H). */
  readonly outputWeights: ReadonlyFloat64Array;
  /** Output bias b₀. */
  readonly outputBias: number;
}

/**
 * A network in polar coordinates. A unit with w = b = 0 gets r = 0 and θ = 0.
 *
 * @throws `TypeError` for what is not a network.
 * @example
 * ```ts
 * import { shallowNetwork } from 'relu-splines';
 * import { toPolar } from 'relu-splines/flow';
 *
 * toPolar(shallowNetwork({ inputWeights: [3], inputBiases: [4], outputWeights: [2] })).radii; // Float64Array [5]
 * ```
 */
export function toPolar(network: ShallowNetwork): PolarNetwork {
  checkNetwork('toPolar', network);
  const { inputWeights: w, inputBiases: b, outputWeights: v, outputBias } = network;
  return {
    radii: w.map((weight, i) => Math.hypot(weight, b[i])),
    // + 0: no sign of zero decides between 0 and π where both are zero.
    angles: w.map((weight, i) => Math.atan2(b[i] + 0, weight + 0)),
    outputWeights: v.map((weight) => weight),
    outputBias,
  };
}

/**
 * The network of polar coordinates: w = r cos θ, b = r sin θ.
 *
 * @throws `ShapeError` for arrays of different lengths, `TypeError` for what is not a network in polar coordinates.
 * @example
 * ```ts
 * import { shallowNetwork } from 'relu-splines';
 * import { fromPolar, toPolar } from 'relu-splines/flow';
 *
 * const network = shallowNetwork({ inputWeights: [3], inputBiases: [4], outputWeights: [2] });
 * fromPolar(toPolar(network)).inputBiases; // Float64Array [4]
 * ```
 */
export function fromPolar(polar: PolarNetwork): ShallowNetwork {
  checkPolar('fromPolar', polar);
  const { radii: r, angles: theta, outputWeights: v, outputBias } = polar;
  return {
    inputWeights: Float64Array.from(r, (radius, i) => radius * Math.cos(theta[i])),
    inputBiases: Float64Array.from(r, (radius, i) => radius * Math.sin(theta[i])),
    outputWeights: Float64Array.from(v),
    outputBias,
  };
}

/**
 * Gradient flow in polar coordinates: [ṙ…, θ̇…, v̇…, ḃ₀], shape (3H + 1).
 *
 * ṙ = vG, v̇ = rG, θ̇ = (v/r)G′, where G(θ) = Σ ε(x cos θ + sin θ)₊ over the data (theory 8.2). A unit at the origin
 * (r = 0) is at rest, as ReLU′(0) = 0 has it.
 *
 * @throws as {@link fromPolar}.
 * @example
 * ```ts
 * import { dataset, shallowNetwork } from 'relu-splines';
 * import { polarField, toPolar } from 'relu-splines/flow';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });
 * polarField(toPolar(network), dataset([3], [5])); // Float64Array [-6, -2, -3, -1]
 * ```
 */
export function polarField(polar: PolarNetwork, data: Dataset): Float64Array {
  const where = 'polarField';
  checkPolar(where, polar);
  checkDataset(where, data);
  const { radii: r, angles: theta, outputWeights: v } = polar;
  const width = r.length;
  const sums = unitSums(data, width);
  unitSumsInto(sums, fromPolar(polar));
  const field = new Float64Array(3 * width + 1);
  for (let i = 0; i < width; i++) {
    const S = sums.s[i];
    const T = sums.t[i];
    const cos = Math.cos(theta[i]);
    const sin = Math.sin(theta[i]);
    const G = T * cos + S * sin;
    field[i] = v[i] * G;
    if (r[i] > 0) field[width + i] = (v[i] / r[i]) * (S * cos - T * sin);
    field[2 * width + i] = r[i] * G;
  }
  for (const epsilon of sums.sweep.atData) field[3 * width] += epsilon;
  return field;
}

function checkPolar(where: string, polar: PolarNetwork): void {
  object(where, 'polar', polar);
  const { radii, angles, outputWeights, outputBias } = polar;
  finiteVector(where, 'radii', radii);
  finiteVector(where, 'angles', angles);
  finiteVector(where, 'outputWeights', outputWeights);
  finiteNumber(where, 'outputBias', outputBias);
  sameLength(where, 'angles', angles, 'radii', radii.length);
  sameLength(where, 'outputWeights', outputWeights, 'radii', radii.length);
}
