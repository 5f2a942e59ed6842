import { knotColumnWidth } from './breakpoint-layout.js';
import type { BreakpointLayout } from './breakpoint-layout.js';
import { classOf, unitClasses } from './colours.js';
import type { Colours } from './colours.js';
import { line } from './drawing/pen.js';
import type { Pen } from './drawing/pen.js';
import { linearScale } from './drawing/scales.js';
import { knotLooks, knotSymbol } from './drawing/symbols.js';
import { tracePolyline } from './drawing/paths.js';
import type { BreakpointModel, ClusterMark, DriveCurves, KnotColumn, Numbers } from './models.js';

/** Clusters as brackets beside the lines, each with its number of units where there is room. */
export function paintClusters(
  pen: Pen,
  clusters: readonly ClusterMark[],
  { clusters: column, y }: BreakpointLayout,
  colours: Colours,
): void {
  const bottom = column.top + column.height;
  let taken = -Infinity;
  [...clusters]
    .map((cluster) => ({ cluster, top: y.at(cluster.high), foot: y.at(cluster.low) }))
    .filter(({ top, foot }) => foot >= column.top && top <= bottom)
    .sort((a, b) => a.top + a.foot - b.top - b.foot)
    .forEach(({ cluster, top, foot }) => {
      const { orientation, outputSign, size, datum } = cluster;
      const middle = (top + foot) / 2;
      const reach = Math.max((foot - top) / 2, 3);
      const colour = colours[unitClasses[classOf(orientation, orientation * outputSign)].key];
      const x = column.left + (orientation > 0 ? 6 : 9);
      pen.begin();
      pen.moveTo(x - 3, middle - reach);
      pen.lineTo(x, middle - reach);
      pen.lineTo(x, middle + reach);
      pen.lineTo(x - 3, middle + reach);
      // One on a datum is drawn heavier, as its bar is.
      pen.stroke({ colour, width: datum === null ? 1.4 : 2.6 });
      if (middle < taken + 11) return;
      pen.text(String(size), column.left + 13, middle, { colour: colours.ink, size: 10 });
      taken = middle;
    });
}

/** What every datum is to the breakpoints of a class: a column a type, so that many data stay apart. */
export function paintKnots(
  pen: Pen,
  { types, orientation, outputSign }: KnotColumn,
  data: Numbers,
  { knots: column, y }: BreakpointLayout,
  colours: Colours,
): void {
  const { left, top, height, width } = column;
  const crowd = height / Math.max(data.length, 1);
  const size = Math.min(4, Math.max(2, crowd * 0.8));
  knotLooks.forEach(({ type, isHollow }, k) => {
    const x = left + (k + 0.5) * knotColumnWidth;
    line(pen, x, top, x, top + height, { colour: colours.shade, width: 1 });
    pen.begin();
    let count = 0;
    for (let n = 0; n < data.length; n++) {
      if (types[n] !== type) continue;
      count++;
      const at = y.at(data[n]);
      if (at >= top && at <= top + height) knotSymbol(pen, type, x, at, size, 'vertical');
    }
    if (isHollow) {
      pen.fill(colours.ground);
      pen.stroke({ colour: colours.knots[type], width: size < 3 ? 1 : 1.4 });
    } else pen.fill(colours.knots[type]);
    // Counts stand in two rows, so that those of neighbours do not meet.
    const row = top + height + 6 + (k % 2) * 10;
    pen.text(String(count), x, row, { colour: colours.softInk, size: 9, align: 'middle', baseline: 'top' });
  });
  const sign = outputSign > 0 ? 'v > 0' : outputSign < 0 ? 'v < 0' : 'v = 0';
  const words = `${orientation > 0 ? 'right' : 'left'}, ${sign}`;
  pen.text(words, left + width / 2, top - 11, { colour: colours.softInk, size: 10, align: 'middle' });
}

/** The drive ψ on right-facing breakpoints (solid) and on left-facing ones (dashed), as far from its zero line. */
export function paintDrive(
  pen: Pen,
  { beta, right, left }: DriveCurves,
  { drive: column, y }: BreakpointLayout,
  { range }: BreakpointModel,
  colours: Colours,
): void {
  let most = 0;
  for (let k = 0; k < beta.length; k++) {
    if (beta[k] < range.low || beta[k] > range.high) continue;
    most = Math.max(most, Math.abs(right[k]), Math.abs(left[k]));
  }
  const { left: start, top, width, height } = column;
  const x = linearScale({ low: -(most || 1), high: most || 1 }, start + 2, start + width - 2);
  const places = Float64Array.from(beta, y.at);
  line(pen, x.at(0), top, x.at(0), top + height, { colour: colours.softInk, width: 1 });
  const curves = [
    { values: right, colour: colours.rightUp, look: {} },
    { values: left, colour: colours.leftUp, look: { dash: [4, 2.5] } },
  ];
  for (const { values, colour, look } of curves) {
    pen.begin();
    tracePolyline(pen, Float64Array.from(values, x.at), places, column, 0);
    pen.stroke({ colour, width: 1.5, ...look });
  }
  pen.text('drive ψ', start + width / 2, top - 11, { colour: colours.softInk, size: 10, align: 'middle' });
  const row = { colour: colours.softInk, size: 10, baseline: 'top' } as const;
  pen.text('−', start + 4, top + height + 6, row);
  pen.text('0', x.at(0), top + height + 6, { ...row, align: 'middle' });
  pen.text('+', start + width - 4, top + height + 6, { ...row, align: 'end' });
}
