import { binEntries, binNear } from '../../src/loss/bins.js';
import { centreOf, hingeAt } from '../../src/loss/hinge.js';
import type { Instance } from '../instances.js';

/** What a walk does about rounding. */
export interface Care {
  /** Hinges in centred coordinates (as the library has them), or wx + b as it is. */
  readonly centred: boolean;
  /** All running sums compensated. */
  readonly compensated: boolean;
}

/** Tables of a walk over one instance. */
export interface Walk {
  readonly bins: Int32Array;
  readonly entries: Float64Array;
  readonly centre: number;
  readonly first: Float64Array;
  readonly second: Float64Array;
  readonly residuals: Float64Array;
}

/** Tables for one instance. */
export function walkTables({ network, data }: Instance): Walk {
  const count = data.x.length;
  return {
    bins: new Int32Array(network.inputWeights.length),
    entries: binEntries(data.x),
    centre: centreOf(data),
    first: new Float64Array(2 * count + 2),
    second: new Float64Array(2 * count + 2),
    residuals: new Float64Array(count),
  };
}

/**
 * The library's algorithm without its speed, and with the choices it did not take: what they cost and what they
 * would bring. Both kinds of walk are written in the same plain way, so that their times compare. Returns the loss.
 */
export function walk(out: Float64Array, instance: Instance, tables: Walk, care: Care): number {
  const { network, data } = instance;
  const { inputWeights: w, inputBiases: b, outputWeights: v } = network;
  const { bins, entries, first, second } = tables;
  const centre = care.centred ? tables.centre : 0;
  const width = w.length;
  first.fill(0);
  second.fill(0);
  for (let i = 0; i < width; i++) bins[i] = binNear(bins[i], w[i], b[i], data.x);
  for (let i = 0; i < width; i++) {
    first[bins[i]] += w[i] * v[i];
    second[bins[i]] += v[i] * hingeAt(w[i], b[i], entries[bins[i]], centre);
  }
  const squares = care.compensated
    ? compensatedSweeps(instance, tables, network.outputBias)
    : plainSweeps(instance, tables, network.outputBias);
  for (let i = 0; i < width; i++) {
    const entry = entries[bins[i]];
    const s = first[bins[i]];
    const u = second[bins[i]];
    out[i] = -v[i] * (u + entry * s);
    out[width + i] = -v[i] * s;
    out[2 * width + i] = -(w[i] * u + hingeAt(w[i], b[i], entry, centre) * s);
  }
  out[3 * width] = -first[0];
  return squares / 2;
}

function plainSweeps({ data: { x, y } }: Instance, tables: Walk, b0: number): number {
  const { first, second, residuals } = tables;
  const count = x.length;
  const left = count + 2;
  let slope = 0;
  let value = 0;
  let previous = x[0];
  for (let n = 0; n < count; n++) {
    value += slope * (x[n] - previous) + second[n];
    slope += first[n];
    residuals[n] = value;
    previous = x[n];
  }
  let s = 0;
  let u = 0;
  let squares = 0;
  slope = value = 0;
  first[count] = second[count] = first[count + 1] = second[count + 1] = 0;
  for (let n = count - 1; n >= 0; n--) {
    const step = previous - x[n];
    value += second[left + n] - slope * step;
    slope += first[left + n];
    const epsilon = y[n] - (residuals[n] + value + b0);
    residuals[n] = epsilon;
    squares += epsilon * epsilon;
    u += s * step;
    s += epsilon;
    first[n] = s;
    second[n] = u;
    previous = x[n];
  }
  s = u = 0;
  for (let n = 0; n < count; n++) {
    u += s * (previous - x[n]);
    s += residuals[n];
    first[left + n] = s;
    second[left + n] = u;
    previous = x[n];
  }
  return squares;
}

/** As {@link plainSweeps}, with the rounding error of every running sum (Knuth's two-sum) kept beside it. */
function compensatedSweeps({ data: { x, y } }: Instance, tables: Walk, b0: number): number {
  const { first, second, residuals } = tables;
  const count = x.length;
  const left = count + 2;
  let slope = 0;
  let slopeRest = 0;
  let value = 0;
  let valueRest = 0;
  let previous = x[0];
  for (let n = 0; n < count; n++) {
    const grown = value + ((slope + slopeRest) * (x[n] - previous) + second[n]);
    valueRest += lost(value, (slope + slopeRest) * (x[n] - previous) + second[n], grown);
    value = grown;
    const steeper = slope + first[n];
    slopeRest += lost(slope, first[n], steeper);
    slope = steeper;
    residuals[n] = value + valueRest;
    previous = x[n];
  }
  let s = 0;
  let sRest = 0;
  let u = 0;
  let uRest = 0;
  let squares = 0;
  let squaresRest = 0;
  slope = slopeRest = value = valueRest = 0;
  first[count] = second[count] = first[count + 1] = second[count + 1] = 0;
  for (let n = count - 1; n >= 0; n--) {
    const step = previous - x[n];
    const rise = second[left + n] - (slope + slopeRest) * step;
    const grown = value + rise;
    valueRest += lost(value, rise, grown);
    value = grown;
    const steeper = slope + first[left + n];
    slopeRest += lost(slope, first[left + n], steeper);
    slope = steeper;
    const epsilon = y[n] - (residuals[n] + (value + valueRest) + b0);
    residuals[n] = epsilon;
    const sumOfSquares = squares + epsilon * epsilon;
    squaresRest += lost(squares, epsilon * epsilon, sumOfSquares);
    squares = sumOfSquares;
    const farther = u + (s + sRest) * step;
    uRest += lost(u, (s + sRest) * step, farther);
    u = farther;
    const more = s + epsilon;
    sRest += lost(s, epsilon, more);
    s = more;
    first[n] = s + sRest;
    second[n] = u + uRest;
    previous = x[n];
  }
  s = sRest = u = uRest = 0;
  for (let n = 0; n < count; n++) {
    const step = previous - x[n];
    const farther = u + (s + sRest) * step;
    uRest += lost(u, (s + sRest) * step, farther);
    u = farther;
    const more = s + residuals[n];
    sRest += lost(s, residuals[n], more);
    s = more;
    first[left + n] = s + sRest;
    second[left + n] = u + uRest;
    previous = x[n];
  }
  return squares + squaresRest;
}

/** What the rounded sum of two numbers lacks. */
function lost(a: number, b: number, sum: number): number {
  const part = sum - a;
  return a - (sum - part) + (b - part);
}
