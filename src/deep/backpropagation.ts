import type { DeepNetwork } from './network.js';
import { addProductInto, outerProductsInto } from './rows.js';
import type { DeepWorkspace } from './workspace.js';

/** The forward pass over the inputs of a workspace: leaves g in the last of its activations. Allocates nothing. */
export function forward({ layers }: DeepNetwork, { memory, activations, count }: DeepWorkspace): void {
  for (let l = 0; l < layers.length; l++) {
    const { inputs, outputs, weights, biases } = layers[l];
    const start = activations[l + 1];
    for (let j = 0; j < outputs; j++) memory.fill(biases[j], start + j * count, start + (j + 1) * count);
    addProductInto(memory, start, outputs, memory, activations[l], inputs, count, weights, inputs, 1);
    if (l + 1 < layers.length) rectify(memory, start, start + outputs * count);
  }
}

/** (z)₊ in place. NaN stays: a network whose numbers have overflowed has no loss. */
function rectify(memory: Float64Array, start: number, end: number): void {
  for (let k = start; k < end; k = (k + 1) | 0) {
    if (memory[k] <= 0) memory[k] = 0;
  }
}

/** Leaves the residuals in the workspace and returns the loss ½ Σ ε². Allocates nothing. */
export function deepResidualsInto(network: DeepNetwork, work: DeepWorkspace): number {
  forward(network, work);
  const { memory, activations, residuals, targets, count } = work;
  const g = activations[activations.length - 1];
  let squares = 0;
  for (let n = 0; n < count; n++) {
    const epsilon = memory[targets + n] - memory[g + n];
    memory[residuals + n] = epsilon;
    squares += epsilon * epsilon;
  }
  return squares / 2;
}

/**
 * Loss and gradient by backpropagation: writes the gradient into `out` in the flat order of {@link flattenDeep} and
 * returns the loss ½ Σ ε². Residuals stay in `work.residuals`.
 *
 * Trusts its caller and allocates nothing. Cost: three multiplications a weight and datum, in loops over the data.
 *
 * @example
 * ```ts
 * import { dataset } from 'relu-splines';
 * import { deepLossAndGradientInto, deepNetwork, deepWorkspace } from 'relu-splines/deep';
 *
 * const network = deepNetwork([{ weights: [[1]] }, { weights: [[2]] }]);
 * const out = new Float64Array(4);
 * deepLossAndGradientInto(out, network, deepWorkspace(network, dataset([3], [5]))); // 0.5; out is [6, 2, 3, 1]
 * ```
 */
export function deepLossAndGradientInto(
  out: Float64Array,
  network: DeepNetwork,
  work: DeepWorkspace,
): number {
  const loss = deepResidualsInto(network, work);
  const { layers } = network;
  const { memory, activations, residuals, derivatives, count } = work;
  const last = derivatives[layers.length % 2];
  // ∂ℓ/∂g = −ε.
  for (let n = 0; n < count; n++) memory[last + n] = -memory[residuals + n];

  let weightsAt = out.length;
  for (let l = layers.length - 1; l >= 0; l--) {
    const { inputs, outputs, weights } = layers[l];
    const biasesAt = weightsAt - outputs;
    weightsAt = biasesAt - outputs * inputs;
    const byOutput = derivatives[(l + 1) % 2];
    const taken = activations[l];
    outerProductsInto(out, weightsAt, biasesAt, memory, byOutput, outputs, taken, inputs, count);
    if (l === 0) continue;
    const byInput = derivatives[l % 2];
    memory.fill(0, byInput, byInput + inputs * count);
    addProductInto(memory, byInput, inputs, memory, byOutput, outputs, count, weights, 1, inputs);
    // Where (z)₊ is zero, so is its derivative.
    for (let k = 0; k < inputs * count; k = (k + 1) | 0) {
      if (memory[(taken + k) | 0] <= 0) memory[(byInput + k) | 0] = 0;
    }
  }
  return loss;
}
