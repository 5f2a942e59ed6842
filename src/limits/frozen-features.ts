import type { Dataset } from '../data/dataset.js';
import type { ShallowNetwork } from '../forms/network.js';
import { binsOf } from '../loss/bins.js';
import {
  binLines,
  groupByBin,
  hingeInLines,
  lineInFrame,
  pieceFrame,
} from '../loss/curvature/piece-frame.js';
import type { InLines, PieceFrame, UnitGroup } from '../loss/curvature/piece-frame.js';
import type { ReadonlyFloat64Array } from '../numeric/arrays.js';
import { dot, lengthOf } from '../numeric/linear-algebra.js';

/** The trained units that see the same data, as one or two columns of the reduced features. */
interface FeatureBlock {
  /** Network indices. */
  readonly units: readonly number[];
  /** The first of its columns. */
  readonly column: number;
  /** One or two orthonormal vectors over `units`: what the data see of the units' trained numbers. */
  readonly directions: readonly Float64Array[];
}

/**
 * The features of units whose breakpoints and orientations are held, A_ni = scale_i (w_i x_n + b_i)₊, as
 * A = E·M·Q with E and Qᵀ of orthonormal columns. M has the singular values of A and few rows and columns: at most
 * two a piece of the data, and at most two for all units that see the same data, since their hinges are lines there.
 * So neither many data nor many units cost more than O(N + H).
 */
export interface FrozenFeatures {
  /** E: vectors over the data that are lines on each piece. */
  readonly frame: PieceFrame;
  /** M, row-major, shape (`frame.size` × `columns`). */
  readonly matrix: Float64Array;
  readonly columns: number;
  /** Q, by blocks. */
  readonly blocks: readonly FeatureBlock[];
}

/** Trained units by what they see, and the pieces that they cut the data into; units with scale 0 are not trained. */
export function trainedGroups(
  network: ShallowNetwork,
  data: Dataset,
  scales: ReadonlyFloat64Array,
): { readonly groups: readonly UnitGroup[]; readonly frame: PieceFrame } {
  const groups = groupByBin(data, binsOf(network, data))
    .map(({ bin, units }) => ({ bin, units: units.filter((i) => scales[i] !== 0) }))
    .filter(({ units }) => units.length > 0);
  const bins = groups.map(({ bin }) => bin);
  return { groups, frame: pieceFrame(data, bins) };
}

/** The features of the trained units of a network, each times its scale. */
export function frozenFeatures(
  network: ShallowNetwork,
  data: Dataset,
  scales: ReadonlyFloat64Array,
): FrozenFeatures {
  const { inputWeights: w, inputBiases: b } = network;
  const { groups, frame } = trainedGroups(network, data, scales);
  const blocks: FeatureBlock[] = [];
  const columns: Float64Array[] = [];
  for (const { bin, units } of groups) {
    const lines = binLines(frame, bin);
    const hinges = units.map((i): InLines => {
      const [constant, slope] = hingeInLines(frame, lines, w[i], b[i]);
      return [scales[i] * constant, scales[i] * slope];
    });
    const { directions, images } = orthogonalRows(hinges);
    blocks.push({ units, column: columns.length, directions });
    columns.push(...images.map((image) => lineInFrame(frame, lines, image)));
  }
  const matrix = new Float64Array(frame.size * columns.length);
  columns.forEach((column, j) => {
    for (let k = 0; k < frame.size; k++) matrix[k * columns.length + j] = column[k];
  });
  return { frame, matrix, columns: columns.length, blocks };
}

/** Qᵀ·reduced: numbers of the columns of M as numbers of the units, shape (H); 0 for units without a column. */
export function spreadOverUnits(
  { blocks }: FrozenFeatures,
  reduced: ReadonlyFloat64Array,
  width: number,
): Float64Array {
  const out = new Float64Array(width);
  for (const { units, column, directions } of blocks) {
    directions.forEach((direction, k) => {
      units.forEach((i, j) => {
        out[i] += reduced[column + k] * direction[j];
      });
    });
  }
  return out;
}

/** E·coordinates: a vector in the frame as its values at the data, shape (N). */
export function atData(
  { data, starts, offsets, constantLengths, slopeLengths, coordinates }: PieceFrame,
  inCoordinates: ReadonlyFloat64Array,
): Float64Array {
  const { x } = data;
  const out = new Float64Array(x.length);
  for (let p = 0; p < coordinates.length; p++) {
    const k = coordinates[p];
    const level = inCoordinates[k] / constantLengths[p];
    const rise = slopeLengths[p] > 0 ? inCoordinates[k + 1] / slopeLengths[p] : 0;
    for (let n = starts[p]; n < starts[p + 1]; n++)
      out[n] = level + rise * (x[n] - x[starts[p]] - offsets[p]);
  }
  return out;
}

/**
 * Lines (2 × m) as images·directions: directions orthonormal over the m units, and the line that each stands for.
 * Lines that are all multiples of one, to rounding, have one direction.
 */
function orthogonalRows(hinges: readonly InLines[]): {
  readonly directions: readonly Float64Array[];
  readonly images: readonly InLines[];
} {
  // The longer row first: what is left of the other is then as right as it can be.
  const rows = [0, 1].map((part) => Float64Array.from(hinges, (hinge) => hinge[part]));
  const lengths = rows.map(lengthOf);
  const [first, second] = lengths[0] >= lengths[1] ? [0, 1] : [1, 0];
  if (lengths[first] === 0) return { directions: [], images: [] };
  const along = rows[first].map((entry) => entry / lengths[first]);
  const across = rows[second].slice();
  // Twice is enough: the second pass takes what the first left by rounding.
  let share = 0;
  for (let pass = 0; pass < 2; pass++) {
    const part = dot(across, along);
    share += part;
    for (let j = 0; j < across.length; j++) across[j] -= part * along[j];
  }
  const left = lengthOf(across);
  const inOrder = (one: number, other: number): InLines => (first === 0 ? [one, other] : [other, one]);
  if (left <= 4 * Number.EPSILON * hinges.length * lengths[second]) {
    return { directions: [along], images: [inOrder(lengths[first], share)] };
  }
  return {
    directions: [along, across.map((entry) => entry / left)],
    images: [inOrder(lengths[first], share), inOrder(0, left)],
  };
}
