import { arenaLayout, sweepWorkspace } from '../loss/workspace.js';
import type { SweepWorkspace } from '../loss/workspace.js';
import type { ReadonlyFloat64Array } from '../numeric/arrays.js';
import type { Batch } from './batches.js';

/** A batch for the kernels of the loss surface. */
export interface SweepBatch extends Batch {
  readonly work: SweepWorkspace;
  /** Inputs of the batch, those of `work`. */
  readonly x: ReadonlyFloat64Array;
}

/** A workspace for `count` data that are still to come. */
export function sweepBatch(count: number, width: number, centre: number): SweepBatch {
  const x = new Float64Array(count);
  const data = {
    x,
    y: new Float64Array(count),
    order: new Int32Array(count),
    groupStarts: Int32Array.of(0, count),
  };
  const work = { ...sweepWorkspace(data, width), centre };
  return {
    work,
    x,
    fill: (inputs, targets, from) => {
      fillFrom(work, x, inputs, targets, from);
    },
  };
}

/** Puts data into a workspace, as `sweepWorkspace` would have. */
function fillFrom(
  { arena }: SweepWorkspace,
  inputs: Float64Array,
  x: Float64Array,
  y: Float64Array,
  from: number,
): void {
  const count = inputs.length;
  const { inner, outer, entries, targets } = arenaLayout(count);
  for (let n = 0; n < count; n++) {
    const here = x[from + n];
    inputs[n] = here;
    arena[inner + n] = here;
    arena[inner + count + 2 + n] = here;
    arena[outer + 1 + n] = here;
    arena[outer + count + 1 + n] = here;
    arena[entries + n] = here;
    arena[entries + count + 2 + n] = here;
    arena[targets + n] = y[from + n];
  }
}
