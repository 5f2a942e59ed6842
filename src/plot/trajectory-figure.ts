import type { NumericArray } from '../numeric/arrays.js';
import { sortOrder } from '../numeric/arrays.js';
import { finiteNumber, finiteVector, integerIn, list } from '../numeric/checks.js';
import { checkText, checkWindow, counted, extent, holds, tally, widen } from './axes.js';
import type { Interval } from './axes.js';
import { captioned } from './figure-size.js';
import type { FigureSize } from './figure-size.js';
import type { VegaLiteSpec } from './spec.js';
import { stickBars } from './stick-bars.js';
import { figureWidth } from './theme.js';
import { axesOf, canvasOf, endInWords, spanOf, trajectoryHeight } from './trajectory-axes.js';
import type { TrajectoryWords } from './trajectory-axes.js';
import { barLayer, dataLayer, lineLayers, linesOf, markLayer } from './trajectory-layers.js';
import { checkRecords, checkSticks } from './trajectory-records.js';
import type { CheckedRecords, StickRecord, TrajectoryMark, TrajectoryRecords } from './trajectory-records.js';

/** What {@link trajectoryFigure} draws. */
export interface TrajectoryFigureInput extends TrajectoryRecords, TrajectoryWords, FigureSize {
  /** Inputs of the data, in any order. */
  readonly data?: NumericArray;
  /** When which breakpoint lies on which datum; what `stickIntervals` gives. Needs `data`. */
  readonly sticks?: readonly StickRecord[];
  /** Symbols to put on the picture. Default none. */
  readonly marks?: readonly TrajectoryMark[];
  /** Default `'linear'`. `'log'` begins at the first time above zero. */
  readonly timeScale?: 'linear' | 'log';
  /** The x to show. Default: the data and 4 % of their extent on each side. */
  readonly window?: Interval;
  /** Most breakpoints to draw as lines. Default 100. */
  readonly mostLines?: number;
  readonly title?: string;
}

/**
 * Breakpoints over training time: each a line, with the data as rules that it may cross or stick to. Time runs to the
 * right, x upwards.
 *
 * - **Lines**: colour says which way the unit faces, dashes the sign of its output weight, and paleness a small
 *   delta-slope at the last time. A line ends where its breakpoint leaves the window, or passes infinity.
 * - **Bars** on data: breakpoints that are stuck there, on the side that they see; thicker for more of them.
 *
 * Of more than `mostLines` breakpoints that ever come into view evenly many are drawn, from left to right by where they
 * start, and the subtitle says so; the bars count all breakpoints. Lines lose the vertices that nobody would see, to
 * within 0.4 pixels, so that the figure is small whatever the length of the trajectory.
 *
 * @returns A Vega-Lite specification with its data in it.
 * @throws `RangeError` for numbers that are not finite (NaN as a breakpoint means none), times that do not increase, an
 * index that is none, or no time above zero on a logarithmic axis; `ShapeError` for lengths that do not match or less
 * than two times; `TypeError` for the wrong kind of thing.
 * @example
 * ```ts
 * import { trajectoryFigure } from 'relu-splines/plot';
 *
 * const figure = trajectoryFigure({
 *   title: 'Two units',
 *   times: [0, 1, 2],
 *   breakpoints: [[0.2, 0.9], [0.5, 0.8], [0.5, 0.7]],
 *   data: [0, 0.5, 1],
 *   sticks: [{ unit: 0, datum: 1, from: 0.8, to: 2 }],
 * });
 * figure.description; // 'Two units. Lines: 2 breakpoints. Rules: 3 distinct x; …'
 * ```
 */
