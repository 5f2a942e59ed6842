import { axisFormat, domain } from './axes.js';
import type { Interval } from './axes.js';
import { textScale } from './figure-size.js';
import type { FigureSize } from './figure-size.js';
import { category, inline, quantity } from './spec.js';
import type { JsonObject } from './spec.js';
import { figureWidth, ink, palette, softInk } from './theme.js';

/** What a knot of a slice is to the breakpoint that comes to it (theory 5.1). */
export type SliceKnotType =
  'attractor' | 'repeller' | 'passthrough-left' | 'passthrough-right' | 'degenerate';

/** A knot as a row of the figure's data. */
export interface KnotRow extends JsonObject {
  readonly breakpoint: number;
  readonly loss: number;
  readonly type: SliceKnotType;
}

/** The present breakpoint or the minimum: a place on the curve with words beside it. */
export interface Landmark extends JsonObject {
  readonly breakpoint: number;
  readonly loss: number;
  readonly label: string;
}

/** What the panels show. */
export interface ShownSlice {
  readonly window: Interval;
  readonly heights: Interval;
  readonly curve: readonly { readonly breakpoint: number; readonly loss: number }[];
  readonly knots: readonly KnotRow[];
  readonly landmarks: readonly Landmark[];
}

interface Titles {
  readonly breakpoint: string;
  readonly loss: string;
}

/**
 * How each type looks, in the order of the rows. The shapes are what they say: a valley, a peak, a way on.
 */
export const knotLooks: readonly {
  readonly type: SliceKnotType;
  readonly colour: string;
  readonly shape: string;
  /** Whether the loss has a kinked minimum or maximum there. */
  readonly isTurn: boolean;
}[] = [
  { type: 'attractor', colour: palette.blue, shape: 'triangle-down', isTurn: true },
  { type: 'repeller', colour: palette.vermillion, shape: 'triangle-up', isTurn: true },
  { type: 'passthrough-left', colour: palette.skyBlue, shape: 'triangle-left', isTurn: false },
  { type: 'passthrough-right', colour: palette.orange, shape: 'triangle-right', isTurn: false },
  { type: 'degenerate', colour: palette.grey, shape: 'circle', isTurn: false },
];

/** The curve with its knots and landmarks. */
export function curvePanel(
  slice: ShownSlice,
  titles: Titles,
  isAlone: boolean,
  size: FigureSize,
): JsonObject {
  const { window, heights, curve, knots, landmarks } = slice;
  const x = breakpointAxis(window, titles, isAlone);
  const y = quantity('loss', {
    title: titles.loss,
    scale: { domain: domain(heights), nice: false, zero: false },
    axis: axisFormat(heights),
  });
  const tooltip = [
    quantity('breakpoint', { title: 'breakpoint β' }),
    quantity('loss', { title: titles.loss }),
    category('type'),
  ];
  const marks = knotLooks.map(({ type, colour, shape, isTurn }) => ({
    isTurn,
    layer: {
      data: inline(knots.filter((knot) => knot.type === type)),
      mark: {
        type: 'point',
        shape,
        color: colour,
        filled: true,
        opacity: 1,
        ...(isTurn ? { size: 75, stroke: '#FFFFFF', strokeWidth: 0.6 } : { size: 28 }),
      },
      encoding: { x, y, tooltip },
    },
  }));
  const labels = inRows(landmarks, window, size).flatMap(({ landmark, runsRight }, row) => {
    const height = (6 + 15 * row) * textScale(size);
    const data = inline([landmark]);
    return [
      {
        data,
        mark: { type: 'rule', color: softInk, strokeWidth: 0.8 },
        encoding: { x, y, y2: { value: height } },
      },
      {
        data,
        mark: {
          type: 'text',
          align: runsRight ? 'left' : 'right',
          dx: runsRight ? 5 : -5,
          baseline: 'middle',
        },
        encoding: { x, y: { value: height }, text: { field: 'label' } },
      },
    ];
  });
  const rings = {
    data: inline(landmarks),
    mark: { type: 'point', filled: false, stroke: ink, strokeWidth: 1.6, size: 180, opacity: 1 },
    encoding: { x, y, tooltip: tooltip.slice(0, 2) },
  };
  return {
    width: figureWidth,
    height: 300,
    layer: [
      // A line over the many, which it must not lose; the few turning points over the line.
      ...marks.filter(({ isTurn }) => !isTurn).map(({ layer }) => layer),
      { data: inline(curve), mark: { type: 'line', color: ink, strokeWidth: 1.4 }, encoding: { x, y } },
      ...labels,
      ...marks.filter(({ isTurn }) => isTurn).map(({ layer }) => layer),
      rings,
    ],
  };
}

