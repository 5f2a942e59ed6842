import { breakpointLayout, breakpointLegend } from './breakpoint-layout.js';
import type { BreakpointLayout } from './breakpoint-layout.js';
import { breakpointWords, paintFrames, paintGround, paintOver, unitWords } from './breakpoint-picture.js';
import { schemes } from './colours.js';
import { nearestInTurn, nearestIndex } from './drawing/hits.js';
import { block } from './drawing/pen.js';
import { clamp } from './drawing/scales.js';
import { svgPen } from './drawing/svg-pen.js';
import type { BreakpointCallbacks, BreakpointModel, Numbers, UnitRow, View } from './models.js';
import { createKeySlider } from './slider.js';
import { createStage } from './stage.js';

/** A click chooses a unit whose line is at most this many pixels away. */
const REACH = 12;

/**
 * Breakpoints over time, on two canvases: below the lines, to which a frame that arrives adds its piece; above what
 * changes with the cursor.
 */
export function createBreakpointView(
  host: HTMLElement,
  callbacks: BreakpointCallbacks = {},
): View<BreakpointModel> {
  let model: BreakpointModel | null = null;
  let layout: BreakpointLayout | null = null;
  let drawnKey = '';
  let drawnFrame = -1;
  let drawnData: Numbers = [];

  const redraw = (): void => {
    if (model === null) return;
    const colours = schemes[model.scheme];
    const size = stage.size();
    const [below, over] = stage.layers;
    const legend = breakpointLegend(model, colours);
    layout = breakpointLayout(model, size, legend);
    const key = keyOf(model, size.width, size.height, legend.length);
    const last = model.times.length - 1;
    if (key !== drawnKey || !sameNumbers(drawnData, model.data) || last < drawnFrame) {
      block(below.pen, { left: 0, top: 0, ...size }, colours.ground);
      paintGround(below.pen, model, layout, size.width, colours);
      paintFrames(below.pen, model, layout, 0, last, colours);
      drawnKey = key;
      drawnData = model.data;
      drawnFrame = last;
    } else if (
      drawnFrame < 0 ||
      // Pieces shorter than a pixel wait for more.
      layout.time.at(model.times[last]) - layout.time.at(model.times[drawnFrame]) >= 1
    ) {
      paintFrames(below.pen, model, layout, Math.max(drawnFrame, 0), last, colours);
      drawnFrame = last;
    }
    over.clear();
    paintOver(over.pen, model, layout, colours);
    stage.describe(breakpointWords(model));
    const row = model.frames[model.cursor] as UnitRow | undefined;
    slider.update({
      area: layout.area,
      accent: colours.accent,
      least: 0,
      most: Math.max((row?.breakpoints.length ?? 1) - 1, 0),
      now: model.chosenUnit ?? 0,
      words: model.chosenUnit === null ? 'no unit chosen' : unitWords(model, model.chosenUnit),
    });
  };
  const stage = createStage(host, {
    count: 2,
    leastHeight: 340,
    onResize: () => {
      drawnKey = '';
      redraw();
    },
  });
  const scrubTo = (frame: number): void => {
    if (model === null || model.times.length === 0) return;
    const next = clamp(frame, 0, model.times.length - 1);
    if (next !== model.cursor) callbacks.onScrub?.(next);
  };
  const slider = createKeySlider(
    stage.root,
    'Breakpoints: up and down choose a unit, left and right move through time, Escape chooses none',
    (key, isLarge) => {
      if (model === null) return false;
      const stride = isLarge ? 10 : 1;
      if (key === 'ArrowLeft') scrubTo(model.cursor - stride);
      else if (key === 'ArrowRight') scrubTo(model.cursor + stride);
      else if (key === 'Home') scrubTo(0);
      else if (key === 'End') scrubTo(model.times.length - 1);
      else if (key === 'Escape') callbacks.onChooseUnit?.(null);
      else if (key === 'ArrowUp' || key === 'ArrowDown') {
        const unit = nextUnit(model, key === 'ArrowUp' ? 1 : -1);
        if (unit !== null) callbacks.onChooseUnit?.(unit);
      } else return false;
      return true;
    },
  );
  const [{ canvas }] = stage.layers;
  canvas.style.touchAction = 'pan-y';
  let isScrubbing = false;
  const placeOf = (event: PointerEvent): { x: number; y: number } => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const scrub = (x: number): void => {
    if (model !== null && layout !== null) scrubTo(nearestIndex(model.times, layout.time.inverse(x)));
  };
  canvas.addEventListener('pointerdown', (event) => {
    if (model === null || layout === null || event.button !== 0 || model.times.length === 0) return;
    const { area, time } = layout;
    const { x, y } = placeOf(event);
    if (x < area.left - 8 || x > area.left + area.width + 8) return;
    const isOnAxis = y > area.top + area.height || y < area.top;
    if (isOnAxis || Math.abs(x - time.at(model.times[model.cursor])) <= 6) {
      isScrubbing = true;
      canvas.setPointerCapture(event.pointerId);
      scrub(x);
    } else callbacks.onChooseUnit?.(unitAt(model, layout, x, y));
  });
  canvas.addEventListener('pointermove', (event) => {
    if (isScrubbing) scrub(placeOf(event).x);
  });
  for (const end of ['pointerup', 'pointercancel'] as const) {
    canvas.addEventListener(end, () => {
      isScrubbing = false;
    });
  }
  return {
    draw: (next) => {
      model = next;
      if (stage.refit()) drawnKey = '';
      redraw();
    },
    svg: () => {
      const { width, height } = stage.size();
      if (model === null) return svgPen(width, height, schemes.light.ground, 'empty').document();
      const colours = schemes[model.scheme];
      const { pen, document } = svgPen(width, height, colours.ground, breakpointWords(model));
      const place = breakpointLayout(model, { width, height }, breakpointLegend(model, colours));
      paintGround(pen, model, place, width, colours);
      paintFrames(pen, model, place, 0, model.times.length - 1, colours);
      paintOver(pen, model, place, colours);
      return document();
    },
    destroy: () => {
      slider.destroy();
      stage.destroy();
    },
  };
}

