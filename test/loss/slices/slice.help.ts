import { lossSlice } from '../../../src/loss/slices/slice.js';
import type { LossSlice } from '../../../src/loss/slices/slice.js';
import type { Bdso, Dataset, ShallowNetwork } from 'relu-splines';

/** The slice of a unit that has a breakpoint. */
export function sliceOf(form: ShallowNetwork | Bdso, data: Dataset, unit: number): LossSlice {
  const slice = lossSlice(form, data, unit);
  if (slice === null) throw new Error('a unit without a breakpoint');
  return slice;
}

/** The spline with one breakpoint somewhere else. */
export function moved(spline: Bdso, unit: number, beta: number): Bdso {
  return { ...spline, breakpoints: spline.breakpoints.map((old, i) => (i === unit ? beta : old)) };
}
