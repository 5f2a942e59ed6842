import type { KnotTypeName } from '../models.js';
import type { Pen } from './pen.js';

/** A triangle that points left (−1) or right (+1), its flat side on the place: it hangs on the side that it faces. */
export function facingTriangle(pen: Pen, x: number, y: number, facing: number, size: number): void {
  pen.moveTo(x, y - size);
  pen.lineTo(x + 1.7 * size * Math.sign(facing), y);
  pen.lineTo(x, y + size);
  pen.close();
}

/** How the symbol of a knot type is drawn. */
export interface KnotLook {
  readonly type: KnotTypeName;
  /** Its name beside a horizontal axis of breakpoints, and beside a vertical one. */
  readonly name: string;
  readonly verticalName: string;
  /** Hollow symbols are stroked, the others filled. */
  readonly isHollow: boolean;
}

/** The knot types in the order of columns, rows and legends. */
export const knotLooks: readonly KnotLook[] = [
  { type: 'attractor', name: 'attractor', verticalName: 'attractor', isHollow: false },
  { type: 'repeller', name: 'repeller', verticalName: 'repeller', isHollow: true },
  { type: 'passthrough-left', name: 'passes left', verticalName: 'passes down', isHollow: false },
  { type: 'passthrough-right', name: 'passes right', verticalName: 'passes up', isHollow: false },
  { type: 'degenerate', name: 'degenerate', verticalName: 'degenerate', isHollow: true },
];

/**
 * The path of a knot's symbol: attractors are diamonds, filled; repellers diamonds, hollow; where breakpoints pass,
 * a triangle points the way, `along` a horizontal or a vertical axis of breakpoints; degenerate knots are rings.
 */
export function knotSymbol(
  pen: Pen,
  type: KnotTypeName,
  x: number,
  y: number,
  size: number,
  along: 'horizontal' | 'vertical',
): void {
  if (type === 'degenerate') {
    pen.circle(x, y, 0.6 * size);
    return;
  }
  if (type === 'attractor' || type === 'repeller') {
    pen.moveTo(x, y - size);
    pen.lineTo(x + size, y);
    pen.lineTo(x, y + size);
    pen.lineTo(x - size, y);
    pen.close();
    return;
  }
  // Larger x lies to the right, or upwards.
  const way = type === 'passthrough-right' ? 1 : -1;
  const [dx, dy] = along === 'horizontal' ? [way * size, 0] : [0, -way * size];
  pen.moveTo(x + dx, y + dy);
  pen.lineTo(x - dx - dy, y - dy + dx);
  pen.lineTo(x - dx + dy, y - dy - dx);
  pen.close();
}
