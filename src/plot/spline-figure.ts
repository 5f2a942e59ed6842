import type { NumericArray } from '../numeric/arrays.js';
import { finiteVector, sameLength } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import { upperBound } from '../numeric/search.js';
import {
  axisFormat,
  axisTitle,
  checkText,
  checkWindow,
  counted,
  domain,
  extent,
  hasWidth,
  holds,
  subtitleLines,
  tally,
  widen,
} from './axes.js';
import type { Interval } from './axes.js';
import { breakpointPanel, checkUnits, unitsInWords } from './breakpoint-panel.js';
import type { BreakpointRecords } from './breakpoint-panel.js';
import { SCHEMA, inline, quantity } from './spec.js';
import type { JsonObject, VegaLiteSpec } from './spec.js';
import { figureWidth, ink, palette, shade, themeConfig } from './theme.js';

/** What {@link splineFigure} draws. */
export interface SplineFigureInput extends BreakpointRecords {
  /** The function: what `toPiecewiseLinear` returns. */
  readonly pieces: {
    /** Knots, strictly increasing, shape (P). */
    readonly knots: NumericArray;
    /** Slopes of the pieces, shape (P + 1). */
    readonly slopes: NumericArray;
    /** Intercepts of the pieces, shape (P + 1). */
    readonly intercepts: NumericArray;
  };
  /** What was fitted, in any order. Default: no data. */
  readonly data?: { readonly x: NumericArray; readonly y: NumericArray };
  /** Default `x`. */
  readonly xLabel?: string;
  /** Unit of x, such as `ms`; goes into the axis titles. */
  readonly xUnit?: string;
  /** Default `y`. */
  readonly yLabel?: string;
  /** Unit of y, such as `g`. */
  readonly yUnit?: string;
  readonly title?: string;
  /** The part of the x axis that is shown. Default: the data and some room, or the knots where there are none. */
  readonly window?: Interval;
}

/** What the upper panel shows, checked. */
interface Picture {
  readonly window: Interval;
  readonly line: readonly Point[];
  readonly data: readonly Point[];
  /** How many data lie outside the window. */
  readonly hidden: number;
}

/** Knots are marked by a guide through the upper panel, unless so many guides would be a grey ground. */
const MOST_GUIDES = 64;

type Point = Readonly<Record<'x' | 'y', number>>;

/**
 * A network as the spline that it is: the function with its data above, its units below.
 *
 * Above, the function is the polyline through its knots, not a sample of it: between two vertices it is
 * straight, so the picture is exact at any size. Grey guides mark its knots, if there are no more than 64.
 * Below, on the same x axis, each unit is a flag at its breakpoint, as high as its delta-slope, that points to
 * the side on which the unit is active; flags of units stuck on a datum are filled, of free ones hollow
 * (without `stuck`, all are filled). Where three or more flags overlap, their number stands above them.
 * Without delta-slopes all flags have one height; without breakpoints in view there is no lower panel. What
 * lies outside the window is counted in the subtitle.
 *
 * The pieces are taken to be continuous; at a knot the value of the right piece is drawn, as `evaluate` gives
 * it. No data, no knots and no breakpoints are all allowed, but where there are neither data nor knots the
 * window must be given.
 *
 * @returns A Vega-Lite specification with its data in it: one row a vertex, datum and breakpoint shown.
 * @throws `RangeError` for NaN or Infinity (the first bad index is named), knots that do not increase,
 * orientations other than ±1 or ranges that overflow, `ShapeError` for lengths that do not match, `TypeError`
 * for the wrong kind of thing.
 * @example
 * ```ts
 * import { bdso, toPiecewiseLinear } from 'relu-splines';
 * import { splineFigure } from 'relu-splines/plot';
 *
 * const spline = bdso({ breakpoints: [0, 1], deltaSlopes: [1, -1], orientations: [1, 1] });
 * const figure = splineFigure({
 *   ...spline,
 *   pieces: toPiecewiseLinear(spline),
 *   data: { x: [-0.5, 0.4, 2], y: [0, 0.5, 1] },
 *   xLabel: 'time',
 *   xUnit: 'ms',
 * });
 * JSON.stringify(figure); // ready for any Vega-Lite renderer
 * ```
 */
export function splineFigure(input: SplineFigureInput): VegaLiteSpec {
  const where = 'splineFigure';
  const title = checkText(where, 'title', input.title ?? 'The network as a spline');
  const xTitle = axisTitle(where, 'x', input.xLabel ?? 'x', input.xUnit);
  const yTitle = axisTitle(where, 'y', input.yLabel ?? 'y', input.yUnit);
  const picture = checkPicture(where, input);
  const units = checkUnits(where, input, picture.window);
  const lower =
    units === undefined || units.rows.length === 0 ? [] : [breakpointPanel(where, units, input, xTitle)];
  const upper = functionPanel(where, picture, xTitle, yTitle, lower.length === 0);
  const subtitle = [pictureInWords(picture), ...(units === undefined ? [] : unitsInWords(units))];
  return {
    $schema: SCHEMA,
    description: `${title}. ${subtitle.join(' ')}`,
    title: { text: title, subtitle: subtitleLines(subtitle) },
    vconcat: [upper, ...lower],
    spacing: 14,
    config: themeConfig,
  };
}

