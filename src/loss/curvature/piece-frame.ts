import type { Dataset } from '../../data/dataset.js';
import type { NumericArray, ReadonlyFloat64Array } from '../../numeric/arrays.js';
import { lowerBound } from '../../numeric/search.js';
import { endActive, firstActive } from '../bins.js';
import { centreOf, hingeAt } from '../hinge.js';

/**
 * An orthonormal basis of the vectors in ℝᴺ that are linear on each piece of the data, where pieces are cut by
 * what units see. Every column of the Jacobian is such a vector, so J = E·Ĵ with E orthonormal, and whatever is
 * asked of JJᵀ or of the rank of J can be asked of Ĵ.
 *
 * Each piece has a unit constant and, if it has two distinct x, a unit slope: `size` = Σ min(2, distinct x)
 * coordinates, which is at most the number of distinct x and at most twice the number of pieces. So N data at few
 * places, or seen by few units, cost nothing.
 */
export interface PieceFrame {
  readonly data: Dataset;
  /** Where hinges are measured from (see `hingeAt`). */
  readonly centre: number;
  /** First datum of each piece, then N. */
  readonly starts: Int32Array;
  /** Mean of a piece, measured from its first datum. */
  readonly offsets: Float64Array;
  /** √n of a piece: the length of the constant 1. */
  readonly constantLengths: Float64Array;
  /** √Σ (x − mean)²: the length of the slope 1. Zero for a piece at one x. */
  readonly slopeLengths: Float64Array;
  /** Coordinate of a piece's constant; the slope, if it has one, comes next. */
  readonly coordinates: Int32Array;
  /** How many coordinates there are. */
  readonly size: number;
}

/** Data closer than this are at one x: among subnormal distances nothing can be measured. */
const LEAST_REACH = 2 ** -960;

/** The frame whose pieces are cut by these bins. */
export function pieceFrame(data: Dataset, bins: NumericArray): PieceFrame {
  const { x } = data;
  const cuts = new Set([0]);
  for (let i = 0; i < bins.length; i++) {
    const cut = bins[i] <= x.length ? firstActive(bins[i], x.length) : endActive(bins[i], x.length);
    if (cut < x.length) cuts.add(cut);
  }
  const starts = Int32Array.from([...cuts, x.length]).sort();
  const pieces = starts.length - 1;
  const offsets = new Float64Array(pieces);
  const constantLengths = new Float64Array(pieces);
  const slopeLengths = new Float64Array(pieces);
  const coordinates = new Int32Array(pieces);
  let size = 0;
  for (let p = 0; p < pieces; p++) {
    const start = x[starts[p]];
    const reach = x[starts[p + 1] - 1] - start;
    const count = starts[p + 1] - starts[p];
    coordinates[p] = size;
    constantLengths[p] = Math.sqrt(count);
    size += reach > LEAST_REACH ? 2 : 1;
    if (!(reach > LEAST_REACH)) continue;
    // In units of the piece's own reach, so that squares of tiny gaps do not vanish.
    let mean = 0;
    for (let n = starts[p]; n < starts[p + 1]; n++) mean += (x[n] - start) / reach;
    mean /= count;
    let spread = 0;
    for (let n = starts[p]; n < starts[p + 1]; n++) spread += ((x[n] - start) / reach - mean) ** 2;
    offsets[p] = mean * reach;
    slopeLengths[p] = Math.sqrt(spread) * reach;
  }
  return { data, centre: centreOf(data), starts, offsets, constantLengths, slopeLengths, coordinates, size };
}

/** Coordinates of the part of a vector over the data that lies in the frame. */
export function projectOnFrame(frame: PieceFrame, atData: ReadonlyFloat64Array): Float64Array {
  const { starts, offsets, constantLengths, slopeLengths, coordinates } = frame;
  const { x } = frame.data;
  const out = new Float64Array(frame.size);
  for (let p = 0; p < coordinates.length; p++) {
    const start = x[starts[p]];
    let sum = 0;
    let moment = 0;
    for (let n = starts[p]; n < starts[p + 1]; n++) {
      sum += atData[n];
      moment += atData[n] * (x[n] - start - offsets[p]);
    }
    out[coordinates[p]] = sum / constantLengths[p];
    if (slopeLengths[p] > 0) out[coordinates[p] + 1] = moment / slopeLengths[p];
  }
  return out;
}

