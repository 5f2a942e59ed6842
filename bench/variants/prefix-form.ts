import { binsOf } from '../../src/loss/bins.js';
import type { Instance } from '../instances.js';

/**
 * The textbook form in O(N + H): f = slope·x + intercept with prefix sums of wv and bv, and prefix sums of ε and εx.
 * Two large numbers that cancel on data far from the origin. Returns the loss.
 */
export function prefixForm(out: Float64Array, { network, data }: Instance): number {
  const { inputWeights: w, inputBiases: b, outputWeights: v, outputBias: b0 } = network;
  const { x, y } = data;
  const count = x.length;
  const width = w.length;
  const left = count + 2;
  const bins = binsOf(network, data);
  const slopes = new Float64Array(2 * count + 2);
  const intercepts = new Float64Array(2 * count + 2);
  for (let i = 0; i < width; i++) {
    slopes[bins[i]] += w[i] * v[i];
    intercepts[bins[i]] += b[i] * v[i];
  }
  for (let n = 1; n < count; n++) {
    slopes[n] += slopes[n - 1];
    intercepts[n] += intercepts[n - 1];
  }
  for (let n = count - 2; n >= 0; n--) {
    slopes[left + n] += slopes[left + n + 1];
    intercepts[left + n] += intercepts[left + n + 1];
  }
  const s = new Float64Array(2 * count + 2);
  const t = new Float64Array(2 * count + 2);
  let squares = 0;
  for (let n = 0; n < count; n++) {
    const f = (slopes[n] + slopes[left + n]) * x[n] + (intercepts[n] + intercepts[left + n]) + b0;
    const epsilon = y[n] - f;
    squares += epsilon * epsilon;
    s[n] = s[left + n] = epsilon;
    t[n] = t[left + n] = epsilon * x[n];
  }
  for (let n = count - 2; n >= 0; n--) {
    s[n] += s[n + 1];
    t[n] += t[n + 1];
  }
  for (let n = 1; n < count; n++) {
    s[left + n] += s[left + n - 1];
    t[left + n] += t[left + n - 1];
  }
  for (let i = 0; i < width; i++) {
    out[i] = -v[i] * t[bins[i]];
    out[width + i] = -v[i] * s[bins[i]];
    out[2 * width + i] = -(w[i] * t[bins[i]] + b[i] * s[bins[i]]);
  }
  out[3 * width] = -s[0];
  return squares / 2;
}
