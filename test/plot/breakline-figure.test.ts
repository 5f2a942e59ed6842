import fc from 'fast-check';
import { expect, it } from 'vitest';
import { breaklines, multivariateDataset, multivariateNetwork } from 'relu-splines/multivariate';
import { breaklineFigure } from 'relu-splines/plot';
import type { BreaklineFigureInput, JsonObject, VegaLiteSpec } from 'relu-splines/plot';
import { expectPure } from '../laws/purity.js';
import { expectRefusal } from '../laws/refusal.js';
import { drawn, subtitleOf } from './drawn.js';
import type { Layer, Row } from './drawn.js';

const window = { x: [0, 4], y: [0, 2] } as const;
const network = multivariateNetwork({
  // A falling line, a level one that bends down, a steep one that does not bend, and one out of view.
  inputWeights: [
    [1, 1],
    [0, -2],
    [1, 0],
    [1, 0],
  ],
  inputBiases: [-1, 3, -3, -9],
  outputWeights: [2, -1, 0, 5],
});
const data = multivariateDataset(
  [
    [1, 1],
    [2, 0.5],
    [5, 1],
  ],
  [10, 20, 30],
);
const lines = breaklines(network, window);
const full: BreaklineFigureInput = { lines, window, data, units: 4, xLabel: 'length', xUnit: 'mm' };

const layers = (figure: VegaLiteSpec): readonly Layer[] =>
  figure.layer as readonly JsonObject[] as unknown as readonly Layer[];
// Vega marks the rows that it has drawn with a symbol.
const rows = (figure: VegaLiteSpec, layer: number): readonly Row[] =>
  JSON.parse(JSON.stringify(layers(figure)[layer].data.values)) as Row[];

it('draws each line as wide as its jump is large, and says which way the function bends', async () => {
  const figure = breaklineFigure(full);
  const svg = await drawn(figure);
  expect(rows(figure, 1)).toEqual(
    [
      { unit: 0, x: 0, y: 1, x2: 1, y2: 0, jump: 2 * Math.SQRT2, width: 3.2, bend: 'up, η > 0' },
      { unit: 1, x: 4, y: 1.5, x2: 0, y2: 1.5, jump: -2, width: 1.6 * Math.SQRT2, bend: 'down, η < 0' },
      { unit: 2, x: 3, y: 2, x2: 3, y2: 0, jump: 0, width: 0.7, bend: 'not, η = 0' },
    ].map((row) => ({
      ...row,
      x: expectClose(row.x),
      y: expectClose(row.y),
      width: expectClose(row.width),
      jump: expectClose(row.jump),
    })),
  );
  expect(layers(figure)[1].encoding.strokeDash.scale.domain).toEqual([
    'up, η > 0',
    'down, η < 0',
    'not, η = 0',
  ]);
  expect(svg).toContain('>length (mm)<');
  expect(subtitleOf(figure)).toEqual([
    'Lines: 3 of 4 breaklines, wide for large |η|; ticks: active side.',
    'Circles: 2 of 3 data.',
  ]);
});

function expectClose(value: number): unknown {
  // A few roundings of numbers of that size.
  return expect.closeTo(value, 13);
}

it('ticks stand on the active side, nine pixels long and square to their lines on the screen', () => {
  const wide = { x: [0, 4], y: [0, 2] } as const;
  const flat = { x: [0, 4], y: [0, 0.1] } as const;
  for (const shown of [wide, flat]) {
    const figure = breaklineFigure({ lines: breaklines(network, shown), window: shown });
    const height = figure.height as number;
    const pixels = (from: readonly number[], to: readonly number[]): readonly [number, number] => [
      ((to[0] - from[0]) / (shown.x[1] - shown.x[0])) * 640,
      ((to[1] - from[1]) / (shown.y[1] - shown.y[0])) * height,
    ];
    const ends = (row: Row): readonly [number[], number[]] => [
      [row.x as number, row.y as number],
      [row.x2 as number, row.y2 as number],
    ];
    const ticks = rows(figure, 2);
    rows(figure, 1).forEach((line, k) => {
      const tick = pixels(...ends(ticks[k]));
      const along = pixels(...ends(line));
      expect(Math.hypot(...tick)).toBeCloseTo(9, 9);
      expect((tick[0] * along[0] + tick[1] * along[1]) / Math.hypot(...along)).toBeCloseTo(0, 9);
      // w·(tick) > 0: towards the side where w·x + b > 0.
      const [from, to] = ends(ticks[k]);
      const unit = line.unit as number;
      const w = network.inputWeights.subarray(2 * unit, 2 * unit + 2);
      expect(w[0] * (to[0] - from[0]) + w[1] * (to[1] - from[1])).toBeGreaterThan(0);
    });
  }
});

