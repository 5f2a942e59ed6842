import { describe, expect, it } from 'vitest';
import { ShapeError, dataset } from 'relu-splines';
import { sliceFigure, slicePoints } from 'relu-splines/plot';
import type { SliceFigureInput } from 'relu-splines/plot';
import { knotTypes } from '../../src/loss/slices/knot-types.js';
import { evaluateSlice, lossSlice } from '../../src/loss/slices/slice.js';
import { networkOf, referenceCases } from '../reference/load.js';
import type { ReferenceNetwork } from '../reference/load.js';
import { drawn, layersOf, panelCount, rowsOf, subtitleOf } from './drawn.js';

const base: SliceFigureInput = {
  knots: [0, 1, 2, 3, 4],
  lossAtKnots: [5, 2, 3, 1, 6],
  types: ['passthrough-right', 'attractor', 'repeller', 'attractor', 'degenerate'],
  samples: { x: [-0.5, 0, 1, 2, 3, 4, 4.5], loss: [8, 5, 2, 3, 1, 6, 6] },
  breakpoint: 1,
  loss: 2,
  minimum: { breakpoint: 3, loss: 1 },
  xLabel: 'time',
  xUnit: 'ms',
};

describe('sliceFigure', () => {
  it('draws the curve through every sample, and the knots on it by type', async () => {
    const figure = sliceFigure(base);
    expect(rowsOf(figure, 'line')).toHaveLength(7);
    expect(rowsOf(figure, 'line')[1]).toEqual({ breakpoint: 0, loss: 5 });
    const knots = rowsOf(figure, 'point').filter((row) => 'type' in row);
    expect(knots).toHaveLength(5);
    expect(knots).toContainEqual({ breakpoint: 2, loss: 3, type: 'repeller' });
    const svg = await drawn(figure);
    expect(svg).toContain('>breakpoint β: time (ms)<');
  });

  it('gives each type a row with its count', () => {
    const rows = layersOf(sliceFigure(base), 1);
    expect(rows).toHaveLength(5);
    expect(rows[0].encoding.y.scale.domain).toEqual([
      'attractor (2)',
      'repeller (1)',
      'passthrough-left (0)',
      'passthrough-right (1)',
      'degenerate (1)',
    ]);
    expect(rows.map((row) => row.data.values.length)).toEqual([2, 1, 0, 1, 1]);
  });

  it('marks where the breakpoint is and the global minimum, and says what lies between', () => {
    const figure = sliceFigure(base);
    expect(rowsOf(figure, 'text').map((row) => row.label)).toEqual([
      'present: β = 1, loss 2',
      'global minimum: β = 3, loss 1',
    ]);
    expect(subtitleOf(figure)).toContain('The present loss is 1 above the global minimum.');
  });

  it.each([
    [0.2, 1.2],
    [1.2, 0.2],
    [3.7, 2.9],
    [2.9, 3.7],
    [1.9, 2.1],
    [2.1, 1.9],
    [1.2, 2.2],
    [0.1, 3.9],
    [1.99, 2.9],
  ])('keeps words clear of the rule of the other landmark: present at %d, minimum at %d', (now, lowest) => {
    const figure = sliceFigure({ ...base, breakpoint: now, minimum: { breakpoint: lowest, loss: 1 } });
    const layers = layersOf(figure) as unknown as readonly {
      mark: { type: string; align: string };
      data: { values: readonly { breakpoint: number; label: string }[] };
      encoding: { y: { value: number }; y2: { value: number } };
    }[];
    const words = layers.filter(({ mark }) => mark.type === 'text');
    const rules = layers.filter(({ mark }) => mark.type === 'rule');
    expect(words).toHaveLength(2);
    words.forEach((own, k) => {
      const { breakpoint, label } = own.data.values[0];
      // Five units of x on 640 pixels, and six pixels a character, a little more than they take.
      const width = (label.length * 6 * 5) / 640;
      const [from, to] =
        own.mark.align === 'left' ? [breakpoint, breakpoint + width] : [breakpoint - width, breakpoint];
      expect(from).toBeGreaterThanOrEqual(-0.5);
      expect(to).toBeLessThanOrEqual(4.5);
      const rule = rules[1 - k];
      const { breakpoint: place } = rule.data.values[0];
      const runsThrough = place > from && place < to && rule.encoding.y2.value < own.encoding.y.value;
      expect(runsThrough, label).toBe(false);
    });
  });

  it('makes one label of a breakpoint at the minimum', () => {
    const figure = sliceFigure({ ...base, minimum: { breakpoint: 1, loss: 2 } });
    expect(rowsOf(figure, 'text').map((row) => row.label)).toEqual([
      'present and global minimum: β = 1, loss 2',
    ]);
    expect(subtitleOf(figure).join(' ')).not.toContain('above');
  });

  it('tells what is out of view', async () => {
    const figure = sliceFigure({
      ...base,
      breakpoint: -40,
      loss: 90,
      samples: { x: [0.5, 3.5], loss: [3, 3] },
    });
    expect(rowsOf(figure, 'point').filter((row) => 'type' in row)).toHaveLength(3);
    expect(rowsOf(figure, 'text').map((row) => row.label)).toEqual(['global minimum: β = 3, loss 1']);
    expect(subtitleOf(figure)).toContain('Out of view: present: β = −40, loss 90.');
    expect(subtitleOf(figure)).toContain('Out of view: 2 knots.');
    // The loss of a landmark out of view does not stretch the axis.
    const [, top] = layersOf(figure)[1].encoding.y.scale.domain as readonly [number, number];
    expect(top).toBeLessThan(4);
    await drawn(figure);
  });

  it('draws the line over the many knots, and attractors and repellers over the line', () => {
    const layers = layersOf(sliceFigure(base));
    const line = layers.findIndex((layer) => layer.mark.type === 'line');
    const typeAt = (index: number): unknown => layers[index].data.values.find((row) => 'type' in row)?.type;
    const before = layers.map((_, i) => i).filter((i) => i < line && typeAt(i) !== undefined);
    const after = layers.map((_, i) => i).filter((i) => i > line && typeAt(i) !== undefined);
    expect(before.map(typeAt)).toEqual(['passthrough-right', 'degenerate']);
    expect(after.map(typeAt)).toEqual(['attractor', 'repeller']);
  });

  it('draws the reference slices, with knots on the curve', async () => {
    interface Input {
      readonly net: ReferenceNetwork;
      readonly x: number[];
      readonly y: number[];
    }
    for (const { input } of referenceCases<Input, unknown>('slices').slice(0, 6)) {
      const network = networkOf(input.net);
      const data = dataset(input.x, input.y);
      const slice = lossSlice(network, data, 0);
      const types = knotTypes(network, data, { unit: 0 });
      if (slice === null || types === null) continue;
      const x = slicePoints(slice);
      const figure = sliceFigure({
        ...slice,
        types: types.types,
        samples: { x, loss: evaluateSlice(slice, x) },
        loss: evaluateSlice(slice, slice.breakpoint),
      });
      const curve = new Map(rowsOf(figure, 'line').map((row) => [row.breakpoint, row.loss]));
      for (const knot of rowsOf(figure, 'point').filter((row) => 'type' in row)) {
        expect(curve.get(knot.breakpoint)).toBe(knot.loss);
      }
      await drawn(figure);
    }
  });

  it('draws hostile slices', async () => {
    const none = { ...base, knots: [], lossAtKnots: [], types: [] };
    expect(panelCount(sliceFigure(none))).toBe(1);
    await drawn(sliceFigure(none));
    await drawn(sliceFigure({ ...base, lossAtKnots: [1, 1, 1, 1, 1], samples: { x: [0, 4], loss: [1, 1] } }));
    const far = sliceFigure({
      knots: [1e6],
      lossAtKnots: [0],
      types: ['degenerate'],
      samples: { x: [1e6 - 1, 1e6, 1e6 + 1], loss: [1e-12, 0, 0] },
      breakpoint: 1e6 - 0.5,
      loss: 5e-13,
      minimum: { breakpoint: 1e6 + 0.25, loss: 0 },
    });
    expect(rowsOf(far, 'text').map((row) => row.label)).toEqual([
      'present: β = 999999.5, loss 5e−13',
      'global minimum: β = 1000000.25, loss 0',
    ]);
    await drawn(far);
  });
});

