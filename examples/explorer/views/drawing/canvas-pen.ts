import { fontFamily } from './pen.js';
import type { Pen } from './pen.js';

const ALIGN = { start: 'left', middle: 'center', end: 'right' } as const;

/** A pen that draws on a canvas, in the pixels of CSS. */
export function canvasPen(context: CanvasRenderingContext2D): Pen {
  const withOpacity = (opacity: number, action: () => void): void => {
    context.globalAlpha = opacity;
    action();
    context.globalAlpha = 1;
  };
  return {
    begin: () => {
      context.beginPath();
    },
    moveTo: (x, y) => {
      context.moveTo(x, y);
    },
    lineTo: (x, y) => {
      context.lineTo(x, y);
    },
    quadTo: (controlX, controlY, x, y) => {
      context.quadraticCurveTo(controlX, controlY, x, y);
    },
    circle: (x, y, radius) => {
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, 2 * Math.PI);
    },
    close: () => {
      context.closePath();
    },
    stroke: ({ colour, width, opacity = 1, dash, dashOffset = 0 }) => {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.lineJoin = 'round';
      context.setLineDash(dash === undefined ? [] : [...dash]);
      context.lineDashOffset = dashOffset;
      withOpacity(opacity, () => {
        context.stroke();
      });
    },
    fill: (colour, opacity = 1) => {
      context.fillStyle = colour;
      withOpacity(opacity, () => {
        context.fill();
      });
    },
    text: (words, x, y, { colour, size = 11, align = 'start', baseline = 'middle', bold, halo }) => {
      context.font = `${bold === true ? '600 ' : ''}${size}px ${fontFamily}`;
      context.textAlign = ALIGN[align];
      context.textBaseline = baseline;
      if (halo !== undefined) {
        context.strokeStyle = halo;
        context.lineWidth = 3;
        context.lineJoin = 'round';
        context.setLineDash([]);
        context.strokeText(words, x, y);
      }
      context.fillStyle = colour;
      context.fillText(words, x, y);
    },
    clip: ({ left, top, width, height }, inside) => {
      context.save();
      context.beginPath();
      context.rect(left, top, width, height);
      context.clip();
      inside();
      context.restore();
    },
  };
}
