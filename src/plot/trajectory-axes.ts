import { show } from '../numeric/checks.js';
import { axisFormat, axisTitle, checkWindow, domain, magnitudeInWords } from './axes.js';
import type { Interval } from './axes.js';
import { quantity } from './spec.js';
import type { JsonObject } from './spec.js';
import { figureWidth } from './theme.js';
import type { Canvas } from './trajectory-paths.js';

/** Height of the panel, in pixels. */
export const trajectoryHeight = 420;

/** The time axis. */
export interface Span {
  readonly scale: 'linear' | 'log';
  readonly begin: number;
  readonly end: number;
}

/** Both axes as encodings: that of time still wants a field. */
export interface Axes {
  readonly time: JsonObject;
  readonly y: JsonObject;
}

/** What the axes are called. */
export interface TrajectoryWords {
  /** Default `time`. */
  readonly timeLabel?: string;
  readonly timeUnit?: string;
  /** Default `breakpoint β`. */
  readonly xLabel?: string;
  readonly xUnit?: string;
}

/** When the records end, in a sentence: `at time 100 ms`, `at step 5000`. */
export function endInWords({ timeLabel = 'time', timeUnit }: TrajectoryWords, { end }: Span): string {
  return `at ${timeLabel} ${magnitudeInWords(end)}${timeUnit === undefined ? '' : ` ${timeUnit}`}`;
}

/** The time axis over the given times. */
export function spanOf(where: string, scale: unknown, times: Float64Array): Span {
  if (scale !== 'linear' && scale !== 'log') {
    throw new RangeError(`${where}: timeScale must be 'linear' or 'log', got ${show(scale)}`);
  }
  const end = times[times.length - 1];
  const begin = scale === 'linear' ? times[0] : (times.find((time) => time > 0) ?? end);
  if (!(begin < end)) {
    throw new RangeError(
      `${where}: times must have two above zero on a logarithmic axis, got ${end} as the last`,
    );
  }
  checkWindow(where, 'times', { low: begin, high: end });
  return { scale, begin, end };
}

/** A panel of that height as the shapes of lines see it. */
export function canvasOf(
  { low, high }: Interval,
  { scale, begin, end }: Span,
  height = trajectoryHeight,
  width = figureWidth,
): Canvas {
  const [to, back] = scale === 'log' ? [Math.log, Math.exp] : [Number, Number];
  const perTime = width / (to(end) - to(begin));
  return {
    window: { low, high },
    begin,
    across: (time) => (to(time) - to(begin)) * perTime,
    timeAt: (pixels) => back(to(begin) + pixels / perTime),
    up: (x) => ((x - low) / (high - low)) * height,
  };
}

/** The axes as the layers share them. */
export function axesOf(where: string, names: TrajectoryWords, window: Interval, span: Span): Axes {
  const { scale, begin, end } = span;
  return {
    time: {
      title: axisTitle(where, 'time', names.timeLabel ?? 'time', names.timeUnit),
      scale: { type: scale, domain: [begin, end], nice: false, ...(scale === 'log' ? {} : { zero: false }) },
      axis:
        scale === 'log'
          ? { values: powersOfTen(begin, end), format: '~g' }
          : axisFormat({ low: begin, high: end }),
    },
    y: quantity('x', {
      title: axisTitle(where, 'x', names.xLabel ?? 'breakpoint β', names.xUnit),
      scale: { domain: domain(window), nice: false, zero: false },
      axis: axisFormat(window),
    }),
  };
}

function powersOfTen(begin: number, end: number): number[] {
  const first = Math.ceil(Math.log10(begin));
  const last = Math.floor(Math.log10(end));
  // Less than a decade: its ends say where we are.
  if (last <= first) return [begin, end];
  const step = Math.ceil((last - first) / 8);
  const values: number[] = [];
  for (let k = first; k <= last; k += step) values.push(Number(`1e${k}`));
  return values;
}
