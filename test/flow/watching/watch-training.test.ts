import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { functionRoughness, knotTypes, loss, roughness, shallowNetwork, stuckUnits } from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';
import { descend } from 'relu-splines/descent';
import {
  breakpointTrajectories,
  conservedQuantities,
  driveZeros,
  gradientFlow,
  knotTypesOverTime,
  watchTraining,
} from 'relu-splines/flow';
import { trajectoryFigure } from 'relu-splines/plot';
import { networksWithData } from '../../arbitraries/datasets.js';
import { RUNS } from '../../arbitraries/numbers.js';
import { expectRefusal } from '../../laws/refusal.js';
import { released } from '../flow.help.js';

const { trajectory } = gradientFlow(released.network, released.data, {
  time: 4,
  times: [0, 0.05, 0.2, 1, 3, 4],
});

/** Each unit's own knot types, with frozen residuals, against the table's row for its class. */
function expectKnotTypes(
  networks: readonly ShallowNetwork[],
  data: Dataset,
  dynamics: 'slice' | 'flow',
): void {
  const history = knotTypesOverTime(
    networks.map((network) => ({ network })),
    data,
    { dynamics },
  );
  networks.forEach((network, k) => {
    for (let unit = 0; unit < network.inputWeights.length; unit++) {
      const own = knotTypes(network, data, { unit, dynamics, residuals: 'frozen' });
      if (own === null || own.outputSign === 0) continue;
      const series = history.classes.find(
        ({ orientation, outputSign }) => orientation === own.orientation && outputSign === own.outputSign,
      );
      expect(Array.from(series?.codes[k] ?? [], (code) => history.names[code])).toEqual(own.types);
      expect(history.knots).toEqual(own.knots);
    }
  });
}

describe('knot types over time', () => {
  it('are those of every unit at every point of a flow', () => {
    const networks = trajectory.map(({ network }) => network);
    expectKnotTypes(networks, released.data, 'flow');
    expectKnotTypes(networks, released.data, 'slice');
  });

  it('are those of every unit of any network', () => {
    fc.assert(
      fc.property(networksWithData(), ({ network, data }) => {
        expectKnotTypes([network], data, 'flow');
      }),
      RUNS,
    );
  });

  it('name the datum an attractor on which a unit slides', () => {
    const { names, classes } = knotTypesOverTime(trajectory, released.data);
    let slides = 0;
    trajectory.forEach(({ network, slidingOn }, k) => {
      slidingOn.forEach((datum, unit) => {
        if (datum < 0) return;
        const series = classes.find(
          ({ orientation, outputSign }) =>
            orientation === Math.sign(network.inputWeights[unit]) &&
            outputSign === Math.sign(network.outputWeights[unit]),
        );
        expect(names[series?.codes[k][datum] ?? -1]).toBe('attractor');
        slides++;
      });
    });
    // At 0.2, between 0.0998 and 0.2915, unit 1; from 2.2244 on unit 0.
    expect(slides).toBe(3);
  });

  it('takes an empty trajectory, and times of any kind', () => {
    const { network } = released;
    expect(knotTypesOverTime([], released.data).classes.map(({ codes }) => codes.length)).toEqual([
      0, 0, 0, 0,
    ]);
    expect(
      knotTypesOverTime(
        [
          { network, step: 3 },
          { network, step: 10 },
        ],
        released.data,
      ).times,
    ).toEqual(Float64Array.of(3, 10));
  });
});

