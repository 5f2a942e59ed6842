/** How a path is stroked. */
export interface StrokeLook {
  readonly colour: string;
  readonly width: number;
  /** Default 1. */
  readonly opacity?: number;
  /** Lengths of strokes and gaps. Default solid. */
  readonly dash?: readonly number[];
  /** Where in the dash each part of the path begins. Default 0. */
  readonly dashOffset?: number;
}

/** How words are set. */
export interface TextLook {
  readonly colour: string;
  /** In pixels. Default 11. */
  readonly size?: number;
  /** Which end of the words stands at the place. Default `start`. */
  readonly align?: 'start' | 'middle' | 'end';
  /** Default `middle`. */
  readonly baseline?: 'top' | 'middle' | 'bottom';
  readonly bold?: boolean;
  /** A rim of this colour, so that words over lines stay legible. */
  readonly halo?: string;
}

/** A rectangle in pixels. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * What pictures are drawn with, on a canvas or into SVG: so every picture is written once.
 *
 * A path is what was said since `begin`; it can be filled and stroked, any number of times.
 */
export interface Pen {
  readonly begin: () => void;
  readonly moveTo: (x: number, y: number) => void;
  readonly lineTo: (x: number, y: number) => void;
  /** A quadratic Bézier curve from where the pen is. */
  readonly quadTo: (controlX: number, controlY: number, x: number, y: number) => void;
  readonly circle: (x: number, y: number, radius: number) => void;
  readonly close: () => void;
  readonly stroke: (look: StrokeLook) => void;
  readonly fill: (colour: string, opacity?: number) => void;
  readonly text: (words: string, x: number, y: number, look: TextLook) => void;
  /** Draws what `inside` draws, cut to a rectangle. */
  readonly clip: (area: Rectangle, inside: () => void) => void;
}

/** The letters of all views. */
export const fontFamily = 'system-ui, "Helvetica Neue", Helvetica, Arial, sans-serif';

/** A straight line. */
export function line(pen: Pen, x1: number, y1: number, x2: number, y2: number, look: StrokeLook): void {
  pen.begin();
  pen.moveTo(x1, y1);
  pen.lineTo(x2, y2);
  pen.stroke(look);
}

/** A filled rectangle. */
export function block(
  pen: Pen,
  { left, top, width, height }: Rectangle,
  colour: string,
  opacity?: number,
): void {
  pen.begin();
  pen.moveTo(left, top);
  pen.lineTo(left + width, top);
  pen.lineTo(left + width, top + height);
  pen.lineTo(left, top + height);
  pen.close();
  pen.fill(colour, opacity);
}

/**
 * About how wide words are, in pixels: the same in every browser and in SVG, where nothing can be measured. Wider
 * than most letters, so that what is set beside them never meets them.
 */
export function textWidth(words: string, size = 11): number {
  let ems = 0;
  for (const letter of words) {
    if ("iljtfrI.,:;|!'() ".includes(letter)) ems += 0.32;
    else if ('mwMW→←×'.includes(letter)) ems += 0.9;
    else if (letter >= 'A' && letter <= 'Z') ems += 0.7;
    else ems += 0.58;
  }
  return ems * size;
}
