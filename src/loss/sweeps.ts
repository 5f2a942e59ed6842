import type { Dataset } from '../data/dataset.js';
import type { ShallowNetwork } from '../forms/network.js';
import { binEntries, rebin } from './bins.js';

/**
 * The two linear maps that the loss surface is made of, in O(N + H): from units to data (the value of a sum of
 * hinges at every datum) and its transpose, from data to units (the sums of residuals that a unit sees).
 *
 * Both walk the sorted data once in each direction. A running value and slope are carried from datum to datum,
 * and only differences of neighbouring x occur: shifting the data costs no digits, where the textbook form
 * Σ slope·x + intercept loses as many as the shift has.
 *
 * Everything lives in two tables over bins (see `bins.ts`), overwritten in place:
 * before {@link forwardSweep} the slopes and entry values of the units in each bin, after
 * {@link backwardSweep} the sums that a unit in each bin reads.
 */
export interface SweepWorkspace {
  readonly data: Dataset;
  /** Bin of each unit, shape (H). Starts anywhere; kernels bring it up to date. */
  readonly bins: Int32Array;
  /** Entry of each bin, shape (2N + 2). */
  readonly entries: Float64Array;
  /** Before: Σ slopes of the units in a bin. After: S, the Σ of residuals that the bin sees. Shape (2N + 2). */
  readonly first: Float64Array;
  /** Before: Σ values at the entry. After: U, Σ residual·(x − entry). Shape (2N + 2). */
  readonly second: Float64Array;
  /** Values or residuals at the data, shape (N). */
  readonly atData: Float64Array;
}

/** A workspace for networks of `width` units on `data`; it belongs to the caller and holds no results. */
export function sweepWorkspace(data: Dataset, width: number): SweepWorkspace {
  const count = data.x.length;
  return {
    data,
    bins: new Int32Array(width),
    entries: binEntries(data.x),
    first: new Float64Array(2 * count + 2),
    second: new Float64Array(2 * count + 2),
    atData: new Float64Array(count),
  };
}

/** Rebins and puts each unit's slope wv and its value v(w·entry + b) into the tables. */
export function scatterNetwork(work: SweepWorkspace, network: ShallowNetwork): void {
  const { bins, entries, first, second, data } = work;
  const w = network.inputWeights;
  const b = network.inputBiases;
  const v = network.outputWeights;
  rebin(bins, network, data.x);
  first.fill(0);
  second.fill(0);
  for (let i = 0; i < bins.length; i++) {
    const bin = bins[i];
    first[bin] += w[i] * v[i];
    second[bin] += v[i] * (w[i] * entries[bin] + b[i]);
  }
}

/** From units to data: Σ of the hinges in the tables, at every datum, into `atData`. */
export function forwardSweep({ data, first, second, atData }: SweepWorkspace): void {
  const x = data.x;
  const count = atData.length;
  const left = count + 2;
  let slope = 0;
  let value = 0;
  let previous = x[0];
  for (let n = 0; n < count; n++) {
    const here = x[n];
    value += slope * (here - previous) + second[n];
    slope += first[n];
    atData[n] = value;
    previous = here;
  }
  slope = 0;
  value = 0;
  for (let n = count - 1; n >= 0; n--) {
    const here = x[n];
    value += slope * (here - previous) + second[left + n];
    slope += first[left + n];
    atData[n] += value;
    previous = here;
  }
}

/** From data to units: S and U of every bin from the residuals in `atData`. */
export function backwardSweep({ data, first, second, atData }: SweepWorkspace): void {
  const x = data.x;
  const count = atData.length;
  const left = count + 2;
  // The two bins that see nothing.
  first[count] = first[count + 1] = 0;
  second[count] = second[count + 1] = 0;
  let s = 0;
  let u = 0;
  let previous = x[count - 1];
  for (let n = count - 1; n >= 0; n--) {
    const here = x[n];
    u += s * (previous - here);
    s += atData[n];
    first[n] = s;
    second[n] = u;
    previous = here;
  }
  s = 0;
  u = 0;
  for (let n = 0; n < count; n++) {
    const here = x[n];
    u += s * (previous - here);
    s += atData[n];
    first[left + n] = s;
    second[left + n] = u;
    previous = here;
  }
}
