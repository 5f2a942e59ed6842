import { classOf, schemes, unitClasses } from './colours.js';
import type { Colours } from './colours.js';
import { bottomAxis, labelRoom, leftAxis } from './drawing/axes.js';
import { drawLegend, legendHeight, lineSample } from './drawing/legend.js';
import type { LegendItem } from './drawing/legend.js';
import { pieceValue, polylineOver, tracePolyline } from './drawing/paths.js';
import type { Pen, Rectangle } from './drawing/pen.js';
import { linearScale } from './drawing/scales.js';
import type { Scale } from './drawing/scales.js';
import { facingTriangle } from './drawing/symbols.js';
import { linearTicks, numberLabel } from './drawing/ticks.js';
import type { FunctionModel, Numbers, Overlay, OverlayKind, UnitRow } from './models.js';
import type { Size } from './stage.js';

/** Where things are in the function view. */
export interface FunctionLayout {
  readonly area: Rectangle;
  readonly x: Scale;
  readonly y: Scale;
}

const OVERLAYS: Readonly<
  Record<OverlayKind, { readonly name: string; readonly dash: readonly number[]; readonly width: number }>
> = {
  'linear-spline': { name: 'linear spline', dash: [2, 3], width: 1.6 },
  'natural-spline': { name: 'natural cubic spline', dash: [9, 4], width: 1.6 },
  'width-limit': { name: 'limit of infinite width', dash: [8, 3, 2, 3], width: 2 },
};

/** Where the picture of a model lies in a view of a size. */
export function functionLayout(model: FunctionModel, { width, height }: Size): FunctionLayout {
  const yTicks = linearTicks(model.box.y, height / 50);
  const left = labelRoom(yTicks, 30);
  const top = legendHeight(legendOf(model, schemes[model.scheme]), width - 16) + 30;
  const area = { left, top, width: Math.max(width - left - 12, 10), height: Math.max(height - top - 40, 10) };
  return {
    area,
    x: linearScale(model.box.x, area.left, area.left + area.width),
    y: linearScale(model.box.y, area.top + area.height, area.top),
  };
}

/** Paints the function view. */
export function paintFunction(pen: Pen, model: FunctionModel, size: Size, colours: Colours): void {
  const layout = functionLayout(model, size);
  const { area, x, y } = layout;
  const { box, labels = { x: 'x', y: 'y' } } = model;
  drawLegend(pen, legendOf(model, colours), 8, 4, size.width - 16, colours);
  leftAxis(pen, area, y, linearTicks(box.y, size.height / 50), labels.y, colours);
  bottomAxis(pen, area, x, linearTicks(box.x, area.width / 70), labels.x, colours);
  pen.clip(area, () => {
    paintData(pen, model, layout, colours);
    for (const overlay of model.overlays) paintOverlay(pen, overlay, layout, colours);
    if (model.pieces === null) return;
    const { x: knots, y: values } = polylineOver(model.pieces, box.x);
    pen.begin();
    tracePolyline(pen, knots.map(x.at), values.map(y.at), area);
    pen.stroke({ colour: colours.curve, width: 2.2 });
    if (model.units !== null) paintMarks(pen, model.units, model.pieces, model.chosenUnit, layout, colours);
  });
  if (model.units !== null) paintOutside(pen, model.units.breakpoints, model, area, colours);
}

/** The text alternative of the function view. */
export function functionWords({
  data,
  pieces,
  units,
  loss,
  overlays,
  box,
  chosenUnit,
}: FunctionModel): string {
  const inside = units === null ? 0 : countIn(units.breakpoints, box.x.low, box.x.high);
  return [
    `${data.x.length} data`,
    pieces === null ? 'no network yet' : `the network’s spline of ${pieces.knots.length + 1} pieces`,
    ...(units === null ? [] : [`${inside} of ${units.breakpoints.length} breakpoints in view`]),
    ...overlays.map(({ kind }) => OVERLAYS[kind].name),
    ...(loss === null ? [] : [`loss ${numberLabel(loss)}`]),
    ...(units === null || chosenUnit === null
      ? []
      : [`unit ${chosenUnit} bends at ${numberLabel(units.breakpoints[chosenUnit])}`]),
  ].join(', ');
}

function legendOf({ overlays, pieces, units }: FunctionModel, colours: Colours): LegendItem[] {
  const dot: LegendItem = {
    words: 'data',
    sample: (pen, x, y) => {
      pen.begin();
      pen.circle(x, y, 3.5);
      pen.fill(colours.softInk);
    },
  };
  return [
    dot,
    ...(pieces === null ? [] : [{ words: 'network', sample: lineSample(colours.curve, 2.2) }]),
    ...overlays.map(({ kind }) => ({
      words: OVERLAYS[kind].name,
      sample: lineSample(colours.overlays[kind], OVERLAYS[kind].width, OVERLAYS[kind].dash),
    })),
    ...(units === null
      ? []
      : unitClasses.map(({ orientation, outputSign, key, name }) => ({
          words: name,
          sample: (pen: Pen, x: number, y: number) => {
            pen.begin();
            facingTriangle(pen, x - 4 * orientation, y, orientation, 5);
            paintMark(pen, colours[key], outputSign < 0, colours.ground);
          },
        }))),
  ];
}

