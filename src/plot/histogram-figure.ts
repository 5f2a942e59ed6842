import type { NumericArray } from '../numeric/arrays.js';
import { finiteVector, integerIn, list, object, sameLength } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import {
  axisFormat,
  axisTitle,
  checkText,
  checkWindow,
  counted,
  domain,
  holds,
  magnitudeInWords,
  subtitleLines,
} from './axes.js';
import type { Interval } from './axes.js';
import { sized } from './figure-size.js';
import type { FigureSize } from './figure-size.js';
import { SCHEMA, inline, quantity } from './spec.js';
import type { JsonObject, VegaLiteSpec } from './spec.js';
import { figureWidth, palette, softInk, themeConfig } from './theme.js';

/** One histogram, and the law that its values should have. */
export interface HistogramPanel {
  readonly title: string;
  /** Values, in any order, at least one. */
  readonly values: NumericArray;
  /** What the panel shows; the values outside are counted in words. */
  readonly window: Interval;
  /** Number of bins in the window. Default 60. */
  readonly bins?: number;
  /**
   * A density as a curve: places in increasing order and its value at each. It may rise out of the panel, as
   * towards a place where the density is infinite.
   */
  readonly law?: { readonly x: NumericArray; readonly density: NumericArray };
  /** Default `x`. */
  readonly xLabel?: string;
  readonly xUnit?: string;
}

/** What {@link histogramFigure} draws. */
export interface HistogramFigureInput extends FigureSize {
  /** At least one. */
  readonly panels: readonly HistogramPanel[];
  /** Whose density the curves are, for the legend in words. Default `the law`. */
  readonly lawLabel?: string;
  /** Panels a row. Default 2. */
  readonly columns?: number;
  readonly title?: string;
}

/** Between two panels of a row: room for the axis of the right one. */
const GAP = 52;
const PANEL_HEIGHT = 150;
/** How far the y axis goes above the highest bar. */
const HEADROOM = 1.1;

/**
 * Histograms against laws, in rows: bars with the area of what was counted, and the density as a line.
 *
 * A bar's height is its count over the number of all values and its width, also of those outside the window,
 * so that it is to be compared with the density. The y axis belongs to the bars: a density that is infinite
 * somewhere leaves the panel there.
 *
 * @returns A Vega-Lite specification with its data in it: one row a bin, not one a value.
 * @throws `RangeError` for NaN or Infinity (the first bad index is named), a window without width, or a law
 * that is negative or whose places do not increase; `ShapeError` for no panels, no values or lengths that do
 * not match; `TypeError` for the wrong kind of thing.
 * @example
 * ```ts
 * import { histogramFigure } from 'relu-splines/plot';
 *
 * const figure = histogramFigure({
 *   title: 'Four numbers',
 *   panels: [{ title: 'uniform', values: [0.1, 0.4, 0.6, 2], window: { low: 0, high: 1 }, bins: 2 }],
 * });
 * figure.description; // 'Four numbers. Bars: counts, as a density. uniform: 4 values, 25 % out of view.'
 * ```
 */
export function histogramFigure(input: HistogramFigureInput): VegaLiteSpec {
  const where = 'histogramFigure';
  object(where, 'input', input);
  const title = checkText(where, 'title', input.title ?? 'Histogram');
  const lawLabel = checkText(where, 'lawLabel', input.lawLabel ?? 'the law');
  const columns = integerIn(where, 'columns', input.columns ?? 2, 1);
  const { panels } = input;
  list(where, 'panels', panels);
  if (panels.length === 0) throw new ShapeError(`${where}: panels must have at least one entry, got none`);
  const shown = panels.map((panel, k) => checkPanel(`${where}: panels[${k}]`, panel));
  const legend = shown.some(({ curve }) => curve.length > 0)
    ? `Bars: counts, as a density. Line: ${lawLabel}.`
    : 'Bars: counts, as a density.';
  const inRow = Math.min(columns, shown.length);
  const width = Math.floor((figureWidth - (inRow - 1) * GAP) / inRow);
  return sized(
    where,
    input,
    {
      $schema: SCHEMA,
      description: `${title}. ${legend} ${shown.map((panel) => `${panel.title}: ${panel.words}.`).join(' ')}`,
      title: { text: title, subtitle: subtitleLines([legend]) },
      columns,
      spacing: { row: 28, column: 16 },
      concat: shown.map((panel) => histogramPanel(panel, width)),
      config: themeConfig,
    },
    [legend],
  );
}

interface ShownHistogram {
  readonly title: string;
  readonly words: string;
  readonly xTitle: string;
  readonly window: Interval;
  readonly bars: readonly Bar[];
  readonly curve: readonly CurvePoint[];
}

