import type { NumericArray } from '../numeric/arrays.js';
import { finiteNumber, finiteVector, integerIn, list, object, sameLength, show } from '../numeric/checks.js';
import {
  axisFormat,
  axisTitle,
  checkText,
  checkWindow,
  counted,
  dataInWords,
  domain,
  holds,
  tally,
} from './axes.js';
import type { Interval } from './axes.js';
import { captioned } from './figure-size.js';
import type { FigureSize } from './figure-size.js';
import { category, inline, quantity } from './spec.js';
import type { Json, JsonObject, VegaLiteSpec } from './spec.js';
import { figureWidth, palette } from './theme.js';

/** The breakline of a unit in a window, as `breaklines` returns it. */
export interface BreaklineRecord {
  readonly unit: number;
  readonly from: readonly [x: number, y: number];
  readonly to: readonly [x: number, y: number];
  /** η: the jump of the slope across the line. */
  readonly slopeJump: number;
  /** Where the unit is active, seen from the line. */
  readonly facing: readonly [x: number, y: number];
}

/** What {@link breaklineFigure} draws. */
export interface BreaklineFigureInput extends Omit<FigureSize, 'height'> {
  readonly lines: readonly BreaklineRecord[];
  /** The part of the plane that is shown: that of the lines. */
  readonly window: {
    readonly x: readonly [low: number, high: number];
    readonly y: readonly [low: number, high: number];
  };
  /** What was fitted: points row by row, shape (N × 2), with their targets. Default: no data. */
  readonly data?: { readonly points: NumericArray; readonly y: NumericArray };
  /** How many units there are in all, those without a line in the window too. Default: not said. */
  readonly units?: number;
  /** Label of the first input. Default `x₁`. */
  readonly xLabel?: string;
  readonly xUnit?: string;
  /** Label of the second input. Default `x₂`. */
  readonly yLabel?: string;
  readonly yUnit?: string;
  /** Label of the targets, for the tooltips. Default `y`. */
  readonly targetLabel?: string;
  readonly title?: string;
}

const UP = 'up, η > 0';
const DOWN = 'down, η < 0';
const NOT = 'not, η = 0';

/** Length of the tick towards the active side, in pixels. */
const TICK = 9;
/** Width of the line with the largest |η|, in pixels; the others are thinner in proportion, down to the least. */
const WIDEST = 3.2;
const THINNEST = 0.7;
/** The panel is as high as the window is, on the scale of its width, within these bounds. */
const LOWEST = 200;
const HIGHEST = 640;

/**
 * Where a network of two inputs bends: the breakline of each unit in a window, with the data.
 *
 * A line is as wide as its |η| is large, against the widest in view. It is solid and blue where the function bends
 * upwards, dashed and vermillion where it bends downwards, dotted and grey where it does not bend (v = 0). A tick in its
 * middle points to the side on which the unit is active. Between the lines the function is a plane. Both axes have one
 * scale, unless the window is more than 3.2 times as wide as high, or higher than wide; ticks are square to their
 * lines either way.
 *
 * @returns A Vega-Lite specification with its data in it: one row a line, tick and datum shown.
 * @throws `RangeError` for NaN, Infinity, a window without width or a facing of zero; `ShapeError` for points and targets
 * that do not match; `TypeError` for the wrong kind of thing.
 * @example
 * ```ts
 * import { breaklines, multivariateNetwork } from 'relu-splines/multivariate';
 * import { breaklineFigure } from 'relu-splines/plot';
 *
 * const network = multivariateNetwork({
 *   inputWeights: [
 *     [1, 1],
 *     [0, 1],
 *   ],
 *   inputBiases: [-1, 5],
 *   outputWeights: [2, 1],
 * });
 * const window = { x: [0, 2], y: [0, 2] } as const;
 * const figure = breaklineFigure({ lines: breaklines(network, window), window, units: 2 });
 * figure.description; // 'Where the network bends. Lines: 1 of 2 breaklines, wide for large |η|; ticks: active side.'
 * ```
 */
