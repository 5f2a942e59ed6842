import { rowLayout } from './cells.js';
import type { Cells } from './cells.js';

/** Which functions are positive on which cells. */
export interface CellSigns {
  /**
   * Function by function and cell by cell: 1 for positive inside the cell, 0 for not, 2 for rising through zero, 3 for
   * falling; shape (count × (P + 1)).
   */
  readonly ofCells: Uint8Array;
  /** The zero of each 2 and 3, in that order, strictly inside its cell. */
  readonly roots: readonly number[];
}

/**
 * The signs of affine functions on their cells (theory 15): a function changes sign inside a cell iff its values at the
 * ends have strictly opposite signs. A function that is zero at one end has the sign of the other; one that is zero at
 * both is not positive. So touching zero is no change of sign, and neither is a whole interval of zeros, at whose
 * ends the sign changes only if it is positive on one side of them.
 *
 * A line without slope has the sign of its intercept: beside an interval of zeros, the value at a knot may be no more
 * than rounding. At an infinite end the sign is that of the slope, outward. A root −intercept/slope that rounds onto or past an
 * end of its cell, a knot or infinity, is not cut off: the function keeps the sign of the other end on the whole cell.
 *
 * Each sign at a knot is decided once, for both cells that meet there.
 */
export function signChanges({ low, high, knots, count, rows }: Cells): CellSigns {
  const last = knots.length;
  const { intercepts, values, length } = rowLayout(last);
  const ofCells = new Uint8Array(count * (last + 1));
  const roots: number[] = [];
  for (let i = 0; i < count; i++) {
    const row = i * length;
    let left = endValue(rows[row], rows[row + intercepts], low);
    for (let c = 0; c <= last; c++) {
      const slope = rows[row + c];
      const intercept = rows[row + intercepts + c];
      const right = c < last ? rows[row + values + c] : endValue(slope, intercept, high);
      const cell = i * (last + 1) + c;
      if (slope === 0) ofCells[cell] = intercept > 0 ? 1 : 0;
      else if ((left < 0 && right > 0) || (left > 0 && right < 0)) {
        // −0 + 0 is 0: a knot at the origin has no sign.
        const root = -intercept / slope + 0;
        if (!(root > (c > 0 ? knots[c - 1] : low))) ofCells[cell] = right > 0 ? 1 : 0;
        else if (!(root < (c < last ? knots[c] : high))) ofCells[cell] = left > 0 ? 1 : 0;
        else {
          ofCells[cell] = right > 0 ? 2 : 3;
          roots.push(root);
        }
      } else if (left > 0 || right > 0) ofCells[cell] = 1;
      left = right;
    }
  }
  return { ofCells, roots };
}

/** A number with the sign of a line that has a slope at an end of the outermost cell. */
function endValue(slope: number, intercept: number, end: number): number {
  if (Number.isFinite(end)) return slope * end + intercept;
  return end > 0 ? slope : -slope;
}