interface Bar extends JsonObject {
  readonly from: number;
  readonly to: number;
  readonly density: number;
  readonly count: number;
}

interface CurvePoint extends JsonObject {
  readonly x: number;
  readonly density: number;
}

function checkPanel(where: string, panel: HistogramPanel): ShownHistogram {
  object(where, 'the panel', panel);
  const title = checkText(where, 'title', panel.title);
  const values = finiteVector(where, 'values', panel.values);
  if (values.length === 0) throw new ShapeError(`${where}: values must have at least one entry, got none`);
  const window = checkWindow(where, 'window', panel.window);
  const bins = integerIn(where, 'bins', panel.bins ?? 60, 1, 1000);
  const outside = values.reduce((count, value) => count + Number(!holds(window, value)), 0);
  const out = outside === 0 ? '' : `, ${magnitudeInWords((100 * outside) / values.length)} % out of view`;
  return {
    title,
    words: `${counted(values.length, 'value')}${out}`,
    xTitle: axisTitle(where, 'x', panel.xLabel ?? 'x', panel.xUnit),
    window,
    bars: barsOf(values, window, bins),
    curve: curveOf(where, panel.law, window),
  };
}

function barsOf(values: Float64Array, { low, high }: Interval, bins: number): Bar[] {
  const counts = new Float64Array(bins);
  for (const value of values) {
    if (!holds({ low, high }, value)) continue;
    counts[Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins))]++;
  }
  const edge = (k: number): number => low + ((high - low) * k) / bins;
  return Array.from(counts, (count, k) => ({
    from: edge(k),
    to: edge(k + 1),
    density: count / values.length / ((high - low) / bins),
    count,
  }));
}

function curveOf(where: string, law: HistogramPanel['law'], window: Interval): CurvePoint[] {
  if (law === undefined) return [];
  object(where, 'law', law);
  const x = finiteVector(where, 'law.x', law.x);
  const density = finiteVector(where, 'law.density', law.density);
  sameLength(where, 'law.density', density, 'law.x', x.length);
  x.forEach((place, n) => {
    if (n > 0 && !(place > x[n - 1])) {
      throw new RangeError(`${where}: law.x must increase, got ${x[n - 1]} and ${place} at law.x[${n}]`);
    }
    if (density[n] < 0) {
      throw new RangeError(`${where}: law.density[${n}] must not be negative, got ${density[n]}`);
    }
  });
  return Array.from(x, (place, n) => ({ x: place, density: density[n] })).filter((point) =>
    holds(window, point.x),
  );
}

function histogramPanel(
  { title, words, xTitle, window, bars, curve }: ShownHistogram,
  width: number,
): JsonObject {
  // Without bars in view the curve says how high the panel is.
  const highest = (rows: readonly (Bar | CurvePoint)[]): number =>
    rows.reduce((most, { density }) => Math.max(most, density), 0);
  const top = HEADROOM * (highest(bars) || highest(curve) || 1);
  const xScale = {
    scale: { domain: domain(window), nice: false, zero: false },
    axis: { ...axisFormat(window), tickCount: 5 },
  };
  const y = quantity('density', {
    title: 'density',
    scale: { domain: [0, top], nice: false },
    axis: { ...axisFormat({ low: 0, high: top }), tickCount: 4 },
  });
  return {
    title: { text: title, subtitle: words, fontSize: 12, subtitleFontSize: 11, offset: 6 },
    width,
    height: PANEL_HEIGHT,
    layer: [
      {
        data: inline(bars),
        // A rim of their own colour closes the seams between bars that touch.
        mark: { type: 'rect', fill: palette.skyBlue, stroke: palette.skyBlue, strokeWidth: 0.5 },
        encoding: {
          x: quantity('from', { title: xTitle, ...xScale }),
          x2: { field: 'to' },
          y,
          y2: { datum: 0 },
          tooltip: [
            quantity('from'),
            quantity('to'),
            quantity('count'),
            quantity('density', { format: '.4~g' }),
          ],
        },
      },
      {
        data: inline([{}]),
        mark: { type: 'rule', color: softInk, strokeWidth: 0.8 },
        encoding: { y: { datum: 0, type: 'quantitative' } },
      },
      ...(curve.length === 0
        ? []
        : [
            {
              data: inline(curve),
              mark: { type: 'line', color: palette.vermillion, strokeWidth: 1.6, clip: true },
              encoding: { x: quantity('x', { title: xTitle, ...xScale }), y },
            },
          ]),
    ],
  };
}