export function breaklineFigure(input: BreaklineFigureInput): VegaLiteSpec {
  const where = 'breaklineFigure';
  object(where, 'input', input);
  const title = checkText(where, 'title', input.title ?? 'Where the network bends');
  const xTitle = axisTitle(where, 'x', input.xLabel ?? 'x₁', input.xUnit);
  const yTitle = axisTitle(where, 'y', input.yLabel ?? 'x₂', input.yUnit);
  const targetTitle = checkText(where, 'targetLabel', input.targetLabel ?? 'y');
  object(where, 'window', input.window);
  const x = interval(where, 'window.x', input.window.x);
  const y = interval(where, 'window.y', input.window.y);
  const panel = { x, y, height: panelHeight(x, y) };
  const lines = checkLines(where, input.lines);
  const points = checkData(where, input.data);
  const shown = points.filter((point) => holds(x, point.x) && holds(y, point.y));
  const subtitle = [
    linesInWords(where, lines.length, input.units),
    ...(points.length === 0 ? [] : [dataInWords(shown.length, points.length)]),
  ];
  return captioned(
    where,
    input,
    title,
    subtitle,
    {
      width: figureWidth,
      height: panel.height,
      layer: layers(lines, shown, panel, { xTitle, yTitle, targetTitle }),
    },
    { heights: 'as-widths' },
  );
}

interface Panel {
  readonly x: Interval;
  readonly y: Interval;
  /** In pixels. */
  readonly height: number;
}

interface Point extends JsonObject {
  readonly x: number;
  readonly y: number;
  readonly target: number;
}

function interval(where: string, name: string, ends: unknown): Interval {
  if (!Array.isArray(ends) || ends.length !== 2) {
    throw new TypeError(`${where}: ${name} must be an array of two numbers, got ${show(ends)}`);
  }
  const [low, high] = ends as readonly number[];
  return checkWindow(where, name, { low, high });
}

function panelHeight(x: Interval, y: Interval): number {
  const height = (figureWidth * (y.high - y.low)) / (x.high - x.low);
  return Math.round(Math.min(HIGHEST, Math.max(LOWEST, height)));
}

function checkLines(where: string, lines: readonly BreaklineRecord[]): readonly BreaklineRecord[] {
  list(where, 'lines', lines);
  return lines.map((line, k) => {
    const name = `lines[${k}]`;
    object(where, name, line);
    const pair = (part: 'from' | 'to' | 'facing'): readonly [number, number] => {
      const values = finiteVector(where, `${name}.${part}`, line[part]);
      sameLength(where, `${name}.${part}`, values, 'a point of the plane', 2);
      return [values[0], values[1]];
    };
    const facing = pair('facing');
    if (facing[0] === 0 && facing[1] === 0) {
      throw new RangeError(`${where}: ${name}.facing must not be zero, got 0, 0`);
    }
    return {
      unit: integerIn(where, `${name}.unit`, line.unit, 0),
      from: pair('from'),
      to: pair('to'),
      slopeJump: finiteNumber(where, `${name}.slopeJump`, line.slopeJump),
      facing,
    };
  });
}

function checkData(where: string, data: BreaklineFigureInput['data']): Point[] {
  if (data === undefined) return [];
  object(where, 'data', data);
  const points = finiteVector(where, 'data.points', data.points);
  const targets = finiteVector(where, 'data.y', data.y);
  sameLength(where, 'data.points', points, 'two inputs for each of data.y', 2 * targets.length);
  return Array.from(targets, (target, n) => ({ x: points[2 * n], y: points[2 * n + 1], target }));
}

