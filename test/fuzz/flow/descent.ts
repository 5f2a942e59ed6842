import type { Dataset, ShallowNetwork } from 'relu-splines';

/** The weights [w…, b…, v…, b₀] of a network. */
export function weightsOf(network: ShallowNetwork): number[] {
  const { inputWeights, inputBiases, outputWeights, outputBias } = network;
  return [...Array.from(inputWeights), ...Array.from(inputBiases), ...Array.from(outputWeights), outputBias];
}

/** −∇ℓ by its definition: a loop over data and units, with ReLU′(0) = 0. Returns the loss. */
export function downhill(out: Float64Array, theta: ArrayLike<number>, { x, y }: Dataset): number {
  const width = (theta.length - 1) / 3;
  out.fill(0);
  let loss = 0;
  for (let n = 0; n < x.length; n++) {
    let value = theta[3 * width];
    for (let i = 0; i < width; i++) {
      value += theta[2 * width + i] * Math.max(0, theta[i] * x[n] + theta[width + i]);
    }
    const epsilon = y[n] - value;
    loss += (epsilon * epsilon) / 2;
    out[3 * width] += epsilon;
    for (let i = 0; i < width; i++) {
      const z = theta[i] * x[n] + theta[width + i];
      if (!(z > 0)) continue;
      out[i] += epsilon * theta[2 * width + i] * x[n];
      out[width + i] += epsilon * theta[2 * width + i];
      out[2 * width + i] += epsilon * z;
    }
  }
  return loss;
}

/** Gradient descent to a time: Euler's method, which goes through events by itself, O(h) wrong. */
export function euler(start: readonly number[], data: Dataset, time: number, steps: number): Float64Array {
  const theta = Float64Array.from(start);
  const velocity = new Float64Array(theta.length);
  const h = time / steps;
  for (let step = 0; step < steps; step++) {
    downhill(velocity, theta, data);
    for (let c = 0; c < theta.length; c++) theta[c] += h * velocity[c];
  }
  return theta;
}

/** The classical method of Runge and Kutta with fixed steps: for stretches without events. */
export function rungeKutta(
  start: readonly number[],
  data: Dataset,
  time: number,
  steps: number,
): Float64Array {
  const theta = Float64Array.from(start);
  const stage = theta.slice();
  const slopes = [0, 1, 2, 3].map(() => new Float64Array(theta.length));
  const h = time / steps;
  for (let step = 0; step < steps; step++) {
    for (const [k, part] of [0, h / 2, h / 2, h].entries()) {
      for (let c = 0; c < theta.length; c++) stage[c] = theta[c] + (k === 0 ? 0 : part * slopes[k - 1][c]);
      downhill(slopes[k], stage, data);
    }
    for (let c = 0; c < theta.length; c++) {
      theta[c] += (h / 6) * (slopes[0][c] + 2 * slopes[1][c] + 2 * slopes[2][c] + slopes[3][c]);
    }
  }
  return theta;
}

/** A rate that no direction is above, at these weights: Σ over data of what all units make of it, and of their curvature. */
export function fastest(theta: readonly number[], { x, y }: Dataset): number {
  const width = (theta.length - 1) / 3;
  let rate = 0;
  for (let n = 0; n < x.length; n++) {
    let value = theta[3 * width];
    let jacobian = 1;
    for (let i = 0; i < width; i++) {
      const z = Math.max(0, theta[i] * x[n] + theta[width + i]);
      const v = theta[2 * width + i];
      value += v * z;
      jacobian += z * z + v * v * (1 + x[n] * x[n]);
    }
    rate += jacobian + Math.abs(y[n] - value) * Math.hypot(1, x[n]);
  }
  return rate;
}

/** The largest difference between two lists of weights. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let most = 0;
  for (let c = 0; c < a.length; c++) most = Math.max(most, Math.abs(a[c] - b[c]));
  return most;
}

/** The largest size among weights, and 1. */
export function sizeOf(theta: ArrayLike<number>): number {
  return Math.max(1, distance(theta, new Float64Array(theta.length)));
}
