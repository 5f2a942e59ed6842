import { dot } from '../../numeric/linear-algebra.js';
import type { MultivariateDataset } from '../dataset.js';
import type { MultivariateNetwork } from '../network.js';
import { multivariateWorkspace, parameterCount, residualSumsInto, sumsToGradient } from '../sums.js';
import type { MultivariateWorkspace } from '../sums.js';
import { takeOut } from './held-span.js';
import type { PlaneModes } from './modes.js';
import { distinctPoints } from './points.js';
import type { DistinctPoints } from './points.js';

/**
 * The field between two events: with the modes held fixed it is a smooth polynomial in the weights, which goes on
 * smoothly where a unit should have changed its mode. All stages of a step use it.
 */
export interface PlaneField {
  readonly inputs: number;
  readonly width: number;
  readonly points: DistinctPoints;
  /** Holds the residuals of the weights evaluated last. */
  readonly work: MultivariateWorkspace;
  /** T, S and Q of each unit over what it strictly sees, and E₀, at the weights evaluated last; ordered like these. */
  readonly sums: Float64Array;
  /** Evaluations so far, each O(N·H·D). */
  evaluations: number;
}

/** A field for networks of `width` units; it belongs to one flow. */
export function planeField(data: MultivariateDataset, width: number): PlaneField {
  return {
    inputs: data.inputs,
    width,
    points: distinctPoints(data),
    work: multivariateWorkspace(data, width),
    sums: new Float64Array(parameterCount(width, data.inputs)),
    evaluations: 0,
  };
}

/**
 * Writes dθ/dt into `out` and returns the loss; residuals and their sums stay in `field`.
 *
 * Free units: (ẇ, ḃ) = v(T, S), v̇ = (T, S)·(w, b). Held ones move on the surface on which w·x_n + b = 0 for the points
 * that hold them, and (T, S) is there its part P(T, S) orthogonal to all (x_n, 1): the gradient flow of the constrained
 * weights, so that ‖w‖² + b² − v² stays conserved. With one input and one point this is theory 10.1.
 */
export function velocityInto(
  out: Float64Array,
  field: PlaneField,
  modes: PlaneModes,
  theta: Float64Array,
): number {
  const { inputs: D, width, work, sums } = field;
  const network = networkView(theta, D);
  const loss = residualSumsInto(sums, network, work, modes.active);
  field.evaluations++;
  out.set(sums);
  for (let unit = 0; unit < width; unit++) {
    const { basis } = modes.held[unit];
    if (basis.length === 0) continue;
    const rest = takeOut(inputPart(sums, field, unit), basis);
    out.set(rest.subarray(0, D), unit * D);
    out[width * D + unit] = rest[D];
    out[width * (D + 1) + unit] = dot(rest, inputPart(theta, field, unit));
  }
  sumsToGradient(out, network, -1);
  return loss;
}

/** The sum of the residuals at a point, of the weights evaluated last. */
export function residualAt({ points, work }: PlaneField, point: number): number {
  return points.members[point].reduce((sum, n) => sum + work.residuals[n], 0);
}

/** A unit's (w, b) in a vector of weights, or what stands in its place in one that is ordered like weights. */
export function inputPart(
  vector: Float64Array,
  { inputs, width }: { readonly inputs: number; readonly width: number },
  unit: number,
): Float64Array {
  const part = new Float64Array(inputs + 1);
  for (let d = 0; d < inputs; d++) part[d] = vector[unit * inputs + d];
  part[inputs] = vector[width * inputs + unit];
  return part;
}

/** The weights of a network in one vector: [w₁…, w₂…, …, b…, v…, b₀]. */
export function weightsOf(network: MultivariateNetwork): Float64Array {
  const { inputs, inputWeights, inputBiases, outputWeights, outputBias } = network;
  const width = inputBiases.length;
  const theta = new Float64Array(parameterCount(width, inputs));
  theta.set(Float64Array.from(inputWeights));
  theta.set(Float64Array.from(inputBiases), width * inputs);
  theta.set(Float64Array.from(outputWeights), width * (inputs + 1));
  theta[theta.length - 1] = outputBias;
  return theta;
}

/** The network of a vector of weights, which it goes on sharing. */
export function networkView(theta: Float64Array, inputs: number): MultivariateNetwork {
  const width = (theta.length - 1) / (inputs + 2);
  return {
    inputs,
    inputWeights: theta.subarray(0, width * inputs),
    inputBiases: theta.subarray(width * inputs, width * (inputs + 1)),
    outputWeights: theta.subarray(width * (inputs + 1), width * (inputs + 2)),
    outputBias: theta[theta.length - 1],
  };
}
