import { checkDataset, checkProblem } from '../../data/dataset.js';
import type { Dataset } from '../../data/dataset.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { countIn, knownKeys, show } from '../../numeric/checks.js';
import { tiesOf } from '../bins.js';
import type { Tie } from '../bins.js';
import { lineGramInto, lineGramWorkspace } from './line-gram.js';
import type { LineGramWorkspace } from './line-gram.js';
import { unitSums, unitSumsInto } from './unit-sums.js';
import type { UnitSums } from './unit-sums.js';

/**
 * Which part of the Hessian JᵀJ − C: all of it, the Gram matrix JᵀJ, or the residual curvature −C.
 */
export type HessianPart = 'full' | 'gram' | 'curvature';

/** A Hessian or one of its parts. */
export interface HessianMatrix {
  /** Row-major and exactly symmetric, in the order [w…, b…, v…, b₀]; shape (size × size). */
  readonly matrix: Float64Array;
  /** 3H + 1. */
  readonly size: number;
  readonly part: HessianPart;
  /** Breakpoints exactly on data. The loss has no Hessian there, and this is the strict-activity matrix. */
  readonly ties: readonly Tie[];
}

/**
 * The Hessian of the loss in O(N + H²), which is its own size: JᵀJ − C, where J is the Jacobian of the network
 * at the data and C has the entries (wᵢ, vᵢ) = Tᵢ and (bᵢ, vᵢ) = Sᵢ (theory 2.3). With S = Σ ε and T = Σ εx
 * over the data that unit i sees, C holds the curvature that is due to the residuals.
 *
 * The Hessian is not JᵀJ alone at critical points either: a unit with v = 0 may have S, T ≠ 0 there
 * (erratum 22).
 *
 * At a tie, where a breakpoint is exactly on a datum, the gradient jumps and there is no Hessian (erratum 26).
 * The matrix is then the one of strict activity, as automatic differentiation has it, with the ties beside it.
 *
 * An entry of JᵀJ is right to a few EPSILON times the lengths of its two columns of J, wherever the data are; a
 * column that a hinge nearly vanishes in counts as √N·|w|·(spread of the data) long.
 *
 * @param options.part Default `'full'`. One matrix of H = 1000 takes 72 MB.
 * @throws `RangeError` for an unknown part; `TypeError` for what is not a network.
 * @example
 * ```ts
 * import { dataset, hessian, shallowNetwork } from 'relu-splines';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });
 * const { matrix, size } = hessian(network, dataset([3], [5]));
 * size; // 4
 * matrix; // J = [6, 2, 3, 1], ε = -1: rows [36, 12, 21, 6], [12, 4, 7, 2], [21, 7, 9, 3], [6, 2, 3, 1]
 * ```
 */
export function hessian(
  network: ShallowNetwork,
  data: Dataset,
  options: { readonly part?: HessianPart } = {},
): HessianMatrix {
  const where = 'hessian';
  checkProblem(where, network, data);
  const part = partOf(where, options);
  const width = network.inputWeights.length;
  const size = 3 * width + 1;
  const matrix = new Float64Array(size * size);
  const work = hessianWorkspace(data, width);
  hessianInto(matrix, network, work, part);
  return { matrix, size, part, ties: tiesOf(network, data, work.sums.sweep.bins) };
}

/** What {@link hessianInto} needs; belongs to the caller and holds no results. */
export interface HessianWorkspace {
  readonly sums: UnitSums;
  readonly lines: LineGramWorkspace;
}

/**
 * A workspace for the Hessians of networks of `width` units on `data`, O(N + H).
 *
 * @throws As `sweepWorkspace`.
 * @example
 * ```ts
 * import { dataset, hessianInto, hessianWorkspace, shallowNetwork } from 'relu-splines';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });
 * const work = hessianWorkspace(dataset([3], [5]), 1);
 * const matrix = new Float64Array(16);
 * hessianInto(matrix, network, work, 'curvature'); // only (w, v) = 3 and (b, v) = 1 are not zero
 * ```
 */
export function hessianWorkspace(data: Dataset, width: number): HessianWorkspace {
  const where = 'hessianWorkspace';
  checkDataset(where, data);
  countIn(where, 'width', width, 0);
  return { sums: unitSums(data, width), lines: lineGramWorkspace(data, width) };
}

/**
 * Kernel of {@link hessian}: overwrites `out`, row-major, shape (3H + 1)². Trusts its caller and allocates
 * nothing.
 *
 * @example
 * ```ts
 * import { dataset, hessianInto, hessianWorkspace, shallowNetwork } from 'relu-splines';
 *
 * const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });
 * const matrix = new Float64Array(16);
 * hessianInto(matrix, network, hessianWorkspace(dataset([3], [5]), 1));
 * matrix.slice(0, 4); // Float64Array [36, 12, 21, 6], the row of w
 * ```
 */
export function hessianInto(
  out: Float64Array,
  network: ShallowNetwork,
  { sums, lines }: HessianWorkspace,
  part: HessianPart = 'full',
): void {
  unitSumsInto(sums, network);
  if (part === 'curvature') out.fill(0);
  else lineGramInto(out, network, lines, sums.sweep.bins);
  if (part === 'gram') return;
  const width = network.inputWeights.length;
  const size = 3 * width + 1;
  for (let i = 0; i < width; i++) {
    const w = i;
    const b = width + i;
    const v = 2 * width + i;
    out[w * size + v] -= sums.t[i];
    out[v * size + w] -= sums.t[i];
    out[b * size + v] -= sums.s[i];
    out[v * size + b] -= sums.s[i];
  }
}

/** The part that options ask for, when nothing else can be asked for. */
export function partOf(where: string, options: { readonly part?: HessianPart }): HessianPart {
  knownKeys(where, options, ['part']);
  const { part = 'full' } = options;
  checkPart(where, part);
  return part;
}

/** Refuses a part that is none, for callers without types. */
export function checkPart(where: string, part: unknown): void {
  if (part !== 'full' && part !== 'gram' && part !== 'curvature') {
    throw new RangeError(`${where}: part must be "full", "gram" or "curvature", got ${show(part)}`);
  }
}
