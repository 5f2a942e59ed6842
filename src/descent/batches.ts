import type { Dataset } from '../data/dataset.js';
import { centreOf } from '../loss/hinge.js';
import { arenaLayout, sweepWorkspace } from '../loss/workspace.js';
import type { SweepWorkspace } from '../loss/workspace.js';
import type { ReadonlyFloat64Array, ReadonlyInt32Array } from '../numeric/arrays.js';
import { resumeStream } from '../numeric/streams.js';
import type { RandomStream } from '../numeric/streams.js';

/** Where a run with batches is in its data: at the batch after the last that it has looked at. */
export interface BatchState {
  /** The order in which this epoch takes the data, shape (N). */
  readonly order: ReadonlyInt32Array;
  /** Batches that this epoch has had. */
  readonly position: number;
  /** State of the random stream that shuffles the next epoch. */
  readonly stream: Uint32Array;
}

/** Some of the data, sorted by x, ready for the kernels of the loss surface. */
export interface Batch {
  readonly work: SweepWorkspace;
  /** Inputs of the batch, those of `work`. */
  readonly x: ReadonlyFloat64Array;
}

/** All data in shuffled batches, epoch after epoch. */
export interface Batches {
  readonly perEpoch: number;
  /** Whether the next batch is the first of an epoch. */
  readonly atEpoch: () => boolean;
  /** The next batch. The one before it is overwritten. Allocates nothing. */
  readonly next: () => Batch;
  readonly state: () => BatchState;
}

interface Slot extends Batch {
  readonly x: Float64Array;
}

/**
 * Batches of `size` data, the last of an epoch may have fewer; each epoch takes the data in a new random order.
 *
 * The kernels want a batch sorted. All batches of an epoch are sorted at once, in O(N): every datum is dealt to its
 * batch in the order of x.
 */
export function batchesOf(
  data: Dataset,
  size: number,
  width: number,
  start: RandomStream | BatchState,
): Batches {
  const count = data.x.length;
  const perEpoch = Math.ceil(count / size);
  const resumed = 'position' in start;
  const stream = resumed ? resumeStream(start.stream) : start;
  const order = resumed ? Int32Array.from(start.order) : Int32Array.from({ length: count }, (_, n) => n);
  let position = resumed ? start.position : perEpoch;

  const batchOf = new Int32Array(count);
  const cursors = new Int32Array(perEpoch);
  const x = new Float64Array(count);
  const y = new Float64Array(count);
  const centre = centreOf(data);
  const whole = slotOf(Math.min(size, count), width, centre);
  const rest = count % size === 0 ? whole : slotOf(count % size, width, centre);

  const deal = (): void => {
    for (let j = 0; j < count; j++) batchOf[order[j]] = Math.floor(j / size);
    for (let k = 0; k < perEpoch; k++) cursors[k] = k * size;
    for (let n = 0; n < count; n++) {
      const at = cursors[batchOf[n]]++;
      x[at] = data.x[n];
      y[at] = data.y[n];
    }
  };
  if (position < perEpoch) deal();
  return {
    perEpoch,
    atEpoch: () => position === perEpoch,
    next() {
      if (position === perEpoch) {
        shuffle(order, stream);
        deal();
        position = 0;
      }
      const slot = position === perEpoch - 1 ? rest : whole;
      fill(slot, x, y, position * size);
      position++;
      return slot;
    },
    state: () => ({ order: Int32Array.from(order), position, stream: stream.state() }),
  };
}

/** Fisher–Yates. */
function shuffle(order: Int32Array, stream: RandomStream): void {
  for (let j = order.length - 1; j > 0; j--) {
    const k = stream.integer(j + 1);
    const kept = order[j];
    order[j] = order[k];
    order[k] = kept;
  }
}

/** A workspace for `count` data that are still to come. */
function slotOf(count: number, width: number, centre: number): Slot {
  const x = new Float64Array(count);
  const data = {
    x,
    y: new Float64Array(count),
    order: new Int32Array(count),
    groupStarts: new Int32Array(0),
  };
  return { work: { ...sweepWorkspace(data, width), centre }, x };
}

/** Puts data into the workspace of a slot, as `sweepWorkspace` would have. */
function fill({ work: { arena }, x: inputs }: Slot, x: Float64Array, y: Float64Array, from: number): void {
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
