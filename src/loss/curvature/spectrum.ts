import { checkProblem } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { knownKeys, positiveNumber } from '../../numeric/checks.js';
import { dot, singularValues, symmetricEigenvalues } from '../../numeric/linear-algebra.js';
import { INERTIA_THRESHOLD, rowMajor } from './bin-spaces.js';
import { binsOf, tiesOf } from '../bins.js';
import type { Tie } from '../bins.js';
import { checkPart } from './hessian.js';
import type { HessianPart } from './hessian.js';
import { binLines, hingeInLines, lineInFrame, unitConstant } from './piece-frame.js';
import type { BinLines, InLines, PieceFrame } from './piece-frame.js';
import { framedResiduals, residualLine } from './residual-lines.js';
import type { ResidualLine } from './residual-lines.js';

/** All eigenvalues of a Hessian, and how they were found. */
export interface HessianSpectrum {
  /** Ascending, shape (3H + 1). */
  readonly eigenvalues: Float64Array;
  readonly part: HessianPart;
  /**
   * Squares of the singular values of the Jacobian, filled up with exact zeros; eigenvalues of a matrix, filled
   * up with those that units of one bin have in common; or pairs ±√(S² + T²) alone.
   */
  readonly method: 'singular-values' | 'reduced-matrix' | 'pairs';
  /** Smaller and larger side of the dense problem that was solved; zeros for pairs. */
  readonly solved: readonly [number, number];
  /**
   * By how much an eigenvalue may be off because residual sums below the threshold were taken as zero
   * (Weyl's inequality): the largest √(S² + T²) left out, 0 where none was.
   */
  readonly neglected: number;
  /** Breakpoints exactly on data, where the spectrum is that of the strict-activity matrix. */
  readonly ties: readonly Tie[];
}

/**
 * All eigenvalues of the Hessian JᵀJ − C of the loss, or of one of its parts (theory 2.3, 2.4, 7).
 *
 * No problem of size 3H + 1 is solved where a smaller one will do. Each column of J is a line on each piece of
 * the data, so the rows of J reduce to at most min(distinct x, 2 × pieces); units of one bin share S, T and two
 * lines, so that all but at most six of their directions have an eigenvalue of the shared −C block: 0 or
 * ±√(S² + T²). What is left is a matrix of at most 6 × (occupied bins) + 1 rows. Where C = 0, as at a critical
 * point with every v ≠ 0, and for the Gram part, the eigenvalues are squares of singular values of a matrix of at
 * most 2 × (occupied bins) + 1 columns, and 3H + 1 − rank of them are exactly zero or as small as rounding squared.
 *
 * Every eigenvalue is right to about (3H + 1)·EPSILON of the largest. The time is that of a dense eigenvalue problem
 * of the size in `solved`: above a thousand or two, ask `extremeEigenvalues` for the ends of the spectrum.
 *
 * @param options.part Default `'full'`.
 * @param options.threshold C counts as zero if, for every bin, the least-squares line through the residuals that
 * it sees is at most this fraction of the terms that those are differences of, as at `hessianInertia`. Default
 * 1e-11; `neglected` says what that left out.
 * @throws `RangeError` for an unknown part or a threshold that is not positive; `TypeError` for what is not a
 * network.
 * @example
 * ```ts
 * import { dataset, hessianSpectrum, shallowNetwork } from 'relu-splines';
 *
 * // an interpolating network: N = 1 positive eigenvalue, 3H + 1 − N zeros
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });
 * const { eigenvalues, method } = hessianSpectrum(network, dataset([3], [6]));
 * eigenvalues; // Float64Array [0, 0, 0, 50], to rounding
 * method; // 'singular-values'
 * ```
 */
export function hessianSpectrum(
  network: ShallowNetwork,
  data: Dataset,
  options: { readonly part?: HessianPart; readonly threshold?: number } = {},
): HessianSpectrum {
  const where = 'hessianSpectrum';
  checkProblem(where, network, data);
  knownKeys(where, options, ['part', 'threshold']);
  const { part = 'full', threshold = INERTIA_THRESHOLD } = options;
  checkPart(where, part);
  positiveNumber(where, 'threshold', threshold);
  const bins = binsOf(network, data);
  const { groups, frame, residuals } = framedResiduals(network, data, bins);
  const blocks = groups.map(({ bin, units }): Block => {
    const lines = binLines(frame, bin);
    return { units, lines, residual: residualLine(frame, residuals, lines) };
  });
  const eigenvalues = new Float64Array(3 * network.inputWeights.length + 1);
  const ties = tiesOf(network, data, bins);
  const finish = (
    found: ArrayLike<number>,
    rest: Pick<HessianSpectrum, 'method' | 'solved' | 'neglected'>,
  ): HessianSpectrum => {
    eigenvalues.set(found);
    return { eigenvalues: eigenvalues.sort(), part, ...rest, ties };
  };

  if (part === 'curvature') {
    const pairs = blocks.flatMap((block) =>
      block.units.flatMap(() => [strengthOf(block), -strengthOf(block)]),
    );
    return finish(pairs, { method: 'pairs', solved: [0, 0], neglected: 0 });
  }
  const flat = blocks.every(({ residual }) => residual.relative <= threshold);
  const { columns, diagonal, apart } = reduce(network, frame, blocks, part === 'full' && !flat);
  if (part === 'full' && !flat) {
    const found = eigenvaluesOf(columns, diagonal);
    return finish([...found, ...apart], {
      method: 'reduced-matrix',
      solved: [columns.length, columns.length],
      neglected: 0,
    });
  }
  const sides = [columns.length, frame.size] as const;
  return finish(squaresOf(columns, frame.size), {
    method: 'singular-values',
    solved: [Math.min(...sides), Math.max(...sides)],
    neglected: part === 'full' ? blocks.reduce((most, block) => Math.max(most, strengthOf(block)), 0) : 0,
  });
}