/** The constant 1 as a unit vector, in the coordinates of a frame. */
export function unitConstant({ data, size, constantLengths, coordinates }: PieceFrame): Float64Array {
  const out = new Float64Array(size);
  for (let p = 0; p < coordinates.length; p++) {
    out[coordinates[p]] = constantLengths[p] / Math.sqrt(data.x.length);
  }
  return out;
}

/**
 * The lines on the data a that a bin sees: the plane span {1ₐ, x·1ₐ}, with the basis of the unit vectors along
 * 1ₐ and (x − mean)·1ₐ, which are orthogonal.
 */
export interface BinLines {
  readonly bin: number;
  /** The active datum nearest to the breakpoint. */
  readonly entry: number;
  /** Mean of the data seen, measured from the entry. */
  readonly mean: number;
  /** √n: the length of 1ₐ. */
  readonly constantLength: number;
  /** √Σ (x − mean)² over the data seen: the length of (x − mean)·1ₐ. Zero if they are at one x. */
  readonly slopeLength: number;
}

/** A line on what a bin sees, by its parts along the two basis vectors of {@link BinLines}. */
export type InLines = readonly [alongConstant: number, alongSlope: number];

/** The lines on what `bin` sees, which must be something; the frame must be cut by it. */
export function binLines({ data, starts, offsets, slopeLengths }: PieceFrame, bin: number): BinLines {
  const { x } = data;
  const first = firstActive(bin, x.length);
  const end = endActive(bin, x.length);
  const entry = bin <= x.length ? x[first] : x[end - 1];
  const reach = x[end - 1] - x[first];
  const count = end - first;
  const from = lowerBound(starts, first);
  const to = lowerBound(starts, end);
  let mean = 0;
  for (let p = from; p < to; p++) {
    mean += ((starts[p + 1] - starts[p]) / count) * (x[starts[p]] - entry + offsets[p]);
  }
  let spread = 0;
  for (let p = from; p < to && reach > LEAST_REACH; p++) {
    spread += (starts[p + 1] - starts[p]) * ((x[starts[p]] - entry + offsets[p] - mean) / reach) ** 2;
    spread += (slopeLengths[p] / reach) ** 2;
  }
  return {
    bin,
    entry,
    mean: reach > LEAST_REACH ? mean : 0,
    constantLength: Math.sqrt(count),
    slopeLength: reach * Math.sqrt(spread),
  };
}

/** A line on what a bin sees, in the coordinates of a frame that the bin has cut. */
export function lineInFrame(frame: PieceFrame, lines: BinLines, [constant, slope]: InLines): Float64Array {
  const { starts, offsets, constantLengths, slopeLengths, coordinates } = frame;
  const { x } = frame.data;
  const { bin, entry, mean, constantLength, slopeLength } = lines;
  const out = new Float64Array(frame.size);
  const level = constant / constantLength;
  const rise = slopeLength > 0 ? slope / slopeLength : 0;
  const from = lowerBound(starts, firstActive(bin, x.length));
  const to = lowerBound(starts, endActive(bin, x.length));
  for (let p = from; p < to; p++) {
    const k = coordinates[p];
    out[k] = constantLengths[p] * (level + rise * (x[starts[p]] - entry + offsets[p] - mean));
    if (slopeLengths[p] > 0) out[k + 1] = slopeLengths[p] * rise;
  }
  return out;
}

/** The hinge wx + b on what its unit sees. */
export function hingeInLines(
  { centre }: PieceFrame,
  { entry, mean, constantLength, slopeLength }: BinLines,
  w: number,
  b: number,
): InLines {
  return [(hingeAt(w, b, entry, centre) + w * mean) * constantLength, w * slopeLength];
}

/** The units that see the same data. */
export interface UnitGroup {
  readonly bin: number;
  readonly units: readonly number[];
}

/** Units by what they see, in the order of bins; units that see nothing are left out. */
export function groupByBin({ x }: Dataset, bins: NumericArray): UnitGroup[] {
  const groups = new Map<number, number[]>();
  for (let i = 0; i < bins.length; i++) {
    const bin = bins[i];
    if (firstActive(bin, x.length) >= endActive(bin, x.length)) continue;
    const group = groups.get(bin);
    if (group === undefined) groups.set(bin, [i]);
    else group.push(i);
  }
  return [...groups].map(([bin, units]) => ({ bin, units })).sort((a, b) => a.bin - b.bin);
}
