import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trajectoryFigure } from 'relu-splines/plot';
import type { TrajectoryFigureInput } from 'relu-splines/plot';
import { drawn, layersOf, rowsOf, subtitleOf } from './drawn.js';
import type { Row } from './drawn.js';

const three: TrajectoryFigureInput = {
  times: [0, 1, 2, 3],
  breakpoints: [
    [0.5, -1, 2],
    [0.9, -1, 9],
    [1, -1, -9],
    [1, -1, -2],
  ],
  orientations: [
    [1, -1, 1],
    [1, -1, 1],
    [1, -1, -1],
    [1, -1, -1],
  ],
  deltaSlopes: [
    [0, -1, 1],
    [2, -1, 1],
    [4, 1, 1],
    [4, 1, 0.1],
  ],
  data: [3, -2, 1, 1],
  sticks: [{ unit: 0, datum: 1, from: 1.5, to: 3 }],
};

/** The vertices of the strokes of a unit, in order. */
function strokes(figure: ReturnType<typeof trajectoryFigure>, unit: number): [unknown, unknown][][] {
  const rows = rowsOf(figure, 'line').filter((row) => row.unit === unit);
  const parts = [...new Set(rows.map(({ part }) => part))].sort((a, b) => Number(a) - Number(b));
  return parts.map((part) => rows.filter((row) => row.part === part).map(({ time, x }) => [time, x]));
}

