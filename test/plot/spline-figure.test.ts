import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bdso, evaluate, toPiecewiseLinear } from 'relu-splines';
import { splineFigure } from 'relu-splines/plot';
import type { SplineFigureInput } from 'relu-splines/plot';
import { networkOf, referenceCases } from '../reference/load.js';
import type { ReferenceNetwork } from '../reference/load.js';
import { drawn, layersOf, panelCount, rowsOf, subtitleOf } from './drawn.js';

const spline = bdso({
  breakpoints: [-9, 0, 0, 0.001, 1, 20, 30],
  deltaSlopes: [0.5, 1, -2, 3, -1, 4, 0],
  orientations: [1, 1, -1, 1, -1, 1, -1],
  outputBias: 2,
});
const pieces = toPiecewiseLinear(spline);
const data = { x: [-2, 0, 3, 1.5, 0], y: [1, 4, 2, 2, 3] };
const full: SplineFigureInput = {
  ...spline,
  pieces,
  data,
  stuck: [false, true, true, false, false, true, false],
  xLabel: 'time',
  xUnit: 'ms',
  yLabel: 'acceleration',
  yUnit: 'g',
  title: 'A network',
};

describe('splineFigure', () => {
  it('draws the function as the polyline through its knots, exactly as evaluate has it', () => {
    const line = rowsOf(splineFigure(full), 'line');
    const x = line.map((row) => row.x as number);
    // Window: the data and 4 % of their extent, 5, on each side.
    expect(x).toEqual([-2.2, 0, 0.001, 1, 3.2]);
    expect(line.map((row) => row.y)).toEqual(Array.from(evaluate(pieces, x)));
  });

  it('puts a vertex at every knot in view, on the reference networks', () => {
    for (const { input } of referenceCases<{ readonly net: ReferenceNetwork }, unknown>('convert')) {
      const form = toPiecewiseLinear(networkOf(input.net));
      const window = { low: -1.5, high: 2.5 };
      const line = rowsOf(splineFigure({ pieces: form, window }), 'line');
      const inside = Array.from(form.knots).filter((knot) => knot > window.low && knot < window.high);
      expect(line.map((row) => row.x)).toEqual([window.low, ...inside, window.high]);
      expect(line.map((row) => row.y)).toEqual(line.map((row) => evaluate(form, row.x as number)));
    }
  });

  it('draws as many segments as it has vertices, and one symbol a datum and a breakpoint', async () => {
    const svg = await drawn(splineFigure(full));
    const path = /d="(M[^"]*)"[^>]*stroke-width="1.6"/.exec(svg)?.[1] ?? '';
    expect(path.split(/[ML]/).length - 1).toBe(5);
    const symbols = (label: string): number => svg.split(`aria-roledescription="${label}"`).length - 1;
    // 5 data, 4 breakpoints in view.
    expect(symbols('point')).toBe(9);
  });

  it('hangs one flag on each breakpoint in view, by orientation, with its delta-slope as height', () => {
    const figure = splineFigure(full);
    const flags = rowsOf(figure, 'point', 1);
    expect(flags).toHaveLength(4);
    expect(flags).toContainEqual({
      unit: 2,
      breakpoint: 0,
      height: -2,
      active: 'to the left',
      state: 'stuck on a datum',
    });
    expect(rowsOf(figure, 'rule', 1).filter((row) => 'unit' in row)).toHaveLength(4);
    for (const layer of layersOf(figure, 1).filter(({ mark }) => mark.type === 'point')) {
      for (const row of layer.data.values) {
        expect(layer.mark.filled).toBe(row.state === 'stuck on a datum');
        expect(layer.mark.xOffset).toBe(row.active === 'to the right' ? 4 : -4);
      }
      expect(layer.encoding.shape.scale.domain).toEqual(['to the right', 'to the left']);
      expect(layer.encoding.shape.scale.range).toEqual(['triangle-right', 'triangle-left']);
    }
  });

  it('says what lies outside the window instead of dropping it', () => {
    expect(subtitleOf(splineFigure(full))).toEqual([
      'Line: the function, 4 linear pieces in view. Circles: 5 data.',
      'Flags: 4 of 7 breakpoints; out of view: 1 left, 2 right.',
      'Height: μ; where a flag points left, the slope of f changes by −μ.',
      'Filled: 2 stuck on a datum; hollow: 2 free.',
    ]);
    const narrow = splineFigure({ ...full, window: { low: 0.5, high: 2 } });
    expect(rowsOf(narrow, 'point', 0)).toEqual([{ x: 1.5, y: 2 }]);
    expect(subtitleOf(narrow)).toEqual([
      'Line: the function, 2 linear pieces in view. Circles: 1 of 5 data.',
      'Flags: 1 of 7 breakpoints; out of view: 4 left, 2 right.',
      'Height: μ; where a flag points left, the slope of f changes by −μ.',
      'Filled: 0 stuck on a datum; hollow: 1 free.',
    ]);
    const empty = splineFigure({ ...full, window: { low: 4, high: 5 } });
    expect(panelCount(empty)).toBe(1);
    expect(subtitleOf(empty)).toContain('Flags: 0 of 7 breakpoints; out of view: 5 left, 2 right.');
  });

  it('keeps what lies exactly on the ends of the window', () => {
    const figure = splineFigure({ ...full, window: { low: 0, high: 1 } });
    expect(rowsOf(figure, 'point', 1)).toHaveLength(4);
    expect(rowsOf(figure, 'point', 0)).toHaveLength(2);
    expect(rowsOf(figure, 'line').map((row) => row.x)).toEqual([0, 0.001, 1]);
  });

  it('writes the size of a crowd above flags that overlap', () => {
    const figure = splineFigure(full);
    // Units at 0, 0 and 0.001 of a window 5.4 wide: 1 pixel in 640 is 0.008.
    expect(rowsOf(figure, 'text', 1)).toEqual([{ breakpoint: 0, height: 3, count: 3 }]);
    expect(rowsOf(splineFigure({ ...full, window: { low: -0.01, high: 0.01 } }), 'text', 1)).toEqual([]);
  });

  it('shares one x domain between the panels, and holds everything in the y domains', () => {
    const figure = splineFigure(full);
    const domains = [0, 1].flatMap((panel) =>
      layersOf(figure, panel)
        .filter((layer) => 'x' in layer.encoding)
        .map((layer) => layer.encoding.x.scale.domain),
    );
    expect(new Set(domains.map(String))).toEqual(new Set(['-2.2,3.2']));
    for (const [panel, mark, field] of [
      [0, 'point', 'y'],
      [0, 'line', 'y'],
      [1, 'point', 'height'],
    ] as const) {
      for (const layer of layersOf(figure, panel).filter((each) => each.mark.type === mark)) {
        const [low, high] = layer.encoding.y.scale.domain as readonly [number, number];
        for (const row of layer.data.values) {
          expect(row[field]).toBeGreaterThanOrEqual(low);
          expect(row[field]).toBeLessThanOrEqual(high);
        }
      }
    }
  });

  it('names the units of its axes', async () => {
    const svg = await drawn(splineFigure(full));
    for (const text of ['time (ms)', 'acceleration (g)', 'delta-slope μ (g per ms)', 'A network']) {
      expect(svg).toContain(`>${text}<`);
    }
  });

  it('draws the line after the data, so that no point hides it', () => {
    const marks = layersOf(splineFigure(full), 0).map((layer) => layer.mark.type);
    expect(marks.indexOf('line')).toBeGreaterThan(marks.indexOf('point'));
  });

  it('makes do without delta-slopes, orientations, stuck flags, data or breakpoints', async () => {
    const { breakpoints } = spline;
    for (const [input, panels] of [
      [{ pieces, breakpoints, data }, 2],
      [{ pieces, breakpoints, data, orientations: spline.orientations }, 2],
      [{ pieces, breakpoints, data, stuck: full.stuck ?? [] }, 2],
      [{ pieces, breakpoints }, 2],
      [{ pieces, breakpoints: [] }, 1],
      [{ pieces, data: { x: [], y: [] } }, 1],
    ] as const) {
      const figure = splineFigure(input);
      expect(panelCount(figure)).toBe(panels);
      await drawn(figure);
    }
  });

  it('draws hostile functions and data', async () => {
    const constant = { knots: [], slopes: [0], intercepts: [5] };
    const far = bdso({
      breakpoints: [1e6 - 0.5, 1e6, 1e6 + 0.25],
      deltaSlopes: [1, -2, 3],
      orientations: [1, -1, 1],
    });
    const farPieces = toPiecewiseLinear(far);
    const farFigure = splineFigure({
      ...far,
      pieces: farPieces,
      data: { x: [1e6 - 1, 1e6, 1e6 + 1], y: [1, 2, 1] },
    });
    expect(rowsOf(farFigure, 'line').map((row) => row.y)).toEqual(
      rowsOf(farFigure, 'line').map((row) => evaluate(farPieces, row.x as number)),
    );
    const svg = await drawn(farFigure);
    // Ticks that tell 1e6 from its neighbours.
    expect(svg).toContain('>999,999.');
    for (const figure of [
      splineFigure({ pieces: constant, data: { x: [3], y: [5] } }),
      splineFigure({ pieces: constant, data: { x: [0], y: [0] } }),
      splineFigure({ pieces: constant, window: { low: -1, high: 1 } }),
      splineFigure({ pieces: constant, data: { x: [1e6], y: [5] } }),
      splineFigure({ pieces: { ...constant, intercepts: [5e-324] }, data: { x: [0, 5e-324], y: [0, 0] } }),
      // Ticks this close together would be a division by zero.
      splineFigure({ pieces: constant, data: { x: [0], y: [0] }, breakpoints: [0], deltaSlopes: [3.5e-323] }),
      splineFigure({ pieces: constant, data: { x: [1, 1 + Number.EPSILON], y: [5, 5] } }),
      splineFigure({
        pieces: { knots: [7], slopes: [-1, 1], intercepts: [7, -7] },
        data: { x: [7, 7], y: [0, 1] },
      }),
    ]) {
      await drawn(figure);
    }
  });

  it('is the same picture at any scale', () => {
    // Powers of two: scaling is exact, so the domains scale exactly too.
    for (const factor of [2 ** -30, 2 ** 30]) {
      const scaled = splineFigure({
        pieces: {
          ...pieces,
          knots: pieces.knots.map((t) => t * factor),
          slopes: pieces.slopes.map((m) => m / factor),
        },
        data: { x: data.x.map((x) => x * factor), y: data.y },
      });
      const line = rowsOf(splineFigure({ pieces, data }), 'line');
      expect(rowsOf(scaled, 'line').map((row) => (row.x as number) / factor)).toEqual(
        line.map((row) => row.x),
      );
      expect(rowsOf(scaled, 'line').map((row) => row.y)).toEqual(line.map((row) => row.y));
    }
  });

  it('draws any spline: every breakpoint in view is a flag, every other one is counted', async () => {
    const place = fc.oneof(
      fc.constantFrom(0, 1, 1e6, 1e6 + 1, -1e9, 1e-9),
      fc.double({ min: -1e3, max: 1e3, noNaN: true }),
    );
    const unit = fc.record({
      beta: place,
      mu: fc.oneof(fc.constant(0), fc.double({ min: -1e9, max: 1e9, noNaN: true })),
      s: fc.constantFrom(1, -1),
      stuck: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(unit, { maxLength: 8 }),
        fc.array(fc.tuple(place, place), { minLength: 1, maxLength: 6 }),
        async (units, points) => {
          const form = bdso({
            breakpoints: units.map(({ beta }) => beta),
            deltaSlopes: units.map(({ mu }) => mu),
            orientations: units.map(({ s }) => s),
          });
          const figure = splineFigure({
            ...form,
            pieces: toPiecewiseLinear(form),
            stuck: units.map(({ stuck }) => stuck),
            data: { x: points.map(([x]) => x), y: points.map(([, y]) => y) },
          });
          const flags = panelCount(figure) === 1 ? 0 : rowsOf(figure, 'point', 1).length;
          const counts = /out of view: (\d+) left, (\d+) right/.exec(subtitleOf(figure).join(' '));
          expect(flags + Number(counts?.[1] ?? 0) + Number(counts?.[2] ?? 0)).toBe(units.length);
          await drawn(figure);
        },
      ),
      { seed: 20221, numRuns: 25 },
    );
  });
});