function paintData(
  pen: Pen,
  { data, chosenDatum }: FunctionModel,
  { x, y }: FunctionLayout,
  colours: Colours,
): void {
  const radius = data.x.length > 400 ? 2 : data.x.length > 60 ? 3 : 4.2;
  pen.begin();
  for (let n = 0; n < data.x.length; n++) pen.circle(x.at(data.x[n]), y.at(data.y[n]), radius);
  pen.fill(colours.softInk, 0.75);
  if (chosenDatum === null || chosenDatum >= data.x.length) return;
  pen.begin();
  pen.circle(x.at(data.x[chosenDatum]), y.at(data.y[chosenDatum]), radius + 3.5);
  pen.stroke({ colour: colours.accent, width: 2 });
}

function paintOverlay(pen: Pen, { kind, x, y }: Overlay, layout: FunctionLayout, colours: Colours): void {
  const { dash, width } = OVERLAYS[kind];
  pen.begin();
  tracePolyline(pen, Float64Array.from(x, layout.x.at), Float64Array.from(y, layout.y.at), layout.area);
  pen.stroke({ colour: colours.overlays[kind], width, dash });
}

function paintMark(pen: Pen, colour: string, isHollow: boolean, ground: string): void {
  if (isHollow) {
    pen.fill(ground, 0.85);
    pen.stroke({ colour, width: 1.2 });
  } else pen.fill(colour, 0.85);
}

/** The breakpoints as triangles on the curve; those of a class at once, the largest |μ| drawn largest. */
function paintMarks(
  pen: Pen,
  { breakpoints, deltaSlopes, orientations }: UnitRow,
  pieces: NonNullable<FunctionModel['pieces']>,
  chosenUnit: number | null,
  { area, x, y }: FunctionLayout,
  colours: Colours,
): void {
  const right = area.left + area.width;
  let steepest = 0;
  for (let i = 0; i < deltaSlopes.length; i++) steepest = Math.max(steepest, Math.abs(deltaSlopes[i]));
  // In a wide network the marks shrink: 48 or fewer are full size.
  const full = 6 * Math.max(0.45, Math.min(1, Math.sqrt(48 / breakpoints.length)));
  const sizeOf = (i: number): number =>
    full * (0.45 + 0.55 * Math.sqrt(steepest > 0 ? Math.abs(deltaSlopes[i]) / steepest : 1));
  const classes: number[][] = unitClasses.map(() => []);
  for (let i = 0; i < breakpoints.length; i++) {
    const at = x.at(breakpoints[i]);
    if (orientations[i] === 0 || !(at >= area.left && at <= right)) continue;
    classes[classOf(orientations[i], deltaSlopes[i])].push(i);
  }
  unitClasses.forEach(({ key, orientation, outputSign }, k) => {
    if (classes[k].length === 0) return;
    pen.begin();
    for (const i of classes[k]) {
      const height = y.at(pieceValue(pieces, breakpoints[i]));
      facingTriangle(pen, x.at(breakpoints[i]), height, orientation, sizeOf(i));
    }
    paintMark(pen, colours[key], outputSign < 0, colours.ground);
  });
  if (chosenUnit === null || !(chosenUnit < breakpoints.length)) return;
  const at = x.at(breakpoints[chosenUnit]);
  if (!(at >= area.left && at <= right)) return;
  pen.begin();
  pen.moveTo(at, area.top);
  pen.lineTo(at, area.top + area.height);
  pen.stroke({ colour: colours.accent, width: 1.2, dash: [3, 3] });
  pen.begin();
  pen.circle(at, y.at(pieceValue(pieces, breakpoints[chosenUnit])), 9);
  pen.stroke({ colour: colours.accent, width: 2 });
}

/** How many breakpoints lie beyond either side, in the lower corners. */
function paintOutside(
  pen: Pen,
  breakpoints: Numbers,
  { box }: FunctionModel,
  area: Rectangle,
  { softInk, ground }: Colours,
): void {
  const left = countIn(breakpoints, -Infinity, box.x.low, true);
  const right = countIn(breakpoints, box.x.high, Infinity, true);
  const look = { colour: softInk, size: 10, baseline: 'bottom', halo: ground } as const;
  const y = area.top + area.height - 4;
  if (left > 0) pen.text(`← ${left}`, area.left + 5, y, look);
  if (right > 0) pen.text(`${right} →`, area.left + area.width - 4, y, { ...look, align: 'end' });
}

function countIn(places: Numbers, low: number, high: number, isOpen = false): number {
  let count = 0;
  for (let i = 0; i < places.length; i++) {
    const place = places[i];
    if (isOpen ? place > low && place < high : place >= low && place <= high) count++;
  }
  return count;
}
