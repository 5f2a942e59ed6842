import type { NumericArray } from '../numeric/arrays.js';
import { finiteVector, integerIn, list, object, sameLength } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import { checkText, checkWindow, counted, extent, holds, tally, widen } from './axes.js';
import type { Interval } from './axes.js';
import { layerColour, layersDownwards } from './layer-colours.js';
import { captioned } from './figure-size.js';
import type { FigureSize } from './figure-size.js';
import { category, inline, quantity } from './spec.js';
import type { JsonObject, VegaLiteSpec } from './spec.js';
import { figureWidth } from './theme.js';
import { axesOf, canvasOf, spanOf } from './trajectory-axes.js';
import type { Axes, TrajectoryWords, Span } from './trajectory-axes.js';
import { pathsOf } from './trajectory-paths.js';

/** The way of one breakpoint, as `breakpointTracks` gives it. */
export interface TrackRecord {
  /** Hidden layer, from 0. */
  readonly layer: number;
  /** Increasing, at least one; shape (T). */
  readonly times: NumericArray;
  /** Where it is then, shape (T). */
  readonly breakpoints: NumericArray;
}

/** What {@link layerTrajectoryFigure} draws. */
export interface LayerTrajectoryFigureInput extends TrajectoryWords, FigureSize {
  readonly tracks: readonly TrackRecord[];
  /** Number of hidden layers. Default: as many as have tracks. */
  readonly depth?: number;
  /** The x to show. Default: all that the tracks reach, and some room. */
  readonly window?: Interval;
  /** Default `'linear'`. `'log'` begins at the first time above zero. */
  readonly timeScale?: 'linear' | 'log';
  readonly title?: string;
}

/** Height of the panel of a layer, in pixels. */
const HEIGHT = 130;

interface Track {
  readonly layer: number;
  readonly times: Float64Array;
  readonly places: Float64Array;
}

/**
 * Breakpoints of a deep network over training, one panel a layer, the deepest on top: each a line from its birth to its
 * death. Circles mark births, crosses deaths, as far as they lie in view and between the first time and the last.
 *
 * Lines lose the vertices that nobody would see, to within 0.4 pixels.
 *
 * @returns A Vega-Lite specification with its data in it.
 * @throws `RangeError` for numbers that are not finite, times that do not increase, a layer that is none, or less than
 * two different times (above zero on a logarithmic axis); `ShapeError` for lengths that do not match or no tracks;
 * `TypeError` for the wrong kind of thing.
 * @example
 * ```ts
 * import { layerTrajectoryFigure } from 'relu-splines/plot';
 *
 * const figure = layerTrajectoryFigure({
 *   tracks: [
 *     { layer: 0, times: [0, 1, 2], breakpoints: [0.2, 0.3, 0.5] },
 *     { layer: 1, times: [1, 2], breakpoints: [0.9, 0.8] },
 *   ],
 *   title: 'Two layers',
 * });
 * figure.description; // 'Two layers. Lines: 2 breakpoints; circles: 1 birth; crosses: 0 deaths.'
 * ```
 */
export function layerTrajectoryFigure(input: LayerTrajectoryFigureInput): VegaLiteSpec {
  const where = 'layerTrajectoryFigure';
  object(where, 'input', input);
  const title = checkText(where, 'title', input.title ?? 'Breakpoints over training, layer by layer');
  const { tracks, depth } = checkTracks(where, input);
  const moments = Float64Array.from(new Set(tracks.flatMap(({ times }) => Array.from(times)))).sort();
  const span = spanOf(where, input.timeScale ?? 'linear', moments);
  const window = windowOf(where, input, tracks);
  const xLabel = checkText(where, 'xLabel', input.xLabel ?? 'breakpoint β');
  const canvas = canvasOf(window, span, HEIGHT);

  const layers = layersDownwards(depth);
  const seen = tracks.filter(({ places }) => places.some((x) => holds(window, x)));
  const births = endsOf(seen, window, span, 'birth');
  const deaths = endsOf(seen, window, span, 'death');
  const panels = layers.map((layer): JsonObject => {
    const lines = seen
      .filter((track) => track.layer === layer)
      .flatMap(({ times, places }, track) => {
        const way = Array.from(times, (time, k) => ({ time, x: places[k], orientation: 1, sign: 0 }));
        return pathsOf(way, canvas).flatMap(({ points }, part) =>
          points.map((point) => ({ track, part, ...point })),
        );
      });
    const axes = axesOf(where, { ...input, xLabel: `layer ${layer}: ${xLabel}` }, window, span);
    return panelOf(lines, births, deaths, axes, { layer, isLast: layer === 0 });
  });
  const subtitle = [
    `Lines: ${counted(seen.length, 'breakpoint')}; circles: ${counted(births.length, 'birth')}; ` +
      `crosses: ${counted(deaths.length, 'death')}.`,
    ...(seen.length === tracks.length ? [] : [`Never in view: ${tally(tracks.length - seen.length)}.`]),
  ];
  return captioned(where, input, title, subtitle, {
    vconcat: panels,
    spacing: 16,
  });
}

