import { checkDataset, distinctInputs } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import type { Bdso } from '../../forms/bdso.js';
import type { ShallowNetwork } from '../../forms/network.js';
import type { NumericArray, ReadonlyFloat64Array } from '../../numeric/arrays.js';
import { finiteNumber, finiteVector, has, show } from '../../numeric/checks.js';
import { upperBound } from '../../numeric/search.js';
import { residuals } from '../gradient.js';
import { movingUnit, networkView } from './moving-unit.js';

/** The loss along one moving breakpoint β: continuous, quadratic between neighbouring distinct x. */
export interface LossSlice {
  /** Index of the unit that moves, in the form that was given. */
  readonly unit: number;
  /** Where its breakpoint is now, in units of x. */
  readonly breakpoint: number;
  /** Its delta-slope μ, which stays fixed. */
  readonly deltaSlope: number;
  /** Its orientation s, which stays fixed. */
  readonly orientation: 1 | -1;
  /** The distinct x of the data, increasing, shape (G): where pieces meet. */
  readonly knots: ReadonlyFloat64Array;
  /** Loss with the breakpoint at each knot, shape (G). */
  readonly lossAtKnots: ReadonlyFloat64Array;
  /** Derivative by β just left of each knot, shape (G), in units of loss per x. */
  readonly leftSlopes: ReadonlyFloat64Array;
  /** Derivative by β just right of each knot, shape (G). */
  readonly rightSlopes: ReadonlyFloat64Array;
  /** From left to right, shape (G + 1). */
  readonly pieces: readonly SlicePiece[];
  /** The least loss over all β, and where it is attained. */
  readonly minimum: SliceMinimum;
}

/**
 * One parabola of a slice: on [low, high] the loss is quadratic·β² + linear·β + constant.
 *
 * Those three cancel when the data are far from the origin. `evaluateSlice` uses the vertex form
 * floor + ½·activeCount·(meanResidual + μ(β − origin))², a sum of squares, which never does.
 */
export interface SlicePiece {
  /** Left end, in units of x; −Infinity for the first piece. */
  readonly low: number;
  /** Right end, in units of x; Infinity for the last piece. */
  readonly high: number;
  /** How many data the unit sees while its breakpoint is inside the piece. */
  readonly activeCount: number;
  /** ½μ²·activeCount. */
  readonly quadratic: number;
  /** Coefficient of β. */
  readonly linear: number;
  /** Value of the parabola at β = 0. */
  readonly constant: number;
  /** Where the parabola has its vertex, inside the piece or not; null where it is flat. */
  readonly argmin: number | null;
  /** Value at the vertex; null where the parabola is flat. */
  readonly minimum: number | null;
  /** A knot at an end of the piece, from which the vertex form measures. */
  readonly origin: number;
  /** Mean residual of the active data with the breakpoint at `origin`; 0 if nothing is active or μ = 0. */
  readonly meanResidual: number;
  /** What moving along this parabola cannot remove: its vertex value, or the whole value where it is flat. */
  readonly floor: number;
}

/** Where a slice is lowest. */
export interface SliceMinimum {
  /** The least loss. */
  readonly loss: number;
  /** A breakpoint that attains it. */
  readonly breakpoint: number;
}

/**
 * The loss as a function of the breakpoint of one unit, its delta-slope, its orientation and all other units
 * held fixed: an exact piecewise quadratic. O(N + H log N), as one evaluation of the residuals.
 *
 * Source: Sahs et al. 2022, Theorem 3 and Corollary 2 (i); theory 5. Knots lie only at data. A piece has the
 * curvature μ²·#active, which vanishes where the unit sees nothing: a right-facing unit always has a flat last
 * piece, a left-facing one a flat first piece (erratum 16). In all parameters jointly the loss is quartic, not
 * quadratic (erratum 15), and stretching (w, v) → ((1 + d)w, v/(1 + d)) traces this same slice at
 * β/(1 + d): quadratic in β, not in d (erratum 17).
 *
 * The minimum is taken over all β. Where several places attain it, the one nearest to the current breakpoint is
 * given; on a flat piece that is the current breakpoint itself, or the end of the piece next to it.
 *
 * @param form A network or its spline. Units have the index that they have in this form.
 * @param unit Index of the unit to move.
 * @returns null for a unit of a network with w = 0, which has no breakpoint.
 * @throws `RangeError` for an index that is not one, or a breakpoint or delta-slope that overflows; `TypeError`
 * for another kind of form.
 * @example
 * ```ts
 * import { bdso, dataset, lossSlice } from 'relu-splines';
 *
 * const hinge = bdso({ breakpoints: [0], deltaSlopes: [1], orientations: [1] });
 * const slice = lossSlice(hinge, dataset([1, 2], [0, 0.5]), 0);
 * slice?.knots; // Float64Array [1, 2]
 * slice?.lossAtKnots; // Float64Array [0.125, 0.125]
 * slice?.minimum; // { loss: 0, breakpoint: 1.5 }
 * ```
 */
