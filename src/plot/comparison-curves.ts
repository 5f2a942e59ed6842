import { finiteNumber, list, object, show } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import { checkText, holds } from './axes.js';
import type { Interval } from './axes.js';
import type { CurveLook } from './curve-looks.js';

/** A point of a curve. */
export interface CurvePoint {
  readonly x: number;
  readonly y: number;
}

/** A curve of a `comparisonFigure`, or one stroke of it. */
export interface ComparisonCurve {
  /** What the legend calls it. */
  readonly name: string;
  /** At least two, with x that does not decrease. */
  readonly points: readonly CurvePoint[];
  /** The panel that it is in, by its title. Default: all of them. */
  readonly panel?: string;
  /** Whether what has this name is drawn as a broad line, beneath the others. Default false. */
  readonly emphasis?: boolean;
}

/** A curve as one panel shows it. */
export interface Stroke {
  readonly curve: string;
  readonly isBroad: boolean;
  readonly points: readonly Readonly<Record<'x' | 'y', number>>[];
}

/** A panel and what is in it. */
export interface ShownPanel {
  /** Undefined where no curve names a panel. */
  readonly name: string | undefined;
  readonly strokes: readonly Stroke[];
}

/**
 * Checks the curves of a comparison.
 *
 * @throws As `comparisonFigure`.
 */
export function checkCurves(where: string, curves: readonly ComparisonCurve[]): readonly ComparisonCurve[] {
  list(where, 'curves', curves);
  return curves.map((curve, k) => {
    const name = `curves[${k}]`;
    object(where, name, curve);
    const { panel, emphasis = false } = curve;
    if (typeof emphasis !== 'boolean') {
      throw new TypeError(`${where}: ${name}.emphasis must be a boolean, got ${show(emphasis)}`);
    }
    return {
      name: checkText(where, `${name}.name`, curve.name),
      points: checkPoints(where, `${name}.points`, curve.points),
      emphasis,
      ...(panel === undefined ? {} : { panel: checkText(where, `${name}.panel`, panel) }),
    };
  });
}

function checkPoints(where: string, name: string, points: readonly CurvePoint[]): CurvePoint[] {
  list(where, name, points);
  if (points.length < 2) {
    throw new ShapeError(`${where}: ${name} must have at least two entries, got ${points.length}`);
  }
  const checked = points.map((point, k) => {
    object(where, `${name}[${k}]`, point);
    return {
      x: finiteNumber(where, `${name}[${k}].x`, point.x),
      y: finiteNumber(where, `${name}[${k}].y`, point.y),
    };
  });
  checked.forEach(({ x }, k) => {
    if (k > 0 && x < checked[k - 1].x) {
      throw new RangeError(
        `${where}: ${name}[${k}].x must not be below the one before, ${checked[k - 1].x}, got ${x}`,
      );
    }
  });
  return checked;
}

/** Sorts curves into panels, in the order of the legend, and cuts them to the window. */
export function strokesOf(
  curves: readonly ComparisonCurve[],
  window: Interval,
  looks: readonly CurveLook[],
): ShownPanel[] {
  const named = new Set(curves.flatMap(({ panel }) => panel ?? []));
  const panels = named.size === 0 ? [undefined] : Array.from(named);
  return panels.map((name) => ({
    name,
    // What is drawn later lies on top.
    strokes: looks.flatMap(({ name: curve, isBroad }) =>
      curves
        .filter((each) => each.name === curve && (each.panel === undefined || each.panel === name))
        .map(({ points }) => ({ curve, isBroad, points: within(window, points) }))
        .filter(({ points }) => points.length > 0),
    ),
  }));
}

/** The part of a polyline that lies over the window. */
function within(window: Interval, points: readonly CurvePoint[]): CurvePoint[] {
  return points.flatMap((point, k) => {
    const crossed =
      k === 0 ? [] : [window.low, window.high].flatMap((x) => crossing(points[k - 1], point, x));
    return holds(window, point.x) ? [...crossed, point] : crossed;
  });
}

// Halves, so that no difference overflows.
function crossing(from: CurvePoint, to: CurvePoint, x: number): CurvePoint[] {
  if (!(from.x < x && x < to.x)) return [];
  const part = (x / 2 - from.x / 2) / (to.x / 2 - from.x / 2);
  return [{ x, y: (1 - part) * from.y + part * to.y }];
}
