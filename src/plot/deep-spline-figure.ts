import type { NumericArray } from '../numeric/arrays.js';
import { finiteVector, integerIn, object, sameLength, show } from '../numeric/checks.js';
import { axisFormat, axisTitle, checkText, counted, domain, holds, tally } from './axes.js';
import type { Interval } from './axes.js';
import { crowdsOf, middleOf } from './crowds.js';
import { checkPicture, functionPanel, pictureInWords } from './function-panel.js';
import type { FunctionRecords } from './function-panel.js';
import { layerColours, layersDownwards } from './layer-colours.js';
import { captioned } from './figure-size.js';
import type { FigureSize } from './figure-size.js';
import { LEFT, RIGHT, sideOf, UNSAID } from './sides.js';
import { category, inline, quantity } from './spec.js';
import type { JsonObject, VegaLiteSpec } from './spec.js';
import { figureWidth, shade, softInk } from './theme.js';

/** What {@link deepSplineFigure} draws: the breakpoints are what `inducedBreakpoints` returns. */
export interface DeepSplineFigureInput extends FunctionRecords, FigureSize {
  /** Breakpoints of the units of all layers, shape (B). */
  readonly breakpoints: NumericArray;
  /** Hidden layer of each, from 0, shape (B). */
  readonly layers: NumericArray;
  /** Whether the function bends there, shape (B). Default: everywhere. */
  readonly active?: readonly boolean[];
  /** Orientations, each +1 or −1, shape (B). Default: not told. */
  readonly orientations?: NumericArray;
  /** Unit in its layer of each, for the tooltips, shape (B). */
  readonly units?: NumericArray;
  /** Number of hidden layers. Default: as many as have breakpoints. */
  readonly depth?: number;
}

interface Row extends JsonObject {
  readonly layer: number;
  readonly unit: number | null;
  readonly breakpoint: number;
  readonly active: string;
  readonly bends: boolean;
}

/** Height of the row of a layer, in pixels. */
const ROW = 34;

/**
 * A deep network as the spline that it is: the function with its data above, and below which layer bends it where.
 *
 * Above, the function is the exact polyline through its knots; each knot has a dot in the colour of the layer that makes
 * it (of the deepest, where several do). Below, on the same x axis, each layer has a row of its own with a flag at each of its
 * breakpoints, the deepest layer on top: layers are told by place and by colour. A flag points to the side on which its
 * unit is active; where three or more flags overlap, their number stands above them. It is hollow where the function does not bend, since nothing passes the unit on.
 *
 * @returns A Vega-Lite specification with its data in it.
 * @throws `RangeError` for NaN or Infinity (the first bad index is named), knots that do not increase, layers that are no
 * index, orientations other than ±1; `ShapeError` for lengths that do not match; `TypeError` for the wrong kind of thing.
 * @example
 * ```ts
 * import { deepNetwork, inducedBreakpoints, toPiecewiseLinear } from 'relu-splines/deep';
 * import { deepSplineFigure } from 'relu-splines/plot';
 *
 * const hat = deepNetwork([{ weights: [[1], [-1]] }, { weights: [[-1, -1]], biases: [2] }, { weights: [[3]] }]);
 * const figure = deepSplineFigure({ ...inducedBreakpoints(hat), pieces: toPiecewiseLinear(hat) });
 * figure.description; // 'The network as a spline. Line: the function, 4 linear pieces in view. Flags: 4 of 4 breakpoints, …'
 * ```
 */
export function deepSplineFigure(input: DeepSplineFigureInput): VegaLiteSpec {
  const where = 'deepSplineFigure';
  object(where, 'input', input);
  const title = checkText(where, 'title', input.title ?? 'The network as a spline');
  const xTitle = axisTitle(where, 'x', input.xLabel ?? 'x', input.xUnit);
  const yTitle = axisTitle(where, 'y', input.yLabel ?? 'y', input.yUnit);
  const picture = checkPicture(where, input);
  const { window, line } = picture;
  const { rows, depth } = checkBreakpoints(where, input);
  const shown = rows.filter(({ breakpoint }) => holds(window, breakpoint));
  const colour = layerColours(depth);

  const deepest = new Map<number, number>();
  for (const { breakpoint, layer, bends } of shown) {
    if (bends) deepest.set(breakpoint, Math.max(layer, deepest.get(breakpoint) ?? 0));
  }
  const atKnots = line.slice(1, -1).flatMap(({ x, y }) => {
    const layer = deepest.get(x);
    return layer === undefined ? [] : [{ x, y, layer }];
  });
  const upper = functionPanel(where, picture, { xTitle, yTitle, isAlone: depth === 0 }, (x, y) => [
    {
      data: inline(atKnots),
      mark: {
        type: 'point',
        shape: 'circle',
        filled: true,
        size: 34,
        opacity: 1,
        stroke: '#FFFFFF',
        strokeWidth: 0.5,
      },
      encoding: { x, y, color: colour, tooltip: [category('layer'), x] },
    },
  ]);
  const lower = depth === 0 ? [] : [layerPanel(shown, depth, window, xTitle, colour)];
  const subtitle = [pictureInWords(picture), flagsInWords(shown, rows.length)];
  return captioned(
    where,
    input,
    title,
    subtitle,
    {
      vconcat: [upper, ...lower],
      spacing: 14,
    },
    { wordPanels: lower },
  );
}