export function lossSlice(form: ShallowNetwork | Bdso, data: Dataset, unit: number): LossSlice | null {
  const where = 'lossSlice';
  const network = networkView(where, form);
  checkDataset(where, data);
  const moving = movingUnit(where, form, unit);
  if (moving === null) return null;
  const { breakpoint, deltaSlope, orientation } = moving;
  finiteNumber(where, `the breakpoint of unit ${unit}`, breakpoint);
  // Afresh and not by adding the unit back: where it outweighs the others that would cancel.
  const outputWeights = network.outputWeights.map((v, i) => (i === unit ? 0 : v));
  const epsilon = residuals({ ...network, outputWeights }, data);
  const walk = walkSlice(epsilon, data, deltaSlope, orientation);
  const pieces = walk.vertices.map((vertex, p) =>
    slicePiece(vertex, deltaSlope, p === 0 ? -Infinity : walk.knots[p - 1], walk.knots[p] ?? Infinity),
  );
  return {
    unit,
    breakpoint,
    deltaSlope,
    orientation,
    knots: walk.knots,
    lossAtKnots: walk.knots.map((knot, g) => pieceValue(pieces[g + 1], deltaSlope, knot)),
    leftSlopes: walk.leftSlopes,
    rightSlopes: walk.rightSlopes,
    pieces,
    minimum: sliceMinimum(pieces, deltaSlope, breakpoint),
  };
}

/**
 * The loss with the breakpoint at `beta`, a number or each number of an array. O(log N) a point.
 *
 * @throws `RangeError` for NaN or Infinity, `TypeError` for what is not a slice (`lossSlice` gives null for a unit with w = 0)
 * or not a number.
 * @example
 * ```ts
 * import { bdso, dataset, evaluateSlice, lossSlice } from 'relu-splines';
 *
 * const hinge = bdso({ breakpoints: [0], deltaSlopes: [1], orientations: [1] });
 * const slice = lossSlice(hinge, dataset([1, 2], [0, 0.5]), 0);
 * if (slice) evaluateSlice(slice, [0, 1.5, 9]); // Float64Array [1.625, 0, 0.125]
 * ```
 */
export function evaluateSlice(slice: LossSlice, beta: number): number;
/** Its losses at each of many breakpoints, shape (n): see the form for one. */
export function evaluateSlice(slice: LossSlice, beta: NumericArray): Float64Array;
export function evaluateSlice(slice: LossSlice, beta: number | NumericArray): number | Float64Array {
  const where = 'evaluateSlice';
  if (!has(slice, 'lossAtKnots')) {
    throw new TypeError(
      `${where}: slice must be one of lossSlice, which gives null for a unit with w = 0, got ${show(slice)}`,
    );
  }
  const { knots, pieces, deltaSlope } = slice;
  const valueAt = (point: number): number => pieceValue(pieces[upperBound(knots, point)], deltaSlope, point);
  return typeof beta === 'number'
    ? valueAt(finiteNumber(where, 'beta', beta))
    : finiteVector(where, 'beta', beta).map(valueAt);
}

interface Vertex {
  readonly count: number;
  readonly mean: number;
  readonly floor: number;
  readonly origin: number;
}

interface SliceWalk {
  readonly knots: Float64Array;
  readonly leftSlopes: Float64Array;
  readonly rightSlopes: Float64Array;
  /** By piece, from left to right. */
  readonly vertices: readonly Vertex[];
}

/**
 * Walks the breakpoint through the data from the end where the unit sees nothing.
 *
 * Moving it by d adds the same μd to every active residual. Their spread about their mean therefore stays, and
 * the loss is ½(Σ inactive ε² + spread + #active·mean²): sums of squares that only grow by what a datum brings
 * when it joins (Welford 1962), so that nothing cancels wherever the data lie.
 */
