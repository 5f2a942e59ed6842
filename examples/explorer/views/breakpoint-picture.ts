import { breakpointLegend } from './breakpoint-layout.js';
import type { BreakpointLayout } from './breakpoint-layout.js';
import { paintChosen, paintSticks, paintTrajectories } from './breakpoint-lines.js';
import { paintClusters, paintDrive, paintKnots } from './breakpoint-side.js';
import type { Colours } from './colours.js';
import { bottomAxis, leftAxis } from './drawing/axes.js';
import { drawLegend } from './drawing/legend.js';
import { line } from './drawing/pen.js';
import type { Pen } from './drawing/pen.js';
import { knotLooks } from './drawing/symbols.js';
import { numberLabel } from './drawing/ticks.js';
import type { BreakpointModel, UnitRow } from './models.js';

/** Paints what stays while a run goes on: legend, axes and data. */
export function paintGround(
  pen: Pen,
  model: BreakpointModel,
  layout: BreakpointLayout,
  width: number,
  colours: Colours,
): void {
  const { area, clusters, time, y } = layout;
  drawLegend(pen, breakpointLegend(model, colours), 8, 4, width - 16, colours);
  const thickness = model.data.length > 150 ? 0.5 : 1;
  for (let n = 0; n < model.data.length; n++) {
    const at = y.at(model.data[n]);
    if (at < area.top || at > area.top + area.height) continue;
    line(pen, area.left, at, clusters.left, at, { colour: colours.shade, width: thickness });
  }
  leftAxis(pen, area, y, layout.yTicks, `breakpoint β (${model.label ?? 'x'})`, colours);
  bottomAxis(pen, area, time, layout.timeTicks, model.timeAxis.label ?? 'time', colours);
}

/** Paints the lines and bars from frame `first` to frame `last`. */
export function paintFrames(
  pen: Pen,
  model: BreakpointModel,
  layout: BreakpointLayout,
  first: number,
  last: number,
  colours: Colours,
): void {
  if (last < first) return;
  pen.clip(layout.area, () => {
    paintTrajectories(pen, model, layout, first, last, colours);
    paintSticks(pen, model, layout, model.times[first], model.times[last], colours);
  });
}

/** Paints what changes with the cursor and the choice. */
export function paintOver(
  pen: Pen,
  model: BreakpointModel,
  layout: BreakpointLayout,
  colours: Colours,
): void {
  const { area, time, y } = layout;
  const { chosenUnit, cursor, frames, times } = model;
  const row = frames[cursor] as UnitRow | undefined;
  if (row !== undefined) {
    const at = time.at(times[cursor]);
    pen.clip(area, () => {
      if (chosenUnit !== null && chosenUnit < row.breakpoints.length) {
        paintChosen(pen, model, layout, chosenUnit, colours);
      }
    });
    line(pen, at, area.top, at, area.top + area.height, { colour: colours.accent, width: 1.2 });
    pen.begin();
    pen.moveTo(at - 5, area.top - 7);
    pen.lineTo(at + 5, area.top - 7);
    pen.lineTo(at, area.top);
    pen.close();
    pen.fill(colours.accent);
    const place = chosenUnit === null ? NaN : y.at(row.breakpoints[chosenUnit]);
    if (place >= area.top && place <= area.top + area.height) {
      pen.begin();
      pen.circle(at, place, 5);
      pen.fill(colours.ground);
      pen.stroke({ colour: colours.accent, width: 2.2 });
    }
  }
  paintClusters(pen, model.clusters, layout, colours);
  if (model.knots !== null) paintKnots(pen, model.knots, model.data, layout, colours);
  if (model.drive !== null) paintDrive(pen, model.drive, layout, model, colours);
}

/** The text alternative of the breakpoint view. */
export function breakpointWords(model: BreakpointModel): string {
  const { frames, times, cursor, sticks, clusters, knots } = model;
  const row = frames[cursor] as UnitRow | undefined;
  if (row === undefined) return 'Breakpoints over time: no frames yet';
  const now = times[cursor];
  const stuck = sticks.filter(({ from, to }) => from <= now && now <= to).length;
  const types =
    knots === null
      ? []
      : [
          knotLooks
            .map(
              ({ type, verticalName: name }) =>
                `${knots.types.filter((each) => each === type).length} ${name}`,
            )
            .join(', '),
        ];
  return [
    `Breakpoints of ${row.breakpoints.length} units over ${frames.length} frames, time ${numberLabel(now)}`,
    `${stuck} stuck on data`,
    `${clusters.length} ${clusters.length === 1 ? 'cluster' : 'clusters'}`,
    ...types,
    ...(model.chosenUnit === null ? [] : [unitWords(model, model.chosenUnit)]),
  ].join('; ');
}

/** A unit at the time of the cursor, in words. */
export function unitWords({ frames, times, cursor }: BreakpointModel, unit: number): string {
  const row = frames[cursor] as UnitRow | undefined;
  if (row === undefined || !(unit < row.breakpoints.length)) return 'no unit chosen';
  const facing = row.orientations[unit];
  return (
    `unit ${unit} at ${numberLabel(row.breakpoints[unit])}, ` +
    `${facing === 0 ? 'without orientation' : facing > 0 ? 'facing right' : 'facing left'}, ` +
    `delta-slope ${numberLabel(row.deltaSlopes[unit])}, time ${numberLabel(times[cursor])}`
  );
}