describe('sliceFigure refuses', () => {
  const cases: readonly [
    string,
    Partial<Record<keyof SliceFigureInput, unknown>>,
    new (...args: never[]) => Error,
    string,
  ][] = [
    ['a NaN knot', { knots: [0, 1, NaN, 3, 4] }, RangeError, 'sliceFigure: knots[2] must be finite, got NaN'],
    [
      'too few losses',
      { lossAtKnots: [1] },
      ShapeError,
      'sliceFigure: lossAtKnots must have the length of knots, 5, got 1',
    ],
    [
      'too few types',
      { types: ['attractor'] },
      ShapeError,
      'sliceFigure: types must have the length of knots, 5, got 1',
    ],
    [
      'an unknown type',
      { types: ['attractor', 'saddle', 'repeller', 'repeller', 'repeller'] },
      RangeError,
      'sliceFigure: types[1] must be one of attractor, repeller, passthrough-left, passthrough-right, degenerate, got "saddle"',
    ],
    [
      'types that are none',
      { types: 'attractor' },
      TypeError,
      'sliceFigure: types must be an array of strings, got "attractor"',
    ],
    [
      'one sample',
      { samples: { x: [1], loss: [1] } },
      ShapeError,
      'sliceFigure: samples.x must have at least two entries, got 1',
    ],
    [
      'samples of two lengths',
      { samples: { x: [1, 2], loss: [1] } },
      ShapeError,
      'sliceFigure: samples.loss must have the length of samples.x, 2, got 1',
    ],
    [
      'samples that fall',
      { samples: { x: [0, 2, 1], loss: [1, 1, 1] } },
      RangeError,
      'sliceFigure: samples.x must not decrease, got 2 and then 1 at 2',
    ],
    [
      'samples at one place',
      { samples: { x: [2, 2], loss: [1, 1] } },
      RangeError,
      'sliceFigure: samples.x must have a width, got 2 to 2',
    ],
    [
      'an infinite minimum',
      { minimum: { breakpoint: -Infinity, loss: 0 } },
      RangeError,
      'sliceFigure: minimum.breakpoint must be finite, got -Infinity',
    ],
    ['no breakpoint', { breakpoint: null }, TypeError, 'sliceFigure: breakpoint must be a number, got null'],
    ['a NaN loss', { loss: NaN }, RangeError, 'sliceFigure: loss must be finite, got NaN'],
    ['a number as a title', { title: 7 }, TypeError, 'sliceFigure: title must be a string, got 7'],
  ];
  for (const [name, change, kind, message] of cases) {
    it(name, () => {
      const input = { ...base, ...change } as SliceFigureInput;
      expect(() => sliceFigure(input)).toThrow(kind);
      expect(() => sliceFigure(input)).toThrow(message);
    });
  }
});
