import { rowLayout } from './cells.js';
import type { Cells } from './cells.js';
import { signChanges } from './sign-changes.js';
import type { CellSigns } from './sign-changes.js';

/** Where the units of a layer change sign: unit by unit, each from left to right. */
export interface Turns {
  /** Unit i has turns `starts[i]` to `starts[i + 1] − 1`; shape (units + 1). */
  readonly starts: Int32Array;
  /** x of each turn; a knot of all later layers. */
  readonly places: Float64Array;
  /** +1 where the unit becomes active as x grows, −1 where it ceases to be. */
  readonly orientations: Int8Array;
  /** Slope of z left and right of each turn. They differ only at a knot of an earlier layer. */
  readonly slopesBefore: Float64Array;
  readonly slopesAfter: Float64Array;
  /** 1 for units that are active on the leftmost cell; shape (units). */
  readonly activeAtLow: Uint8Array;
}

/**
 * (z)₊ of the functions z, on their cells cut at the places where one of them changes sign.
 *
 * A unit is active on a cell iff z > 0 inside it. Its value at a knot is taken to be exactly zero unless it is active
 * on both sides: rounding has no say in what is zero by definition, and a later unit that touches zero there does so
 * exactly.
 */
export function rectify(z: Cells): { readonly cells: Cells; readonly turns: Turns } {
  const { ofCells, roots } = signChanges(z);
  const { knots, parents, origins } = refine(z.knots, roots);
  const { rows: lines } = z;
  const cellCount = z.knots.length + 1;
  const from = rowLayout(z.knots.length);
  const to = rowLayout(knots.length);
  const rows = new Float64Array(z.count * to.length);
  const starts = new Int32Array(z.count + 1);
  const activeAtLow = new Uint8Array(z.count);
  const places: number[] = [];
  const orientations: number[] = [];
  const slopesBefore: number[] = [];
  const slopesAfter: number[] = [];

  let root = 0;
  for (let i = 0; i < z.count; i++) {
    const source = i * from.length;
    const target = i * to.length;
    starts[i] = places.length;
    let wasActive = false;
    for (let q = 0; q <= knots.length; q++) {
      const parent = parents[q];
      const sign = ofCells[i * cellCount + parent];
      let isActive = sign === 1;
      if (sign > 1) {
        const passed = q > 0 && knots[q - 1] >= roots[root];
        isActive = passed === (sign === 2);
        if (q === knots.length || parents[q + 1] !== parent) root++;
      }
      const slope = lines[source + parent];
      const intercept = lines[source + from.intercepts + parent];
      if (isActive) {
        rows[target + q] = slope;
        rows[target + to.intercepts + q] = intercept;
      }
      if (q === 0) activeAtLow[i] = isActive ? 1 : 0;
      else if (isActive !== wasActive) {
        places.push(knots[q - 1]);
        orientations.push(isActive ? 1 : -1);
        slopesBefore.push(lines[source + parents[q - 1]]);
        slopesAfter.push(slope);
      } else if (isActive) {
        const origin = origins[q - 1];
        const value = origin < 0 ? slope * knots[q - 1] + intercept : lines[source + from.values + origin];
        rows[target + to.values + q - 1] = value > 0 ? value : 0;
      }
      wasActive = isActive;
    }
  }
  starts[z.count] = places.length;
  return {
    cells: { ...z, knots, rows },
    turns: {
      starts,
      places: Float64Array.from(places),
      orientations: Int8Array.from(orientations),
      slopesBefore: Float64Array.from(slopesBefore),
      slopesAfter: Float64Array.from(slopesAfter),
      activeAtLow,
    },
  };
}

/** A partition cut at more places. */
interface Refinement {
  readonly knots: Float64Array;
  /** The old cell that each new cell lies in. */
  readonly parents: Int32Array;
  /** The old index of each new knot, −1 for one that was not there. */
  readonly origins: Int32Array;
}

/** Cuts at roots, in any order; equal ones are one knot. None of them is an old knot. */
function refine(knots: Float64Array, roots: CellSigns['roots']): Refinement {
  const sorted = Float64Array.from(roots).sort();
  const merged = new Float64Array(knots.length + sorted.length);
  const parents = new Int32Array(merged.length + 1);
  const origins = new Int32Array(merged.length);
  let count = 0;
  let old = 0;
  for (let k = 0; k < sorted.length || old < knots.length;) {
    if (k === sorted.length || (old < knots.length && knots[old] < sorted[k])) {
      merged[count] = knots[old];
      origins[count++] = old++;
    } else {
      merged[count] = sorted[k];
      origins[count++] = -1;
      for (k++; k < sorted.length && sorted[k] === merged[count - 1];) k++;
    }
    parents[count] = old;
  }
  return {
    knots: merged.slice(0, count),
    parents: parents.slice(0, count + 1),
    origins: origins.slice(0, count),
  };
}
