import { knownKeys, positiveNumber } from '../../numeric/checks.js';
import { singularValues } from '../../numeric/linear-algebra.js';
import { endActive, firstActive } from '../bins.js';
import { lineInFrame, pieceFrame, unitConstant } from './piece-frame.js';
import type { BinLines, InLines, PieceFrame } from './piece-frame.js';

/**
 * What the units of one bin add to the span of the Jacobian's columns: all lines on the data they see, or the
 * multiples of one.
 */
export type BinSpace =
  | { readonly kind: 'plane'; readonly lines: BinLines }
  | { readonly kind: 'line'; readonly lines: BinLines; readonly direction: InLines };

/** What counts as zero by default in inertia and ranks, relative to a scale that each place states. */
export const INERTIA_THRESHOLD = 1e-11;

/** The threshold that options ask for, when nothing else can be asked for. */
export function thresholdOf(where: string, options: { readonly threshold?: number }): number {
  knownKeys(where, options, ['threshold']);
  return positiveNumber(where, 'threshold', options.threshold ?? INERTIA_THRESHOLD);
}

/** A rank, and how clear it was. */
export interface Rank {
  readonly rank: number;
  /** By counting pieces, which is exact, or by singular values above a threshold. */
  readonly method: 'counting' | 'singular-values';
  /** The smallest singular value that counted, relative to the largest; 1 if none was asked for. */
  readonly kept: number;
  /** The largest that did not; 0 if there was none. */
  readonly dropped: number;
}

/**
 * The dimension of the span of the constants and some bin spaces.
 *
 * Exact where every space is a plane (theory 7, rank formula). Otherwise from the singular values of the columns
 * in the coordinates of the frame, rows and columns scaled to length one: a rank survives both, and neither data
 * far from the origin nor two data close together then decide it.
 */
export function rankWithConstants(frame: PieceFrame, spaces: readonly BinSpace[], threshold: number): Rank {
  if (spaces.every(({ kind }) => kind === 'plane')) {
    return { rank: countedRank(frame, spaces), method: 'counting', kept: 1, dropped: 0 };
  }
  const columns = columnsOf(frame, spaces);
  const matrix = rowMajor(columns, frame.size);
  equilibrate(matrix, frame.size, columns.length);
  const { count, kept, dropped } = splitByThreshold(
    singularValues(matrix, frame.size, columns.length),
    threshold,
  );
  return { rank: count, method: 'singular-values', kept, dropped };
}

/** Unit vectors that span the constants and the bin spaces, in the coordinates of the frame. */
export function columnsOf(frame: PieceFrame, spaces: readonly BinSpace[]): Float64Array[] {
  const columns = [unitConstant(frame)];
  for (const space of spaces) {
    const { lines } = space;
    if (space.kind === 'line') {
      columns.push(lineInFrame(frame, lines, space.direction));
    } else {
      columns.push(lineInFrame(frame, lines, [1, 0]));
      if (lines.slopeLength > 0) columns.push(lineInFrame(frame, lines, [0, 1]));
    }
  }
  return columns;
}

/** Columns as a row-major matrix. */
export function rowMajor(columns: readonly Float64Array[], rows: number): Float64Array {
  const matrix = new Float64Array(rows * columns.length);
  columns.forEach((column, j) => {
    for (let k = 0; k < rows; k++) matrix[k * columns.length + j] = column[k];
  });
  return matrix;
}

/** How many of these descending values count against the first, and the two nearest to the threshold. */
export function splitByThreshold(
  values: Float64Array,
  threshold: number,
): { readonly count: number; readonly kept: number; readonly dropped: number } {
  const largest = values.length > 0 ? values[0] : 0;
  let count = 0;
  while (count < values.length && values[count] > threshold * largest) count++;
  return {
    count,
    kept: count > 0 ? values[count - 1] / largest : 1,
    dropped: count < values.length && largest > 0 ? values[count] / largest : 0,
  };
}

// Indicators of all nonempty pieces are in the span, since 1 and the bins' indicators are. Modulo those, x·1ₐ is
// the sum over the fat pieces (two or more distinct x) in a of as many independent slopes: a 0/1 vector that is
// one on a run of fat pieces which starts at the first or ends at the last. With g(j) the sum of the first j
// slopes, a run is g(end) − g(start): an edge between two nodes, and the rank of edges is how many of them join
// what was not joined before.
function countedRank({ data }: PieceFrame, planes: readonly BinSpace[]): number {
  const bins = planes.map(({ lines }) => lines.bin);
  const { x } = data;
  const { starts } = pieceFrame(data, bins);
  const pieces = starts.length - 1;
  const fatBefore = new Map<number, number>();
  let fat = 0;
  for (let p = 0; p < pieces; p++) {
    fatBefore.set(starts[p], fat);
    if (x[starts[p + 1] - 1] > x[starts[p]]) fat++;
  }
  fatBefore.set(x.length, fat);
  const parent = Int32Array.from({ length: fat + 1 }, (_, node) => node);
  const rootAt = (cut: number): number => {
    let node = fatBefore.get(cut) ?? 0;
    while (parent[node] !== node) node = parent[node] = parent[parent[node]];
    return node;
  };
  let rank = pieces;
  for (const bin of bins) {
    const from = rootAt(firstActive(bin, x.length));
    const to = rootAt(endActive(bin, x.length));
    if (from === to) continue;
    parent[from] = to;
    rank++;
  }
  return rank;
}

// Rows, then columns, to length one, twice over.
function equilibrate(matrix: Float64Array, rows: number, columns: number): void {
  const scale = (count: number, stride: number, lines: number, step: number): void => {
    for (let line = 0; line < lines; line++) {
      let largest = 0;
      for (let k = 0; k < count; k++) {
        largest = Math.max(largest, Math.abs(matrix[line * step + k * stride]));
      }
      if (largest === 0) continue;
      let sum = 0;
      for (let k = 0; k < count; k++) sum += (matrix[line * step + k * stride] / largest) ** 2;
      const length = largest * Math.sqrt(sum);
      for (let k = 0; k < count; k++) matrix[line * step + k * stride] /= length;
    }
  };
  for (let pass = 0; pass < 2; pass++) {
    scale(columns, 1, rows, columns);
    scale(rows, columns, columns, 1);
  }
}
