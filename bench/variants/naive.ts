import type { Instance } from '../instances.js';

/** The definition: every unit at every datum, O(N·H). Returns the loss. */
export function naive(out: Float64Array, { network, data }: Instance): number {
  const { inputWeights: w, inputBiases: b, outputWeights: v, outputBias: b0 } = network;
  const { x, y } = data;
  const width = w.length;
  let squares = 0;
  out.fill(0);
  for (let n = 0; n < x.length; n++) {
    let f = b0;
    for (let i = 0; i < width; i++) {
      const z = w[i] * x[n] + b[i];
      if (z > 0) f += v[i] * z;
    }
    const epsilon = y[n] - f;
    squares += epsilon * epsilon;
    for (let i = 0; i < width; i++) {
      const z = w[i] * x[n] + b[i];
      if (!(z > 0)) continue;
      out[i] -= v[i] * epsilon * x[n];
      out[width + i] -= v[i] * epsilon;
      out[2 * width + i] -= epsilon * z;
    }
    out[3 * width] -= epsilon;
  }
  return squares / 2;
}
