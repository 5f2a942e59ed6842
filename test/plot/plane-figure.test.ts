import { expect, it } from 'vitest';
import type { JsonObject, VegaLiteSpec } from 'relu-splines/plot';
import { planeFigure } from '../../src/plot/plane-figure.js';
import type { PlanePanel } from '../../src/plot/plane-figure.js';
import { expectPure } from '../laws/purity.js';
import { expectRefusal } from '../laws/refusal.js';
import { drawn } from './drawn.js';

const window = { low: -1, high: 1 };
const circle = {
  x: Array.from({ length: 9 }, (_, k) => Math.cos((k * Math.PI) / 4)),
  y: Float64Array.from({ length: 9 }, (_, k) => Math.sin((k * Math.PI) / 4)),
};
const panel: PlanePanel = {
  title: 'round',
  x: { label: 'a', window },
  y: { label: 'b', window: { low: -2, high: 2 } },
  levels: [{ x: [0, 0], y: [-5, 5] }],
  families: [
    { name: 'circles', strands: [circle, { x: [0, 0.1, 0], y: [0, 0, 0.1] }] },
    { name: 'broad', strands: [circle], emphasis: true },
  ],
  points: [{ x: 0, y: 0, label: 'here' }],
};

const panels = (figure: VegaLiteSpec): readonly JsonObject[] => figure.concat as readonly JsonObject[];

it('draws closed curves and upright lines in the order of their points', async () => {
  const figure = planeFigure({ title: 'T', notes: ['A note.'], panels: [panel] });
  const svg = await drawn(figure);
  expect(svg).toContain('here');
  expect(figure.description).toBe('T. round: b over a: circles, broad. A note.');
  const layers = panels(figure)[0].layer as unknown as readonly { data: { values: readonly JsonObject[] } }[];
  const rows = layers[1].data.values;
  expect(rows.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2]);
  expect(rows[9]).toMatchObject({ x: 0, y: 0, strand: 1, curve: 'circles' });
});

it('a unit is as long on either axis, unless it need not be', () => {
  const [equal] = panels(planeFigure({ title: 'T', panels: [panel] }));
  expect(equal.height).toBe(2 * Number(equal.width));
  const [free] = panels(planeFigure({ title: 'T', panels: [panel], equalUnits: false, height: 99 }));
  expect([free.width, free.height]).toEqual([640, 99]);
  const two = planeFigure({ title: 'T', panels: [panel, panel, panel] });
  expect(two.columns).toBe(2);
  expect(panels(two)[2].height).toBe(2 * 296);
});

it('leaves its input alone', () => {
  expectPure(planeFigure, { title: 'T', panels: [panel] });
});

it('refuses what it cannot draw', () => {
  const call = (part: Partial<PlanePanel>) => () =>
    planeFigure({ title: 'T', panels: [{ ...panel, ...part }] });
  expectRefusal(
    () => planeFigure({ title: 'T', panels: [] }),
    'ShapeError',
    'planeFigure: panels must have at least one entry, got 0',
  );
  expectRefusal(
    call({ families: [{ name: 'f', strands: [{ x: [0, NaN], y: [0, 1] }] }] }),
    'RangeError',
    'planeFigure: panels[0].families[0].strands[0].x[1] must be finite, got NaN',
  );
  expectRefusal(
    call({ levels: 3 as never }),
    'TypeError',
    'planeFigure: panels[0].levels must be an array, got 3',
  );
  expectRefusal(
    call({ levels: [{ x: [0, 1], y: [0] }] }),
    'ShapeError',
    'planeFigure: panels[0].levels[0].y must have the length of panels[0].levels[0].x, 2, got 1',
  );
  expectRefusal(
    call({ x: { label: 'a', window: { low: 1, high: 1 } } }),
    'RangeError',
    'planeFigure: panels[0].x.window must have a width, got 1 to 1',
  );
  expectRefusal(
    call({ points: [{ x: 0, y: 0, label: 3 as unknown as string }] }),
    'TypeError',
    'planeFigure: panels[0].points[0].label must be a string, got 3',
  );
});
