import { describe, expect, it } from 'vitest';
import { ShapeError, bdso, toPiecewiseLinear } from 'relu-splines';
import { splineFigure } from 'relu-splines/plot';
import type { SplineFigureInput } from 'relu-splines/plot';

const ones = [1, 1, 1, 1, 1, 1];
const pieces = toPiecewiseLinear(
  bdso({ breakpoints: [-9, 0, 0.001, 1, 20, 30], deltaSlopes: ones, orientations: ones }),
);

describe('splineFigure refuses', () => {
  const huge = { knots: [], slopes: [0], intercepts: [0] };
  const cases: readonly [string, SplineFigureInput, new (...args: never[]) => Error, string][] = [
    [
      'a NaN knot',
      { pieces: { ...pieces, knots: [0, NaN, 1, 2, 3, 4] } },
      RangeError,
      'splineFigure: pieces.knots[1] must be finite, got NaN',
    ],
    [
      'too few slopes',
      { pieces: { ...pieces, slopes: [1] } },
      ShapeError,
      'splineFigure: pieces.slopes must have one entry more than pieces.knots, 7, got 1',
    ],
    [
      'too many intercepts',
      { pieces: { knots: [], slopes: [1], intercepts: [1, 2] } },
      ShapeError,
      'splineFigure: pieces.intercepts must have one entry more than pieces.knots, 1, got 2',
    ],
    [
      'knots that fall',
      { pieces: { knots: [1, 0], slopes: [0, 0, 0], intercepts: [0, 0, 0] } },
      RangeError,
      'splineFigure: pieces.knots must increase, got 1 and 0 at 0 and 1',
    ],
    [
      'an infinite datum',
      { pieces, data: { x: [1], y: [Infinity] } },
      RangeError,
      'splineFigure: data.y[0] must be finite, got Infinity',
    ],
    [
      'data of two lengths',
      { pieces, data: { x: [1], y: [] } },
      ShapeError,
      'splineFigure: data.y must have the length of data.x, 1, got 0',
    ],
    [
      'neither data nor knots',
      { pieces: huge },
      RangeError,
      'splineFigure: window must be given where there are neither data nor knots',
    ],
    [
      'data as wide as the double range',
      { pieces: huge, data: { x: [-1e308, 1e308], y: [0, 0] } },
      RangeError,
      'splineFigure: the x axis must span a finite range, got -Infinity to Infinity',
    ],
    [
      'values as wide as the double range',
      { pieces: huge, data: { x: [0, 1], y: [-1e308, 1e308] } },
      RangeError,
      'splineFigure: the y axis must span a finite range, got -Infinity to Infinity',
    ],
    [
      'a function that overflows',
      { pieces: { knots: [], slopes: [1e308], intercepts: [0] }, window: { low: 0, high: 9 } },
      RangeError,
      'splineFigure: pieces must be finite in the window, got Infinity at 9',
    ],
    [
      'a window that runs backwards',
      { pieces, window: { low: 1, high: 0 } },
      RangeError,
      'splineFigure: window must have a width, got 1 to 0',
    ],
    [
      'a NaN window',
      { pieces, window: { low: NaN, high: 0 } },
      RangeError,
      'splineFigure: window.low must be finite, got NaN',
    ],
    [
      'delta-slopes alone',
      { pieces, deltaSlopes: [1] },
      TypeError,
      'splineFigure: deltaSlopes needs breakpoints, got none',
    ],
    [
      'too few delta-slopes',
      { pieces, breakpoints: [1, 2], deltaSlopes: [1] },
      ShapeError,
      'splineFigure: deltaSlopes must have the length of breakpoints, 2, got 1',
    ],
    [
      'an orientation of 0',
      { pieces, breakpoints: [1], orientations: [0] },
      RangeError,
      'splineFigure: orientations[0] must be 1 or -1, got 0',
    ],
    [
      'too few stuck flags',
      { pieces, breakpoints: [1], stuck: [] },
      ShapeError,
      'splineFigure: stuck must have the length of breakpoints, 1, got 0',
    ],
    [
      'a word for stuck flags',
      { pieces, breakpoints: [1], stuck: 'all' as unknown as boolean[] },
      TypeError,
      'splineFigure: stuck must be an array of booleans, got "all"',
    ],
    [
      'a number as a stuck flag',
      { pieces, breakpoints: [1], stuck: [1 as unknown as boolean] },
      TypeError,
      'splineFigure: stuck[0] must be a boolean, got 1',
    ],
    [
      'a number as a label',
      { pieces, xLabel: 3 as unknown as string },
      TypeError,
      'splineFigure: xLabel must be a string, got 3',
    ],
  ];
  for (const [name, input, kind, message] of cases) {
    it(name, () => {
      expect(() => splineFigure(input)).toThrow(kind);
      expect(() => splineFigure(input)).toThrow(message);
    });
  }
});
