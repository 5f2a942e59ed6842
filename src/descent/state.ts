import type { ReadonlyFloat64Array, ReadonlyInt32Array } from '../numeric/arrays.js';
import { finiteVector, integerIn, object, show } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import type { BatchState } from './batches.js';

/** All that the next steps of a run depend on, besides the data and the options. */
export interface DescentState {
  /** Steps taken. */
  readonly step: number;
  /**
   * Parameters [w…, b…, v…, b₀], then [γ…, δ…] under batch normalisation; shape (3H + 1) or (5H + 1). Of a deep
   * network, its own flat order.
   */
  readonly values: ReadonlyFloat64Array;
  /** Adam's decaying means of the gradient and of its square, shapes as `values`; null for other methods. */
  readonly moments: { readonly first: ReadonlyFloat64Array; readonly second: ReadonlyFloat64Array } | null;
  /** Null in runs over all data at once. */
  readonly batches: BatchState | null;
}

/** What a state has to fit. */
export interface StateShape {
  readonly method: string;
  /** Number of trained parameters. */
  readonly size: number;
  /** Number of data. */
  readonly count: number;
  /** 0 for the full batch. */
  readonly batchSize: number;
}

/** Refuses a state of another network, other data or another method. */
export function checkState(
  where: string,
  state: DescentState,
  { method, size, count, batchSize }: StateShape,
): void {
  object(where, 'resume', state);
  const { step, values, moments, batches } = state;
  integerIn(where, 'resume.step', step, 0);
  vector(where, 'values', values, size);
  if ((moments === null) === (method === 'adam')) {
    const rule = method === 'adam' ? 'have moments' : 'be null';
    throw new RangeError(
      `${where}: resume.moments must ${rule} for method '${method}', got ${show(moments)}`,
    );
  }
  if (moments !== null) {
    object(where, 'resume.moments', moments);
    vector(where, 'moments.first', moments.first, size);
    vector(where, 'moments.second', moments.second, size);
  }
  if ((batches === null) === batchSize > 0) {
    const rule =
      batchSize > 0 ? 'be there for a run with batches' : 'be null for a run over all data at once';
    throw new RangeError(`${where}: resume.batches must ${rule}, got ${show(batches)}`);
  }
  if (batches === null) return;
  object(where, 'resume.batches', batches);
  integerIn(where, 'resume.batches.position', batches.position, 0, Math.ceil(count / batchSize));
  checkOrder(where, batches.order, count);
}

function vector(where: string, name: string, values: unknown, size: number): void {
  const numbers = finiteVector(where, `resume.${name}`, values);
  if (numbers.length === size) return;
  throw new ShapeError(
    `${where}: resume.${name} must have length ${size} for this network and these options, got ${numbers.length}`,
  );
}

function checkOrder(where: string, order: ReadonlyInt32Array, count: number): void {
  const name = 'resume.batches.order';
  finiteVector(where, name, order);
  if (order.length !== count) {
    throw new ShapeError(`${where}: ${name} must have the length of x, ${count}, got ${order.length}`);
  }
  const seen = new Uint8Array(count);
  for (let j = 0; j < count; j++) {
    const n = integerIn(where, `${name}[${j}]`, order[j], 0, count - 1);
    if (seen[n] > 0) throw new RangeError(`${where}: ${name} must hold every datum once, got ${n} twice`);
    seen[n] = 1;
  }
}
