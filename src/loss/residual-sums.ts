import type { Dataset } from '../data/dataset.js';
import type { ShallowNetwork } from '../forms/network.js';
import { residualsInto } from './gradient.js';
import { backwardSweep, forwardSweep, scatterNetwork } from './sweeps.js';
import { sweepWorkspace } from './workspace.js';
import type { SweepWorkspace } from './workspace.js';

/**
 * Sums of residuals over what each bin of units sees, beside the sums of the absolute values of their terms:
 * the scale on which such a sum counts as zero.
 *
 * All tables are over bins (see `bins.ts`), shape (2N + 2).
 */
export interface ResidualSums {
  /** Residuals ε at the sorted data, shape (N). */
  readonly residuals: Float64Array;
  /** The size below which a residual is rounding, as the floor has it, added to |ε|; shape (N). */
  readonly magnitudes: Float64Array;
  /** What each residual is a difference of, |y_n| + |b₀| + Σ |vᵢzᵢ(x_n)|; shape (N). */
  readonly terms: Float64Array;
  /** The largest |ε_n| relative to |y_n| + |b₀| + Σ |vᵢzᵢ(x_n)|. */
  readonly residualLevel: number;
  /** ½ Σ ε². */
  readonly loss: number;
  /** Bin of each unit, shape (H). */
  readonly bins: Int32Array;
  /** Entry of each bin: the x from which U is measured. */
  readonly entries: Float64Array;
  /** S = Σ ε. */
  readonly s: Float64Array;
  /** U = Σ ε·(x − entry). */
  readonly u: Float64Array;
  /** Σ |ε|. */
  readonly sScale: Float64Array;
  /** Σ |ε·(x − entry)|. */
  readonly uScale: Float64Array;
  /** Σ |ε·x|. */
  readonly tScale: Float64Array;
}

/**
 * A residual is itself a difference, of y_n from b₀ + Σ vᵢzᵢ(x_n). Where the data are fitted, what is left of
 * it is rounding, and comparing sums of rounding with each other says nothing. So each |ε_n| is counted as
 * larger by this part of the terms that it is the difference of.
 */
export const RESIDUAL_FLOOR = 1e-6;

/** All sums for a network on data, O(N + H log N). */
export function residualSums(
  network: ShallowNetwork,
  data: Dataset,
  residualFloor: number = RESIDUAL_FLOOR,
): ResidualSums {
  const width = network.inputWeights.length;
  const work = sweepWorkspace(data, width);
  const terms = residualTerms(work, network);
  const loss = residualsInto(work, network);
  const residuals = Float64Array.from(work.atData);
  let residualLevel = 0;
  const magnitudes = residuals.map((epsilon, n) => {
    if (terms[n] > 0) residualLevel = Math.max(residualLevel, Math.abs(epsilon) / terms[n]);
    return Math.abs(epsilon) + residualFloor * terms[n];
  });
  const bins = Int32Array.from(work.bins);
  const tables = (values: Float64Array): { first: Float64Array; second: Float64Array } => {
    work.atData.set(values);
    backwardSweep(work);
    return { first: Float64Array.from(work.first), second: Float64Array.from(work.second) };
  };
  const signed = tables(residuals);
  const absolute = tables(magnitudes);
  const moments = tables(magnitudes.map((magnitude, n) => magnitude * Math.abs(data.x[n])));
  return {
    residuals,
    magnitudes,
    terms,
    residualLevel,
    loss,
    bins,
    entries: work.entries,
    s: signed.first,
    u: signed.second,
    sScale: absolute.first,
    // U of a left-facing bin is negative: all its data lie left of the entry.
    uScale: absolute.second.map(Math.abs),
    tScale: moments.first,
  };
}

/** What each residual is a difference of, |y_n| + |b₀| + Σ |vᵢzᵢ(x_n)|, shape (N). Overwrites the tables of `work`. */
export function residualTerms(work: SweepWorkspace, network: ShallowNetwork): Float64Array {
  // Σ |v|z at every datum: the network with |v| for v.
  scatterNetwork(work, { ...network, outputWeights: network.outputWeights.map(Math.abs) });
  forwardSweep(work);
  return work.atData.map((sum, n) => sum + Math.abs(network.outputBias) + Math.abs(work.data.y[n]));
}

/** |value|/scale, and 0 for a sum of nothing. */
export function relativeTo(value: number, scale: number): number {
  return scale === 0 ? 0 : Math.abs(value) / scale;
}
