import { describe, expect, it } from 'vitest';
import { evaluate } from 'relu-splines';
import { deepNetwork, inducedBreakpoints, toPiecewiseLinear } from 'relu-splines/deep';
import { deepSplineFigure } from 'relu-splines/plot';
import type { DeepSplineFigureInput } from 'relu-splines/plot';
import { drawn, layersOf, panelCount, rowsOf, subtitleOf } from './drawn.js';

// 3(2 − |x|)₊, and a third layer whose only unit takes it and turns where it is 3: at ±1, without effect.
const hat = deepNetwork([
  { weights: [[1], [-1]] },
  { weights: [[-1, -1]], biases: [2] },
  { weights: [[3], [3]], biases: [0, -3] },
  { weights: [[1, 0]] },
]);
const found = inducedBreakpoints(hat);
const full: DeepSplineFigureInput = {
  ...found,
  pieces: toPiecewiseLinear(hat),
  data: { x: [-3, 0, 2.5], y: [0, 5, 1] },
  xLabel: 'time',
  xUnit: 'ms',
  title: 'A hat',
};

describe('deepSplineFigure', () => {
  it('draws the function exactly, with a dot at each knot in the colour of the deepest layer that makes it', () => {
    const figure = deepSplineFigure(full);
    const line = rowsOf(figure, 'line');
    expect(line.map(({ x }) => x)).toEqual([-3.22, -2, 0, 2, 2.72]);
    expect(line.map(({ y }) => y)).toEqual(
      Array.from(
        evaluate(
          full.pieces as never,
          line.map(({ x }) => x as number),
        ),
      ),
    );
    const dots = rowsOf(figure, 'point').filter((row) => 'layer' in row);
    // Where the second layer is zero, so is the third from there on: both turn there.
    expect(dots.map(({ x, layer }) => [x, layer])).toEqual([
      [-2, 2],
      [0, 0],
      [2, 2],
    ]);
  });

  it('has a row a layer, the deepest on top, and a flag at each breakpoint, hollow where nothing bends', () => {
    const figure = deepSplineFigure(full);
    const panels = layersOf(figure, 1);
    expect(panels[0].data.values).toEqual([{ layer: 2 }, { layer: 1 }, { layer: 0 }]);
    const flags = panels.filter(({ mark }) => mark.type === 'point');
    const rows = flags.flatMap(({ data }) => data.values);
    expect(rows).toHaveLength(found.breakpoints.length);
    for (const { mark, data, encoding } of flags) {
      for (const row of data.values) {
        expect(mark.filled).toBe(row.bends);
        expect(mark.xOffset).toBe(row.active === 'to the right' ? 4 : -4);
      }
      expect(encoding.shape.scale.range).toEqual(['triangle-right', 'triangle-left']);
      expect(new Set(encoding.color.scale.range).size).toBe(3);
    }
    expect(
      rows
        .filter(({ bends }) => bends === false)
        .map(({ layer, unit, breakpoint }) => [layer, unit, breakpoint]),
    ).toEqual([
      [2, 1, -1],
      [2, 1, 1],
    ]);
    expect(subtitleOf(figure).join(' ')).toBe(
      'Line: the function, 4 linear pieces in view. Circles: 3 data. ' +
        'Flags: 8 of 8 breakpoints, by layer; hollow: 2 at which the function does not bend.',
    );
  });

  it('says how many flags overlap, by layer', () => {
    const crowded = deepSplineFigure({
      ...full,
      breakpoints: [0, 0, 0.001, 0, 0],
      layers: [0, 0, 0, 1, 1],
      active: new Array<boolean>(5).fill(true),
      orientations: [1, 1, -1, 1, 1],
      units: [0, 1, 2, 0, 1],
    });
    expect(rowsOf(crowded, 'text', 1)).toEqual([{ layer: 0, breakpoint: 0, count: 3 }]);
  });

  it('is drawn without complaint: all of it, in part, without breakpoints, with many layers', async () => {
    const svg = await drawn(deepSplineFigure(full));
    for (const words of ['A hat', 'time (ms)', 'layer', 'to the right']) expect(svg).toContain(words);
    const { pieces } = full;
    await drawn(deepSplineFigure({ pieces, breakpoints: found.breakpoints, layers: found.layers }));
    await drawn(
      deepSplineFigure({ pieces, breakpoints: found.breakpoints, layers: found.layers, depth: 20 }),
    );
    const none = deepSplineFigure({ pieces, breakpoints: [], layers: [] });
    expect(panelCount(none)).toBe(1);
    expect(subtitleOf(none).join(' ')).toContain('No breakpoints.');
    await drawn(none);
  });

  it('refuses records that do not fit', () => {
    const refused =
      (more: Partial<DeepSplineFigureInput>): (() => unknown) =>
      () =>
        deepSplineFigure({ ...full, ...more });
    expect(refused({ layers: [0] })).toThrow(
      /deepSplineFigure: layers must have the length of breakpoints, 8, got 1/,
    );
    expect(refused({ depth: 2 })).toThrow(/deepSplineFigure: layers\[4\] must be .* got 2/);
    expect(refused({ orientations: new Float64Array(8) })).toThrow(
      'deepSplineFigure: orientations[0] must be 1 or -1, got 0',
    );
    expect(refused({ breakpoints: new Float64Array(8).fill(NaN) })).toThrow(
      'breakpoints[0] must be finite, got NaN',
    );
    expect(refused({ active: new Array(8).fill(1) as never })).toThrow(
      new TypeError('deepSplineFigure: active[0] must be a boolean, got 1'),
    );
    expect(refused({ title: 3 as never })).toThrow('deepSplineFigure: title must be a string, got 3');
  });
});
