import type { NumericArray } from '../numeric/arrays.js';
import { finiteVector, has, sameLength, show } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import { upperBound } from '../numeric/search.js';
import {
  axisFormat,
  checkWindow,
  counted,
  dataInWords,
  domain,
  extent,
  hasWidth,
  holds,
  widen,
} from './axes.js';
import type { AxisWords, Interval } from './axes.js';
import { inline, quantity } from './spec.js';
import type { JsonObject } from './spec.js';
import { figureWidth, ink, palette, shade } from './theme.js';

/** A function and its data as a figure takes them. */
export interface FunctionRecords extends AxisWords {
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
  readonly title?: string;
  /** The part of the x axis that is shown. Default: the data and some room, or the knots where there are none. */
  readonly window?: Interval;
}

/** What the panel of the function shows, checked. */
export interface Picture {
  readonly window: Interval;
  readonly line: readonly Point[];
  readonly data: readonly Point[];
  /** How many data lie outside the window. */
  readonly hidden: number;
}

/** Knots are marked by a guide through the panel, unless so many guides would be a grey ground. */
const MOST_GUIDES = 64;

/** A place in the panel. */
export type Point = Readonly<Record<'x' | 'y', number>>;

/**
 * Checks a function and its data, and cuts them to the window.
 *
 * @throws As `splineFigure`.
 */
export function checkPicture(where: string, { pieces, data, window }: FunctionRecords): Picture {
  if (!has(pieces, 'slopes')) {
    throw new TypeError(`${where}: pieces must be what toPiecewiseLinear returns, got ${show(pieces)}`);
  }
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

/** The panel of the function; `marks` makes the layers that lie over it, of the axes of x and y. */
export function functionPanel(
  where: string,
  { line, data, window }: Picture,
  {
    xTitle,
    yTitle,
    isAlone,
  }: { readonly xTitle: string; readonly yTitle: string; readonly isAlone: boolean },
  marks: (x: JsonObject, y: JsonObject) => readonly JsonObject[] = () => [],
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
      ...marks(x, y),
    ],
  };
}

/** What the panel shows, in a sentence or two. */
export function pictureInWords({ line, data, hidden }: Picture): string {
  const pieces = `Line: the function, ${counted(line.length - 1, 'linear piece')} in view.`;
  const count = data.length + hidden;
  if (count === 0) return pieces;
  return `${pieces} ${dataInWords(data.length, count)}`;
}
