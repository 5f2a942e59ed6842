import type { Instance } from '../instances.js';

/** Flat parameters, and a gradient by two plain loops over data and units, O(N·H). */
function start({ network, data }: Instance): {
  theta: Float64Array;
  gradient: (out: Float64Array) => void;
} {
  const { inputWeights, inputBiases, outputWeights, outputBias } = network;
  const width = inputWeights.length;
  const { x, y } = data;
  const theta = Float64Array.from([...inputWeights, ...inputBiases, ...outputWeights, outputBias]);
  return {
    theta,
    gradient(out) {
      out.fill(0);
      for (let n = 0; n < x.length; n++) {
        const here = x[n];
        let f = theta[3 * width];
        for (let i = 0; i < width; i++) {
          const z = theta[i] * here + theta[width + i];
          if (z > 0) f += theta[2 * width + i] * z;
        }
        const residual = f - y[n];
        for (let i = 0; i < width; i++) {
          const z = theta[i] * here + theta[width + i];
          if (z > 0) {
            const byHinge = residual * theta[2 * width + i];
            out[i] += byHinge * here;
            out[width + i] += byHinge;
            out[2 * width + i] += residual * z;
          }
        }
        out[3 * width] += residual;
      }
    },
  };
}

/** Gradient descent as anybody would write it; the parameters after so many steps. */
export function naiveDescent(each: Instance, rate: number, steps: number): Float64Array {
  const { theta, gradient } = start(each);
  const g = new Float64Array(theta.length);
  for (let k = 0; k < steps; k++) {
    gradient(g);
    for (let j = 0; j < theta.length; j++) theta[j] -= rate * g[j];
  }
  return theta;
}

/** Adam as anybody would write it. */
export function naiveAdam(each: Instance, rate: number, steps: number): Float64Array {
  const { theta, gradient } = start(each);
  const g = new Float64Array(theta.length);
  const m = new Float64Array(theta.length);
  const s = new Float64Array(theta.length);
  for (let k = 1; k <= steps; k++) {
    gradient(g);
    for (let j = 0; j < theta.length; j++) {
      m[j] = 0.9 * m[j] + 0.1 * g[j];
      s[j] = 0.999 * s[j] + 0.001 * g[j] * g[j];
      theta[j] -= ((rate / (1 - 0.9 ** k)) * m[j]) / (Math.sqrt(s[j]) / Math.sqrt(1 - 0.999 ** k) + 1e-8);
    }
  }
  return theta;
}
