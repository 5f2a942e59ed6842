import { describe, expect, it } from 'vitest';
import { ShapeError } from 'relu-splines';
import { layerTrajectoryFigure } from 'relu-splines/plot';
import type { TrackRecord } from 'relu-splines/plot';
import { drawn, layersOf, panelCount, rowsOf, subtitleOf } from './drawn.js';

const tracks: readonly TrackRecord[] = [
  { layer: 0, times: [0, 1, 2, 3], breakpoints: [0.2, 0.3, 0.4, 0.1] },
  { layer: 2, times: [1, 2], breakpoints: [0.9, 0.8] },
  { layer: 2, times: [0, 1], breakpoints: [5, 6] },
];
const window = { low: 0, high: 1 };

describe('layerTrajectoryFigure', () => {
  it('has a panel a layer, the deepest on top, with lines that leave out what nobody sees', () => {
    const figure = layerTrajectoryFigure({ tracks, window });
    expect(panelCount(figure)).toBe(3);
    const line = (panel: number): unknown => rowsOf(figure, 'line', panel).map(({ time, x }) => [time, x]);
    expect(line(0)).toEqual([
      [1, 0.9],
      [2, 0.8],
    ]);
    expect(line(1)).toEqual([]);
    // 0.2, 0.3, 0.4 lie on one line.
    expect(line(2)).toEqual([
      [0, 0.2],
      [2, 0.4],
      [3, 0.1],
    ]);
  });

  it('marks births and deaths in view, but not the first and the last time', () => {
    const figure = layerTrajectoryFigure({ tracks, window });
    const ends = [0, 1, 2].map((panel) => rowsOf(figure, 'point', panel));
    expect(ends).toEqual([
      [
        { layer: 2, time: 1, x: 0.9, kind: 'birth' },
        { layer: 2, time: 2, x: 0.8, kind: 'death' },
      ],
      [],
      [],
    ]);
    expect(layersOf(figure).map(({ mark }) => mark.shape)).toEqual([undefined, 'circle', 'cross']);
    expect(subtitleOf(figure).join(' ')).toBe(
      'Lines: 2 breakpoints; circles: 1 birth; crosses: 1 death. Never in view: 1.',
    );
  });

  it('is drawn without complaint, on either scale of time, with the names that were given', async () => {
    const svg = await drawn(
      layerTrajectoryFigure({
        tracks,
        depth: 4,
        timeScale: 'log',
        timeLabel: 'step',
        xLabel: 'place',
        xUnit: 'ms',
      }),
    );
    for (const words of ['step', 'layer 3: place (ms)', 'Breakpoints over training, layer by layer']) {
      expect(svg).toContain(words);
    }
    await drawn(layerTrajectoryFigure({ tracks, window }));
  });

  it('refuses records that do not fit', () => {
    const refused = (track: Partial<TrackRecord>) => (): unknown =>
      layerTrajectoryFigure({ tracks: [{ ...tracks[0], ...track }], depth: 1 });
    expect(() => layerTrajectoryFigure({ tracks: [] })).toThrow(
      new ShapeError('layerTrajectoryFigure: tracks must have at least one, got none'),
    );
    expect(() => layerTrajectoryFigure({ tracks: 3 as never })).toThrow(
      new TypeError('layerTrajectoryFigure: tracks must be an array, got 3'),
    );
    expect(refused({ layer: 1 })).toThrow(/layerTrajectoryFigure: tracks\[0\].layer must be .* got 1/);
    expect(refused({ times: [0, 1] })).toThrow(ShapeError);
    expect(refused({ times: [0, 2, 2, 3] })).toThrow(
      'layerTrajectoryFigure: tracks[0].times must increase, got 2 and 2 at 1 and 2',
    );
    expect(refused({ breakpoints: [0, NaN, 0, 0] })).toThrow(
      'tracks[0].breakpoints[1] must be finite, got NaN',
    );
    expect(() => layerTrajectoryFigure({ tracks: [{ layer: 0, times: [1], breakpoints: [1] }] })).toThrow(
      RangeError,
    );
  });
});
