import type { NumericArray } from '../numeric/arrays.js';
import { finiteVector, integerIn, object, sameLength } from '../numeric/checks.js';
import {
  axisFormat,
  axisTitle,
  checkText,
  checkWindow,
  dataInWords,
  domain,
  extent,
  holds,
  subtitleLines,
  widen,
} from './axes.js';
import type { AxisWords, Interval } from './axes.js';
import { checkCurves, strokesOf } from './comparison-curves.js';
import type { ComparisonCurve, Stroke } from './comparison-curves.js';
import { curveLooks, looksEncoding } from './curve-looks.js';
import { sized } from './figure-size.js';
import type { FigureSize } from './figure-size.js';
import { SCHEMA, category, inline, quantity } from './spec.js';
import type { JsonObject, VegaLiteSpec } from './spec.js';
import { figureWidth, softInk, themeConfig } from './theme.js';

/** What {@link comparisonFigure} draws. */
export interface ComparisonFigureInput extends AxisWords, FigureSize {
  /** In the order of the legend. */
  readonly curves: readonly ComparisonCurve[];
  /** What all curves are about, in any order; shown in every panel. Default: no data. */
  readonly data?: { readonly x: NumericArray; readonly y: NumericArray };
  /** Panels a row. Default 1. */
  readonly columns?: number;
  readonly title?: string;
  /** The part of the x axis that is shown. Default: data and curves, and some room. */
  readonly window?: Interval;
}

/** Heights of a panel that is alone, and of one among others. */
const ALONE = 300;
const TOGETHER = 180;
/** Between two panels of a row. */
const GAP = 24;

/**
 * Data with any number of named curves, in one panel or in several that share their axes.
 *
 * Curves of one name look alike wherever they are: one colour and one dash, told in the legend. Those with `emphasis`
 * are broad and lie under the data, all others are thin and lie over them; of five thin ones the first is solid, and
 * the others are dashed and let it through. So where curves coincide, each of them is still seen. More than twenty
 * thin names repeat their looks.
 *
 * A curve with a `panel` is drawn there, one without in every panel; panels are in the order in which curves name
 * them, left to right and then down. Several entries of one name in one panel are the strokes of a function that jumps.
 *
 * A point is joined to the next by a straight line, also where that crosses the end of the window. No curves or no
 * data are allowed, but where there is neither, the window must be given.
 *
 * @returns A Vega-Lite specification with its data in it.
 * @throws `RangeError` for NaN or Infinity (the first bad place is named), x that decreases along a curve or ranges that
 * overflow; `ShapeError` for a curve of fewer than two points or lengths that do not match; `TypeError` for the wrong
 * kind of thing.
 * @example
 * ```ts
 * import { comparisonFigure } from 'relu-splines/plot';
 *
 * const ramp = [{ x: 0, y: 0 }, { x: 2, y: 2 }];
 * const figure = comparisonFigure({
 *   title: 'A ramp',
 *   data: { x: [0, 1, 2], y: [0, 2, 2] },
 *   curves: [
 *     { name: 'network', points: ramp, emphasis: true },
 *     { name: 'mean', points: [{ x: 0, y: 4 / 3 }, { x: 2, y: 4 / 3 }] },
 *   ],
 * });
 * figure.description; // 'A ramp. Broad line: network. Circles: 3 data.'
 * ```
 */
