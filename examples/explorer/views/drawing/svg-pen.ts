import { fontFamily } from './pen.js';
import type { Pen } from './pen.js';

/** A pen that writes SVG, and what it has written. */
export interface SvgPen {
  readonly pen: Pen;
  /** The document so far. */
  readonly document: () => string;
}

/** How far below the place the baseline of the letters is, in their size. */
const DROP = { top: 0.8, middle: 0.35, bottom: -0.2 } as const;

/**
 * A pen that writes a standalone SVG document of `width` × `height` pixels, with the ground filled and `title` as its
 * text alternative.
 */
export function svgPen(width: number, height: number, ground: string, title: string): SvgPen {
  const body: string[] = [];
  let path = '';
  let clips = 0;
  const at = (x: number, y: number): string => `${number(x)} ${number(y)}`;
  const pen: Pen = {
    begin: () => {
      path = '';
    },
    moveTo: (x, y) => {
      path += `M${at(x, y)}`;
    },
    lineTo: (x, y) => {
      path += `L${at(x, y)}`;
    },
    quadTo: (controlX, controlY, x, y) => {
      path += `Q${at(controlX, controlY)} ${at(x, y)}`;
    },
    circle: (x, y, radius) => {
      const r = number(radius);
      path += `M${at(x + radius, y)}A${r} ${r} 0 1 1 ${at(x - radius, y)}A${r} ${r} 0 1 1 ${at(x + radius, y)}Z`;
    },
    close: () => {
      path += 'Z';
    },
    stroke: ({ colour, width: thickness, opacity = 1, dash, dashOffset = 0 }) => {
      if (path === '') return;
      body.push(
        `<path d="${path}" fill="none" stroke="${escaped(colour)}" stroke-width="${number(thickness)}" ` +
          `stroke-linejoin="round"${opacity < 1 ? ` stroke-opacity="${number(opacity)}"` : ''}` +
          (dash === undefined ? '' : ` stroke-dasharray="${dash.map(number).join(' ')}"`) +
          (dash === undefined || dashOffset === 0 ? '' : ` stroke-dashoffset="${number(dashOffset)}"`) +
          '/>',
      );
    },
    fill: (colour, opacity = 1) => {
      if (path === '') return;
      const part = opacity < 1 ? ` fill-opacity="${number(opacity)}"` : '';
      body.push(`<path d="${path}" fill="${escaped(colour)}"${part}/>`);
    },
    text: (words, x, y, { colour, size = 11, align = 'start', baseline = 'middle', bold, halo }) => {
      const rim =
        halo === undefined
          ? ''
          : ` stroke="${escaped(halo)}" stroke-width="3" stroke-linejoin="round" paint-order="stroke"`;
      body.push(
        `<text x="${number(x)}" y="${number(y + DROP[baseline] * size)}" font-size="${number(size)}" ` +
          `fill="${escaped(colour)}"${align === 'start' ? '' : ` text-anchor="${align}"`}` +
          `${bold === true ? ' font-weight="600"' : ''}${rim}>${escaped(words)}</text>`,
      );
    },
    clip: (area, inside) => {
      const name = `clip${clips++}`;
      const { left, top } = area;
      body.push(
        `<clipPath id="${name}"><rect x="${number(left)}" y="${number(top)}" ` +
          `width="${number(Math.max(area.width, 0))}" height="${number(Math.max(area.height, 0))}"/></clipPath>`,
        `<g clip-path="url(#${name})">`,
      );
      inside();
      body.push('</g>');
    },
  };
  return {
    pen,
    document: () =>
      [
        `<svg xmlns="http://www.w3.org/2000/svg" width="${number(width)}" height="${number(height)}" ` +
          `viewBox="0 0 ${number(width)} ${number(height)}" role="img" font-family="${escaped(fontFamily)}">`,
        `<title>${escaped(title)}</title>`,
        `<rect width="100%" height="100%" fill="${escaped(ground)}"/>`,
        ...body,
        '</svg>',
        '',
      ].join('\n'),
  };
}

/** A coordinate to a hundredth of a pixel, as short as can be. */
function number(value: number): string {
  return String(Math.round(value * 100) / 100 || 0);
}

function escaped(words: string): string {
  return words.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
