import type { NumericArray, ReadonlyFloat64Array } from './arrays.js';

/** A column counts as free where what the columns before it leave of it is at most this part of it. */
const NOTHING_LEFT = 2 ** -44;

/**
 * Linear least squares whose rows have their entries in a few neighbouring columns: QR by Givens rotations, one row at
 * a time, O(band²) for rows that come from left to right. No normal equations, so that no digits are lost to them.
 */
export class BandedLeastSquares {
  /** Row c of the triangle: its entries in columns c … c + band − 1. */
  private readonly triangle: Float64Array;
  private readonly right: Float64Array;
  private readonly squares: Float64Array;
  private readonly row: Float64Array;
  private readonly free: Uint8Array;

  /**
   * @param size Number of columns.
   * @param band How many neighbouring columns a row may have entries in.
   */
  constructor(
    readonly size: number,
    readonly band: number,
  ) {
    this.triangle = new Float64Array(size * band);
    this.right = new Float64Array(size);
    this.squares = new Float64Array(size);
    this.row = new Float64Array(band);
    this.free = new Uint8Array(size);
  }

  /** Adds the equation Σ coefficients[k]·z[first + k] = right; coefficients beyond the last column must be 0. */
  add(first: number, coefficients: NumericArray, right: number): void {
    const { row, band, size, squares } = this;
    for (let k = 0; k < band; k++) {
      row[k] = coefficients[k];
      if (first + k < size) squares[first + k] += row[k] ** 2;
    }
    this.rotateIn(first, right);
  }

  /**
   * The solution, with zeros for the free columns: those that the equations and the columns after them do not
   * determine. Equations may not be added afterwards.
   */
  solve(): Float64Array {
    this.findFree();
    return this.substitute(this.right, 0);
  }

  /** Which columns are free, 0 or 1, shape (size); after {@link solve}. */
  get freeColumns(): Readonly<Uint8Array> {
    return this.free;
  }

  /** What solves the equations with right-hand sides of 0 where all free columns are 1; after {@link solve}. */
  nullVector(): Float64Array {
    return this.substitute(new Float64Array(this.size), 1);
  }

  // A column without anything left is set free, and its row goes to the next.
  private findFree(): void {
    const { band, free, right, row, size, squares, triangle } = this;
    for (let c = 0; c < size; c++) {
      if (Math.abs(triangle[c * band]) > NOTHING_LEFT * Math.sqrt(squares[c])) continue;
      free[c] = 1;
      for (let k = 0; k < band; k++) row[k] = k + 1 < band ? triangle[c * band + k + 1] : 0;
      triangle.fill(0, c * band, (c + 1) * band);
      this.rotateIn(c + 1, right[c]);
    }
  }

  private substitute(right: ReadonlyFloat64Array, freeValue: number): Float64Array {
    const { band, free, size, triangle } = this;
    const out = new Float64Array(size);
    for (let c = size - 1; c >= 0; c--) {
      let rest = right[c];
      for (let k = 1; k < band && c + k < size; k++) rest -= triangle[c * band + k] * out[c + k];
      out[c] = free[c] === 1 ? freeValue : rest / triangle[c * band];
    }
    return out;
  }

  // Rotates what is in `row` into the triangle, from column c on.
  private rotateIn(from: number, rightHand: number): void {
    const { band, right, row, size, triangle } = this;
    let last = rightHand;
    for (let c = from; c < size; c++) {
      const lead = row[0];
      if (lead !== 0) {
        const at = c * band;
        const length = Math.hypot(triangle[at], lead);
        const cosine = triangle[at] / length;
        const sine = lead / length;
        for (let k = 0; k < band; k++) {
          const above = triangle[at + k];
          triangle[at + k] = cosine * above + sine * row[k];
          row[k] = cosine * row[k] - sine * above;
        }
        const above = right[c];
        right[c] = cosine * above + sine * last;
        last = cosine * last - sine * above;
      }
      row.copyWithin(0, 1);
      row[band - 1] = 0;
      if (row.every((entry) => entry === 0)) return;
    }
  }
}
