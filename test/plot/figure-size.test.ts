import { describe, expect, it } from 'vitest';
import {
  breaklineFigure,
  comparisonFigure,
  deepSplineFigure,
  histogramFigure,
  layerTrajectoryFigure,
  planeFigure,
  seriesFigure,
  sliceFigure,
  spectrumFigure,
  splineFigure,
  trajectoryFigure,
} from 'relu-splines/plot';
import type { FigureSize, Json, JsonObject, VegaLiteSpec } from 'relu-splines/plot';
import { drawn } from './drawn.js';

const pieces = { knots: [0.5], slopes: [1, -1], intercepts: [0, 1] };
const window = { low: 0, high: 1 };

const ramp = [
  { x: 0, y: 0 },
  { x: 1, y: 1 },
];

/** One of each kind. */
const figures: Readonly<Record<string, (size: FigureSize) => VegaLiteSpec>> = {
  spline: (size) =>
    splineFigure({
      ...size,
      pieces,
      data: { x: [0, 1], y: [0, 0.2] },
      breakpoints: [0.5],
      deltaSlopes: [2],
      orientations: [-1],
    }),
  deep: (size) =>
    deepSplineFigure({
      ...size,
      pieces,
      data: { x: [0, 1], y: [0, 0.2] },
      breakpoints: [0.5],
      layers: [0],
    }),
  slice: (size) =>
    sliceFigure({
      ...size,
      knots: [0.5],
      lossAtKnots: [1],
      types: ['attractor'],
      samples: { x: [0, 0.5, 1], loss: [2, 1, 2] },
      breakpoint: 0.1,
      loss: 1.8,
      minimum: { breakpoint: 0.5, loss: 1 },
    }),
  trajectory: (size) =>
    trajectoryFigure({ ...size, times: [0, 1], breakpoints: [[0.2], [0.4]], data: [0, 1] }),
  layers: (size) =>
    layerTrajectoryFigure({ ...size, tracks: [{ layer: 0, times: [0, 1], breakpoints: [0.2, 0.4] }] }),
  spectrum: (size) => spectrumFigure({ ...size, eigenvalues: [3, 1, -1] }),
  comparison: (size) =>
    comparisonFigure({ ...size, curves: [{ name: 'one', points: ramp, emphasis: true }] }),
  histogram: (size) =>
    histogramFigure({ ...size, panels: [{ title: 'a', values: [0, 1, 1, 2], window: { low: 0, high: 3 } }] }),
  series: (size) =>
    seriesFigure({
      ...size,
      title: 'Series',
      notes: ['A note.'],
      panels: [
        {
          x: { label: 'x' },
          y: { label: 'y' },
          series: [
            {
              name: 's',
              mark: 'points',
              points: [
                { x: 1, y: 1 },
                { x: 2, y: 3 },
              ],
            },
          ],
        },
      ],
    }),
  plane: (size) =>
    planeFigure({
      ...size,
      title: 'Plane',
      notes: ['A note.'],
      panels: [
        {
          x: { label: 'x', window },
          y: { label: 'y', window },
          families: [{ name: 'f', strands: [{ x: [0, 1], y: [0, 1] }] }],
        },
      ],
    }),
  breakline: (size) => breaklineFigure({ ...size, lines: [], window: { x: [0, 2], y: [0, 1] }, units: 0 }),
};

/** All views of a figure, itself first. */
function viewsOf(figure: JsonObject): JsonObject[] {
  const panels = (figure.vconcat ?? figure.concat ?? []) as readonly JsonObject[];
  return [figure, ...panels.flatMap(viewsOf)];
}

function sidesOf(figure: JsonObject, side: 'width' | 'height'): number[] {
  return viewsOf(figure).flatMap((view) => (typeof view[side] === 'number' ? [view[side]] : []));
}

/** Every size of text in a figure, by its path. */
function fontSizes(value: Json, path = ''): [string, number][] {
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'number' && /fontSize$/i.test(path) ? [[path, value]] : [];
  }
  return Object.entries(value as JsonObject).flatMap(([key, entry]) => fontSizes(entry, `${path}.${key}`));
}

describe.each(Object.entries(figures))('%s figure', (name, draw) => {
  const plain = draw({});

  it('is the same if nothing, or what is so by default, is asked for', () => {
    expect(draw({ subtitle: true })).toEqual(plain);
    expect(draw({ width: 640, fontSize: 11 })).toEqual(plain);
  });

  it('has half the width, and heights with it only where both axes have one unit', () => {
    const narrow = draw({ width: 320 });
    expect(sidesOf(narrow, 'width')).toEqual(sidesOf(plain, 'width').map((width) => Math.round(width / 2)));
    const sameUnits = name === 'plane' || name === 'breakline';
    expect(sidesOf(narrow, 'height')).toEqual(
      sidesOf(plain, 'height').map((height) => (sameUnits ? Math.round(height / 2) : height)),
    );
  });

  it('has the height that is asked for in its tallest panel', () => {
    if (['series', 'plane', 'breakline'].includes(name)) return;
    expect(Math.max(...sidesOf(draw({ height: 500 }), 'height'))).toBe(500);
  });

  it('has all text in twice the size, with lines of the subtitle half as long', () => {
    const large = draw({ fontSize: 22 });
    expect(fontSizes(large)).toEqual(fontSizes(plain).map(([path, size]) => [path, 2 * size]));
    const lines = (large.title as { readonly subtitle: readonly string[] }).subtitle;
    const words = (plain.title as { readonly subtitle: readonly string[] }).subtitle;
    expect(lines.join(' ')).toBe(words.join(' '));
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(36);
  });

  it('has no subtitle where none is wanted, and the same description', () => {
    const bare = draw({ subtitle: false });
    expect(bare.title).not.toHaveProperty('subtitle');
    expect(bare.description).toBe(plain.description);
  });

  it('is drawn without complaint for a slide', async () => {
    const svg = await drawn(draw({ width: 900, height: 380, fontSize: 18, subtitle: false }));
    expect(svg).toContain('font-size="18px"');
  });

  it('refuses what is no size', () => {
    expect(() => draw({ width: 0 })).toThrow('width must be positive');
    expect(() => draw({ fontSize: NaN })).toThrow('fontSize must be finite, got NaN');
    expect(() => draw({ subtitle: 'no' as unknown as boolean })).toThrow(
      'subtitle must be true or false, got "no"',
    );
  });
});

describe('words of a legend', () => {
  it('are not cut where they are large', async () => {
    expect(await drawn(figures.spline({ fontSize: 24 }))).toContain('>to the left<');
  });
});

describe('panels of words', () => {
  it('keep the height of their rows, and grow with the font', () => {
    const heights = (size: FigureSize): number[] => sidesOf(figures.slice(size), 'height');
    expect(heights({ height: 600 })).toEqual([600, 90]);
    expect(heights({ fontSize: 22 })).toEqual([300, 180]);
  });
});
