import type { Colours } from '../colours.js';
import { line, textWidth } from './pen.js';
import type { Pen, Rectangle } from './pen.js';
import type { Scale } from './scales.js';
import type { Tick } from './ticks.js';

/** The axis below a panel: its line, ticks and name. Labels that would touch the one before are left out. */
export function bottomAxis(
  pen: Pen,
  area: Rectangle,
  scale: Scale,
  ticks: readonly Tick[],
  name: string,
  { ink, softInk }: Colours,
): void {
  const y = area.top + area.height;
  const right = area.left + area.width;
  line(pen, area.left, y, right, y, { colour: softInk, width: 1 });
  let taken = -Infinity;
  for (const { value, label } of ticks) {
    const x = scale.at(value);
    if (!(x >= area.left - 0.5 && x <= right + 0.5)) continue;
    line(pen, x, y, x, y + 4, { colour: softInk, width: 1 });
    const half = textWidth(label) / 2;
    if (x - half < taken) continue;
    pen.text(label, x, y + 7, { colour: ink, align: 'middle', baseline: 'top' });
    taken = x + half + 4;
  }
  pen.text(name, right, y + 21, { colour: softInk, align: 'end', baseline: 'top' });
}

/** The axis left of a panel. Its name lies above it, to be read without turning the head. */
export function leftAxis(
  pen: Pen,
  area: Rectangle,
  scale: Scale,
  ticks: readonly Tick[],
  name: string,
  { ink, softInk }: Colours,
): void {
  const bottom = area.top + area.height;
  line(pen, area.left, area.top, area.left, bottom, { colour: softInk, width: 1 });
  let taken = Infinity;
  for (const { value, label } of ticks) {
    const y = scale.at(value);
    if (!(y >= area.top - 0.5 && y <= bottom + 0.5)) continue;
    line(pen, area.left - 4, y, area.left, y, { colour: softInk, width: 1 });
    if (y > taken - 12) continue;
    pen.text(label, area.left - 7, y, { colour: ink, align: 'end' });
    taken = y;
  }
  pen.text(name, area.left - 7, area.top - 11, { colour: softInk, align: 'start' });
}

/** Room for the labels of a left axis, in pixels. */
export function labelRoom(ticks: readonly Tick[], least = 24): number {
  return ticks.reduce((room, { label }) => Math.max(room, Math.ceil(textWidth(label)) + 9), least);
}
