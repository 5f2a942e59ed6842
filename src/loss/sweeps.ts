import type { ShallowNetwork } from '../forms/network.js';
import { binNear } from './bins.js';
import { hingeAt } from './hinge.js';
import { leftSums, rightValues } from './walks.js';
import { arenaLayout } from './workspace.js';
import type { SweepWorkspace } from './workspace.js';

/** Rebins and puts each unit's slope wv and its value v(w·entry + b) into the tables. */
export function scatterNetwork(work: SweepWorkspace, network: ShallowNetwork): void {
  const { bins, entries, first, second, data, centre, arena } = work;
  const w = network.inputWeights;
  const b = network.inputBiases;
  const v = network.outputWeights;
  const at = arenaLayout(data.x.length);
  arena.fill(0, at.first, at.atData);
  for (let i = 0; i < bins.length; i++) {
    if (centre === 0) i = scatterSettled(i, work, network);
    if (i === bins.length) return;
    const bin = binNear(bins[i], w[i], b[i], data.x);
    bins[i] = bin;
    first[bin] += w[i] * v[i];
    second[bin] += v[i] * hingeAt(w[i], b[i], entries[bin], centre);
  }
}

/**
 * Scatters the units from `start` on that are still in their bins, up to the first that is not: its index.
 *
 * In bins that see nothing it leaves what it likes, even NaN: no walk reads their slots.
 */
function scatterSettled(
  start: number,
  { arena, bins, atData }: SweepWorkspace,
  network: ShallowNetwork,
): number {
  const w = network.inputWeights;
  const b = network.inputBiases;
  const v = network.outputWeights;
  const width = bins.length;
  const { inner, outer, first, second } = arenaLayout(atData.length);
  let i = start;
  for (const end = (width - 3) | 0; i < end; i = (i + 4) | 0) {
    const bin0 = bins[i];
    const w0 = w[i];
    const b0 = b[i];
    const z0 = w0 * arena[(inner + bin0) | 0] + b0;
    if (!(z0 > 0) || w0 * arena[(outer + bin0) | 0] + b0 > 0) return i;
    const v0 = v[i];
    arena[(first + bin0) | 0] += w0 * v0;
    arena[(second + bin0) | 0] += v0 * z0;

    const i1 = (i + 1) | 0;
    const bin1 = bins[i1];
    const w1 = w[i1];
    const b1 = b[i1];
    const z1 = w1 * arena[(inner + bin1) | 0] + b1;
    if (!(z1 > 0) || w1 * arena[(outer + bin1) | 0] + b1 > 0) return i1;
    const v1 = v[i1];
    arena[(first + bin1) | 0] += w1 * v1;
    arena[(second + bin1) | 0] += v1 * z1;

    const i2 = (i + 2) | 0;
    const bin2 = bins[i2];
    const w2 = w[i2];
    const b2 = b[i2];
    const z2 = w2 * arena[(inner + bin2) | 0] + b2;
    if (!(z2 > 0) || w2 * arena[(outer + bin2) | 0] + b2 > 0) return i2;
    const v2 = v[i2];
    arena[(first + bin2) | 0] += w2 * v2;
    arena[(second + bin2) | 0] += v2 * z2;

    const i3 = (i + 3) | 0;
    const bin3 = bins[i3];
    const w3 = w[i3];
    const b3 = b[i3];
    const z3 = w3 * arena[(inner + bin3) | 0] + b3;
    if (!(z3 > 0) || w3 * arena[(outer + bin3) | 0] + b3 > 0) return i3;
    const v3 = v[i3];
    arena[(first + bin3) | 0] += w3 * v3;
    arena[(second + bin3) | 0] += v3 * z3;
  }
  for (; i < width; i = (i + 1) | 0) {
    const bin = bins[i];
    const wi = w[i];
    const bi = b[i];
    const z = wi * arena[(inner + bin) | 0] + bi;
    if (!(z > 0) || wi * arena[(outer + bin) | 0] + bi > 0) return i;
    const vi = v[i];
    arena[(first + bin) | 0] += wi * vi;
    arena[(second + bin) | 0] += vi * z;
  }
  return width;
}

/** From units to data: Σ of the hinges in the tables, at every datum, into `atData`. */
export function forwardSweep(work: SweepWorkspace): void {
  rightValues(work);
  const { data, first, second, atData } = work;
  const x = data.x;
  const count = atData.length;
  const left = count + 2;
  let slope = 0;
  let value = 0;
  let previous = x[count - 1];
  for (let n = count - 1; n >= 0; n--) {
    const here = x[n];
    value += slope * (here - previous) + second[left + n];
    slope += first[left + n];
    atData[n] += value;
    previous = here;
  }
}

/** From data to units: S and U of every bin from the residuals in `atData`. */
export function backwardSweep(work: SweepWorkspace): void {
  const { data, first, second, atData } = work;
  const x = data.x;
  const count = atData.length;
  // The bin that sees nothing.
  first[count] = second[count] = 0;
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
  leftSums(work);
}
