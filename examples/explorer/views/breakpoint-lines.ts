import { stickWidth } from './breakpoint-layout.js';
import type { BreakpointLayout } from './breakpoint-layout.js';
import { classOf, downDash, unitClasses } from './colours.js';
import type { Colours } from './colours.js';
import { nearestIndex } from './drawing/hits.js';
import { thin } from './drawing/paths.js';
import type { Pen } from './drawing/pen.js';
import { clamp } from './drawing/scales.js';
import type { BreakpointModel, Numbers, UnitRow } from './models.js';

/** Weight of a line by |μ| over the largest at that time: at least this part. */
const STRENGTHS = [
  { part: 0, width: 0.8, opacity: 0.35 },
  { part: 0.06, width: 1.1, opacity: 0.6 },
  { part: 0.3, width: 1.8, opacity: 0.9 },
] as const;

/** Lines are drawn through fewer points than there are frames, off by at most this many pixels. */
const TOLERANCE = 0.3;

/** Breakpoints farther outside than this many pixels are drawn here: their lines leave all the same. */
const BEYOND = 200;

/** The points of lines that look alike: x, y, x, y …, with NaN where one line ends. */
type Bucket = number[];

/**
 * Draws the breakpoints from frame `first` to frame `last`: a line a unit, coloured by its class, dashed for v < 0, as
 * strong as its delta-slope is at that time. Lines that look alike are one path, the weakest drawn first.
 */
export function paintTrajectories(
  pen: Pen,
  { times, frames }: BreakpointModel,
  { area, time, y }: BreakpointLayout,
  first: number,
  last: number,
  colours: Colours,
): void {
  if (last <= first) return;
  const shown = frames.slice(first, last + 1);
  const x = Float64Array.from(shown, (_, k) => time.at(times[first + k]));
  const steepest = shown.map(({ deltaSlopes }) => largest(deltaSlopes));
  const buckets: Bucket[] = Array.from({ length: STRENGTHS.length * unitClasses.length }, () => []);
  const width = shown[0].breakpoints.length;
  const heights = new Float64Array(shown.length);
  const above = area.top - BEYOND;
  const below = area.top + area.height + BEYOND;
  for (let unit = 0; unit < width; unit++) {
    let start = 0;
    let look = -1;
    heights[0] = clamp(y.at(shown[0].breakpoints[unit]), above, below);
    for (let k = 1; k < shown.length; k++) {
      const { breakpoints, deltaSlopes, orientations } = shown[k];
      heights[k] = clamp(y.at(breakpoints[unit]), above, below);
      const isOut = heights[k] === heights[k - 1] && (heights[k] === above || heights[k] === below);
      const isLine = !isOut && orientations[unit] !== 0 && !Number.isNaN(heights[k] - heights[k - 1]);
      // A segment looks as its unit does at its end.
      const next = isLine ? lookOf(orientations[unit], deltaSlopes[unit], steepest[k]) : -1;
      if (next === look) continue;
      if (look >= 0) trace(buckets[look], x, heights, start, k - 1);
      start = k - 1;
      look = next;
    }
    if (look >= 0) trace(buckets[look], x, heights, start, shown.length - 1);
  }
  buckets.forEach((bucket, look) => {
    const { key, outputSign } = unitClasses[look % unitClasses.length];
    const { width: thickness, opacity } = STRENGTHS[Math.floor(look / unitClasses.length)];
    strokeBucket(pen, bucket, {
      colour: colours[key],
      width: thickness,
      opacity,
      // The dash goes on where the frames drawn before left it.
      ...(outputSign < 0 ? { dash: downDash, dashOffset: x[0] - area.left } : {}),
    });
  });
}

/** Draws the line of one unit, to stand out. */
export function paintChosen(
  pen: Pen,
  { times, frames }: BreakpointModel,
  { area, time, y }: BreakpointLayout,
  unit: number,
  colours: Colours,
): void {
  const x = Float64Array.from(frames, (_, k) => time.at(times[k]));
  const heights = Float64Array.from(frames, ({ breakpoints }) =>
    clamp(y.at(breakpoints[unit]), area.top - BEYOND, area.top + area.height + BEYOND),
  );
  const bucket: Bucket = [];
  let start = 0;
  for (let k = 0; k <= heights.length; k++) {
    if (k < heights.length && !Number.isNaN(heights[k])) continue;
    trace(bucket, x, heights, start, k - 1);
    start = k + 1;
  }
  strokeBucket(pen, bucket, { colour: colours.ground, width: 5.5, opacity: 0.85 });
  strokeBucket(pen, bucket, { colour: colours.accent, width: 2.5 });
}

/** Draws the bars of stuck breakpoints between two times, each on the side of its datum that its unit faces. */
export function paintSticks(
  pen: Pen,
  { times, frames, sticks, data }: BreakpointModel,
  { area, time, y }: BreakpointLayout,
  from: number,
  to: number,
  colours: Colours,
): void {
  const classes = sticks.map((stick) => {
    if (stick.to < from || stick.from > to || frames.length === 0) return -1;
    const row = frames[nearestIndex(times, Math.min(stick.to, to))] as UnitRow | undefined;
    return row === undefined ? -1 : classOf(row.orientations[stick.unit], row.deltaSlopes[stick.unit]);
  });
  const foot = area.top + area.height;
  unitClasses.forEach(({ key, orientation }, k) => {
    const heightOf = (datum: number): number => y.at(data[datum]) - 0.55 * stickWidth * orientation;
    const shown = sticks.filter(({ datum }, index) => {
      const height = heightOf(datum);
      return classes[index] === k && height > area.top && height < foot;
    });
    if (shown.length === 0) return;
    pen.begin();
    for (const stick of shown) {
      // A bar that goes on begins a little before, so that its parts leave no seam.
      const start = stick.from < from ? time.at(from) - 1 : time.at(stick.from);
      pen.moveTo(start, heightOf(stick.datum));
      pen.lineTo(Math.max(time.at(Math.min(stick.to, to)), start + 0.5), heightOf(stick.datum));
    }
    pen.stroke({ colour: colours[key], width: stickWidth });
  });
}

function largest(values: Numbers): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]));
  return most;
}

function lookOf(orientation: number, deltaSlope: number, steepest: number): number {
  const part = steepest > 0 ? Math.abs(deltaSlope) / steepest : 1;
  let strength = STRENGTHS.length - 1;
  while (strength > 0 && part < STRENGTHS[strength].part) strength--;
  return strength * unitClasses.length + classOf(orientation, deltaSlope);
}

function trace(bucket: Bucket, x: Numbers, y: Numbers, first: number, last: number): void {
  if (last <= first) return;
  thin(x, y, first, last, TOLERANCE, (k) => {
    bucket.push(x[k], y[k]);
  });
  bucket.push(NaN, NaN);
}

function strokeBucket(pen: Pen, bucket: Bucket, look: Parameters<Pen['stroke']>[0]): void {
  if (bucket.length === 0) return;
  pen.begin();
  let isDown = false;
  for (let i = 0; i < bucket.length; i += 2) {
    if (Number.isNaN(bucket[i])) isDown = false;
    else if (isDown) pen.lineTo(bucket[i], bucket[i + 1]);
    else {
      pen.moveTo(bucket[i], bucket[i + 1]);
      isDown = true;
    }
  }
  pen.stroke(look);
}
