import { object } from '../numeric/checks.js';
import { axisTitle, checkText } from './axes.js';
import { breakpointPanel, checkUnits, unitsInWords } from './breakpoint-panel.js';
import type { BreakpointRecords } from './breakpoint-panel.js';
import { checkPicture, functionPanel, pictureInWords } from './function-panel.js';
import type { FunctionRecords } from './function-panel.js';
import { captioned } from './figure-size.js';
import type { FigureSize } from './figure-size.js';
import type { VegaLiteSpec } from './spec.js';

/** What {@link splineFigure} draws. */
export interface SplineFigureInput extends BreakpointRecords, FunctionRecords, FigureSize {}

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
  object(where, 'input', input);
  const title = checkText(where, 'title', input.title ?? 'The network as a spline');
  const xTitle = axisTitle(where, 'x', input.xLabel ?? 'x', input.xUnit);
  const yTitle = axisTitle(where, 'y', input.yLabel ?? 'y', input.yUnit);
  const picture = checkPicture(where, input);
  const units = checkUnits(where, input, picture.window);
  const lower =
    units === undefined || units.rows.length === 0 ? [] : [breakpointPanel(where, units, input, xTitle)];
  const upper = functionPanel(where, picture, { xTitle, yTitle, isAlone: lower.length === 0 });
  const subtitle = [pictureInWords(picture), ...(units === undefined ? [] : unitsInWords(units))];
  return captioned(where, input, title, subtitle, {
    vconcat: [upper, ...lower],
    spacing: 14,
  });
}
