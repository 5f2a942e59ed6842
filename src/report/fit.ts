import type { Dataset } from '../data/dataset.js';
import { lonelinessProbability } from '../data/loneliness.js';
import { partition } from '../data/partition.js';
import type { Form } from '../forms/form.js';
import type { Standardisation } from '../forms/units.js';

/** The data, and how the breakpoints cut them. */
export interface DataReport {
  readonly count: number;
  readonly distinct: number;
  readonly xLow: number;
  readonly xHigh: number;
  readonly yLow: number;
  readonly yHigh: number;
  /** Pieces that hold data, of all pieces. */
  readonly occupiedPieces: number;
  readonly pieces: number;
  /** Most data in one piece. */
  readonly mostInPiece: number;
  readonly lonely: boolean;
  /** The probability that as many random breakpoints, placed like the data, would isolate every datum. */
  readonly lonelinessProbability: number;
}

/** How well the network fits. */
export interface LossReport {
  /** ½ Σ ε², in the trained coordinates: what training saw, up to its factor. */
  readonly trained: number;
  /** Mean squared error, in the trained coordinates. */
  readonly meanSquaredError: number;
  /** Root mean squared error in units of y. */
  readonly rootMeanSquare: number;
  /** 1 − Σ ε²/Σ (y − ȳ)²; NaN where y does not vary. */
  readonly explained: number;
  readonly gradientNorm: number;
}

/** How the breakpoints of a function cut its data; all in the user's units. */
export function dataReport(form: Form, data: Dataset): DataReport {
  const { x, y, groupStarts } = data;
  const { counts, lonely, cuts } = partition(form, data);
  return {
    count: x.length,
    distinct: groupStarts.length - 1,
    xLow: x[0],
    xHigh: x[x.length - 1],
    yLow: y.reduce((low, value) => Math.min(low, value), Infinity),
    yHigh: y.reduce((high, value) => Math.max(high, value), -Infinity),
    occupiedPieces: counts.filter((count) => count > 0).length,
    pieces: counts.length,
    mostInPiece: counts.reduce((most, count) => Math.max(most, count), 0),
    lonely,
    lonelinessProbability: lonelinessProbability({
      dataCount: x.length,
      units: cuts.length,
      breakpoints: 'random',
    }),
  };
}

/**
 * How well a network fits.
 *
 * @param found Its loss ½ Σ ε² and the norm of its gradient, in the trained coordinates.
 * @param data In the trained coordinates.
 */
export function lossReport(
  { gradientNorm, loss: value }: { readonly gradientNorm: number; readonly loss: number },
  { y }: Dataset,
  standardisation: Standardisation | null,
): LossReport {
  const mean = y.reduce((sum, target) => sum + target, 0) / y.length;
  const spread = y.reduce((sum, target) => sum + (target - mean) ** 2, 0);
  const meanSquaredError = (2 * value) / y.length;
  return {
    trained: value,
    meanSquaredError,
    rootMeanSquare: (standardisation?.yScale ?? 1) * Math.sqrt(meanSquaredError),
    explained: spread === 0 ? NaN : 1 - (2 * value) / spread,
    gradientNorm,
  };
}
