import type { Colours } from './colours.js';
import { bottomAxis } from './drawing/axes.js';
import { drawLegend, legendHeight, lineSample } from './drawing/legend.js';
import type { LegendItem } from './drawing/legend.js';
import { tracePolyline } from './drawing/paths.js';
import { block } from './drawing/pen.js';
import type { Pen } from './drawing/pen.js';
import { clamp, linearScale } from './drawing/scales.js';
import { linearTicks } from './drawing/ticks.js';
import { histogram } from './histogram.js';
import type { LawModel } from './models.js';
import type { Size } from './stage.js';

/** Paints the density of a breakpoint law over the histogram and the rug of the breakpoints there are. */
export function paintLaw(pen: Pen, model: LawModel, size: Size, colours: Colours): void {
  const { density, breakpoints, range, data = [] } = model;
  const items = legendOf(model, colours);
  const legend = legendHeight(items, size.width - 16);
  drawLegend(pen, items, 8, 4, size.width - 16, colours);
  const top = legend + 12;
  const area = {
    left: 12,
    top,
    width: Math.max(size.width - 24, 10),
    height: Math.max(size.height - top - 52, 10),
  };
  const { inside } = histogram(breakpoints, range, 1);
  const bins = clamp(Math.round(2 * Math.sqrt(inside)), 8, Math.floor(area.width / 6));
  const { densities, width, below, above } = histogram(breakpoints, range, bins);
  // A spike of the law or of a crowd must not flatten the other: the higher of both fills the picture, but a law
  // never more than two and a half times.
  const highest = Math.max(...densities, 0);
  let peak = 0;
  for (let k = 0; k < (density?.x.length ?? 0); k++) {
    const value = density?.y[k] ?? 0;
    if (Number.isFinite(value)) peak = Math.max(peak, value);
  }
  const ceiling = Math.max(Math.min(peak, highest > 0 ? 2.5 * highest : peak), highest) || 1;
  const x = linearScale(range, area.left, area.left + area.width);
  // Above it there is room for the counts of those out of view.
  const y = linearScale({ low: 0, high: ceiling * 1.2 }, area.top + area.height, area.top);
  pen.clip(area, () => {
    densities.forEach((value, k) => {
      if (value === 0) return;
      const left = x.at(range.low + k * width) + 0.5;
      const right = x.at(range.low + (k + 1) * width) - 0.5;
      block(
        pen,
        { left, top: y.at(value), width: right - left, height: y.at(0) - y.at(value) },
        colours.shade,
      );
      pen.begin();
      pen.moveTo(left, y.at(value));
      pen.lineTo(right, y.at(value));
      pen.stroke({ colour: colours.softInk, width: 1.2 });
    });
    if (density === null) return;
    pen.begin();
    tracePolyline(pen, Float64Array.from(density.x, x.at), Float64Array.from(density.y, y.at), area);
    pen.stroke({ colour: colours.accent, width: 2 });
  });
  const foot = area.top + area.height;
  const strokes = (
    places: ArrayLike<number>,
    from: number,
    to: number,
    colour: string,
    opacity: number,
  ): void => {
    pen.begin();
    for (let i = 0; i < places.length; i++) {
      if (!(places[i] >= range.low && places[i] <= range.high)) continue;
      pen.moveTo(x.at(places[i]), from);
      pen.lineTo(x.at(places[i]), to);
    }
    pen.stroke({ colour, width: 1, opacity });
  };
  strokes(breakpoints, foot + 1, foot + 9, colours.curve, breakpoints.length > 200 ? 0.45 : 0.8);
  strokes(data, foot + 10, foot + 14, colours.softInk, 0.8);
  bottomAxis(
    pen,
    { ...area, height: area.height + 14 },
    x,
    linearTicks(range, area.width / 70),
    `breakpoint β (${model.label ?? 'x'})`,
    colours,
  );
  const look = { colour: colours.softInk, size: 10, halo: colours.ground } as const;
  if (below > 0) pen.text(`← ${below}`, area.left + 2, area.top + 6, look);
  if (above > 0) pen.text(`${above} →`, area.left + area.width - 2, area.top + 6, { ...look, align: 'end' });
}

/** The text alternative of the law view. */
export function lawWords({ density, breakpoints, range, name }: LawModel): string {
  const { inside, below, above } = histogram(breakpoints, range, 1);
  return (
    `Breakpoint law of ${name}${density === null ? ', whose density is not known' : ''}; ` +
    `${inside} breakpoints in view, ${below} to the left, ${above} to the right`
  );
}

function legendOf({ density, name, data = [] }: LawModel, colours: Colours): LegendItem[] {
  const law = { words: `law: ${name}`, sample: lineSample(colours.accent, 2) };
  const bars: LegendItem = {
    words: 'breakpoints',
    sample: (pen, x, y) => {
      block(pen, { left: x - 8, top: y - 4, width: 16, height: 9 }, colours.shade);
      pen.begin();
      pen.moveTo(x - 8, y - 4);
      pen.lineTo(x + 8, y - 4);
      pen.stroke({ colour: colours.softInk, width: 1.2 });
    },
  };
  const ticks: LegendItem = {
    words: 'data',
    sample: (pen, x, y) => {
      pen.begin();
      for (const step of [-5, 0, 5]) {
        pen.moveTo(x + step, y - 2);
        pen.lineTo(x + step, y + 3);
      }
      pen.stroke({ colour: colours.softInk, width: 1, opacity: 0.8 });
    },
  };
  return [...(density === null ? [] : [law]), bars, ...(data.length === 0 ? [] : [ticks])];
}
