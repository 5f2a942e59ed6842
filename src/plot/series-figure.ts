import { integerIn, object } from '../numeric/checks.js';
import { axisFormat, axisTitle, checkText, domain, extent, subtitleLines, widen } from './axes.js';
import type { Interval } from './axes.js';
import { curveLooks } from './curve-looks.js';
import { checkPanels } from './series-panels.js';
import type { Series, SeriesAxis, SeriesPanel } from './series-panels.js';
import { sized } from './figure-size.js';
import type { FigureSize } from './figure-size.js';
import { SCHEMA, inline, quantity } from './spec.js';
import type { Json, JsonObject, VegaLiteSpec } from './spec.js';
import { figureWidth, shade, softInk, themeConfig } from './theme.js';

/** What {@link seriesFigure} draws. */
export interface SeriesFigureInput extends Omit<FigureSize, 'height'> {
  readonly title: string;
  /** Sentences under the title. */
  readonly notes?: readonly string[];
  /** Left to right, then down. */
  readonly panels: readonly SeriesPanel[];
  /** Panels a row. Default: all of up to three, else two. */
  readonly columns?: number;
  /** Height of a panel, in pixels. Default 220. */
  readonly height?: number;
}

/** Between two panels of a row: room for the labels of an axis. */
const GAP = 48;
const DEFAULT_HEIGHT = 220;
const SHAPES = ['circle', 'triangle-up', 'square', 'diamond', 'cross', 'triangle-down'] as const;
/** Legend samples are long enough for a dash pattern to be told. */
const SAMPLE = 180;

/**
 * Named series of points over a few panels, each with axes of its own: curves, points with error bars, curves with
 * bands, steps; axes linear or logarithmic, or with words for places.
 *
 * A series of one name looks alike in all panels; no two names are told apart by colour alone: dash or shape says the
 * same. Where a point has `low` and `high`, they are a bar through a point and a band about a line.
 *
 * @returns A Vega-Lite specification with its data in it.
 * @throws `RangeError` for numbers that are not finite, or not positive on a logarithmic axis (the place is named);
 * `ShapeError` for no panels; `TypeError` for the wrong kind of thing.
 * @example
 * ```ts
 * import { seriesFigure } from 'relu-splines/plot';
 *
 * const figure = seriesFigure({
 *   title: 'Loss by width',
 *   panels: [
 *     {
 *       x: { label: 'units', scale: 'log' },
 *       y: { label: 'loss', scale: 'log' },
 *       series: [{ name: 'Adam', mark: 'line-and-points', points: [{ x: 10, y: 1 }, { x: 100, y: 0.01 }] }],
 *     },
 *   ],
 * });
 * figure.description; // 'Loss by width. loss over units: Adam.'
 * ```
 */
export function seriesFigure(input: SeriesFigureInput): VegaLiteSpec {
  const where = 'seriesFigure';
  object(where, 'input', input);
  const title = checkText(where, 'title', input.title);
  const notes = (input.notes ?? []).map((note, i) => checkText(where, `notes[${i}]`, note));
  const panels = checkPanels(where, input.panels);
  const columns = integerIn(where, 'columns', input.columns ?? (panels.length <= 3 ? panels.length : 2), 1);
  const height = integerIn(where, 'height', input.height ?? DEFAULT_HEIGHT, 1);
  const inRow = Math.min(columns, panels.length);
  const width = Math.floor((figureWidth - (inRow - 1) * GAP) / inRow);
  const looks = looksOf(panels.flatMap(({ series }) => series));
  return sized(
    where,
    input,
    {
      $schema: SCHEMA,
      description: [`${title}.`, ...panels.map(panelInWords), ...notes].join(' '),
      title: notes.length === 0 ? title : { text: title, subtitle: subtitleLines(notes) },
      columns: inRow,
      spacing: { row: 26, column: GAP },
      concat: panels.map((panel) => drawPanel(where, panel, looks, width, height)),
      resolve: { scale: { color: 'shared', strokeDash: 'shared', shape: 'shared' } },
      config: themeConfig,
    },
    notes,
    { heights: 'own' },
  );
}

function panelInWords({ title, x, y, series }: SeriesPanel): string {
  const names = series.map(({ name }) => name).join(', ');
  return `${title === undefined ? '' : `${title}: `}${y.label} over ${x.label}: ${names}.`;
}

/** Colour, dash and shape by name: encodings of what is drawn as a line, and of what is drawn as points. */
interface Looks {
  readonly line: JsonObject;
  readonly points: JsonObject;
}

function looksOf(series: readonly Series[]): Looks {
  const looks = curveLooks(series);
  const names = looks.map(({ name }) => name);
  const entry = 44 + 0.8 * 12 * Math.max(0, ...names.map((name) => name.length));
  const legend =
    names.length < 2
      ? null
      : {
          title: null,
          symbolSize: SAMPLE,
          symbolOpacity: 1,
          labelLimit: 0,
          columns: Math.max(1, Math.floor(figureWidth / entry)),
        };
  const channel = (range: readonly Json[]): JsonObject => ({
    field: 'series',
    type: 'nominal',
    scale: { type: 'ordinal', domain: names, range },
    legend,
  });
  const color = channel(looks.map(({ colour }) => colour));
  const strokeDash = channel(looks.map(({ dash }) => dash));
  const pointed = new Set(
    series.flatMap(({ name, mark }) => (mark === 'points' || mark === 'line-and-points' ? [name] : [])),
  );
  const shape = channel(names.map((name, k) => (pointed.has(name) ? SHAPES[k % SHAPES.length] : 'stroke')));
  return { line: { color, strokeDash }, points: { color, shape } };
}

