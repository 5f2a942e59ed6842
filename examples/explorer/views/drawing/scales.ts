import type { Range, TimeAxis } from '../models.js';

/** From numbers to pixels and back. */
export interface Scale {
  readonly at: (value: number) => number;
  readonly inverse: (pixel: number) => number;
}

/** A straight scale that takes `range` to the pixels from `start` to `end`; a range without width to the middle. */
export function linearScale({ low, high }: Range, start: number, end: number): Scale {
  const factor = (end - start) / (high - low);
  if (!Number.isFinite(factor) || factor === 0) {
    return { at: () => (start + end) / 2, inverse: () => low };
  }
  return {
    at: (value) => start + (value - low) * factor,
    inverse: (pixel) => low + (pixel - start) / factor,
  };
}

/** A logarithmic scale of positive numbers; what is not positive lies at −∞ of it, which is beyond `start`. */
export function logScale({ low, high }: Range, start: number, end: number): Scale {
  const { at, inverse } = linearScale({ low: Math.log(low), high: Math.log(high) }, start, end);
  return {
    at: (value) => at(value > 0 ? Math.log(value) : -1e3),
    inverse: (pixel) => Math.exp(inverse(pixel)),
  };
}

/** The scale of a time axis. `firstStep` is the unit of the log scale where the axis names none. */
export function timeScale(axis: TimeAxis, firstStep: number, start: number, end: number): Scale {
  const { from, to } = axis;
  if (axis.scale === 'linear') return linearScale({ low: from, high: to }, start, end);
  const unit = timeUnit(axis, firstStep);
  const { at, inverse } = linearScale({ low: 0, high: Math.log1p((to - from) / unit) }, start, end);
  return {
    at: (time) => at(Math.log1p(Math.max(time - from, 0) / unit)),
    inverse: (pixel) => from + unit * Math.expm1(inverse(pixel)),
  };
}

/** The unit of a log time axis: its own, or the first step recorded, or a thousandth of its length. */
export function timeUnit({ from, to, unit }: TimeAxis, firstStep: number): number {
  const candidates = [unit, firstStep, (to - from) / 1000];
  return candidates.find((step) => step !== undefined && step > 0 && Number.isFinite(step)) ?? 1;
}

/** The pixel of a number between two bounds. */
export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}
