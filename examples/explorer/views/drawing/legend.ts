import type { Colours } from '../colours.js';
import { textWidth } from './pen.js';
import type { Pen } from './pen.js';

/** One entry of a legend: a sample and its words. */
export interface LegendItem {
  readonly words: string;
  /** Draws the sample around (x, y), up to 10 pixels to each side. */
  readonly sample: (pen: Pen, x: number, y: number) => void;
}

const ROW = 17;
const SAMPLE = 24;
const GAP = 14;

/** Rows of items that fit `width`; each item with its left end. */
function rowsOf(items: readonly LegendItem[], width: number): { item: LegendItem; x: number; row: number }[] {
  let x = 0;
  let row = 0;
  return items.map((item) => {
    const wide = SAMPLE + textWidth(item.words);
    if (x > 0 && x + wide > width) {
      x = 0;
      row++;
    }
    const placed = { item, x, row };
    x += wide + GAP;
    return placed;
  });
}

/** How high the legend is, in pixels. */
export function legendHeight(items: readonly LegendItem[], width: number): number {
  const rows = rowsOf(items, width);
  return rows.length === 0 ? 0 : (rows[rows.length - 1].row + 1) * ROW;
}

/** Draws a legend with its upper left corner at (left, top). */
export function drawLegend(
  pen: Pen,
  items: readonly LegendItem[],
  left: number,
  top: number,
  width: number,
  { ink }: Colours,
): void {
  for (const { item, x, row } of rowsOf(items, width)) {
    const y = top + row * ROW + ROW / 2;
    item.sample(pen, left + x + 10, y);
    pen.text(item.words, left + x + SAMPLE, y, { colour: ink });
  }
}

/** A sample that is a piece of line. */
export function lineSample(
  colour: string,
  width: number,
  dash?: readonly number[],
): (pen: Pen, x: number, y: number) => void {
  return (pen, x, y) => {
    pen.begin();
    pen.moveTo(x - 10, y);
    pen.lineTo(x + 10, y);
    pen.stroke({ colour, width, ...(dash === undefined ? {} : { dash }) });
  };
}
