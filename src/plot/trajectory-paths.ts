import type { Interval } from './axes.js';
import { holds } from './axes.js';

/** A breakpoint at a time. */
export interface Vertex {
  readonly time: number;
  /** NaN: the unit has no breakpoint then. */
  readonly x: number;
  /** +1, −1, or 0 where it is not told. */
  readonly orientation: number;
  /** Sign of the output weight, or 0. */
  readonly sign: number;
}

/** A stretch of a breakpoint's way that is drawn in one stroke. */
export interface Path {
  readonly orientation: number;
  readonly sign: number;
  readonly points: readonly PathPoint[];
}

/** A vertex of a {@link Path}. */
export interface PathPoint {
  readonly time: number;
  readonly x: number;
}

/** From time and place to pixels, as far as shapes go: the origin does not matter. */
export interface Canvas {
  /** The visible x. */
  readonly window: Interval;
  /** Where the time axis begins. */
  readonly begin: number;
  /** Pixels along the time axis. */
  readonly across: (time: number) => number;
  /** Back from pixels to time. */
  readonly timeAt: (pixels: number) => number;
  /** Pixels along the x axis. */
  readonly up: (x: number) => number;
}

/** A vertex nearer than this to the line that remains without it is left out: nobody can see it. */
const INVISIBLE = 0.4;

/**
 * The way of one breakpoint as strokes, from where the time axis begins.
 *
 * A stroke ends where the sign of v changes, another beginning there; and where the orientation changes, for there the
 * breakpoint has gone through infinity and no line joins the two sides. What leaves the window is cut at its edge, and
 * vertices that no eye would miss are left out.
 */
export function pathsOf(way: readonly Vertex[], canvas: Canvas): Path[] {
  const vertices = way.filter(({ time }) => time >= canvas.begin);
  const paths: { orientation: number; sign: number; points: PathPoint[] }[] = [];
  let open = false;
  for (let k = 1; k < vertices.length; k++) {
    const [from, to] = [vertices[k - 1], vertices[k]];
    const piece = throughInfinity(from, to, canvas) ? null : clipped(from, to, canvas);
    if (piece === null) {
      open = false;
      continue;
    }
    const sign = from.sign === 0 ? to.sign : from.sign;
    const last = paths.at(-1);
    if (open && last?.sign === sign) last.points.push(piece.end);
    else paths.push({ orientation: to.orientation, sign, points: [piece.begin, piece.end] });
    open = holds(canvas.window, to.x);
  }
  return paths.map((path) => ({ ...path, points: simplified(path.points, canvas) }));
}

/** Where orientations are not told, a leap across the whole window is taken for a way around it. */
function throughInfinity(from: Vertex, to: Vertex, { window }: Canvas): boolean {
  if (from.orientation !== to.orientation) return true;
  const leaps = Math.min(from.x, to.x) < window.low && Math.max(from.x, to.x) > window.high;
  return from.orientation === 0 && leaps;
}

/** The part of a segment that lies in the window, or null. */
function clipped(
  from: Vertex,
  to: Vertex,
  { window, across, timeAt }: Canvas,
): { readonly begin: PathPoint; readonly end: PathPoint } | null {
  const [a, b] = [from.x, to.x];
  const { low, high } = window;
  if (!(Math.max(a, b) >= low && Math.min(a, b) <= high)) return null;
  const at = (edge: number): PathPoint => {
    const part = (edge - a) / (b - a);
    return { time: timeAt(across(from.time) + part * (across(to.time) - across(from.time))), x: edge };
  };
  const end = ({ time, x }: Vertex): PathPoint => (x < low ? at(low) : x > high ? at(high) : { time, x });
  return { begin: end(from), end: end(to) };
}

/** Ramer, Douglas and Peucker: keeps a vertex where the way without it would be visibly another. */
function simplified(points: readonly PathPoint[], { across, up }: Canvas): PathPoint[] {
  const px = points.map(({ time }) => across(time));
  const py = points.map(({ x }) => up(x));
  const keep = new Uint8Array(points.length);
  const spans: [number, number][] = [[0, points.length - 1]];
  for (let span = spans.pop(); span !== undefined; span = spans.pop()) {
    const [first, last] = span;
    keep[first] = keep[last] = 1;
    let worst = first;
    let most = INVISIBLE;
    for (let k = first + 1; k < last; k++) {
      // Straight up from the line: time goes on steadily, so this is what the eye compares.
      const part = (px[k] - px[first]) / (px[last] - px[first] || 1);
      const off = Math.abs(py[k] - py[first] - part * (py[last] - py[first]));
      if (off > most) [worst, most] = [k, off];
    }
    if (worst > first) spans.push([first, worst], [worst, last]);
  }
  return points.filter((_, k) => keep[k] === 1);
}
