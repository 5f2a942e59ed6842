import type { Dataset } from '../../data/dataset.js';
import { partition } from '../../data/partition.js';
import { descend } from '../../descent/descend.js';
import type { DescentOptions } from '../../descent/options.js';
import { freeKnotFit } from '../../fit/free-knot-fit.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { torchDefault } from '../../init/samplers/named.js';
import { loss } from '../../loss/gradient.js';
import { randomStream } from '../../numeric/streams.js';
import { continuousRefit } from '../../segments/continuous-refit.js';
import { greedyMerge } from '../../segments/greedy-merge.js';
import { optimalSegments } from '../../segments/optimal-segments.js';

/** The ways to fit a piecewise-linear function, in the order of the table. */
export const PIECE_METHODS = [
  'gradient descent',
  'Adam',
  'batch-normalised SGD',
  'optimal segments',
  'greedy merge',
  'optimal segments, joined',
  'greedy merge, joined',
  'free-knot fit',
] as const;

/** One of {@link PIECE_METHODS}. */
export type PieceMethod = (typeof PIECE_METHODS)[number];

/** How descent is run. */
export interface DescentRecipe {
  readonly epochs: number;
  readonly batchSize: number;
}

/** What a fit comes to. */
export interface PieceFit {
  /** Mean squared error over the data. */
  readonly loss: number;
  /** How many pieces hold data. */
  readonly piecesUsed: number;
}

/** Is the fit the result of descent from random weights? The others are functions of the data alone. */
export function isDescent(method: PieceMethod): boolean {
  return method === 'gradient descent' || method === 'Adam' || method === 'batch-normalised SGD';
}

/**
 * How many numbers a fit with so many pieces has to choose, k pieces being what H = k − 1 units make.
 *
 * - A line for each piece and k − 1 places where one ends: 3k − 1.
 * - The same without jumps: k − 1 knots and k + 1 values, 2k.
 * - A network: its 3H + 1 weights less the scale of each unit, 2H + 1; it cannot have any line besides (theory 1.3).
 */
export function freeNumbers(method: PieceMethod, pieces: number): number {
  if (method === 'optimal segments' || method === 'greedy merge') return 3 * pieces - 1;
  if (method === 'optimal segments, joined' || method === 'greedy merge, joined') return 2 * pieces;
  return 2 * pieces - 1;
}

/**
 * Fits k pieces, or a network of k − 1 units, to the data.
 *
 * Networks of one seed and width begin alike, whatever the method; batches come from the same stream.
 */
export function fitPieces(
  data: Dataset,
  method: PieceMethod,
  { pieces, rate, seed }: { readonly pieces: number; readonly rate: number; readonly seed: number },
  { epochs, batchSize }: DescentRecipe,
): PieceFit {
  const count = data.x.length;
  const trained = (
    options: Pick<DescentOptions, 'method' | 'batchSize' | 'batchNormalisation' | 'steps'>,
  ): PieceFit => {
    const start = torchDefault({ width: pieces - 1 }, randomStream(seed, 0));
    const shared = { learningRate: rate, lossUnit: 'mean', seed, stream: 1 } as const;
    const { network } = descend(start, data, { ...shared, ...options });
    return ofNetwork(network, data);
  };
  switch (method) {
    case 'gradient descent':
      return trained({ method: 'gd', steps: epochs });
    case 'Adam':
      return trained({ method: 'adam', steps: epochs });
    case 'batch-normalised SGD': {
      const steps = epochs * Math.ceil(count / batchSize);
      return trained({ method: 'sgd', steps, batchSize, batchNormalisation: true });
    }
    case 'free-knot fit':
      return ofNetwork(freeKnotFit(data, { width: pieces - 1 }).network, data);
    default: {
      const cut = method.startsWith('optimal')
        ? optimalSegments(data, { pieces })[pieces - 1]
        : greedyMerge(data, { pieces, exactly: true });
      if (cut === null) return { loss: NaN, piecesUsed: NaN };
      const rss = method.endsWith('joined') ? continuousRefit(data, cut.cuts).rss : cut.rss;
      return { loss: rss / count, piecesUsed: cut.pieces };
    }
  }
}

function ofNetwork(network: ShallowNetwork, data: Dataset): PieceFit {
  const piecesUsed = partition(network, data).counts.filter((count) => count > 0).length;
  return { loss: (2 * loss(network, data)) / data.x.length, piecesUsed };
}
