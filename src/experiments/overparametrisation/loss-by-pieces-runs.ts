import type { Run, Seeds } from '../definition.js';
import type { TargetName } from '../targets.js';
import type { PieceMethod } from './piece-fits.js';

/** How `lossByPieces` is configured. */
export interface LossByPiecesConfig extends Seeds {
  /** Widths H of the networks; the others get H + 1 pieces. */
  readonly widths: readonly number[];
  readonly methods: readonly PieceMethod[];
  readonly target: TargetName;
  /** The data are so many equally spaced x in ± `halfWidth`. */
  readonly count: number;
  readonly halfWidth: number;
  /** Passes over the data in a run of descent. */
  readonly epochs: number;
  /** Step sizes of gradient descent on the mean squared error, each a curve of its own. */
  readonly gradientRates: readonly number[];
  readonly adamRate: number;
  readonly batchRate: number;
  /** Data a batch, for SGD with batch normalisation. */
  readonly batchSize: number;
}

/** A point of the grid of `lossByPieces`. */
export interface LossByPiecesPoint {
  readonly method: PieceMethod;
  /** Step size; 0 for what does not descend. */
  readonly rate: number;
  readonly pieces: number;
}

/** What a run of `lossByPieces` measures. */
export interface LossByPiecesMetrics {
  /** Mean squared error over the data. */
  readonly loss: number;
  /** How many pieces hold data. */
  readonly piecesUsed: number;
}

/** A run of `lossByPieces`. */
export type LossByPiecesRun = Run<LossByPiecesPoint, LossByPiecesMetrics>;

/** The step sizes that a method is run with: 0 for what does not descend. */
export function ratesOf(config: LossByPiecesConfig, method: PieceMethod): readonly number[] {
  if (method === 'gradient descent') return config.gradientRates;
  if (method === 'Adam') return [config.adamRate];
  return [method === 'batch-normalised SGD' ? config.batchRate : 0];
}
