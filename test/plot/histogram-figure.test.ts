import { expect, it } from 'vitest';
import { histogramFigure } from 'relu-splines/plot';
import type { HistogramPanel, JsonObject, VegaLiteSpec } from 'relu-splines/plot';
import { expectPure } from '../laws/purity.js';
import { expectRefusal } from '../laws/refusal.js';
import { drawn } from './drawn.js';
import type { Layer, Row } from './drawn.js';

const window = { low: 0, high: 1 };
const panel: HistogramPanel = { title: 'a', values: [0, 0.1, 0.3, 0.5, 1, 7], window, bins: 2 };

function layers(figure: VegaLiteSpec, k = 0): readonly Layer[] {
  return (figure.concat as readonly JsonObject[])[k].layer as unknown as readonly Layer[];
}

function rows(figure: VegaLiteSpec, mark: string, k = 0): readonly Row[] {
  return (
    layers(figure, k)
      .filter((layer) => layer.mark.type === mark)
      // Vega marks the rows that it has drawn with a symbol.
      .flatMap((layer) => JSON.parse(JSON.stringify(layer.data.values)) as Row[])
  );
}

it('bars have the area of what they count, of all values, those out of view too', async () => {
  const figure = histogramFigure({ panels: [panel] });
  await drawn(figure);
  // An inner edge belongs to the bar on its right, the window's end to the last bar.
  expect(rows(figure, 'rect')).toEqual([
    { from: 0, to: 0.5, count: 3, density: 1 },
    { from: 0.5, to: 1, count: 2, density: 2 / 3 },
  ]);
  expect(figure.description).toBe('Histogram. Bars: counts, as a density. a: 6 values, 16.7 % out of view.');
});

it('the law is a curve inside the window, and may leave the panel upwards', async () => {
  const law = { x: [-1, 0, 1e-9, 1], density: [0, 1, 1e9, 1] };
  const figure = histogramFigure({ title: 'T', columns: 1, panels: [{ ...panel, law }, panel] });
  const svg = await drawn(figure);
  expect(svg).toMatch(/clip-path/);
  expect(rows(figure, 'line')).toEqual([
    { x: 0, density: 1 },
    { x: 1e-9, density: 1e9 },
    { x: 1, density: 1 },
  ]);
  expect(rows(figure, 'line', 1)).toEqual([]);
  // The bars say how high the panel is.
  expect(layers(figure)[0].encoding.y.scale.domain).toEqual([0, 1.1]);
  expect(figure.description).toMatch(/^T\. Bars: counts, as a density\. Line: the law\. a: /);
  expect(figure.columns).toBe(1);
});

it('says whose law it is', () => {
  const law = { x: [0, 1], density: [1, 1] };
  const { description } = histogramFigure({ panels: [{ ...panel, law }], lawLabel: 'the law of dice' });
  expect(description).toMatch(/^Histogram\. Bars: counts, as a density\. Line: the law of dice\. a: /);
  expectRefusal(
    () => histogramFigure({ panels: [panel], lawLabel: 3 as unknown as string }),
    'TypeError',
    'histogramFigure: lawLabel must be a string, got 3',
  );
});

it('no values in view: the curve says how high the panel is', async () => {
  const law = { x: [0, 1], density: [2, 2] };
  const figure = histogramFigure({ panels: [{ ...panel, values: [9], law }] });
  await drawn(figure);
  expect(layers(figure)[0].encoding.y.scale.domain).toEqual([0, 2.2]);
  await drawn(histogramFigure({ panels: [{ ...panel, values: [9] }] }));
});

it('windows of any scale, and labels with units', async () => {
  for (const scale of [1e-9, 1e9]) {
    const scaled = { ...panel, values: [0, 0.5 * scale], window: { low: -scale, high: scale } };
    const svg = await drawn(histogramFigure({ panels: [{ ...scaled, xLabel: 'time', xUnit: 'ms' }] }));
    expect(svg).toContain('time (ms)');
  }
});

it('leaves its input alone', () => {
  expectPure(histogramFigure, { panels: [{ ...panel, values: Float64Array.of(0.2, 0.1) }] });
});

it('bad input', () => {
  const refused = (part: object, kind: 'RangeError' | 'ShapeError' | 'TypeError', message: string): void => {
    expectRefusal(() => histogramFigure({ panels: [panel, { ...panel, ...part }] }), kind, message);
  };
  const where = 'histogramFigure: panels[1]';
  refused({ values: [1, NaN] }, 'RangeError', `${where}: values[1] must be finite, got NaN`);
  refused({ values: [] }, 'ShapeError', `${where}: values must have at least one entry, got none`);
  refused({ title: 3 }, 'TypeError', `${where}: title must be a string, got 3`);
  refused({ window: { low: 1, high: 1 } }, 'RangeError', `${where}: window must have a width, got 1 to 1`);
  refused({ bins: 0 }, 'RangeError', `${where}: bins must be an integer from 1 to 1000, got 0`);
  refused(
    { law: { x: [0, 0], density: [1, 1] } },
    'RangeError',
    `${where}: law.x must increase, got 0 and 0 at law.x[1]`,
  );
  refused(
    { law: { x: [0, 1], density: [1, -1] } },
    'RangeError',
    `${where}: law.density[1] must not be negative, got -1`,
  );
  refused(
    { law: { x: [0, 1], density: [1] } },
    'ShapeError',
    `${where}: law.density must have the length of law.x, 2, got 1`,
  );
  expectRefusal(
    () => histogramFigure({ panels: [] }),
    'ShapeError',
    'histogramFigure: panels must have at least one entry, got none',
  );
  expectRefusal(
    // @ts-expect-error -- one panel is no array
    () => histogramFigure({ panels: panel }),
    'TypeError',
    'histogramFigure: panels must be an array, got an object',
  );
  expectRefusal(
    () => histogramFigure({ panels: [panel], columns: 0 }),
    'RangeError',
    'histogramFigure: columns must be an integer of at least 1, got 0',
  );
});
