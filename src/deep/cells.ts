import type { DeepLayer } from './network.js';
import { addProductInto } from './rows.js';

/**
 * Functions that are affine on each cell of one partition of the line: what the units of a layer compute.
 *
 * Row i of `rows` holds the slopes of function i on the P + 1 cells, then its intercepts there, then its values at
 * the P knots. Values and lines are kept beside each other since each is good where the other is not: a value is the
 * same for both of the cells that meet there, and exactly zero where it should be; a line is as right far out as near
 * the origin.
 */
export interface Cells {
  /** Left end of the line that is looked at, or −∞. */
  readonly low: number;
  /** Right end, or ∞. */
  readonly high: number;
  /** Knots between the cells, strictly increasing, strictly between the ends, shape (P). */
  readonly knots: Float64Array;
  /** Number of functions. */
  readonly count: number;
  /** Shape (count × (3P + 2)). */
  readonly rows: Float64Array;
}

/** Where the parts of a row begin, and how long it is. */
export interface RowLayout {
  readonly intercepts: number;
  readonly values: number;
  readonly length: number;
}

/** The layout of a row over so many knots; slopes come first. */
export function rowLayout(knots: number): RowLayout {
  return { intercepts: knots + 1, values: 2 * knots + 2, length: 3 * knots + 2 };
}

/** The input x itself, on one cell from `low` to `high`. */
export function inputCells(low: number, high: number): Cells {
  return { low, high, knots: new Float64Array(0), count: 1, rows: Float64Array.of(1, 0) };
}

/** Wx + b of a layer, on the cells of its input x. Equal lines on two cells come out equal to the last bit. */
export function affine(cells: Cells, { outputs, inputs, weights, biases }: DeepLayer): Cells {
  const { intercepts, length } = rowLayout(cells.knots.length);
  const rows = new Float64Array(outputs * length);
  for (let j = 0; j < outputs; j++) rows.fill(biases[j], j * length + intercepts, (j + 1) * length);
  addProductInto(rows, 0, outputs, cells.rows, 0, inputs, length, weights, inputs, 1);
  return { ...cells, count: outputs, rows };
}