/** While this is the same, what is drawn stays. */
function keyOf(model: BreakpointModel, width: number, height: number, legend: number): string {
  const { run, scheme, timeAxis, range, label, knots, drive } = model;
  const { from, to, scale, unit } = timeAxis;
  const step = model.times.length > 1 ? model.times[1] : NaN;
  return [run, scheme, from, to, scale, unit, timeAxis.label, range.low, range.high, label, step]
    .concat([width, height, legend, knots === null ? 0 : 1, drive === null ? 0 : 1])
    .join('|');
}

/** By their values: a caller may make the array anew for every draw. */
function sameNumbers(a: Numbers, b: Numbers): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let n = 0; n < a.length; n++) if (a[n] !== b[n]) return false;
  return true;
}

/** The unit whose line passes near a place; of those that lie together the next one. */
function unitAt(model: BreakpointModel, { time, y }: BreakpointLayout, x: number, at: number): number | null {
  const { frames, times, chosenUnit } = model;
  const when = time.inverse(x);
  const near = nearestIndex(times, when);
  const k = Math.min(times[near] > when ? Math.max(near - 1, 0) : near, Math.max(frames.length - 2, 0));
  const before = frames[k];
  const after = frames[Math.min(k + 1, frames.length - 1)];
  const step = times[Math.min(k + 1, times.length - 1)] - times[k];
  const part = step > 0 ? clamp((when - times[k]) / step, 0, 1) : 0;
  const heights = Float64Array.from(before.breakpoints, (beta, unit) =>
    y.at(beta + part * (after.breakpoints[unit] - beta)),
  );
  const unit = nearestInTurn(heights, at, REACH, 1.5, chosenUnit);
  return unit < 0 ? null : unit;
}

/** The unit whose breakpoint is next to that of the chosen one, upwards or downwards; the lowest if none is chosen. */
function nextUnit({ frames, cursor, chosenUnit }: BreakpointModel, way: 1 | -1): number | null {
  const row = frames[cursor] as UnitRow | undefined;
  if (row === undefined) return null;
  const beta = row.breakpoints;
  const order = Array.from({ length: beta.length }, (_, unit) => unit).filter(
    (unit) => !Number.isNaN(beta[unit]),
  );
  order.sort((a, b) => beta[a] - beta[b] || a - b);
  if (order.length === 0) return null;
  const place = chosenUnit === null ? -1 : order.indexOf(chosenUnit);
  if (place < 0) return way > 0 ? order[0] : order[order.length - 1];
  return order[clamp(place + way, 0, order.length - 1)];
}
