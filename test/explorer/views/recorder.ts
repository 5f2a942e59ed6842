import type { Pen } from '../../../examples/explorer/views/drawing/pen.js';

/** A pen that remembers what it is told, as words. */
export function recordingPen(): { pen: Pen; said: string[] } {
  const said: string[] = [];
  const say =
    (name: string) =>
    (...values: readonly unknown[]): void => {
      said.push([name, ...values.filter((value) => typeof value !== 'object')].join(' '));
    };
  return {
    said,
    pen: {
      begin: say('begin'),
      moveTo: say('move'),
      lineTo: say('line'),
      quadTo: say('quad'),
      circle: say('circle'),
      close: say('close'),
      stroke: say('stroke'),
      fill: say('fill'),
      text: say('text'),
      clip: (_area, inside) => {
        inside();
      },
    },
  };
}