function layers(
  lines: readonly BreaklineRecord[],
  points: readonly Point[],
  panel: Panel,
  { xTitle, yTitle, targetTitle }: Readonly<Record<'xTitle' | 'yTitle' | 'targetTitle', string>>,
): JsonObject[] {
  const axis = (field: 'x' | 'y', title: string): JsonObject =>
    quantity(field, {
      title,
      scale: { domain: domain(panel[field]), nice: false, zero: false },
      axis: axisFormat(panel[field]),
    });
  const place = { x: axis('x', xTitle), y: axis('y', yTitle) };
  const segment = { ...place, x2: { field: 'x2' }, y2: { field: 'y2' } };
  // Only kinds that there are: the legend need not explain the others.
  const bends = [UP, DOWN, NOT].filter((bend) => lines.some((line) => bendOf(line) === bend));
  const pick = <Value extends Json>(values: Readonly<Record<string, Value>>): Value[] =>
    bends.map((bend) => values[bend]);
  const bend = { title: 'the function bends', legend: { symbolSize: 400, symbolStrokeWidth: 2 } };
  const color = category('bend', {
    ...bend,
    scale: {
      domain: bends,
      range: pick({ [UP]: palette.blue, [DOWN]: palette.vermillion, [NOT]: palette.grey }),
    },
  });
  const strokeDash = category('bend', {
    ...bend,
    scale: { domain: bends, range: pick({ [UP]: [1, 0], [DOWN]: [7, 4], [NOT]: [2, 3] }) },
  });
  const strokeWidth = { field: 'width', type: 'quantitative', scale: null };
  const largest = lines.reduce((most, { slopeJump }) => Math.max(most, Math.abs(slopeJump)), 0);
  return [
    {
      data: inline(points),
      mark: { type: 'point', shape: 'circle', size: 24, stroke: palette.grey, strokeWidth: 1, filled: false },
      encoding: {
        ...place,
        tooltip: [
          quantity('x', { title: xTitle }),
          quantity('y', { title: yTitle }),
          quantity('target', { title: targetTitle }),
        ],
      },
    },
    ...(lines.length === 0
      ? []
      : [
          {
            data: inline(lines.map((line) => lineRow(line, largest))),
            mark: { type: 'rule', clip: true },
            encoding: {
              ...segment,
              color,
              strokeDash,
              strokeWidth,
              tooltip: [quantity('unit'), quantity('jump', { title: 'slope jump η' })],
            },
          },
          {
            data: inline(lines.map((line) => tickRow(line, panel))),
            mark: { type: 'rule', strokeWidth: 1.6, clip: true },
            encoding: { ...segment, color },
          },
        ]),
  ];
}

function bendOf({ slopeJump }: BreaklineRecord): string {
  return slopeJump > 0 ? UP : slopeJump < 0 ? DOWN : NOT;
}

function lineRow(line: BreaklineRecord, largest: number): JsonObject {
  const { unit, from, to, slopeJump: jump } = line;
  const part = largest > 0 ? Math.abs(jump) / largest : 0;
  const width = Math.max(THINNEST, WIDEST * part);
  return { unit, x: from[0], y: from[1], x2: to[0], y2: to[1], jump, width, bend: bendOf(line) };
}

/** A tick from the middle of a line, square to it on the screen, on its active side. */
function tickRow(line: BreaklineRecord, { x, y, height }: Panel): JsonObject {
  const { from, to, facing } = line;
  const unitsPerPixel = [(x.high - x.low) / figureWidth, (y.high - y.low) / height] as const;
  // A normal stretches by the inverse of what lines stretch by; products of widths could leave the doubles.
  const largest = Math.max(Math.abs(facing[0] * unitsPerPixel[0]), Math.abs(facing[1] * unitsPerPixel[1]));
  const normal = [
    (facing[0] * unitsPerPixel[0]) / largest,
    (facing[1] * unitsPerPixel[1]) / largest,
  ] as const;
  const length = Math.hypot(normal[0], normal[1]);
  const middle = [from[0] / 2 + to[0] / 2, from[1] / 2 + to[1] / 2] as const;
  return {
    x: middle[0],
    y: middle[1],
    x2: middle[0] + ((TICK * normal[0]) / length) * unitsPerPixel[0],
    y2: middle[1] + ((TICK * normal[1]) / length) * unitsPerPixel[1],
    bend: bendOf(line),
  };
}

function linesInWords(where: string, shown: number, units: number | undefined): string {
  const count = units === undefined ? shown : integerIn(where, 'units', units, shown);
  const of = units === undefined ? '' : `${tally(shown)} of `;
  return `Lines: ${of}${counted(count, 'breakline')}, wide for large |η|; ticks: active side.`;
}