/** The units of a bin, the lines on what they see, and the residuals along those. */
interface Block {
  readonly units: readonly number[];
  readonly lines: BinLines;
  readonly residual: ResidualLine;
}

// The Hessian by an orthogonal change of parameters: WᵀW + diagonal, with the columns of W in the frame, beside
// eigenvalues that stand apart. In the eigenspaces of −C, which m units of a bin share, J is a map from ℝᵐ to the
// two lines of the bin; two directions carry it, and the others are eigenvectors.
function reduce(
  network: ShallowNetwork,
  frame: PieceFrame,
  blocks: readonly Block[],
  curved: boolean,
): { readonly columns: Float64Array[]; readonly diagonal: number[]; readonly apart: number[] } {
  const total = Math.sqrt(frame.data.x.length);
  const columns: Float64Array[] = [unitConstant(frame).map((entry) => entry * total)];
  const diagonal = [0];
  const apart: number[] = [];
  for (const block of blocks) {
    const { units, lines } = block;
    for (const { value, directions } of curved ? curvatureEigen(block) : FLAT) {
      const images = units.flatMap((i) => {
        const jacobian = jacobianInLines(network, frame, lines, i);
        return directions.map((direction) => combineLines(jacobian, direction));
      });
      const few = images.length > 2 ? compress(images) : images;
      for (const image of few) {
        columns.push(lineInFrame(frame, lines, image));
        diagonal.push(value);
      }
      for (let k = few.length; k < images.length; k++) apart.push(value);
    }
  }
  return { columns, diagonal, apart };
}

interface CurvatureEigen {
  /** Eigenvalue of −C for one unit. */
  readonly value: number;
  /** Its unit eigenvectors as (w, b, v). */
  readonly directions: readonly (readonly [number, number, number])[];
}

/** A unit without curvature: C = 0. */
const FLAT: readonly CurvatureEigen[] = [
  {
    value: 0,
    directions: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  },
];

// Of the block −C of one unit, with (w, v) = −T and (b, v) = −S.
function curvatureEigen(block: Block): readonly CurvatureEigen[] {
  const strength = strengthOf(block);
  if (strength === 0) return FLAT;
  const [t, s] = residualSums(block).map((sum) => sum / strength);
  const half = Math.SQRT1_2;
  return [
    { value: -strength, directions: [[half * t, half * s, half]] },
    { value: 0, directions: [[-s, t, 0]] },
    { value: strength, directions: [[half * t, half * s, -half]] },
  ];
}

// √(T² + S²): −C has it as an eigenvalue, with both signs, once a unit.
function strengthOf(block: Block): number {
  return Math.hypot(...residualSums(block));
}

// T = Σ εx and S = Σ ε over what a bin sees.
function residualSums({ lines, residual }: Block): readonly [t: number, s: number] {
  const { entry, mean, constantLength, slopeLength } = lines;
  const s = constantLength * residual.parts[0];
  return [(entry + mean) * s + slopeLength * residual.parts[1], s];
}

// The columns v·x, v and wx + b of a unit, on what it sees.
function jacobianInLines(
  { inputWeights: w, inputBiases: b, outputWeights: v }: ShallowNetwork,
  frame: PieceFrame,
  lines: BinLines,
  i: number,
): readonly [InLines, InLines, InLines] {
  const { entry, mean, constantLength, slopeLength } = lines;
  return [
    [v[i] * (entry + mean) * constantLength, v[i] * slopeLength],
    [v[i] * constantLength, 0],
    hingeInLines(frame, lines, w[i], b[i]),
  ];
}

function combineLines(
  [first, second, third]: readonly [InLines, InLines, InLines],
  [a, b, c]: readonly [number, number, number],
): InLines {
  return [a * first[0] + b * second[0] + c * third[0], a * first[1] + b * second[1] + c * third[1]];
}

// Two lines with the same sum of squares A·Aᵀ as many: A is rotated from the right into lower triangular form.
function compress(images: readonly InLines[]): readonly [InLines, InLines] {
  let first = 0;
  let below = 0;
  let second = 0;
  for (const [constant, slope] of images) {
    const length = Math.hypot(first, constant);
    const cosine = length > 0 ? first / length : 1;
    const sine = length > 0 ? constant / length : 0;
    second = Math.hypot(second, cosine * slope - sine * below);
    below = cosine * below + sine * slope;
    first = length;
  }
  return [
    [first, below],
    [0, second],
  ];
}

function eigenvaluesOf(columns: readonly Float64Array[], diagonal: readonly number[]): Float64Array {
  const size = columns.length;
  const matrix = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    for (let k = 0; k <= j; k++) matrix[j * size + k] = matrix[k * size + j] = dot(columns[j], columns[k]);
    matrix[j * size + j] += diagonal[j];
  }
  return symmetricEigenvalues(matrix, size);
}

function squaresOf(columns: readonly Float64Array[], rows: number): Float64Array {
  return singularValues(rowMajor(columns, rows), rows, columns.length).map((value) => value * value);
}
