import type { Colours } from './colours.js';
import { bottomAxis, labelRoom, leftAxis } from './drawing/axes.js';
import { line, textWidth } from './drawing/pen.js';
import type { Pen, Rectangle } from './drawing/pen.js';
import { linearScale } from './drawing/scales.js';
import type { Scale } from './drawing/scales.js';
import { knotLooks, knotSymbol } from './drawing/symbols.js';
import { linearTicks, numberLabel } from './drawing/ticks.js';
import { lossesOf, slicePieces } from './slice-curve.js';
import type { Slice } from './slice-curve.js';
import type { SliceModel } from './models.js';
import { paintNote } from './note.js';
import type { Size } from './stage.js';
import { widened } from './windows.js';

/** Height of the row of one knot type. */
const ROW = 13;

/** Paints the loss along the breakpoint of one unit. */
export function paintSlice(pen: Pen, model: SliceModel, size: Size, colours: Colours): void {
  const { slice, range } = model;
  if (slice === null) {
    paintNote(pen, 'Choose a unit to see the loss along its breakpoint.', size, colours);
    return;
  }
  const parabolas = slicePieces(slice, range);
  const drawn = lossesOf(parabolas) ?? { low: slice.minimum.loss, high: slice.loss };
  const heights = widened(
    { low: Math.min(drawn.low, slice.minimum.loss), high: Math.max(drawn.high, slice.loss) },
    0.06,
  );
  const yTicks = linearTicks(heights, size.height / 50);
  const left = labelRoom(yTicks, 30);
  const rows = slice.types === null ? 0 : knotLooks.length * ROW + 8;
  const right = slice.types === null ? 12 : 96;
  const area = {
    left,
    top: 46,
    width: Math.max(size.width - left - right, 10),
    height: Math.max(size.height - 46 - 40 - rows, 10),
  };
  const x = linearScale(range, area.left, area.left + area.width);
  const y = linearScale(heights, area.top + area.height, area.top);
  leftAxis(pen, { ...area, top: area.top - 18 }, y, [], `loss, unit ${slice.unit} moved alone`, colours);
  leftAxis(pen, area, y, yTicks, '', colours);
  pen.clip({ ...area, top: area.top - 18, height: area.height + 18 }, () => {
    pen.begin();
    parabolas.forEach((piece, k) => {
      if (k === 0) pen.moveTo(x.at(piece.from), y.at(piece.fromLoss));
      pen.quadTo(x.at(piece.control), y.at(piece.controlLoss), x.at(piece.to), y.at(piece.toLoss));
    });
    pen.stroke({ colour: colours.curve, width: 1.8 });
    if (slice.types !== null) paintTurns(pen, slice, slice.types, x, y, colours);
  });
  paintLandmarks(pen, slice, area, x, y, colours);
  const below = { ...area, height: area.height + rows };
  if (slice.types !== null) paintRows(pen, slice, slice.types, area, x, colours);
  const name = `breakpoint β (${model.label ?? 'x'})`;
  bottomAxis(pen, below, x, linearTicks(range, area.width / 70), name, colours);
}

/** The text alternative of the slice view. */
export function sliceWords({ slice }: SliceModel): string {
  if (slice === null) return 'Loss along one breakpoint: no unit chosen';
  const { unit, breakpoint, loss, minimum, types } = slice;
  const counts =
    types === null
      ? []
      : knotLooks.map(({ type, name }) => `${types.filter((each) => each === type).length} ${name}`);
  return [
    `Loss along the breakpoint of unit ${unit}: ${numberLabel(loss)} at ${numberLabel(breakpoint)}, where it is`,
    `least ${numberLabel(minimum.loss)} at ${numberLabel(minimum.breakpoint)}`,
    ...counts,
  ].join(', ');
}

/** Attractors and repellers on the curve, where the loss turns. */
function paintTurns(
  pen: Pen,
  { knots, lossAtKnots }: Slice,
  types: readonly string[],
  x: Scale,
  y: Scale,
  colours: Colours,
): void {
  for (const { type, isHollow } of knotLooks.slice(0, 2)) {
    pen.begin();
    for (let n = 0; n < knots.length; n++) {
      if (types[n] === type) knotSymbol(pen, type, x.at(knots[n]), y.at(lossAtKnots[n]), 4.5, 'horizontal');
    }
    if (isHollow) {
      pen.fill(colours.ground);
      pen.stroke({ colour: colours.knots[type], width: 1.6 });
    } else {
      pen.fill(colours.knots[type]);
      pen.stroke({ colour: colours.ground, width: 0.6 });
    }
  }
}

/** The knots again, a row a type, each row with its name and count. */
function paintRows(
  pen: Pen,
  { knots }: Slice,
  types: readonly string[],
  area: Rectangle,
  x: Scale,
  colours: Colours,
): void {
  const right = area.left + area.width;
  knotLooks.forEach(({ type, name, isHollow }, row) => {
    const at = area.top + area.height + 8 + (row + 0.5) * ROW;
    line(pen, area.left, at, right, at, { colour: colours.shade, width: 1 });
    pen.begin();
    let count = 0;
    for (let n = 0; n < knots.length; n++) {
      if (types[n] !== type) continue;
      count++;
      const place = x.at(knots[n]);
      if (place >= area.left && place <= right) knotSymbol(pen, type, place, at, 3.5, 'horizontal');
    }
    if (isHollow) {
      pen.fill(colours.ground);
      pen.stroke({ colour: colours.knots[type], width: 1.3 });
    } else pen.fill(colours.knots[type]);
    pen.text(`${count} ${name}`, right + 10, at, { colour: colours.ink, size: 10.5 });
  });
}

/** The present breakpoint and the minimum, named above the curve. */
function paintLandmarks(
  pen: Pen,
  { breakpoint, loss, minimum }: Slice,
  area: Rectangle,
  x: Scale,
  y: Scale,
  colours: Colours,
): void {
  const right = area.left + area.width;
  const marks = [
    { at: x.at(breakpoint), height: y.at(loss), words: `now ${numberLabel(loss)}`, colour: colours.accent },
    {
      at: x.at(minimum.breakpoint),
      height: y.at(minimum.loss),
      words: `least ${numberLabel(minimum.loss)}`,
      colour: colours.softInk,
    },
  ];
  marks.forEach(({ at, height, words, colour }, row) => {
    if (!(at >= area.left - 1 && at <= right + 1)) return;
    const top = area.top - 6 + 14 * row - 6;
    line(pen, at, top, at, height, { colour, width: 1, dash: [3, 3] });
    pen.begin();
    pen.circle(at, height, 7);
    pen.stroke({ colour, width: 2 });
    const isLeft = at + 6 + textWidth(words) <= right;
    pen.text(words, isLeft ? at + 6 : at - 6, top + 3, {
      colour: colours.ink,
      align: isLeft ? 'start' : 'end',
      bold: row === 0,
      halo: colours.ground,
    });
  });
}
