import { LEFT, RIGHT, sideOf } from './sides.js';
import { category, inline, quantity } from './spec.js';
import type { JsonObject } from './spec.js';
import type { FacingBars } from './stick-bars.js';
import { ink, palette, shade, softInk } from './theme.js';
import type { Axes } from './trajectory-axes.js';
import { pathsOf } from './trajectory-paths.js';
import type { Canvas, Path } from './trajectory-paths.js';
import { verticesOf } from './trajectory-records.js';
import type { CheckedRecords, StickRecord, TrajectoryMark } from './trajectory-records.js';

const SIGNS = ['v > 0', 'v < 0', 'v = 0'] as const;
const DASHES = [
  [1, 0],
  [5, 2.5],
  [1, 2.5],
];

/** Opacity of a line by |μ| at the end over the largest: at least this part, this opacity. */
const STRENGTHS = [
  { part: 0.3, opacity: 0.85 },
  { part: 0.06, opacity: 0.5 },
  { part: 0, opacity: 0.25 },
] as const;

/** The data as rules, thin ones where there are many. */
export function dataLayer(places: Float64Array, { y }: Axes): JsonObject {
  return {
    data: inline(Array.from(places, (x) => ({ x }))),
    mark: { type: 'rule', color: shade, strokeWidth: places.length > 150 ? 0.5 : 1 },
    encoding: { y },
  };
}

/** A stroke with its unit and how strong it is. */
export interface Line extends Path {
  readonly unit: number;
  readonly part: number;
  readonly opacity: number;
}

/** The strokes of the chosen units. */
export function linesOf(
  units: readonly number[],
  records: CheckedRecords,
  sticks: readonly StickRecord[],
  distinct: Float64Array,
  canvas: Canvas,
): Line[] {
  const last = records.deltaSlopes?.at(-1);
  const steepest =
    last === undefined ? 0 : units.reduce((most, unit) => Math.max(most, Math.abs(last[unit])), 0);
  return units.flatMap((unit) => {
    const own = sticks.filter((stick) => stick.unit === unit);
    const vertices = verticesOf(unit, records, own, distinct);
    const part = last === undefined || steepest === 0 ? 1 : Math.abs(last[unit]) / steepest;
    const { opacity } = STRENGTHS.find((strength) => part >= strength.part) ?? STRENGTHS[0];
    return pathsOf(vertices, canvas).map((path, k) => ({ ...path, unit, part: k, opacity }));
  });
}

/** One layer for all lines that look alike. */
export function lineLayers(lines: readonly Line[], { time, y }: Axes): JsonObject[] {
  const looks = new Map<string, Line[]>();
  for (const line of lines) {
    const key = `${line.opacity} ${line.orientation} ${line.sign}`;
    looks.set(key, [...(looks.get(key) ?? []), line]);
  }
  // Pale lines first, so that they hide nothing.
  const layers = [...looks.values()].sort(([a], [b]) => a.opacity - b.opacity);
  // Signs of v are told where orientations are: that of μ alone says nothing.
  const signs = SIGNS.filter((name) =>
    lines.some(({ orientation, sign }) => orientation !== 0 && signName(sign) === name),
  );
  const hasSigns = lines.some(({ sign }) => sign !== 0);
  return layers.map((alike) => {
    const [{ opacity, orientation, sign }] = alike;
    return {
      data: inline(
        alike.flatMap(({ unit, part, points }) => points.map((point) => ({ unit, part, ...point }))),
      ),
      mark: { type: 'line', strokeWidth: 1.2, opacity, ...(orientation === 0 ? { color: ink } : {}) },
      encoding: {
        x: quantity('time', time),
        y,
        detail: [category('unit'), category('part')],
        ...(orientation === 0 ? {} : { color: colour(orientation) }),
        ...(orientation === 0 || !hasSigns ? {} : { strokeDash: dashes(sign, signs) }),
      },
    };
  });
}

/** The bars of one orientation. */
export function barLayer({ orientation, bars }: FacingBars, { time, y }: Axes): JsonObject {
  return {
    data: inline(bars.map((bar) => ({ ...bar, thickness: Math.min(6, 2.4 + 0.8 * bar.level) }))),
    mark: {
      type: 'rule',
      // On the side that the units see; x grows upwards.
      yOffset: -1.6 * orientation,
      ...(orientation === 0 ? { color: ink } : {}),
    },
    encoding: {
      x: quantity('from', time),
      x2: { field: 'to' },
      y,
      strokeWidth: { field: 'thickness', type: 'quantitative', scale: null },
      ...(orientation === 0 ? {} : { color: colour(orientation) }),
      tooltip: [
        quantity('count', { title: 'stuck, at most' }),
        quantity('x'),
        quantity('from'),
        quantity('to'),
      ],
    },
  };
}

/** The symbols. */
export function markLayer(marks: readonly TrajectoryMark[], { time, y }: Axes): JsonObject {
  return {
    data: inline(marks.map(({ time: at, x, kind }) => ({ time: at, x, kind }))),
    mark: { type: 'point', size: 28, strokeWidth: 1.1, color: softInk, opacity: 1 },
    encoding: {
      x: quantity('time', time),
      y,
      shape: category('kind', { title: null }),
      tooltip: [category('kind'), quantity('time'), quantity('x')],
    },
  };
}

function dashes(sign: number, signs: readonly (typeof SIGNS)[number][]): JsonObject {
  return {
    datum: signName(sign),
    type: 'nominal',
    title: null,
    scale: { domain: signs, range: signs.map((name) => DASHES[SIGNS.indexOf(name)]) },
    legend: { symbolType: 'stroke', symbolOpacity: 1, symbolStrokeColor: ink },
  };
}

function colour(orientation: number): JsonObject {
  return {
    datum: sideOf(orientation),
    type: 'nominal',
    title: 'unit active',
    scale: { domain: [RIGHT, LEFT], range: [palette.blue, palette.vermillion] },
    legend: { symbolType: 'stroke', symbolStrokeWidth: 3, symbolOpacity: 1 },
  };
}

function signName(sign: number): (typeof SIGNS)[number] {
  return sign > 0 ? 'v > 0' : sign < 0 ? 'v < 0' : 'v = 0';
}
