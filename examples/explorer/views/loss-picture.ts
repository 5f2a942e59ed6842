import { firstStepOf } from './breakpoint-layout.js';
import type { Colours } from './colours.js';
import { bottomAxis, labelRoom, leftAxis } from './drawing/axes.js';
import { thin } from './drawing/paths.js';
import { line, textWidth } from './drawing/pen.js';
import type { Pen, Rectangle } from './drawing/pen.js';
import { logScale, timeScale } from './drawing/scales.js';
import type { Scale } from './drawing/scales.js';
import { logTicks, numberLabel, timeTicks } from './drawing/ticks.js';
import type { LossModel, Numbers, Range } from './models.js';
import type { Size } from './stage.js';

/** Where things are in the loss view. */
export interface LossLayout {
  readonly area: Rectangle;
  readonly time: Scale;
  readonly y: Scale;
  readonly range: Range;
}

/** Where the picture of a model lies in a view of a size. */
export function lossLayout({ losses, timeAxis, times }: LossModel, { width, height }: Size): LossLayout {
  const range = lossRange(losses);
  const left = labelRoom(logTicks(range, height / 45), 30);
  const area = { left, top: 30, width: Math.max(width - left - 14, 10), height: Math.max(height - 72, 10) };
  return {
    area,
    time: timeScale(timeAxis, firstStepOf(times), area.left, area.left + area.width),
    y: logScale(range, area.top + area.height, area.top),
    range,
  };
}

/**
 * The range of a logarithmic axis for losses: their extent, out to the next 1, 2 or 5 times a power of ten, so that it
 * changes seldom while a run goes on. Losses that are not positive and finite do not count.
 */
export function lossRange(losses: Numbers): Range {
  let low = Infinity;
  let high = 0;
  for (let k = 0; k < losses.length; k++) {
    if (!(losses[k] > 0) || losses[k] === Infinity) continue;
    low = Math.min(low, losses[k]);
    high = Math.max(high, losses[k]);
  }
  if (!(low <= high)) return { low: 0.1, high: 1 };
  const out = (value: number, way: 1 | -1): number => {
    const power = 10 ** Math.floor(Math.log10(value));
    const steps = [0.5, 1, 2, 5, 10].map((factor) => factor * power);
    const found = way > 0 ? steps.find((step) => step > value) : steps.findLast((step) => step < value);
    return found ?? value;
  };
  return { low: out(low, -1), high: out(high, 1) };
}

/** Paints the loss over time. */
export function paintLoss(pen: Pen, model: LossModel, size: Size, colours: Colours): void {
  const layout = lossLayout(model, size);
  const { area, time, y, range } = layout;
  const { times, losses, cursor, timeAxis, events = [] } = model;
  const foot = area.top + area.height;
  leftAxis(pen, area, y, logTicks(range, size.height / 45), 'loss ½Σε²', colours);
  const ticks = timeTicks(timeAxis, firstStepOf(times), area.width / 60);
  bottomAxis(pen, area, time, ticks, timeAxis.label ?? 'time', colours);
  pen.clip(area, () => {
    // Events as short strokes on the axis: one path, however many.
    pen.begin();
    for (const event of events) {
      pen.moveTo(time.at(event.time), foot);
      pen.lineTo(time.at(event.time), foot - 6);
    }
    if (events.length > 0) pen.stroke({ colour: colours.softInk, width: 1, opacity: 0.7 });
    const x = Float64Array.from(times, time.at);
    const heights = Float64Array.from(losses, y.at);
    pen.begin();
    let isDown = false;
    if (x.length > 0) {
      thin(x, heights, 0, x.length - 1, 0.2, (k) => {
        if (Number.isNaN(heights[k])) isDown = false;
        else if (isDown) pen.lineTo(x[k], heights[k]);
        else {
          pen.moveTo(x[k], heights[k]);
          isDown = true;
        }
      });
    }
    pen.stroke({ colour: colours.curve, width: 2 });
  });
  if (!(cursor < times.length)) return;
  const at = time.at(times[cursor]);
  line(pen, at, area.top, at, foot, { colour: colours.accent, width: 1.2 });
  const place = y.at(losses[cursor]);
  if (place >= area.top - 1 && place <= foot + 1) {
    pen.begin();
    pen.circle(at, place, 4.5);
    pen.fill(colours.ground);
    pen.stroke({ colour: colours.accent, width: 2.2 });
  }
  // Losses fall: above and to the right of the curve there is room, and to its left only where the picture ends.
  const words = numberLabel(losses[cursor]);
  const isRight = at + 9 + textWidth(words, 12) <= area.left + area.width;
  pen.text(words, isRight ? at + 9 : at - 9, Math.max(place - 14, area.top + 8), {
    colour: colours.ink,
    size: 12,
    align: isRight ? 'start' : 'end',
    bold: true,
    halo: colours.ground,
  });
}

/** The text alternative of the loss view. */
export function lossWords({ times, losses, cursor, events = [] }: LossModel): string {
  if (times.length === 0) return 'Loss over time: no frames yet';
  const at = Math.min(cursor, times.length - 1);
  return (
    `Loss over time, on a logarithmic scale: ${numberLabel(losses[0])} at the start, ` +
    `${numberLabel(losses[at])} at time ${numberLabel(times[at])}, ` +
    `${numberLabel(losses[losses.length - 1])} at the end of ${times.length} frames` +
    (events.length === 0 ? '' : `, ${events.length} events`)
  );
}