export function comparisonFigure(input: ComparisonFigureInput): VegaLiteSpec {
  const where = 'comparisonFigure';
  object(where, 'input', input);
  const title = checkText(where, 'title', input.title ?? 'Curves compared');
  const xTitle = axisTitle(where, 'x', input.xLabel ?? 'x', input.xUnit);
  const yTitle = axisTitle(where, 'y', input.yLabel ?? 'y', input.yUnit);
  const columns = integerIn(where, 'columns', input.columns ?? 1, 1);
  const curves = checkCurves(where, input.curves);
  const x = finiteVector(where, 'data.x', input.data?.x ?? []);
  const y = finiteVector(where, 'data.y', input.data?.y ?? []);
  sameLength(where, 'data.y', y, 'data.x', x.length);

  const window =
    input.window === undefined ? defaultWindow(where, x, curves) : checkWindow(where, 'window', input.window);
  const data = Array.from(x, (at, n) => ({ x: at, y: y[n] })).filter((datum) => holds(window, datum.x));
  const looks = curveLooks(curves);
  const panels = strokesOf(curves, window, looks);
  const heights = extent(
    data.map((datum) => datum.y),
    ...panels.flatMap(({ strokes }) => strokes.map(({ points }) => points.map((point) => point.y))),
  );
  const inRow = Math.min(columns, panels.length);
  const frame: Frame = {
    window,
    heights: widen(where, 'the y axis', heights ?? { low: 0, high: 0 }),
    width: Math.floor((figureWidth - (inRow - 1) * GAP) / inRow),
    height: panels.length === 1 ? ALONE : TOGETHER,
    xTitle,
    yTitle,
    looks: looksEncoding(looks),
  };
  const broad = looks.filter(({ isBroad }) => isBroad).map(({ name }) => name);
  const words = [
    ...(broad.length === 0 ? [] : [`Broad ${broad.length === 1 ? 'line' : 'lines'}: ${broad.join(', ')}.`]),
    ...(x.length === 0 ? [] : [dataInWords(data.length, x.length)]),
  ];
  return sized(
    where,
    input,
    {
      $schema: SCHEMA,
      description: [`${title}.`, ...words].join(' '),
      title: { text: title, subtitle: subtitleLines([words.join(' ')]) },
      columns: inRow,
      spacing: { row: 22, column: GAP },
      concat: panels.map(({ name, strokes }, k) =>
        comparisonPanel(frame, data, strokes, name, {
          isFirst: k === 0,
          isLeft: k % inRow === 0,
          isLowest: k + inRow >= panels.length,
        }),
      ),
      resolve: { scale: { color: 'shared', strokeDash: 'shared', strokeWidth: 'shared' } },
      config: themeConfig,
    },
    [words.join(' ')],
  );
}

/** What all panels share. */
interface Frame {
  readonly window: Interval;
  readonly heights: Interval;
  readonly width: number;
  readonly height: number;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly looks: JsonObject;
}

/** Where a panel is among the others: they share their axes, which need no second title. */
interface Place {
  readonly isFirst: boolean;
  readonly isLeft: boolean;
  readonly isLowest: boolean;
}

function defaultWindow(where: string, x: Float64Array, curves: readonly ComparisonCurve[]): Interval {
  const interval = extent(x, ...curves.map(({ points }) => points.map((point) => point.x)));
  if (interval === undefined) {
    throw new RangeError(`${where}: window must be given where there are neither data nor curves`);
  }
  return widen(where, 'the x axis', interval);
}

function comparisonPanel(
  { window, heights, width, height, xTitle, yTitle, looks }: Frame,
  data: readonly JsonObject[],
  strokes: readonly Stroke[],
  name: string | undefined,
  { isFirst, isLeft, isLowest }: Place,
): JsonObject {
  const axis = (interval: Interval, hasLabels: boolean): JsonObject => ({
    ...axisFormat(interval),
    ...(hasLabels ? {} : { labels: false }),
  });
  const x = quantity('x', {
    title: isLowest ? xTitle : null,
    scale: { domain: domain(window), nice: false, zero: false },
    axis: axis(window, isLowest),
  });
  const y = quantity('y', {
    title: isFirst ? yTitle : null,
    scale: { domain: domain(heights), nice: false, zero: false },
    axis: axis(heights, isLeft),
  });
  const lines = (isBroad: boolean): JsonObject[] => {
    const shown = strokes.filter((stroke) => stroke.isBroad === isBroad);
    if (shown.length === 0) return [];
    const rows = shown.flatMap(({ curve, points }, stroke) =>
      points.map((point) => ({ ...point, curve, stroke })),
    );
    const mark = { type: 'line', strokeJoin: 'round', strokeCap: 'butt' };
    const encoding = { x, y, detail: category('stroke'), ...looks };
    return [{ data: inline(rows), mark, encoding }];
  };
  // White inside, or the data would be lost on a broad line.
  const circles = {
    data: inline(data),
    mark: {
      type: 'point',
      shape: 'circle',
      size: 30,
      fill: '#FFFFFF',
      stroke: softInk,
      strokeWidth: 1,
      opacity: 1,
    },
    encoding: { x, y, tooltip: [quantity('x', { title: xTitle }), quantity('y', { title: yTitle })] },
  };
  return {
    ...(name === undefined ? {} : { title: { text: name, fontSize: 12, offset: 6 } }),
    width,
    height,
    layer: [...lines(true), circles, ...lines(false)],
  };
}