function checkTracks(
  where: string,
  { tracks, depth }: LayerTrajectoryFigureInput,
): { readonly tracks: readonly Track[]; readonly depth: number } {
  list(where, 'tracks', tracks);
  if (tracks.length === 0) throw new ShapeError(`${where}: tracks must have at least one, got none`);
  const most = depth === undefined ? undefined : integerIn(where, 'depth', depth, 1) - 1;
  const checked = tracks.map((track, k): Track => {
    const name = `tracks[${k}]`;
    object(where, name, track);
    const times = finiteVector(where, `${name}.times`, track.times);
    const places = finiteVector(where, `${name}.breakpoints`, track.breakpoints);
    sameLength(where, `${name}.breakpoints`, places, `${name}.times`, times.length);
    const flaw = times.findIndex((time, n) => n > 0 && !(time > times[n - 1]));
    if (flaw > 0) {
      throw new RangeError(
        `${where}: ${name}.times must increase, got ${times[flaw - 1]} and ${times[flaw]} at ${flaw - 1} and ${flaw}`,
      );
    }
    return { layer: integerIn(where, `${name}.layer`, track.layer, 0, most), times, places };
  });
  return { tracks: checked, depth: (most ?? Math.max(...checked.map(({ layer }) => layer))) + 1 };
}

function windowOf(where: string, { window }: LayerTrajectoryFigureInput, tracks: readonly Track[]): Interval {
  if (window !== undefined) return checkWindow(where, 'window', window);
  const seen = extent(...tracks.map(({ places }) => places));
  return widen(where, 'the x axis', seen ?? { low: 0, high: 0 });
}

interface End extends JsonObject {
  readonly layer: number;
  readonly time: number;
  readonly x: number;
}

/** Where tracks begin or end in view, but for those that are there from the first time on, or to the last. */
function endsOf(
  tracks: readonly Track[],
  window: Interval,
  { begin, end }: Span,
  kind: 'birth' | 'death',
): End[] {
  return tracks
    .map(({ layer, times, places }) => {
      const at = kind === 'birth' ? 0 : times.length - 1;
      return { layer, time: times[at], x: places[at] };
    })
    .filter(({ time, x }) => time > begin && time < end && holds(window, x));
}

function panelOf(
  lines: readonly JsonObject[],
  births: readonly End[],
  deaths: readonly End[],
  { time, y }: Axes,
  { layer, isLast }: { readonly layer: number; readonly isLast: boolean },
): JsonObject {
  const color = layerColour(layer);
  const x = quantity('time', isLast ? time : { ...time, title: null, axis: null });
  const ends = (rows: readonly End[], kind: string, shape: string): JsonObject => ({
    data: inline(rows.filter((row) => row.layer === layer).map((row) => ({ ...row, kind }))),
    mark: { type: 'point', shape, size: 22, strokeWidth: 1.1, color, opacity: 1 },
    encoding: { x, y, tooltip: [category('kind'), quantity('time'), quantity('x')] },
  });
  return {
    width: figureWidth,
    height: HEIGHT,
    layer: [
      {
        data: inline(lines),
        mark: { type: 'line', strokeWidth: 1.3, color },
        encoding: { x, y, detail: [category('track'), category('part')] },
      },
      ends(births, 'birth', 'circle'),
      ends(deaths, 'death', 'cross'),
    ],
  };
}