function drawPanel(
  where: string,
  { title, x, y, series, lines = [] }: SeriesPanel,
  looks: Looks,
  width: number,
  height: number,
): JsonObject {
  const every = series.flatMap(({ points }) => points);
  const xValues = every.flatMap((point) => (typeof point.x === 'number' ? [point.x] : []));
  const yValues = every.flatMap(({ y: value, low = value, high = value }) => [value, low, high]);
  const isArea = series.some(({ mark }) => mark === 'area');
  const xChannel = axisChannel(where, 'x', x, [...xValues, ...lines.flatMap((line) => line.x ?? [])]);
  const yChannel = axisChannel(where, 'y', y, [
    ...yValues,
    ...lines.flatMap((line) => line.y ?? []),
    ...(isArea ? [0] : []),
  ]);
  const frame = { x: xChannel, y: yChannel };
  const layers = [
    ...lines.map((line) => ruleLayer(line, frame)),
    ...series.flatMap((each) => seriesLayers(each, frame, looks)),
  ];
  return {
    ...(title === undefined ? {} : { title: { text: title, fontSize: 12, offset: 6 } }),
    width,
    height,
    layer: layers.length > 0 ? layers : [axesAlone(frame)],
  };
}

interface Frame {
  readonly x: JsonObject;
  readonly y: JsonObject;
}

function axisChannel(
  where: string,
  name: string,
  { label, unit, scale = 'linear', window, categories }: SeriesAxis,
  values: readonly number[],
): JsonObject {
  const title = axisTitle(where, name, label, unit);
  if (categories !== undefined) {
    return { type: 'ordinal', title, scale: { domain: [...categories] }, axis: { labelAngle: 0 } };
  }
  if (scale === 'log') {
    const shown = window ?? extent(values.map(Math.log10)) ?? { low: 0, high: 1 };
    const ends = window ?? powers(widen(where, `the ${name} axis`, shown));
    return {
      type: 'quantitative',
      title,
      scale: { type: 'log', domain: domain(ends), nice: false },
      axis: { tickCount: 5, format: '~g', ...wideFormat(ends) },
    };
  }
  const shown = window ?? widen(where, `the ${name} axis`, extent(values) ?? { low: 0, high: 1 });
  return {
    type: 'quantitative',
    title,
    scale: { domain: domain(shown), nice: false, zero: false },
    axis: { ...axisFormat(shown), tickCount: 5 },
  };
}

const powers = ({ low, high }: Interval): Interval => ({ low: 10 ** low, high: 10 ** high });

// Over many decades only powers of ten are labelled, as powers.
function wideFormat({ low, high }: Interval): JsonObject {
  return low < 1e-3 || high >= 1e7 ? { format: '.0~e' } : {};
}

function ruleLayer(line: NonNullable<SeriesPanel['lines']>[number], { x, y }: Frame): JsonObject {
  const at = line.x === undefined ? { y: { ...y, field: 'y' } } : { x: { ...x, field: 'x' } };
  return {
    data: inline([{ ...(line.x === undefined ? { y: line.y ?? 0 } : { x: line.x }) }]),
    mark: {
      type: 'rule',
      color: line.isFaint === true ? shade : softInk,
      strokeWidth: 1,
      strokeDash: [3, 3],
    },
    encoding: at,
  };
}

function axesAlone({ x, y }: Frame): JsonObject {
  return { data: inline([]), mark: 'point', encoding: { x: { ...x, field: 'x' }, y: { ...y, field: 'y' } } };
}

function seriesLayers({ name, mark = 'line', points }: Series, frame: Frame, looks: Looks): JsonObject[] {
  if (points.length === 0) return [];
  const rows = points.map((point) => ({ ...point, series: name }));
  const data = inline(rows);
  const x = { ...frame.x, field: 'x' };
  const y = { ...frame.y, field: 'y' };
  const isLine = mark !== 'points';
  const colour = { color: looks.line.color };
  const spans = rows.some(({ low, high }) => low !== undefined && high !== undefined);
  const ends = { y: { ...frame.y, field: 'low' }, y2: { field: 'high' } };
  const layers: JsonObject[] = [];
  if (spans) {
    layers.push({
      data: inline(rows.filter(({ low, high }) => low !== undefined && high !== undefined)),
      mark: isLine
        ? { type: 'area', opacity: 0.16, clip: true }
        : { type: 'rule', strokeWidth: 1, clip: true },
      encoding: { x, ...ends, ...colour },
    });
  }
  if (mark === 'area') {
    layers.push({
      data,
      mark: { type: 'area', opacity: 0.25, clip: true },
      encoding: { x, y, y2: { datum: 0 }, ...colour },
    });
  }
  if (isLine) {
    layers.push({
      data,
      mark: {
        type: 'line',
        strokeJoin: 'round',
        strokeWidth: 1.6,
        clip: true,
        ...(mark === 'steps' ? { interpolate: 'step-after' } : {}),
      },
      encoding: { x, y, order: quantity('x'), ...looks.line },
    });
  }
  if (mark === 'points' || mark === 'line-and-points') {
    layers.push({
      data,
      mark: { type: 'point', filled: true, size: 36, opacity: 1, clip: true },
      encoding: { x, y, ...looks.points, tooltip: [{ field: 'series' }, { field: 'x' }, { field: 'y' }] },
    });
  }
  return layers;
}
