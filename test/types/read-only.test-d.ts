/** Checked by the compiler alone (`npm run types`): each line below an expected error must be one. */

import type {
  Bdso,
  Curvature,
  Dataset,
  ReadonlyFloat64Array,
  ReadonlyInt32Array,
  ReadonlyInt8Array,
  ShallowNetwork,
} from 'relu-splines';

/** Plain typed arrays go in where read-only ones are asked for. */
export function accepts(values: Float64Array, signs: Int8Array): [ReadonlyFloat64Array, ReadonlyInt8Array] {
  return [values, signs];
}

/** What is read-only reads like an array. */
export function reads(network: ShallowNetwork): number[] {
  const { inputWeights: w } = network;
  return [w[0], w.length, ...w, ...w.map((value) => 2 * value), ...w.subarray(1), ...Float64Array.from(w)];
}

type Writers = 'copyWithin' | 'fill' | 'reverse' | 'set' | 'sort';
type Has<Type, Method> = [Extract<keyof Type, Method>] extends [never] ? false : true;

/** The methods that write in place are not there. */
export const writers: readonly [
  Has<Float64Array, Writers>,
  Has<ReadonlyFloat64Array, Writers>,
  Has<ReadonlyInt32Array, Writers>,
  Has<ReadonlyInt8Array, Writers>,
] = [true, false, false, false];

/** Nobody writes to a form, a data set or a result. */
export function refusesWrites(
  network: ShallowNetwork,
  spline: Bdso,
  data: Dataset,
  curvature: Curvature,
): void {
  // @ts-expect-error -- an entry of a form is read-only
  network.inputWeights[0] = 1;
  // @ts-expect-error -- a form's arrays cannot be exchanged
  network.outputWeights = new Float64Array(1);
  // @ts-expect-error -- a form's numbers cannot be exchanged
  network.outputBias = 1;
  // @ts-expect-error -- orientations are read-only
  spline.orientations[0] = -1;
  // @ts-expect-error -- a part of a read-only array is read-only
  spline.breakpoints.subarray(1)[0] = 2;
  // @ts-expect-error -- sorted data stay sorted
  data.x[0] = 3;
  // @ts-expect-error -- the order is read-only
  data.order[0] = 3;
  // @ts-expect-error -- knots are read-only
  curvature.knots[0] = 4;
}

/** A read-only array is no place to write results to. */
export function refusesToPassForWritable(values: ReadonlyFloat64Array): Float64Array {
  // @ts-expect-error -- a copy is needed: Float64Array.from(values)
  return values;
}