function walkSlice(epsilon: ReadonlyFloat64Array, data: Dataset, mu: number, s: 1 | -1): SliceWalk {
  const { groupStarts } = data;
  const knots = distinctInputs(data);
  const groups = knots.length;
  const inactiveSlopes = new Float64Array(groups);
  const activeSlopes = new Float64Array(groups);
  const rest = inactiveSquares(epsilon, data, s);
  const first = s > 0 ? groups - 1 : 0;
  const vertices: Vertex[] = [{ count: 0, mean: 0, floor: rest[first] / 2, origin: knots[first] }];
  let count = 0;
  let sum = 0;
  let spread = 0;
  for (let k = 0; k < groups; k++) {
    const g = first - s * k;
    const origin = knots[g];
    if (k > 0) sum -= mu * (knots[g + s] - origin) * count;
    inactiveSlopes[g] = mu * sum + 0;
    for (let n = groupStarts[g]; n < groupStarts[g + 1]; n++) {
      const deviation = count > 0 ? epsilon[n] - sum / count : 0;
      spread += deviation * deviation * (count / (count + 1));
      sum += epsilon[n];
      count++;
    }
    activeSlopes[g] = mu * sum + 0;
    const restNow = k + 1 < groups ? rest[g - s] : 0;
    // Without a delta-slope nothing moves: one value for all pieces, to the last bit.
    vertices.push(
      mu === 0
        ? { count, mean: 0, floor: rest[first] / 2, origin }
        : { count, mean: sum / count, floor: (restNow + spread) / 2, origin },
    );
  }
  return s > 0
    ? { knots, leftSlopes: activeSlopes, rightSlopes: inactiveSlopes, vertices: vertices.reverse() }
    : { knots, leftSlopes: inactiveSlopes, rightSlopes: activeSlopes, vertices };
}

/** Σ ε² over the data at each distinct x and those behind it, where the unit does not face. */
function inactiveSquares(epsilon: ReadonlyFloat64Array, { groupStarts }: Dataset, s: 1 | -1): Float64Array {
  const groups = groupStarts.length - 1;
  const out = new Float64Array(groups);
  let sum = 0;
  for (let g = s > 0 ? 0 : groups - 1; g >= 0 && g < groups; g += s) {
    for (let n = groupStarts[g]; n < groupStarts[g + 1]; n++) sum += epsilon[n] * epsilon[n];
    out[g] = sum;
  }
  return out;
}

function slicePiece(
  { count, mean, floor, origin }: Vertex,
  mu: number,
  low: number,
  high: number,
): SlicePiece {
  const quadratic = (mu * mu * count) / 2;
  const curved = quadratic > 0;
  // Mean residual of the active data with the breakpoint at 0.
  const meanAtZero = count > 0 ? mean - mu * origin : 0;
  return {
    low,
    high,
    activeCount: count,
    quadratic,
    linear: mu * count * meanAtZero + 0,
    constant: floor + (count * meanAtZero * meanAtZero) / 2,
    argmin: curved ? origin - mean / mu : null,
    minimum: curved ? floor : null,
    origin,
    meanResidual: mean,
    floor,
  };
}

function pieceValue(piece: SlicePiece, mu: number, beta: number): number {
  if (piece.activeCount === 0 || mu === 0) return piece.floor;
  const mean = piece.meanResidual + mu * (beta - piece.origin);
  return piece.floor + (piece.activeCount * mean * mean) / 2;
}

function sliceMinimum(pieces: readonly SlicePiece[], mu: number, current: number): SliceMinimum {
  const lowest = (piece: SlicePiece): SliceMinimum => {
    const breakpoint = Math.min(Math.max(piece.argmin ?? current, piece.low), piece.high);
    const atVertex = breakpoint === piece.argmin;
    return { loss: atVertex ? piece.floor : pieceValue(piece, mu, breakpoint), breakpoint };
  };
  const distance = ({ breakpoint }: SliceMinimum): number => Math.abs(breakpoint - current);
  return pieces.map(lowest).reduce((best, next) => {
    const closer = next.loss === best.loss && distance(next) < distance(best);
    return next.loss < best.loss || closer ? next : best;
  });
}
