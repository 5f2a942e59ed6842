import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparisonFigure } from 'relu-splines/plot';
import type { ComparisonCurve, ComparisonFigureInput, JsonObject, VegaLiteSpec } from 'relu-splines/plot';
import { expectPure } from '../laws/purity.js';
import { expectRefusal } from '../laws/refusal.js';
import { drawn, subtitleOf } from './drawn.js';
import type { Layer, Row } from './drawn.js';

const ramp = [
  { x: 0, y: 0 },
  { x: 2, y: 4 },
];
const flat = [
  { x: -1, y: 1 },
  { x: 1, y: 1 },
];
const data = { x: [2, 0, 1], y: [4, 0, 3] };
const three: ComparisonFigureInput = {
  data,
  curves: [
    { name: 'network', points: ramp, panel: 'α = 1', emphasis: true },
    { name: 'network', points: flat, panel: 'α = 2', emphasis: true },
    { name: 'spline', points: flat },
    { name: 'limit', points: ramp, panel: 'α = 2' },
  ],
  xLabel: 'time',
  xUnit: 'ms',
};

function panels(figure: VegaLiteSpec): readonly JsonObject[] {
  return figure.concat as readonly JsonObject[];
}

function layers(figure: VegaLiteSpec, k = 0): readonly Layer[] {
  return panels(figure)[k].layer as unknown as readonly Layer[];
}

/** The rows of the lines of a panel, in the order in which they are drawn. */
function lineRows(figure: VegaLiteSpec, k = 0): readonly Row[] {
  return layers(figure, k)
    .filter(({ mark }) => mark.type === 'line')
    .flatMap((layer) => layer.data.values);
}

function namesIn(figure: VegaLiteSpec, k = 0): unknown[] {
  return Array.from(new Set(lineRows(figure, k).map((row) => row.curve)));
}

describe('comparisonFigure', () => {
  it('puts a curve in its panel, one without a panel in all of them, and the data everywhere', async () => {
    const figure = comparisonFigure(three);
    const svg = await drawn(figure);
    expect(panels(figure).map(({ title }) => (title as { readonly text: string }).text)).toEqual([
      'α = 1',
      'α = 2',
    ]);
    expect(namesIn(figure, 0)).toEqual(['network', 'spline']);
    expect(namesIn(figure, 1)).toEqual(['network', 'spline', 'limit']);
    // 3 data in 2 panels; 5 lines.
    expect(svg.match(/aria-roledescription="point"/g)?.length).toBe(6);
    expect(svg.match(/aria-roledescription="line mark"/g)?.length).toBe(5);
  });

  it('shares its axes, and tells their titles once', async () => {
    const figure = comparisonFigure({ ...three, yLabel: 'speed' });
    const svg = await drawn(figure);
    const domains = (channel: 'x' | 'y'): unknown[] =>
      panels(figure).flatMap((_, k) =>
        layers(figure, k).map(({ encoding }) => JSON.stringify(encoding[channel].scale.domain)),
      );
    // The data and the curves, from −1 to 2 and from 0 to 4, and 4 % at each end.
    expect(new Set(domains('x'))).toEqual(new Set([JSON.stringify([-1 - 0.12, 2 + 0.12])]));
    expect(new Set(domains('y'))).toEqual(new Set([JSON.stringify([-0.16, 4.16])]));
    expect(svg.match(/>time \(ms\)</g)?.length).toBe(1);
    expect(svg.match(/>speed</g)?.length).toBe(1);
  });

  it('gives one look to one name: broad lines beneath the data, thin ones above, each with a dash', async () => {
    const figure = comparisonFigure(three);
    expect(layers(figure, 1).map(({ mark }) => mark.type)).toEqual(['line', 'point', 'line']);
    const { color, strokeDash, strokeWidth } = layers(figure)[0].encoding;
    expect(color.scale.domain).toEqual(['network', 'spline', 'limit']);
    expect(new Set(color.scale.range).size).toBe(3);
    expect(strokeDash.scale.range.slice(1)).toEqual([
      [1, 0],
      [7, 5],
    ]);
    expect(strokeWidth.scale.range).toEqual([5, 1.5, 1.5]);
    // The scales do what they say: two broad lines and their sample in the legend.
    const svg = await drawn(figure);
    expect(svg.match(/stroke-width="5"/g)?.length).toBe(3);
    expect(svg.match(/stroke-dasharray="7,5"/g)?.length).toBe(2);
    expect(subtitleOf(figure)).toEqual(['Broad line: network. Circles: 3 data.']);
  });

  it('has twenty looks of thin lines, no two alike', () => {
    const curves = Array.from({ length: 20 }, (_, k) => ({ name: `curve ${k}`, points: ramp }));
    const { color, strokeDash } = layers(comparisonFigure({ curves }))[1].encoding;
    const looks = color.scale.range.map((colour, k) => [colour, strokeDash.scale.range[k]].join(' '));
    expect(new Set(looks).size).toBe(20);
  });

  it('draws several entries of one name as strokes with gaps', async () => {
    const right = flat.map(({ x, y }) => ({ x: x + 3, y: y + 1 }));
    const curves = [flat, right].map((points) => ({ name: 'lines', points }));
    const svg = await drawn(comparisonFigure({ curves }));
    expect(svg.match(/aria-roledescription="line mark"/g)?.length).toBe(2);
  });

  it('cuts curves and data at the window, where a curve crosses it', () => {
    const figure = comparisonFigure({
      data,
      curves: [{ name: 'a', points: ramp }],
      window: { low: 0.5, high: 1.5 },
    });
    expect(lineRows(figure).map(({ x, y }) => [x, y])).toEqual([
      [0.5, 1],
      [1.5, 3],
    ]);
    expect(figure.description).toBe('Curves compared. Circles: 1 of 3 data.');
    // A vertical step keeps both of its ends.
    const step = [ramp[0], { x: 1, y: 0 }, { x: 1, y: 4 }, ramp[1]];
    expect(lineRows(comparisonFigure({ curves: [{ name: 'a', points: step }] })).map(({ y }) => y)).toEqual([
      0, 0, 4, 4,
    ]);
    const outside: ComparisonCurve = { name: 'out of view', points: flat };
    expect(lineRows(comparisonFigure({ curves: [outside], window: { low: 5, high: 6 } }))).toEqual([]);
  });

  it('sets panels in rows, with labels where no panel is below or to the left', () => {
    const curves = ['a', 'b', 'c'].map((panel) => ({ name: 'f', points: ramp, panel }));
    const figure = comparisonFigure({ curves, columns: 2 });
    const labelled = (channel: 'x' | 'y'): boolean[] =>
      panels(figure).map((_, k) => {
        const { axis } = layers(figure, k)[1].encoding[channel] as unknown as { axis: { labels?: boolean } };
        return axis.labels !== false;
      });
    expect(labelled('x')).toEqual([false, true, true]);
    expect(labelled('y')).toEqual([true, false, true]);
    expect(panels(figure)[0].width).toBe(308);
    expect(comparisonFigure({ curves, columns: 9 }).columns).toBe(3);
  });

  it('draws data alone, and nothing in a given window', async () => {
    expect(await drawn(comparisonFigure({ data, curves: [] }))).toContain('Circles: 3 data.');
    await drawn(comparisonFigure({ curves: [], window: { low: 0, high: 1 } }));
  });

  it('draws curves of any scale and length', async () => {
    const number = fc.oneof(
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
      fc.constantFrom(0, 1e6, 1e6 + 1, 1e-9, -1e-9, 1e150, -1e150),
    );
    const curve = fc.record({
      name: fc.constantFrom('a', 'b', 'c', ''),
      points: fc
        .array(fc.record({ x: number, y: number }), { minLength: 2, maxLength: 6 })
        .map((points) => points.sort((one, other) => one.x - other.x)),
      emphasis: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(curve, { minLength: 1, maxLength: 4 }), async (curves) => {
        await drawn(comparisonFigure({ curves }));
      }),
      { numRuns: 30, seed: 5 },
    );
  });

  it('leaves its input alone', () => {
    expectPure(comparisonFigure, three);
  });
});