/** A landmark with the side that its words run to. */
interface PlacedLandmark {
  readonly landmark: Landmark;
  readonly runsRight: boolean;
}

/** About the width of a character at the default size, in pixels. */
const CHARACTER = 6;

/**
 * The landmarks from top to bottom, a row each. A rule ends at the row of its own words, so it can only run through words
 * of lower rows: of two whose words run the same way, the one that they run away from is on top. Words run towards the
 * wider side; where those of two would reach the rule of the other, both to where there is room.
 */
function inRows(
  landmarks: readonly Landmark[],
  { low, high }: Interval,
  size: FigureSize,
): readonly PlacedLandmark[] {
  const placed = [...landmarks]
    .sort((one, other) => one.breakpoint - other.breakpoint)
    .map((landmark) => ({ landmark, runsRight: landmark.breakpoint - low < high - landmark.breakpoint }));
  if (placed.length < 2) return placed;
  const [left, right] = placed;
  const perPixel = (high - low) / (size.width ?? figureWidth);
  const reach = ({ label }: Landmark): number => label.length * CHARACTER * textScale(size) * perPixel;
  const gap = right.landmark.breakpoint - left.landmark.breakpoint;
  const meet = gap < Math.max(reach(left.landmark), reach(right.landmark));
  const hasRoom = right.landmark.breakpoint + reach(right.landmark) <= high;
  const goRight = left.runsRight && (right.runsRight || (meet && hasRoom));
  const goLeft = !goRight && !right.runsRight && (!left.runsRight || meet);
  if (goRight) return placed.map(({ landmark }) => ({ landmark, runsRight: true }));
  if (goLeft) return placed.reverse().map(({ landmark }) => ({ landmark, runsRight: false }));
  return placed;
}

/** The knots again, one row a type, each with its count: the legend and the marginal of the curve in one. */
export function typePanel({ window, knots }: ShownSlice, titles: Titles): JsonObject {
  const rows = knotLooks.map(({ type, colour }) => {
    const members = knots.filter((knot) => knot.type === type);
    return { type, colour, members, label: `${type} (${members.length})` };
  });
  return {
    width: figureWidth,
    height: 18 * rows.length,
    layer: rows.map(({ members, label, colour }) => ({
      data: inline(members.map((knot) => ({ ...knot, row: label }))),
      mark: { type: 'tick', color: colour, thickness: 1.5, size: 12, opacity: 1 },
      encoding: {
        x: breakpointAxis(window, titles, true),
        y: category('row', {
          title: null,
          scale: { domain: rows.map((row) => row.label) },
          axis: { orient: 'right', domain: false, ticks: false, labelPadding: 8, labelLimit: 0 },
        }),
        tooltip: [
          quantity('breakpoint', { title: 'datum' }),
          quantity('loss', { title: titles.loss }),
          category('type'),
        ],
      },
    })),
  };
}

function breakpointAxis(window: Interval, titles: Titles, hasAxis: boolean): JsonObject {
  return quantity('breakpoint', {
    title: hasAxis ? `breakpoint β: ${titles.breakpoint}` : null,
    scale: { domain: domain(window), nice: false, zero: false },
    axis: hasAxis ? axisFormat(window) : null,
  });
}