describe('trajectoryFigure', () => {
  it('draws each breakpoint as a line with its times on data, and the data as rules', async () => {
    const figure = trajectoryFigure(three);
    expect(rowsOf(figure, 'rule').filter((row) => !('from' in row))).toEqual([{ x: -2 }, { x: 1 }, { x: 3 }]);
    // (1.5, 1) is where it sticks: between the recorded 0.9 and 1, and no longer on the line between them.
    expect(strokes(figure, 0)).toEqual([
      [
        [0, 0.5],
        [1, 0.9],
        [1.5, 1],
        [3, 1],
      ],
    ]);
    expect(rowsOf(figure, 'rule').filter((row) => 'from' in row)).toEqual([
      { from: 1.5, to: 3, x: 1, count: 1, level: 0, thickness: 2.4 },
    ]);
    const svg = await drawn(figure);
    for (const text of ['to the right', 'to the left', 'breakpoint β', 'Breakpoints over training']) {
      expect(svg).toContain(`>${text}<`);
    }
  });

  it('cuts lines at the edges of the window, and draws none through infinity', () => {
    // The window is −2 to 3 with 4 % of that on each side: −2.2 to 3.2.
    const [out, back] = strokes(trajectoryFigure(three), 2);
    expect(out[0]).toEqual([0, 2]);
    expect(out[1][0]).toBeCloseTo(1.2 / 7, 14);
    expect(out[1][1]).toBe(3.2);
    expect(back[0][0]).toBeCloseTo(2 + 6.8 / 7, 14);
    expect(back[0][1]).toBe(-2.2);
    expect(back[1]).toEqual([3, -2]);
  });

  it('where orientations are not told, takes a leap across the window for infinity', () => {
    const { times, breakpoints, data } = three;
    expect(strokes(trajectoryFigure({ times, breakpoints, data: data ?? [] }), 2)).toHaveLength(2);
    const told = trajectoryFigure({ ...three, orientations: breakpoints.map(() => [1, -1, 1]) });
    // Facing the same way all the time it has come through.
    expect(strokes(told, 2)[1]).toHaveLength(2);
    expect(strokes(told, 2)).toHaveLength(3);
  });

  it('begins another stroke where v changes sign, and tells the sign by dashes', () => {
    const figure = trajectoryFigure(three);
    // μ = −1, −1, 1, 1 facing left: v > 0 first. The segment where it changes belongs to the sign before.
    expect(strokes(figure, 1)).toEqual([
      [
        [0, -1],
        [2, -1],
      ],
      [
        [2, -1],
        [3, -1],
      ],
    ]);
    const looks = layersOf(figure)
      .filter((layer) => layer.mark.type === 'line')
      .flatMap((layer) =>
        layer.data.values.map(({ unit, part }) => [
          unit,
          part,
          layer.encoding.strokeDash,
          layer.encoding.color,
        ]),
      ) as unknown as [number, number, { datum: string }, { datum: string }][];
    const look = (unit: number, part: number) =>
      looks
        .filter(([u, p]) => u === unit && p === part)
        .map(([, , dash, colour]) => [dash.datum, colour.datum])[0];
    expect(look(1, 0)).toEqual(['v > 0', 'to the left']);
    expect(look(1, 1)).toEqual(['v < 0', 'to the left']);
    // v = 0 at the start is about to have a sign.
    expect(look(0, 0)).toEqual(['v > 0', 'to the right']);
  });

  it('pales lines by their delta-slope at the end: 4, 1 and 0.1', () => {
    const opacities = new Map<unknown, unknown>();
    for (const { mark, data } of layersOf(trajectoryFigure(three))) {
      if (mark.type !== 'line') continue;
      for (const { unit } of data.values) opacities.set(unit, mark.opacity);
    }
    expect([0, 1, 2].map((unit) => opacities.get(unit))).toEqual([0.85, 0.5, 0.25]);
  });

  it('adds up who is stuck on a datum, facing one way', () => {
    const times = [0, 10];
    const breakpoints = times.map(() => new Float64Array(6));
    const orientations = times.map(() => [1, 1, 1, 1, 1, -1]);
    const sticks = [
      { unit: 0, datum: 0, from: 1, to: 8 },
      { unit: 1, datum: 0, from: 2, to: 8 },
      { unit: 2, datum: 0, from: 3, to: 8 },
      { unit: 3, datum: 0, from: 4, to: 8 },
      { unit: 4, datum: 0, from: 9, to: 12 },
      { unit: 5, datum: 0, from: 2, to: 3 },
    ];
    const input = { times, breakpoints, orientations, data: [0, 1], sticks };
    const figure = trajectoryFigure(input);
    const bars = layersOf(figure).filter(({ data }) => data.values.some((row) => 'from' in row));
    expect(bars.map(({ mark }) => mark.yOffset)).toEqual([-1.6, 1.6]);
    const told = ({ from, to, count }: Row) => [from, to, count];
    // Two and three are drawn alike.
    expect(bars[0].data.values.map(told)).toEqual([
      [1, 2, 1],
      [2, 4, 3],
      [4, 8, 4],
      [9, 10, 1],
    ]);
    expect(bars[1].data.values.map(told)).toEqual([[2, 3, 1]]);
    expect(subtitleOf(figure)[1]).toBe('Rules: 2 distinct x; bars: breakpoints stuck there, 1 at time 10.');
    const named = trajectoryFigure({ ...input, timeLabel: 'training time', timeUnit: 'ms' });
    expect(subtitleOf(named).join(' ')).toContain('stuck there, 1 at training time 10 ms.');
  });

  it('says what it leaves out: of 1,000 breakpoints 900 are in view and 100 drawn, in a small figure', async () => {
    const width = 1000;
    const times = Array.from({ length: 500 }, (_, k) => 10 ** (k / 100 - 3));
    // Breakpoints from −1 to 1 that settle a tenth of the way further in; every tenth one far out.
    const breakpoints = times.map((time) =>
      Array.from({ length: width }, (_, i) =>
        i % 10 === 0 ? 50 : (-1 + (2 * i) / (width - 1)) * (1 - 0.1 * Math.tanh(time)),
      ),
    );
    const orientations = times.map(() => Array.from({ length: width }, (_, i) => (i % 2 === 0 ? 1 : -1)));
    const figure = trajectoryFigure({
      times,
      breakpoints,
      orientations,
      data: [-1, 0, 1],
      timeScale: 'log',
    });
    expect(subtitleOf(figure)).toEqual([
      'Lines: 100 of 900 breakpoints; never in view: 100.',
      'Rules: 3 distinct x.',
    ]);
    const rows = rowsOf(figure, 'line');
    expect(new Set(rows.map(({ unit }) => unit)).size).toBe(100);
    // Evenly: no two neighbours at the start are further apart than three units in twenty.
    const starts = rows.filter(({ time }) => time === times[0]).map(({ x }) => x as number);
    starts.sort((a, b) => a - b);
    for (let k = 1; k < starts.length; k++) expect(starts[k] - starts[k - 1]).toBeLessThan(0.03);
    expect(JSON.stringify(figure).length).toBeLessThan(100_000);
    await drawn(figure);
  });

  it('leaves out what nobody sees: no recorded point is more than 0.4 pixels off its line', () => {
    const times = Array.from({ length: 300 }, (_, k) => k);
    const way = (time: number): number => Math.sin(time / 20) * Math.exp(-time / 100);
    const figure = trajectoryFigure({ times, breakpoints: times.map((t) => [way(t)]), data: [-1, 1] });
    const [line] = strokes(figure, 0) as unknown as [number, number][][];
    // Its curvature asks for one vertex in four or so.
    expect(line.length).toBeLessThan(100);
    for (const time of times) {
      const k = line.findIndex(([t]) => t >= time);
      const [[t0, x0], [t1, x1]] = [line[Math.max(k - 1, 0)], line[k]];
      const x = t1 === t0 ? x1 : x0 + ((time - t0) / (t1 - t0)) * (x1 - x0);
      // 420 pixels are 2 and 4 % of it on each side.
      expect((Math.abs(x - way(time)) * 420) / 2.16).toBeLessThanOrEqual(0.4 + 1e-9);
    }
  });

  it('has a logarithmic time axis that begins at the first time above zero', async () => {
    const figure = trajectoryFigure({ ...three, times: [0, 0.5, 20, 3000], timeScale: 'log', sticks: [] });
    const [line] = layersOf(figure).filter(({ mark }) => mark.type === 'line');
    expect(line.encoding.x.scale.domain).toEqual([0.5, 3000]);
    expect(line.encoding.x).toMatchObject({ axis: { values: [1, 10, 100, 1000] } });
    for (const { time } of rowsOf(figure, 'line')) expect(time).toBeGreaterThanOrEqual(0.5);
    await drawn(figure);
  });

  it('puts marks where they are asked for, and in view', async () => {
    const marks = [
      { time: 1.5, x: 1, kind: 'sticks' },
      { time: 1.5, x: 100, kind: 'crosses' },
      { time: 5, x: 1, kind: 'crosses' },
    ];
    const figure = trajectoryFigure({ ...three, marks });
    expect(rowsOf(figure, 'point')).toEqual([marks[0]]);
    expect(await drawn(figure)).toContain('>sticks<');
  });

  it('makes do without orientations, delta-slopes, data, or units', async () => {
    const { times, breakpoints, orientations, deltaSlopes } = three;
    const window = { low: -3, high: 4 };
    const gone = [[NaN], [1], [NaN], [2]];
    for (const input of [
      { times, breakpoints, window },
      { times, breakpoints, window, deltaSlopes: deltaSlopes ?? [] },
      { times, breakpoints, window, orientations: orientations ?? [] },
      { times, breakpoints: [[], [], [], []], data: [0] },
      { times, breakpoints: gone, data: [0, 3] },
    ]) {
      await drawn(trajectoryFigure(input));
    }
    expect(rowsOf(trajectoryFigure({ times, breakpoints: gone, window }), 'line')).toEqual([]);
  });

  it('draws anything: inside the window, forward in time, whatever leaps about', async () => {
    const place = fc.oneof(
      { weight: 4, arbitrary: fc.double({ min: -3, max: 3, noNaN: true }) },
      { weight: 1, arbitrary: fc.constantFrom(NaN, 0, 1e6, -1e9, 1e300) },
    );
    const step = fc.record({
      gap: fc.constantFrom(1e-6, 1, 50),
      units: fc.array(fc.tuple(place, fc.constantFrom(1, -1, 0), fc.constantFrom(-2, 0, 1e-9, 3)), {
        minLength: 3,
        maxLength: 3,
      }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 2, maxLength: 8 }),
        fc.constantFrom('linear' as const, 'log' as const),
        async (steps, timeScale) => {
          let now = 0;
          const figure = trajectoryFigure({
            times: steps.map(({ gap }) => (now += gap)),
            breakpoints: steps.map(({ units }) => units.map(([x]) => x)),
            orientations: steps.map(({ units }) => units.map(([, s]) => s)),
            deltaSlopes: steps.map(({ units }) => units.map(([, , mu]) => mu)),
            data: [-2, 0, 0.5, 2],
            sticks: [{ unit: 1, datum: 2, from: 0, to: now / 2 }],
            timeScale,
          });
          for (let unit = 0; unit < 3; unit++) {
            for (const stroke of strokes(figure, unit) as unknown as [number, number][][]) {
              expect(stroke.length).toBeGreaterThan(1);
              stroke.forEach(([time, x], k) => {
                expect(Math.abs(x)).toBeLessThanOrEqual(2.16);
                if (k > 0) expect(time).toBeGreaterThanOrEqual(stroke[k - 1][0]);
              });
            }
          }
          await drawn(figure);
        },
      ),
      { seed: 20225, numRuns: 15 },
    );
  });
});
