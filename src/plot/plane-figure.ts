import type { NumericArray } from '../numeric/arrays.js';
import { finiteVector, integerIn, list, object, sameLength } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import { axisFormat, axisTitle, checkText, checkWindow, domain, subtitleLines } from './axes.js';
import type { Interval } from './axes.js';
import { curveLooks, looksEncoding } from './curve-looks.js';
import { sized } from './figure-size.js';
import type { FigureSize } from './figure-size.js';
import { SCHEMA, inline, quantity } from './spec.js';
import type { JsonObject, VegaLiteSpec } from './spec.js';
import { figureWidth, ink, shade, softInk, themeConfig } from './theme.js';

/** An axis of {@link PlanePanel}: what it is called, and what part of it is shown. */
export interface PlaneAxis {
  readonly label: string;
  readonly window: Interval;
}

/** A curve of a plane, joined in the order of its points: it may close, turn back or stand upright. */
export interface Strand {
  readonly x: NumericArray;
  readonly y: NumericArray;
}

/** Curves under one name. */
export interface StrandFamily {
  /** What the legend calls them. */
  readonly name: string;
  readonly strands: readonly Strand[];
  /** Broad and light, under the others. Default false. */
  readonly emphasis?: boolean;
}

/** A place with a name of its own. */
export interface PlanePoint {
  readonly x: number;
  readonly y: number;
  /** Stands beside it; may be empty. */
  readonly label: string;
}

/** A panel of {@link planeFigure}. */
export interface PlanePanel {
  readonly title?: string;
  readonly x: PlaneAxis;
  readonly y: PlaneAxis;
  /** Grey lines behind all else, such as the levels of a function. */
  readonly levels?: readonly Strand[];
  readonly families: readonly StrandFamily[];
  readonly points?: readonly PlanePoint[];
}

/** What {@link planeFigure} draws. */
export interface PlaneFigureInput extends Omit<FigureSize, 'height'> {
  readonly title: string;
  /** Sentences under the title. */
  readonly notes?: readonly string[];
  /** Left to right, then down. */
  readonly panels: readonly PlanePanel[];
  /** Panels a row. Default 2, or 1 for one panel. */
  readonly columns?: number;
  /** Is a unit as long upright as it is level? Default true; else panels are `height` high. */
  readonly equalUnits?: boolean;
  /** Height of a panel, in pixels, where units are not equal. Default 260. */
  readonly height?: number;
}

/** Between two panels of a row: room for the labels of an axis. */
const GAP = 48;
const HEIGHT = 260;
/** Width of a panel that is alone, where units are equal: as wide as a figure it would be as high. */
const ALONE = 400;

/**
 * Curves in planes: levels, orbits and paths, which a function of x cannot draw. A unit is as long on either axis, so
 * that circles are circles and right angles right.
 *
 * Families of one name look alike in all panels, by colour and dash; what leaves a window is cut.
 *
 * @returns A Vega-Lite specification with its data in it.
 * @throws `RangeError` for numbers that are not finite or windows without a width; `ShapeError` for no panels, or x and
 * y of different lengths; `TypeError` for the wrong kind of thing.
 * @example
 * ```ts
 * import { planeFigure } from 'relu-splines/plot';
 *
 * const axis = { label: 'x', window: { low: -1, high: 1 } };
 * const square = { x: [0, 1, 1, 0, 0], y: [0, 0, 1, 1, 0] };
 * const figure = planeFigure({
 *   title: 'A square',
 *   panels: [{ x: axis, y: { ...axis, label: 'y' }, families: [{ name: 'sides', strands: [square] }] }],
 * });
 * figure.description; // 'A square. y over x: sides.'
 * ```
 */
export function planeFigure(input: PlaneFigureInput): VegaLiteSpec {
  const where = 'planeFigure';
  object(where, 'input', input);
  const title = checkText(where, 'title', input.title);
  const notes = (input.notes ?? []).map((note, i) => checkText(where, `notes[${i}]`, note));
  list(where, 'panels', input.panels);
  const { panels, equalUnits = true } = input;
  if (panels.length === 0) throw new ShapeError(`${where}: panels must have at least one entry, got 0`);
  const columns = integerIn(where, 'columns', input.columns ?? Math.min(2, panels.length), 1);
  const inRow = Math.min(columns, panels.length);
  const width = inRow === 1 && equalUnits ? ALONE : Math.floor((figureWidth - (inRow - 1) * GAP) / inRow);
  const height = integerIn(where, 'height', input.height ?? HEIGHT, 1);
  panels.forEach((panel, p) => {
    checkPanel(where, `panels[${p}]`, panel);
  });
  const looks = looksEncoding(curveLooks(panels.flatMap(({ families }) => families)));
  return sized(
    where,
    input,
    {
      $schema: SCHEMA,
      description: [`${title}.`, ...panels.map(inWords), ...notes].join(' '),
      title: notes.length === 0 ? title : { text: title, subtitle: subtitleLines(notes) },
      columns: inRow,
      spacing: { row: 26, column: GAP },
      concat: panels.map((panel) => {
        const aspect =
          (panel.y.window.high - panel.y.window.low) / (panel.x.window.high - panel.x.window.low);
        return drawPanel(where, panel, looks, width, equalUnits ? Math.round(width * aspect) : height);
      }),
      resolve: { scale: { color: 'shared', strokeDash: 'shared', strokeWidth: 'shared' } },
      config: themeConfig,
    },
    notes,
    { heights: equalUnits ? 'as-widths' : 'own' },
  );
}