describe('watching training', () => {
  it('is each function of the library at each point, for a flow', () => {
    const watch = watchTraining(trajectory, released.data);
    trajectory.forEach((point, k) => {
      const { network, time, slidingOn } = point;
      expect(watch.times[k]).toBe(time);
      expect(watch.losses[k]).toBe(loss(network, released.data));
      expect(watch.roughness[k]).toBe(roughness(network));
      expect(watch.functionRoughness[k]).toBe(functionRoughness(network));
      expect(watch.driveZeros[k]).toEqual(driveZeros(network, released.data));
      expect(watch.stuckCounts[k]).toBe(slidingOn.filter((datum) => datum >= 0).length);
    });
    expect(watch.stuckCounts).toEqual(Int32Array.of(0, 0, 1, 0, 1, 1));
    expect(watch.knotTypes).toEqual(knotTypesOverTime(trajectory, released.data));
    expect(watch.conservedDrift[0]).toBe(0);
    // Ten times the default tolerance of the flow.
    expect(Math.max(...watch.conservedDrift)).toBeLessThan(1e-5);
  });

  it('takes the trajectory of descent, where δ drifts as h²(g_w² + g_b² − g_v²)', () => {
    const { network, data } = released;
    const { trajectory: points } = descend(network, data, {
      method: 'gd',
      learningRate: 0.01,
      steps: 1,
      record: [0, 1],
    });
    const watch = watchTraining(points, data);
    expect(watch.times).toEqual(Float64Array.of(0, 1));
    const [before, after] = points.map((point) => conservedQuantities(point.network));
    const { inputWeights: w, inputBiases: b, outputWeights: v } = points[1].network;
    const drifts = before.map((delta, i) => Math.abs(after[i] - delta) / (w[i] ** 2 + b[i] ** 2 + v[i] ** 2));
    expect(watch.conservedDrift[1]).toBe(Math.max(...drifts));
    expect(watch.conservedDrift[1]).toBeGreaterThan(1e-6);
    expect(watch.stuckCounts[1]).toBe(stuckUnits(points[1].network, data).length);
  });

  it('has nothing to say of δ where all weights are zero', () => {
    const network = shallowNetwork({ inputWeights: [0], inputBiases: [0], outputWeights: [0] });
    expect(watchTraining([{ network }], released.data).conservedDrift).toEqual(Float64Array.of(0));
  });

  it('refuses times that do not increase and networks of different widths', () => {
    const { network, data } = released;
    expectRefusal(
      () => watchTraining({} as [], data),
      'TypeError',
      'watchTraining: trajectory must be an array of points, got an object',
    );
    const other = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [1] });
    expectRefusal(
      () =>
        watchTraining(
          [
            { network, time: 1 },
            { network, time: 1 },
          ],
          data,
        ),
      'RangeError',
      'watchTraining: trajectory[1].time must be above 1, got 1',
    );
    expectRefusal(
      () => watchTraining([{ network }, { network: other }], data),
      'ShapeError',
      'watchTraining: trajectory[1] must have as many units as trajectory[0], 2, got 1',
    );
    expectRefusal(
      () => watchTraining([{ network, time: NaN }], data),
      'RangeError',
      'watchTraining: trajectory[0].time must be finite, got NaN',
    );
  });
});

describe('breakpoint trajectories', () => {
  it('keep every unit in its column, with no breakpoint where w = 0', () => {
    const network = shallowNetwork({
      inputWeights: [2, 0, -1],
      inputBiases: [-1, 3, 0],
      outputWeights: [0.5, 1, 4],
    });
    expect(breakpointTrajectories([{ network }])).toEqual({
      times: Float64Array.of(0),
      breakpoints: [Float64Array.of(0.5, NaN, 0)],
      deltaSlopes: [Float64Array.of(1, 0, -4)],
      orientations: [Int8Array.of(1, 0, -1)],
      timeLabel: 'time',
    });
  });

  it('are over steps where the points have steps and no times', () => {
    const network = shallowNetwork({ inputWeights: [2], inputBiases: [-1], outputWeights: [1] });
    const labelOf = (...whens: { step?: number; time?: number }[]) =>
      breakpointTrajectories(whens.map((when) => ({ network, ...when }))).timeLabel;
    expect(labelOf({ step: 0 }, { step: 50 })).toBe('step');
    expect(labelOf({ time: 0 }, { time: 0.5 })).toBe('time');
    expect(labelOf({ step: 0, time: 0 }, { step: 1, time: 2 })).toBe('time');
    const { times, timeLabel, breakpoints } = breakpointTrajectories([
      { network, step: 0 },
      { network, step: 100 },
    ]);
    const figure = trajectoryFigure({ times, timeLabel, breakpoints, data: [0, 1] });
    expect(JSON.stringify(figure)).toContain('"title":"step"');
  });
});
