import { downDash, unitClasses } from './colours.js';
import type { Colours } from './colours.js';
import { labelRoom } from './drawing/axes.js';
import { legendHeight, lineSample } from './drawing/legend.js';
import type { LegendItem } from './drawing/legend.js';
import type { Pen, Rectangle } from './drawing/pen.js';
import { linearScale, timeScale } from './drawing/scales.js';
import type { Scale } from './drawing/scales.js';
import { knotLooks, knotSymbol } from './drawing/symbols.js';
import { linearTicks, timeTicks } from './drawing/ticks.js';
import type { Tick } from './drawing/ticks.js';
import type { BreakpointModel } from './models.js';
import type { Size } from './stage.js';

/** Where things are in the breakpoint view: lines, and beside them brackets of clusters, knots and drive. */
export interface BreakpointLayout {
  readonly area: Rectangle;
  readonly clusters: Rectangle;
  /** No width without knots. */
  readonly knots: Rectangle;
  /** No width without a drive. */
  readonly drive: Rectangle;
  readonly time: Scale;
  readonly y: Scale;
  readonly timeTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
}

/** Width of the column of one knot type. */
export const knotColumnWidth = 10;

/** Room for a bracket and a number of three digits. */
const CLUSTERS = 34;
const GAP = 12;

/** The first step recorded, for a log time axis that names no unit. */
export function firstStepOf(times: ArrayLike<number>): number {
  return times.length > 1 ? times[1] - times[0] : NaN;
}

/** Where the picture of a model lies in a view of a size. */
export function breakpointLayout(
  model: BreakpointModel,
  { width, height }: Size,
  legend: readonly LegendItem[],
): BreakpointLayout {
  const yTicks = linearTicks(model.range, height / 50);
  const left = labelRoom(yTicks, 28);
  const top = legendHeight(legend, width - 16) + 30;
  const tall = Math.max(height - top - 40, 10);
  const knotsWide = model.knots === null ? 0 : knotColumnWidth * knotLooks.length + GAP;
  const driveWide = model.drive === null ? 0 : (width < 560 ? 48 : 120) + GAP;
  const wide = Math.max(width - left - CLUSTERS - knotsWide - driveWide - 12, 20);
  const column = (from: number, across: number): Rectangle => ({
    left: from,
    top,
    width: Math.max(across, 0),
    height: tall,
  });
  const area = column(left, wide);
  const right = left + wide;
  const firstStep = firstStepOf(model.times);
  return {
    area,
    clusters: column(right, CLUSTERS),
    knots: column(right + CLUSTERS, knotsWide - GAP),
    drive: column(right + CLUSTERS + knotsWide, driveWide - GAP),
    time: timeScale(model.timeAxis, firstStep, left, right),
    y: linearScale(model.range, top + tall, top),
    timeTicks: timeTicks(model.timeAxis, firstStep, wide / 60),
    yTicks,
  };
}

/** What the lines and symbols of the view mean. */
export function breakpointLegend(model: BreakpointModel, colours: Colours): LegendItem[] {
  const lines = unitClasses.map(({ key, outputSign, name }) => ({
    words: name,
    sample: lineSample(colours[key], 1.8, outputSign < 0 ? downDash : undefined),
  }));
  const stuck = { words: 'stuck on a datum', sample: lineSample(colours.softInk, stickWidth) };
  const knots =
    model.knots === null
      ? []
      : knotLooks.map(({ type, verticalName: name, isHollow }) => ({
          words: name,
          sample: (pen: Pen, x: number, y: number) => {
            pen.begin();
            knotSymbol(pen, type, x + 4, y, 4, 'vertical');
            if (isHollow) pen.stroke({ colour: colours.knots[type], width: 1.4 });
            else pen.fill(colours.knots[type]);
          },
        }));
  return [...lines, stuck, ...knots];
}

/** Thickness of the bars of stuck breakpoints. */
export const stickWidth = 4;