function inWords({ title, x, y, families }: PlanePanel): string {
  const names = families.map(({ name }) => name).join(', ');
  return `${title === undefined ? '' : `${title}: `}${y.label} over ${x.label}: ${names}.`;
}

function checkPanel(where: string, name: string, panel: PlanePanel): void {
  object(where, name, panel);
  if (panel.title !== undefined) checkText(where, `${name}.title`, panel.title);
  for (const key of ['x', 'y'] as const) {
    object(where, `${name}.${key}`, panel[key]);
    checkText(where, `${name}.${key}.label`, panel[key].label);
    object(where, `${name}.${key}.window`, panel[key].window);
    checkWindow(where, `${name}.${key}.window`, panel[key].window);
  }
  list(where, `${name}.families`, panel.families);
  panel.families.forEach((family, f) => {
    const at = `${name}.families[${f}]`;
    object(where, at, family);
    checkText(where, `${at}.name`, family.name);
    checkStrands(where, `${at}.strands`, family.strands);
  });
  if (panel.levels !== undefined) checkStrands(where, `${name}.levels`, panel.levels);
  const { points = [] } = panel;
  list(where, `${name}.points`, points);
  points.forEach((point, i) => {
    const at = `${name}.points[${i}]`;
    object(where, at, point);
    finiteVector(where, at, [point.x, point.y]);
    checkText(where, `${at}.label`, point.label);
  });
}

function checkStrands(where: string, name: string, strands: unknown): void {
  list(where, name, strands);
  (strands as readonly Strand[]).forEach((strand, s) => {
    const at = `${name}[${s}]`;
    object(where, at, strand);
    const x = finiteVector(where, `${at}.x`, strand.x);
    sameLength(where, `${at}.y`, finiteVector(where, `${at}.y`, strand.y), `${at}.x`, x.length);
  });
}

function drawPanel(
  where: string,
  { title, x, y, levels = [], families, points = [] }: PlanePanel,
  looks: JsonObject,
  width: number,
  height: number,
): JsonObject {
  const channel = (name: string, { label, window }: PlaneAxis): JsonObject => ({
    title: axisTitle(where, name, label, undefined),
    scale: { domain: domain(window), nice: false, zero: false },
    axis: { ...axisFormat(window), tickCount: 5 },
  });
  const place = { x: quantity('x', channel('x', x)), y: quantity('y', channel('y', y)) };
  const order = quantity('step', { sort: 'ascending' });
  const line = { type: 'line', clip: true } as const;
  return {
    ...(title === undefined ? {} : { title: { text: title, fontSize: 12, offset: 6 } }),
    width,
    height,
    layer: [
      {
        data: inline(levels.flatMap((strand, s) => strandRows(strand, { strand: s }))),
        mark: { ...line, color: shade, strokeWidth: 1.2 },
        encoding: { ...place, order, detail: { field: 'strand' } },
      },
      ...families.map(({ name, strands }): JsonObject => ({
        data: inline(strands.flatMap((strand, s) => strandRows(strand, { strand: s, curve: name }))),
        mark: line,
        encoding: { ...place, order, detail: { field: 'strand' }, ...looks },
      })),
      {
        data: inline(points.map((point) => ({ x: point.x, y: point.y, label: point.label }))),
        mark: { type: 'point', filled: true, size: 44, opacity: 1, color: ink, clip: true },
        encoding: place,
      },
      {
        data: inline(points.map((point) => ({ x: point.x, y: point.y, label: point.label }))),
        mark: { type: 'text', align: 'left', baseline: 'top', dx: 6, dy: 4, color: softInk },
        encoding: { ...place, text: { field: 'label' } },
      },
    ],
  };
}

function strandRows({ x, y }: Strand, more: JsonObject): JsonObject[] {
  return Array.from(x, (each, step) => ({ x: each, y: y[step], step, ...more }));
}
