import { describe, expect, it } from 'vitest';
import { ShapeError } from 'relu-splines';
import { trajectoryFigure } from 'relu-splines/plot';
import type { TrajectoryFigureInput } from 'relu-splines/plot';

describe('trajectoryFigure refuses', () => {
  const times = [0, 1, 2, 3];
  const breakpoints = [
    [0.5, -1, 2],
    [0.9, -1, 9],
    [1, -1, -9],
    [1, -1, -2],
  ];
  const data = [0, 1];
  const cases: readonly [string, TrajectoryFigureInput, new (...args: never[]) => Error, string][] = [
    [
      'one time',
      { times: [1], breakpoints: [[1]], data },
      ShapeError,
      'trajectoryFigure: times must have at least two entries, got 1',
    ],
    [
      'times that fall',
      { times: [1, 0], breakpoints: [[1], [1]], data },
      RangeError,
      'trajectoryFigure: times must increase, got 1 and 0 at 0 and 1',
    ],
    [
      'times too near to be told apart',
      { times: [1, 1 + Number.EPSILON], breakpoints: [[1], [1]], data },
      RangeError,
      'trajectoryFigure: times must have a width, got 1 to 1.0000000000000002',
    ],
    [
      'a row too few',
      { times: [0, 1, 2], breakpoints: [[1], [1]], data },
      ShapeError,
      'trajectoryFigure: breakpoints must have the length of times, 3, got 2',
    ],
    [
      'a row too short',
      { times: [0, 1], breakpoints: [[1], []], data },
      ShapeError,
      'trajectoryFigure: breakpoints[1] must have the length of breakpoints[0], 1, got 0',
    ],
    [
      'a breakpoint at infinity',
      { times: [0, 1], breakpoints: [[1], [Infinity]], data },
      RangeError,
      'trajectoryFigure: breakpoints[1][0] must be finite or NaN, got Infinity',
    ],
    [
      'an orientation of two',
      { times: [0, 1], breakpoints: [[1], [1]], orientations: [[1], [2]], data },
      RangeError,
      'trajectoryFigure: orientations[1][0] must be 1, -1 or 0, got 2',
    ],
    [
      'a NaN delta-slope',
      { times: [0, 1], breakpoints: [[1], [1]], deltaSlopes: [[NaN], [2]], data },
      RangeError,
      'trajectoryFigure: deltaSlopes[0][0] must be finite, got NaN',
    ],
    [
      'no data and no window',
      { times, breakpoints },
      RangeError,
      'trajectoryFigure: window must be given where there are no data',
    ],
    [
      'sticks without data',
      { times, breakpoints, sticks: [], window: { low: 0, high: 1 } },
      TypeError,
      'trajectoryFigure: sticks needs data, got none',
    ],
    [
      'a stick on a datum that is none',
      { times, breakpoints, data, sticks: [{ unit: 0, datum: 2, from: 0, to: 1 }] },
      RangeError,
      'trajectoryFigure: sticks[0].datum must be an integer from 0 to 1, got 2',
    ],
    [
      'a stick that ends before it begins',
      { times, breakpoints, data, sticks: [{ unit: 0, datum: 1, from: 1, to: 0 }] },
      RangeError,
      'trajectoryFigure: sticks[0].to must not be before 1, got 0',
    ],
    [
      'no time above zero on a logarithmic axis',
      { times: [-1, 0], breakpoints: [[1], [1]], data, timeScale: 'log' },
      RangeError,
      'trajectoryFigure: times must have two above zero on a logarithmic axis, got 0 as the last',
    ],
    [
      'another time scale',
      { times, breakpoints, data, timeScale: 'sqrt' as 'log' },
      RangeError,
      "trajectoryFigure: timeScale must be 'linear' or 'log', got \"sqrt\"",
    ],
    [
      'a mark without a kind',
      { times, breakpoints, data, marks: [{ time: 0, x: 0, kind: 1 as unknown as string }] },
      TypeError,
      'trajectoryFigure: marks[0].kind must be a string, got 1',
    ],
  ];
  it.each(cases)('%s', (_, input, kind, message) => {
    expect(() => trajectoryFigure(input)).toThrow(kind);
    expect(() => trajectoryFigure(input)).toThrow(message);
  });
});