function checkPicture(where: string, { pieces, data, window }: SplineFigureInput): Picture {
  const knots = finiteVector(where, 'pieces.knots', pieces.knots);
  const slopes = finiteVector(where, 'pieces.slopes', pieces.slopes);
  const intercepts = finiteVector(where, 'pieces.intercepts', pieces.intercepts);
  for (const [name, values] of [
    ['slopes', slopes],
    ['intercepts', intercepts],
  ] as const) {
    if (values.length !== knots.length + 1) {
      throw new ShapeError(
        `${where}: pieces.${name} must have one entry more than pieces.knots, ${knots.length + 1}, got ${values.length}`,
      );
    }
  }
  for (let p = 1; p < knots.length; p++) {
    if (knots[p] <= knots[p - 1]) {
      throw new RangeError(
        `${where}: pieces.knots must increase, got ${knots[p - 1]} and ${knots[p]} at ${p - 1} and ${p}`,
      );
    }
  }
  const x = finiteVector(where, 'data.x', data?.x ?? []);
  const y = finiteVector(where, 'data.y', data?.y ?? []);
  sameLength(where, 'data.y', y, 'data.x', x.length);
  const shown = window === undefined ? defaultWindow(where, x, knots) : checkWindow(where, 'window', window);
  const line = vertices(where, knots, slopes, intercepts, shown);
  const points = Array.from(x, (at, n) => ({ x: at, y: y[n] })).filter((datum) => holds(shown, datum.x));
  return { window: shown, line, data: points, hidden: x.length - points.length };
}

// One datum says where but not how wide: then the knots have their say.
function defaultWindow(where: string, x: NumericArray, knots: NumericArray): Interval {
  const data = extent(x);
  const interval = data !== undefined && hasWidth(data) ? data : extent(x, knots);
  if (interval === undefined) {
    throw new RangeError(`${where}: window must be given where there are neither data nor knots`);
  }
  return widen(where, 'the x axis', interval);
}

function vertices(
  where: string,
  knots: NumericArray,
  slopes: NumericArray,
  intercepts: NumericArray,
  { low, high }: Interval,
): Point[] {
  const inside = Array.from(knots).filter((knot) => low < knot && knot < high);
  return [low, ...inside, high].map((x) => {
    const piece = upperBound(knots, x);
    const y = slopes[piece] * x + intercepts[piece];
    if (!Number.isFinite(y)) {
      throw new RangeError(`${where}: pieces must be finite in the window, got ${y} at ${x}`);
    }
    return { x, y };
  });
}

function functionPanel(
  where: string,
  { line, data, window }: Picture,
  xTitle: string,
  yTitle: string,
  isAlone: boolean,
): JsonObject {
  const heights = extent(
    line.map((vertex) => vertex.y),
    data.map((datum) => datum.y),
  );
  const shown = widen(where, 'the y axis', heights ?? { low: 0, high: 0 });
  const y = quantity('y', {
    title: yTitle,
    scale: { domain: domain(shown), nice: false, zero: false },
    axis: axisFormat(shown),
  });
  const x = quantity('x', {
    title: isAlone ? xTitle : null,
    scale: { domain: domain(window), nice: false, zero: false },
    axis: isAlone ? axisFormat(window) : null,
  });
  const knots = line.slice(1, -1);
  const tooltip = [quantity('x', { title: xTitle }), quantity('y', { title: yTitle })];
  return {
    width: figureWidth,
    height: 300,
    layer: [
      {
        data: inline(knots.length <= MOST_GUIDES ? knots : []),
        mark: { type: 'rule', color: shade },
        encoding: { x },
      },
      // The data come first, so that they never hide the line.
      {
        data: inline(data),
        mark: {
          type: 'point',
          shape: 'circle',
          size: 24,
          stroke: palette.grey,
          strokeWidth: 1,
          filled: false,
        },
        encoding: { x, y, tooltip },
      },
      {
        data: inline(line),
        mark: { type: 'line', color: ink, strokeWidth: 1.6, strokeJoin: 'round' },
        encoding: { x, y },
      },
    ],
  };
}

function pictureInWords({ line, data, hidden }: Picture): string {
  const pieces = `Line: the function, ${counted(line.length - 1, 'linear piece')} in view.`;
  const count = data.length + hidden;
  if (count === 0) return pieces;
  const shown = hidden === 0 ? '' : `${tally(data.length)} of `;
  return `${pieces} Circles: ${shown}${counted(count, 'datum', 'data')}.`;
}