it('both axes have one scale where the window allows it', () => {
  const heightOf = (y: readonly [number, number]): unknown =>
    breaklineFigure({ lines: [], window: { x: [0, 4], y } }).height;
  expect(heightOf([0, 2])).toBe(320);
  expect(heightOf([0, 4])).toBe(640);
  expect(heightOf([0, 9])).toBe(640);
  expect(heightOf([0, 0.1])).toBe(200);
});

it('makes do without lines or data, and with windows and jumps of any size', async () => {
  await drawn(breaklineFigure({ lines: [], window }));
  await drawn(breaklineFigure({ lines: [], window, data }));
  await drawn(breaklineFigure({ lines, window }));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(1e-9, 1, 1e9),
      fc.constantFrom(0, 1e6),
      fc.array(fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: -3, max: 3 }))), {
        minLength: 1,
        maxLength: 6,
      }),
      async (scale, far, units) => {
        const shown = {
          x: [far - scale, far + scale],
          y: [-scale, scale],
        } as const;
        if (!(shown.x[1] - shown.x[0] > far * 1e-12)) return;
        const wild = multivariateNetwork({
          inputWeights: units.map(([a, b]) => [a / scale, b / scale]),
          inputBiases: units.map(([a, , c]) => c / 2 - (a / scale) * far),
          outputWeights: units.map(([, , , v]) => v * scale),
        });
        const clipped = breaklines(wild, shown);
        const figure = breaklineFigure({ lines: clipped, window: shown });
        if (clipped.length > 0) expect(rows(figure, 1)).toHaveLength(clipped.length);
        await drawn(figure);
      },
    ),
    { seed: 20229, numRuns: 12 },
  );
});

it('leaves its input alone', () => {
  expectPure(breaklineFigure, full);
});

it('bad input', () => {
  const refused = (part: object, kind: 'RangeError' | 'ShapeError' | 'TypeError', message: string): void => {
    expectRefusal(() => breaklineFigure({ ...full, ...part }), kind, `breaklineFigure: ${message}`);
  };
  refused({ window: { x: [1, 1], y: [0, 1] } }, 'RangeError', 'window.x must have a width, got 1 to 1');
  refused(
    { window: { x: [0, 1], y: [0] } },
    'TypeError',
    'window.y must be an array of two numbers, got an array of length 1',
  );
  refused({ window: { x: [0, 1], y: [NaN, 1] } }, 'RangeError', 'window.y.low must be finite, got NaN');
  refused({ lines: 3 }, 'TypeError', 'lines must be an array, got 3');
  refused(
    { lines: [{ ...lines[0], from: [NaN, 0] }] },
    'RangeError',
    'lines[0].from[0] must be finite, got NaN',
  );
  refused(
    { lines: [{ ...lines[0], to: [0] }] },
    'ShapeError',
    'lines[0].to must have the length of a point of the plane, 2, got 1',
  );
  refused(
    { lines: [{ ...lines[0], facing: [0, 0] }] },
    'RangeError',
    'lines[0].facing must not be zero, got 0, 0',
  );
  refused(
    { lines: [{ ...lines[0], unit: -1 }] },
    'RangeError',
    'lines[0].unit must be an integer of at least 0, got -1',
  );
  refused(
    { lines: [{ ...lines[0], slopeJump: 'a' }] },
    'TypeError',
    'lines[0].slopeJump must be a number, got "a"',
  );
  refused({ units: 2 }, 'RangeError', 'units must be an integer of at least 3, got 2');
  refused(
    { data: { points: [1, 2, 3], y: [1] } },
    'ShapeError',
    'data.points must have the length of two inputs for each of data.y, 2, got 3',
  );
  refused({ title: 3 }, 'TypeError', 'title must be a string, got 3');
});