export function trajectoryFigure(input: TrajectoryFigureInput): VegaLiteSpec {
  const where = 'trajectoryFigure';
  const records = checkRecords(where, input);
  const title = checkText(where, 'title', input.title ?? 'Breakpoints over training');
  const distinct = distinctOf(where, input);
  list(where, 'sticks', input.sticks ?? []);
  list(where, 'marks', input.marks ?? []);
  const sticks = checkSticks(where, input.sticks ?? [], records.width, distinct);
  const window = windowOf(where, input, distinct);
  const span = spanOf(where, input.timeScale ?? 'linear', records.times);
  const mostLines = integerIn(where, 'mostLines', input.mostLines ?? 100, 1);

  const axes = axesOf(where, input, window, span);
  const seen = unitsInView(records, window);
  const units = chosenUnits(seen, records, mostLines);
  const lines = linesOf(units, records, sticks, distinct, canvasOf(window, span, input.height, input.width));
  const stuckInView = sticks.filter(({ datum }) => holds(window, distinct[datum]));
  const bars = stickBars(stuckInView, records, distinct, span);
  const marks = checkMarks(where, input.marks ?? []).filter(
    ({ time, x }) => holds({ low: span.begin, high: span.end }, time) && holds(window, x),
  );
  const inView = distinct.filter((x) => holds(window, x));
  const stuck = stuckInView.filter(({ from, to }) => from <= span.end && to >= span.end).length;
  const subtitle = inWords(
    records,
    seen.length,
    units.length,
    inView.length,
    bars.length === 0 ? null : stuck,
    endInWords(input, span),
  );
  return captioned(where, input, title, subtitle, {
    width: figureWidth,
    height: trajectoryHeight,
    layer: [
      ...(inView.length === 0 ? [] : [dataLayer(inView, axes)]),
      ...lineLayers(lines, axes),
      ...bars.map((facing) => barLayer(facing, axes)),
      ...(marks.length === 0 ? [] : [markLayer(marks, axes)]),
    ],
  });
}

function distinctOf(where: string, { data, sticks }: TrajectoryFigureInput): Float64Array {
  if (data === undefined) {
    if (sticks !== undefined) throw new TypeError(`${where}: sticks needs data, got none`);
    return new Float64Array();
  }
  const sorted = finiteVector(where, 'data', data).sort();
  return sorted.filter((x, n) => n === 0 || x !== sorted[n - 1]);
}

function windowOf(where: string, { window }: TrajectoryFigureInput, distinct: Float64Array): Interval {
  if (window !== undefined) return checkWindow(where, 'window', window);
  const seen = extent(distinct);
  if (seen === undefined) throw new RangeError(`${where}: window must be given where there are no data`);
  return widen(where, 'the x axis', seen);
}

function checkMarks(where: string, marks: readonly TrajectoryMark[]): readonly TrajectoryMark[] {
  marks.forEach(({ time, x, kind }, k) => {
    finiteNumber(where, `marks[${k}].time`, time);
    finiteNumber(where, `marks[${k}].x`, x);
    checkText(where, `marks[${k}].kind`, kind);
  });
  return marks;
}

/** The units that ever come into view. */
function unitsInView({ width, beta }: CheckedRecords, window: Interval): number[] {
  return Array.from({ length: width }, (_, unit) => unit).filter((unit) =>
    beta.some((row) => holds(window, row[unit])),
  );
}

/** Of too many units evenly many, from left to right by where they are first recorded. */
function chosenUnits(seen: readonly number[], { beta }: CheckedRecords, most: number): number[] {
  if (seen.length <= most) return [...seen];
  const first = (unit: number): number => beta.find((row) => !Number.isNaN(row[unit]))?.[unit] ?? Infinity;
  const order = sortOrder(seen.map(first));
  return Array.from({ length: most }, (_, k) => seen[order[Math.floor(((k + 0.5) * seen.length) / most)]]);
}

function inWords(
  { width, deltaSlopes }: CheckedRecords,
  seen: number,
  drawn: number,
  data: number,
  stuck: number | null,
  atEnd: string,
): string[] {
  const of = drawn < seen ? `${tally(drawn)} of ${counted(seen, 'breakpoint')}` : counted(seen, 'breakpoint');
  const pale = deltaSlopes === null ? '' : `; paler: smaller |μ| ${atEnd}`;
  const out = seen === width ? '' : `; never in view: ${tally(width - seen)}`;
  const onRules = stuck === null ? '' : `; bars: breakpoints stuck there, ${tally(stuck)} ${atEnd}`;
  return [
    `Lines: ${of}${pale}${out}.`,
    ...(data === 0 ? [] : [`Rules: ${tally(data)} distinct x${onRules}.`]),
  ];
}
