import type { Colours } from './colours.js';
import { labelRoom } from './drawing/axes.js';
import { block, line, textWidth } from './drawing/pen.js';
import type { Pen, Rectangle } from './drawing/pen.js';
import { linearScale, logScale } from './drawing/scales.js';
import type { Scale } from './drawing/scales.js';
import { logTicks } from './drawing/ticks.js';
import type { Range, SpectrumModel } from './models.js';
import { paintNote } from './note.js';
import { magnitudes, signsOf } from './spectrum.js';
import type { Signs } from './spectrum.js';
import type { Size } from './stage.js';

/** Height of the band in which the zeros lie. */
const BAND = 22;

/** Height of the row of one cause. */
const ROW = 20;

/** From this width on the causes stand beside the spectrum, and not below it. */
const WIDE = 560;

type Causes = NonNullable<SpectrumModel['causes']>;

/** Paints the spectrum, or why there is none, and the causes of null directions. */
export function paintSpectrum(pen: Pen, model: SpectrumModel, size: Size, colours: Colours): void {
  const { eigenvalues, note } = model;
  const rows = rowsOf(model);
  const tall = rows.length === 0 ? 0 : rows.length * ROW + 36;
  const isWide = size.width >= WIDE;
  const spectrum: Rectangle =
    rows.length === 0
      ? { left: 0, top: 0, ...size }
      : isWide
        ? { left: 0, top: 0, width: size.width * 0.56, height: size.height }
        : { left: 0, top: 0, width: size.width, height: Math.max(size.height - tall, 60) };
  if (eigenvalues === null || eigenvalues.length === 0) {
    paintNote(pen, note ?? 'No Hessian spectrum yet.', spectrum, colours);
  } else paintEigenvalues(pen, signsOf(eigenvalues, model.zeroThreshold), spectrum, colours);
  const causesArea = isWide
    ? { left: spectrum.width + 8, top: 0, width: size.width - spectrum.width - 16, height: size.height }
    : { left: 8, top: spectrum.height, width: size.width - 16, height: tall };
  if (rows.length > 0) paintCauses(pen, rows, causesArea, colours);
}

/** The text alternative of the spectrum view. */
export function spectrumWords(model: SpectrumModel): string {
  const counted = rowsOf(model).map(({ cause, dimension }) => `${dimension} ${words(cause)}`);
  return spectrumSaid(model) + (counted.length === 0 ? '' : `; null directions: ${counted.join(', ')}`);
}

function spectrumSaid({ eigenvalues, zeroThreshold, note }: SpectrumModel): string {
  if (eigenvalues === null || eigenvalues.length === 0) return note ?? 'Hessian spectrum: none yet';
  const { positive, negative, zeros } = signsOf(eigenvalues, zeroThreshold);
  return `Hessian spectrum: ${positive.length} positive, ${zeros} zero, ${negative.length} negative eigenvalues`;
}

/** The causes that there are. */
function rowsOf({ causes }: SpectrumModel): Causes {
  return (causes ?? []).filter(({ dimension }) => dimension > 0);
}

