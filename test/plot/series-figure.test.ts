import { describe, expect, it } from 'vitest';
import { seriesFigure } from 'relu-splines/plot';
import type { JsonObject, SeriesFigureInput, VegaLiteSpec } from 'relu-splines/plot';
import { expectPure } from '../laws/purity.js';
import { expectRefusal } from '../laws/refusal.js';
import { drawn, subtitleOf } from './drawn.js';
import type { Layer } from './drawn.js';

const panel = {
  x: { label: 'units' },
  y: { label: 'loss' },
  series: [
    {
      name: 'Adam',
      points: [
        { x: 1, y: 2 },
        { x: 2, y: 1 },
      ],
    },
  ],
};

const layers = (figure: VegaLiteSpec, p = 0): readonly Layer[] =>
  (figure.concat as readonly JsonObject[])[p].layer as unknown as readonly Layer[];
const marks = (figure: VegaLiteSpec): unknown[] => layers(figure).map(({ mark }) => mark.type);

describe('seriesFigure', () => {
  it('draws every mark, with bars through points, bands about lines and rules at places', async () => {
    const points = [
      { x: 1, y: 2, low: 1, high: 3 },
      { x: 2, y: 4, low: 3, high: 4.5 },
    ];
    const names = ['line', 'points', 'line-and-points', 'steps', 'area'] as const;
    const figure = seriesFigure({
      title: 'All marks',
      notes: ['A note.'],
      panels: [
        {
          ...panel,
          series: names.map((mark) => ({ name: mark, mark, points })),
          lines: [{ x: 1 }, { y: 2 }],
        },
      ],
    });
    const svg = await drawn(figure);
    expect(marks(figure)).toEqual([
      ...['rule', 'rule'],
      ...['area', 'line'],
      ...['rule', 'point'],
      ...['area', 'line', 'point'],
      ...['area', 'line'],
      ...['area', 'area', 'line'],
    ]);
    expect(subtitleOf(figure)).toEqual(['A note.']);
    for (const name of names) expect(svg).toContain(`>${name}<`);
  });

  it('gives a name one look in all panels, and no two names the same', () => {
    const named = (name: string) => ({ ...panel.series[0], name });
    const figure = seriesFigure({
      title: 't',
      panels: [
        { ...panel, series: [named('a'), named('b')] },
        { ...panel, series: [named('b'), named('c')] },
      ],
    });
    const looks = [layers(figure, 0)[1], layers(figure, 1)[0]].map(({ encoding }) => {
      const k = encoding.color.scale.domain.indexOf('b');
      return [encoding.color.scale.range[k], encoding.strokeDash.scale.range[k]];
    });
    expect(looks[0]).toEqual(looks[1]);
    const { color, strokeDash } = layers(figure)[0].encoding;
    const pairs = color.scale.range.map((colour, k) => JSON.stringify([colour, strokeDash.scale.range[k]]));
    expect(new Set(pairs).size).toBe(3);
  });

  it('draws logarithmic axes over many decades, words for places, and nothing at all', async () => {
    const wide = [
      { x: 1, y: 1e-9 },
      { x: 1e4, y: 1 },
    ];
    await drawn(
      seriesFigure({
        title: 'Decades',
        panels: [
          {
            x: { label: 'units', scale: 'log' },
            y: { label: 'loss', scale: 'log' },
            series: [{ name: 'a', mark: 'line-and-points', points: wide }],
            lines: [{ y: 1e-4 }],
          },
          {
            x: { label: 'target', categories: ['sine', 'cubic'] },
            y: { label: 'loss', unit: 'm' },
            series: [{ name: 'a', mark: 'points', points: [{ x: 'cubic', y: 3, low: 2, high: 5 }] }],
          },
          { ...panel, series: [] },
          { ...panel, series: [{ name: 'one', points: [{ x: 3, y: 3 }] }] },
        ],
      }),
    );
  });

  it('says in words what it shows', () => {
    const { description } = seriesFigure({
      title: 'Loss',
      panels: [{ ...panel, title: 'all' }],
      notes: ['So.'],
    });
    expect(description).toBe('Loss. all: loss over units: Adam. So.');
  });

  it('leaves its input alone', () => {
    expectPure(seriesFigure, { title: 't', panels: [panel] });
  });

  const withPoint = (point: object, axes: object = {}): unknown => ({
    title: 't',
    panels: [{ ...panel, ...axes, series: [{ name: 'a', points: [point] }] }],
  });
  it.each([
    [undefined, 'TypeError', 'input must be an object, got undefined'],
    [{ panels: [panel] }, 'TypeError', 'title must be a string, got undefined'],
    [{ title: 't', panels: [] }, 'ShapeError', 'panels must have at least one entry, got 0'],
    [{ title: 't', panels: 3 }, 'TypeError', 'panels must be an array, got 3'],
    [withPoint({ x: 1, y: NaN }), 'RangeError', 'panels[0].series[0].points[0].y must be finite, got NaN'],
    [withPoint({ x: 'a', y: 1 }), 'TypeError', 'panels[0].series[0].points[0].x must be a number, got "a"'],
    [
      withPoint({ x: 1, y: 0 }, { y: { label: 'y', scale: 'log' } }),
      'RangeError',
      'panels[0].series[0].points[0].y must be positive on a logarithmic axis, got 0',
    ],
    [
      withPoint({ x: 'b', y: 0 }, { x: { label: 'x', categories: ['a'] } }),
      'RangeError',
      'panels[0].series[0].points[0].x must be a word of the axis, got "b"',
    ],
    [
      withPoint({ x: 1, y: 0, low: 0 }),
      'TypeError',
      'panels[0].series[0].points[0].high must be a number, got undefined',
    ],
    [
      { title: 't', panels: [{ ...panel, series: [{ name: 'n', mark: 'cross', points: [] }] }] },
      'RangeError',
      'panels[0].series[0].mark must be one of the marks, got "cross"',
    ],
    [
      { title: 't', panels: [{ ...panel, x: { label: 'x', scale: 'square' } }] },
      'RangeError',
      "panels[0].x.scale must be 'linear' or 'log', got \"square\"",
    ],
  ] as const)('refuses %j', (input, kind, message) => {
    expectRefusal(() => seriesFigure(input as SeriesFigureInput), kind, `seriesFigure: ${message}`);
  });
});
