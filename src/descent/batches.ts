import type { Dataset } from '../data/dataset.js';
import type { ReadonlyInt32Array } from '../numeric/arrays.js';
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

/** Room for some of the data, sorted by x, in the way that a kernel wants them. */
export interface Batch {
  /** Takes its data from where they begin in `x` and `y`. Allocates nothing. */
  readonly fill: (x: Float64Array, y: Float64Array, from: number) => void;
}

/** All data in shuffled batches, epoch after epoch. */
export interface Batches<Room extends Batch> {
  readonly perEpoch: number;
  /** Whether the next batch is the first of an epoch. */
  readonly atEpoch: () => boolean;
  /** The next batch. The one before it is overwritten. Allocates nothing. */
  readonly next: () => Room;
  readonly state: () => BatchState;
}

/**
 * Batches of `size` data, the last of an epoch may have fewer; each epoch takes the data in a new random order.
 *
 * The kernels want a batch sorted. All batches of an epoch are sorted at once, in O(N): every datum is dealt to its
 * batch in the order of x.
 *
 * @param roomFor Makes room for so many data.
 */
export function batchesOf<Room extends Batch>(
  data: Dataset,
  size: number,
  start: RandomStream | BatchState,
  roomFor: (count: number) => Room,
): Batches<Room> {
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
  const whole = roomFor(Math.min(size, count));
  const rest = count % size === 0 ? whole : roomFor(count % size);

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
      const batch = position === perEpoch - 1 ? rest : whole;
      batch.fill(x, y, position * size);
      position++;
      return batch;
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