/** Magnitude on two logarithmic scales, that of the positive ones upwards and that of the negative ones downwards. */
function paintEigenvalues(pen: Pen, signs: Signs, box: Rectangle, colours: Colours): void {
  const { positive, negative, zeros } = signs;
  const range = magnitudes(signs);
  const count = positive.length + zeros + negative.length;
  const ticks = range === null ? [] : logTicks(range, Math.max(2, box.height / 60));
  const left = box.left + labelRoom(ticks, 34) + 6;
  const area = {
    left,
    top: box.top + 28,
    width: box.width - (left - box.left) - 12,
    height: box.height - 50,
  };
  const x = linearScale({ low: 0, high: count + 1 }, area.left, area.left + area.width);
  // Each sign gets room for its decades; a sign that does not occur gets none.
  const half = (area.height - BAND) / (Number(positive.length > 0) + Number(negative.length > 0) || 1);
  const zeroTop = area.top + (positive.length > 0 ? half : 0);
  const zeroFoot = zeroTop + BAND;
  block(pen, { left: area.left, top: zeroTop, width: area.width, height: BAND }, colours.shade);
  pen.text('eigenvalues λ by rank', box.left + 8, box.top + 12, { colour: colours.softInk });
  line(pen, area.left, area.top, area.left, area.top + area.height, { colour: colours.softInk, width: 1 });
  const middle = zeroTop + BAND / 2;
  pen.text('0', area.left - 7, middle, { colour: colours.ink, align: 'end' });
  const radius = Math.min(4, Math.max(1.6, 220 / count));
  if (range !== null) {
    const up = logScale(range, zeroTop - 3, area.top + 4);
    const down = logScale(range, zeroFoot + 3, area.top + area.height - 4);
    paintSign(pen, positive, 1, { x, y: up, first: 1, area, range, radius }, colours);
    const first = count - negative.length + 1;
    paintSign(pen, negative, -1, { x, y: down, first, area, range, radius }, colours);
  }
  const start = x.at(positive.length + 0.5);
  const end = x.at(positive.length + zeros + 0.5);
  if (zeros > 0) {
    block(pen, { left: start, top: middle - 2, width: Math.max(end - start, 2), height: 4 }, colours.softInk);
  }
  const summary = `${positive.length} positive, ${zeros} zero, ${negative.length} negative`;
  pen.text(summary, area.left, area.top + area.height + 12, { colour: colours.ink, bold: true });
}

interface SignPlace {
  readonly x: Scale;
  readonly y: Scale;
  readonly first: number;
  readonly area: Rectangle;
  readonly range: Range;
  readonly radius: number;
}

function paintSign(
  pen: Pen,
  values: Float64Array,
  sign: 1 | -1,
  { x, y, first, area, range, radius }: SignPlace,
  colours: Colours,
): void {
  if (values.length === 0) return;
  for (const { value, label } of logTicks(range, Math.max(2, area.height / 60))) {
    const at = y.at(value);
    line(pen, area.left - 4, at, area.left, at, { colour: colours.softInk, width: 1 });
    const look = { colour: colours.ink, align: 'end' } as const;
    pen.text(sign > 0 ? label : `−${label}`, area.left - 7, at, look);
  }
  pen.begin();
  values.forEach((value, k) => {
    const px = x.at(first + k);
    const py = y.at(Math.abs(value));
    if (sign > 0) pen.circle(px, py, radius);
    else {
      pen.moveTo(px - radius, py - radius);
      pen.lineTo(px + radius, py - radius);
      pen.lineTo(px, py + radius);
      pen.close();
    }
  });
  pen.fill(sign > 0 ? colours.rightUp : colours.leftUp);
}

/** Null directions by cause: bars, filled as far as they are null for the whole Hessian too. */
function paintCauses(pen: Pen, rows: Causes, { left, top, width }: Rectangle, colours: Colours): void {
  const names = rows.map(({ cause }) => words(cause));
  const room = Math.min(Math.max(...names.map((name) => textWidth(name, 10.5))) + 8, width * 0.6);
  const most = Math.max(...rows.map(({ dimension }) => dimension));
  const x = linearScale({ low: 0, high: most }, left + room, left + width - 52);
  pen.text('null directions by cause (filled: flat for the Hessian)', left, top + 12, {
    colour: colours.softInk,
    size: 10.5,
  });
  rows.forEach(({ dimension, nullForHessian }, k) => {
    const y = top + 28 + k * ROW;
    pen.text(names[k], left + room - 8, y + 6, { colour: colours.ink, size: 10.5, align: 'end' });
    const frame = { left: x.at(0), top: y, width: x.at(dimension) - x.at(0), height: 12 };
    block(pen, frame, colours.shade);
    block(pen, { ...frame, width: x.at(nullForHessian) - x.at(0) }, colours.softInk);
    const figures = nullForHessian === 0 ? String(dimension) : `${dimension} (${nullForHessian})`;
    pen.text(figures, x.at(dimension) + 5, y + 6, { colour: colours.ink, size: 10.5 });
  });
}

function words(cause: string): string {
  return cause.replace(/-/g, ' ');
}