function checkBreakpoints(
  where: string,
  { breakpoints, layers, active, orientations, units, depth }: DeepSplineFigureInput,
): { readonly rows: readonly Row[]; readonly depth: number } {
  const beta = finiteVector(where, 'breakpoints', breakpoints);
  const column = (name: string, values: NumericArray | readonly boolean[] | undefined): void => {
    if (values !== undefined) sameLength(where, name, values as NumericArray, 'breakpoints', beta.length);
  };
  object(where, 'layers', layers);
  column('layers', layers);
  column('active', active);
  column('orientations', orientations);
  column('units', units);
  const least = depth === undefined ? undefined : integerIn(where, 'depth', depth, 0);
  const rows = Array.from(beta, (breakpoint, k): Row => {
    const layer = integerIn(where, `layers[${k}]`, layers[k], 0, least === undefined ? undefined : least - 1);
    const sign = orientations === undefined ? 0 : orientations[k];
    if (orientations !== undefined && sign !== 1 && sign !== -1) {
      throw new RangeError(`${where}: orientations[${k}] must be 1 or -1, got ${show(sign)}`);
    }
    const bends: unknown = active === undefined ? true : active[k];
    if (typeof bends !== 'boolean') {
      throw new TypeError(`${where}: active[${k}] must be a boolean, got ${show(bends)}`);
    }
    const unit = units === undefined ? null : integerIn(where, `units[${k}]`, units[k], 0);
    return { layer, unit, breakpoint, active: sideOf(sign), bends };
  });
  return { rows, depth: least ?? rows.reduce((most, { layer }) => Math.max(most, layer + 1), 0) };
}

function layerPanel(
  rows: readonly Row[],
  depth: number,
  window: Interval,
  xTitle: string,
  color: JsonObject,
): JsonObject {
  const x = quantity('breakpoint', {
    title: xTitle,
    scale: { domain: domain(window), nice: false, zero: false },
    axis: axisFormat(window),
  });
  const layers = layersDownwards(depth);
  const y = {
    field: 'layer',
    type: 'ordinal',
    title: 'layer',
    sort: layers,
    scale: { domain: layers },
    axis: { domain: false, ticks: false, labelPadding: 8 },
  };
  const hasUnits = rows.some(({ unit }) => unit !== null);
  const hasSides = rows.some(({ active }) => active !== UNSAID);
  const tooltip = [
    category('layer'),
    ...(hasUnits ? [category('unit')] : []),
    quantity('breakpoint', { title: 'breakpoint β' }),
    ...(hasSides ? [category('active')] : []),
  ];
  const sides = [RIGHT, LEFT];
  const shape = hasSides
    ? {
        shape: category('active', {
          title: 'unit active',
          scale: { domain: sides, range: ['triangle-right', 'triangle-left'] },
          legend: { symbolOpacity: 1, symbolFillColor: softInk, symbolStrokeColor: softInk },
        }),
      }
    : {};
  // In a deep network with many breakpoints the flags shrink: 64 or fewer are full size, 1,000 a quarter of it.
  const size = 60 * Math.min(1, Math.sqrt(64 / rows.length));
  return {
    width: figureWidth,
    height: ROW * depth,
    layer: [
      {
        data: inline(layers.map((layer) => ({ layer }))),
        mark: { type: 'rule', color: shade },
        encoding: { y },
      },
      {
        data: inline(rows),
        mark: { type: 'tick', orient: 'vertical', size: 13, thickness: 1, opacity: 0.7 },
        encoding: { x, y, color },
      },
      ...[true, false]
        .flatMap((bends) => [...sides, UNSAID].map((side) => ({ bends, side })))
        .map(({ bends, side }) => ({
          data: inline(rows.filter((row) => row.bends === bends && row.active === side)),
          mark: {
            type: 'point',
            shape: 'circle',
            opacity: 1,
            size,
            xOffset: side === RIGHT ? 4 : side === LEFT ? -4 : 0,
            ...(bends
              ? { filled: true, stroke: '#FFFFFF', strokeWidth: 0.5 }
              : { filled: false, strokeWidth: 1.2 }),
          },
          encoding: { x, y, color, ...shape, tooltip },
        }))
        .filter(({ data }) => data.values.length > 0),
      {
        data: inline(crowdRows(rows, layers, window)),
        mark: { type: 'text', dy: -11, fontWeight: 600 },
        encoding: { x, y, text: { field: 'count' } },
      },
    ],
  };
}

/** How many flags there are where several overlap. */
function crowdRows(rows: readonly Row[], layers: readonly number[], window: Interval): JsonObject[] {
  return layers.flatMap((layer) =>
    crowdsOf(
      rows.filter((row) => row.layer === layer),
      window,
    ).map((crowd) => ({ layer, breakpoint: middleOf(crowd).breakpoint, count: crowd.length })),
  );
}

function flagsInWords(shown: readonly Row[], count: number): string {
  if (count === 0) return 'No breakpoints.';
  const hollow = shown.filter(({ bends }) => !bends).length;
  const flags = `Flags: ${tally(shown.length)} of ${counted(count, 'breakpoint')}, by layer`;
  return hollow === 0
    ? `${flags}.`
    : `${flags}; hollow: ${tally(hollow)} at which the function does not bend.`;
}
