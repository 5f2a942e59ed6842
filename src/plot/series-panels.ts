import { finiteNumber, list, object, show } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import { checkText, checkWindow } from './axes.js';
import type { Interval } from './axes.js';

/** An axis of a panel of `seriesFigure`. */
export interface SeriesAxis {
  readonly label: string;
  readonly unit?: string;
  /** Default `'linear'`. */
  readonly scale?: 'linear' | 'log';
  /** What is shown. Default: everything, and some room. */
  readonly window?: Interval;
  /** Words for places, in their order: points then have one of them as x. */
  readonly categories?: readonly string[];
}

/** A point of a series. */
export interface SeriesPoint {
  /** A number, or one of the words of the axis. */
  readonly x: number | string;
  readonly y: number;
  /** Ends of a bar or band; both or neither. */
  readonly low?: number;
  readonly high?: number;
}

/** Points under one name. */
export interface Series {
  /** What the legend calls it. */
  readonly name: string;
  /** Default `'line'`, which joins the points in the order of their x; `'area'` fills down to zero. */
  readonly mark?: 'line' | 'points' | 'line-and-points' | 'steps' | 'area';
  readonly points: readonly SeriesPoint[];
}

/** A panel of `seriesFigure`. */
export interface SeriesPanel {
  readonly title?: string;
  readonly x: SeriesAxis;
  readonly y: SeriesAxis;
  readonly series: readonly Series[];
  /** Places to be marked: upright lines at x, level ones at y. */
  readonly lines?: readonly { readonly x?: number; readonly y?: number; readonly isFaint?: boolean }[];
}

const MARKS: readonly unknown[] = ['line', 'points', 'line-and-points', 'steps', 'area', undefined];

/**
 * Checks what a figure of series is made of.
 *
 * @throws As `seriesFigure`.
 */
export function checkPanels(where: string, panels: unknown): readonly SeriesPanel[] {
  list(where, 'panels', panels);
  const checked = panels as readonly SeriesPanel[];
  if (checked.length === 0) throw new ShapeError(`${where}: panels must have at least one entry, got 0`);
  checked.forEach((panel, p) => {
    const name = `panels[${p}]`;
    object(where, name, panel);
    if (panel.title !== undefined) checkText(where, `${name}.title`, panel.title);
    checkAxis(where, `${name}.x`, panel.x);
    checkAxis(where, `${name}.y`, panel.y);
    list(where, `${name}.series`, panel.series);
    panel.series.forEach((series, s) => {
      checkSeries(where, `${name}.series[${s}]`, series, panel);
    });
    panel.lines?.forEach((line, l) => {
      const at = `${name}.lines[${l}]`;
      if (line.x !== undefined) checkPlace(where, `${at}.x`, line.x, panel.x);
      else checkPlace(where, `${at}.y`, line.y, panel.y);
    });
  });
  return checked;
}

function checkAxis(where: string, name: string, axis: SeriesAxis): void {
  object(where, name, axis);
  checkText(where, `${name}.label`, axis.label);
  const scale: unknown = axis.scale ?? 'linear';
  if (scale !== 'linear' && scale !== 'log') {
    throw new RangeError(`${where}: ${name}.scale must be 'linear' or 'log', got ${show(scale)}`);
  }
  if (axis.window !== undefined) {
    checkWindow(where, `${name}.window`, axis.window);
    checkPlace(where, `${name}.window.low`, axis.window.low, axis);
  }
}

function checkSeries(where: string, name: string, series: Series, { x, y }: SeriesPanel): void {
  object(where, name, series);
  checkText(where, `${name}.name`, series.name);
  if (!MARKS.includes(series.mark)) {
    throw new RangeError(`${where}: ${name}.mark must be one of the marks, got ${show(series.mark)}`);
  }
  list(where, `${name}.points`, series.points);
  series.points.forEach((point, k) => {
    const at = `${name}.points[${k}]`;
    object(where, at, point);
    if (x.categories === undefined) checkPlace(where, `${at}.x`, point.x, x);
    else if (!x.categories.includes(String(point.x))) {
      throw new RangeError(`${where}: ${at}.x must be a word of the axis, got ${show(point.x)}`);
    }
    checkPlace(where, `${at}.y`, point.y, y);
    if (point.low === undefined && point.high === undefined) return;
    checkPlace(where, `${at}.low`, point.low, y);
    checkPlace(where, `${at}.high`, point.high, y);
  });
}

function checkPlace(where: string, name: string, value: unknown, axis: SeriesAxis): void {
  const number = finiteNumber(where, name, value);
  if (axis.scale === 'log' && !(number > 0)) {
    throw new RangeError(`${where}: ${name} must be positive on a logarithmic axis, got ${number}`);
  }
}