describe('comparisonFigure refuses', () => {
  const refused = (part: object, kind: 'RangeError' | 'ShapeError' | 'TypeError', message: string): void => {
    expectRefusal(() => comparisonFigure({ ...three, ...part }), kind, `comparisonFigure: ${message}`);
  };
  const curve = (part: object): object => ({
    curves: [
      { name: 'a', points: ramp },
      { name: 'b', points: ramp, ...part },
    ],
  });

  it('curves that are none', () => {
    refused({ curves: 3 }, 'TypeError', 'curves must be an array, got 3');
    refused({ curves: [null] }, 'TypeError', 'curves[0] must be an object, got null');
    refused(curve({ name: 3 }), 'TypeError', 'curves[1].name must be a string, got 3');
    refused(curve({ panel: 3 }), 'TypeError', 'curves[1].panel must be a string, got 3');
    refused(curve({ emphasis: 1 }), 'TypeError', 'curves[1].emphasis must be a boolean, got 1');
    refused(curve({ points: 'no' }), 'TypeError', 'curves[1].points must be an array, got "no"');
    refused(
      curve({ points: [ramp[0]] }),
      'ShapeError',
      'curves[1].points must have at least two entries, got 1',
    );
    refused(
      curve({ points: [ramp[0], { x: 1, y: NaN }] }),
      'RangeError',
      'curves[1].points[1].y must be finite, got NaN',
    );
    refused(
      curve({ points: [ramp[1], ramp[0]] }),
      'RangeError',
      'curves[1].points[1].x must not be below the one before, 2, got 0',
    );
  });

  it('data, windows and numbers that are none', () => {
    refused(
      { data: { x: [0, Infinity], y: [0, 0] } },
      'RangeError',
      'data.x[1] must be finite, got Infinity',
    );
    refused({ data: { x: [0, 1], y: [0] } }, 'ShapeError', 'data.y must have the length of data.x, 2, got 1');
    refused({ window: { low: 1, high: 1 } }, 'RangeError', 'window must have a width, got 1 to 1');
    refused({ columns: 0 }, 'RangeError', 'columns must be an integer of at least 1, got 0');
    refused({ title: 1 }, 'TypeError', 'title must be a string, got 1');
    refused(
      { data: undefined, curves: [] },
      'RangeError',
      'window must be given where there are neither data nor curves',
    );
    const huge = [
      { x: 0, y: -1.7e308 },
      { x: 1, y: 1.7e308 },
    ];
    refused(
      curve({ points: huge }),
      'RangeError',
      'the y axis must span a finite range, got -Infinity to Infinity',
    );
  });
});
