import {
  dataset,
  evaluateSlice,
  knotTypes,
  lossSlice,
  shallowNetwork,
  toPiecewiseLinear,
} from 'relu-splines';
import { describe, expect, it } from 'vitest';
import { paintTrajectories } from '../../../examples/explorer/views/breakpoint-lines.js';
import { breakpointLayout, breakpointLegend } from '../../../examples/explorer/views/breakpoint-layout.js';
import {
  breakpointWords,
  paintFrames,
  paintOver,
} from '../../../examples/explorer/views/breakpoint-picture.js';
import { classOf, schemes, unitClasses } from '../../../examples/explorer/views/colours.js';
import { functionWords, paintFunction } from '../../../examples/explorer/views/function-picture.js';
import { histogram } from '../../../examples/explorer/views/histogram.js';
import { lawWords, paintLaw } from '../../../examples/explorer/views/law-picture.js';
import { lossRange, lossWords, paintLoss } from '../../../examples/explorer/views/loss-picture.js';
import type { BreakpointModel, FunctionModel } from '../../../examples/explorer/views/models.js';
import { lossesOf, slicePieces } from '../../../examples/explorer/views/slice-curve.js';
import { paintSlice, sliceWords } from '../../../examples/explorer/views/slice-picture.js';
import { spectrumWords } from '../../../examples/explorer/views/spectrum-picture.js';
import { magnitudes, signsOf } from '../../../examples/explorer/views/spectrum.js';
import { breakpointRange, functionBox, timeHorizon } from '../../../examples/explorer/views/windows.js';
import { recordingPen } from './recorder.js';

const size = { width: 600, height: 400 };
const { light } = schemes;

const model: BreakpointModel = {
  scheme: 'light',
  run: 1,
  times: [0, 1, 2, 3],
  frames: [0, 1, 2, 3].map((time) => ({
    breakpoints: [0.1 * time, -0.5, NaN],
    deltaSlopes: [1, time < 2 ? 1 : -1, 0],
    orientations: [1, -1, 0],
  })),
  timeAxis: { from: 0, to: 4, scale: 'linear' },
  range: { low: -1, high: 1 },
  data: [-0.5, 0.5],
  sticks: [{ unit: 1, datum: 0, from: 0, to: 3 }],
  cursor: 2,
  chosenUnit: 0,
  knots: { orientation: 1, outputSign: 1, types: ['attractor', 'repeller'] },
  drive: { beta: [-1, 0, 1], right: [1, 0, 0], left: [0, 0, -1] },
  clusters: [{ low: 0, high: 0.1, size: 2, orientation: 1, outputSign: 1, datum: null }],
};

describe('classes of units', () => {
  it('are those of orientation and sgn v = s·sgn μ', () => {
    for (const w of [1, -2]) {
      for (const v of [3, -0.5]) {
        const { orientation, outputSign } = unitClasses[classOf(Math.sign(w), w * v)];
        expect([orientation, outputSign]).toEqual([Math.sign(w), Math.sign(v)]);
      }
    }
  });
});

describe('the breakpoint picture', () => {
  const layout = breakpointLayout(model, size, breakpointLegend(model, light));

  it('draws a line a unit with a breakpoint, in two parts where v changes sign', () => {
    const { pen, said } = recordingPen();
    paintTrajectories(pen, model, layout, 0, 3, light);
    const at = (time: number, x: number): string => `${layout.time.at(time)} ${layout.y.at(x)}`;
    expect(said.filter((words) => words.startsWith('move'))).toEqual(
      [at(0, 0), at(1, -0.5), at(0, -0.5)].map((place) => `move ${place}`),
    );
    // Straight lines need their ends only.
    expect(said.filter((words) => words.startsWith('line')).length).toBe(3);
  });

  it('is the same line whether frames come at once or one by one', () => {
    const ends = (steps: readonly (readonly [number, number])[]): Set<string> => {
      const { pen, said } = recordingPen();
      for (const [from, to] of steps) paintTrajectories(pen, model, layout, from, to, light);
      return new Set(said.filter((words) => words.startsWith('line')).map((words) => words.slice(5)));
    };
    const once = ends([[0, 3]]);
    const parts = ends([0, 1, 2].map((k) => [k, k + 1] as const));
    for (const place of once) expect(parts).toContain(place);
    expect(parts.size).toBe(6);
  });

  it('leaves out what stays outside, and has no pieces of no frames', () => {
    const far = { ...model, range: { low: 10, high: 11 }, sticks: [] };
    const { pen, said } = recordingPen();
    paintFrames(pen, far, breakpointLayout(far, size, []), 0, 3, light);
    paintFrames(pen, { ...model, times: [], frames: [] }, layout, 0, -1, light);
    expect(said).toEqual([]);
  });

  it('says its figures, also before there are any', () => {
    expect(breakpointWords(model)).toBe(
      'Breakpoints of 3 units over 4 frames, time 2; 1 stuck on data; 1 cluster; 1 attractor, 1 repeller, ' +
        '0 passes down, 0 passes up, 0 degenerate; unit 0 at 0.2, facing right, delta-slope 1, time 2',
    );
    const empty = { ...model, times: [], frames: [], sticks: [] };
    expect(breakpointWords(empty)).toBe('Breakpoints over time: no frames yet');
    const { pen, said } = recordingPen();
    paintOver(pen, empty, layout, light);
    expect(said.length).toBeGreaterThan(0);
  });
});

describe('the function picture', () => {
  it('goes through its knots and marks its breakpoints, in view or counted outside', () => {
    const network = shallowNetwork({ inputWeights: [1, -1], inputBiases: [0, 90], outputWeights: [1, 1] });
    const pieces = toPiecewiseLinear(network);
    const data = { x: [-1, 0.5, 1], y: [90, 91, 92] };
    const given: FunctionModel = {
      scheme: 'dark',
      data,
      chosenDatum: 1,
      pieces,
      units: { breakpoints: [0, 90], deltaSlopes: [1, -1], orientations: [1, -1] },
      chosenUnit: 0,
      overlays: [{ kind: 'linear-spline', x: data.x, y: data.y }],
      box: functionBox(data, pieces),
      loss: 1.5,
    };
    const { pen, said } = recordingPen();
    paintFunction(pen, given, size, schemes.dark);
    expect(said.some((words) => words.startsWith('text 1 →'))).toBe(true);
    expect(functionWords(given)).toBe(
      '3 data, the network’s spline of 3 pieces, 1 of 2 breakpoints in view, linear spline, loss 1.5, ' +
        'unit 0 bends at 0',
    );
  });

  it('shows the data, and a wild network only near them', () => {
    const wild = { knots: [0], slopes: [1e9, -1e9], intercepts: [0, 0] };
    const box = functionBox({ x: [-1, 1], y: [0, 2] }, wild);
    expect(box.y.low).toBeGreaterThan(-1.5);
    expect(box.y.high).toBeLessThan(3.5);
    expect(functionBox({ x: [], y: [] }).x).toEqual({ low: -1.12, high: 1.12 });
    const single = functionBox({ x: [1e6], y: [3] });
    expect(single.x.low).toBeLessThan(1e6);
    expect(single.x.high).toBeGreaterThan(1e6);
  });
});

describe('the slice picture', () => {
  const network = shallowNetwork({
    inputWeights: [1, -1, 2],
    inputBiases: [0.2, 0.7, 0.5],
    outputWeights: [1, -2, 0.5],
  });
  const data = dataset([-1, 0, 0.5, 2], [1, -1, 2, 0]);

  it.each([0, 1, 2])('draws the parabolas of unit %i exactly', (unit) => {
    const slice = lossSlice(network, data, unit);
    const typed = knotTypes(network, data, { unit });
    if (slice === null || typed === null) throw new Error('the unit has a slice');
    const given = { ...slice, loss: evaluateSlice(slice, slice.breakpoint), types: typed.types };
    const pieces = slicePieces(given, { low: -3, high: 3 });
    expect(pieces.map(({ from }) => from)).toEqual([-3, -1, 0, 0.5, 2]);
    for (const { from, fromLoss, control, controlLoss, to, toLoss } of pieces) {
      for (const t of [0, 0.3, 0.5, 1]) {
        const mixed = (a: number, c: number, b: number): number =>
          (1 - t) ** 2 * a + 2 * t * (1 - t) * c + t * t * b;
        const beta = mixed(from, control, to);
        const loss = evaluateSlice(slice, Math.min(Math.max(beta, from), to));
        // A dozen roundings of losses up to a hundred.
        expect(Math.abs(mixed(fromLoss, controlLoss, toLoss) - loss)).toBeLessThanOrEqual(
          100 * 64 * Number.EPSILON,
        );
      }
    }
    const { low } = lossesOf(pieces) ?? { low: NaN };
    expect(Math.abs(low - slice.minimum.loss)).toBeLessThanOrEqual(100 * 64 * Number.EPSILON);
    const { pen } = recordingPen();
    paintSlice(pen, { scheme: 'light', slice: given, range: { low: -3, high: 3 } }, size, light);
    expect(sliceWords({ scheme: 'light', slice: given, range: { low: -3, high: 3 } })).toContain(
      `unit ${unit}`,
    );
  });

  it('says so where there is none', () => {
    const { pen, said } = recordingPen();
    paintSlice(pen, { scheme: 'light', slice: null, range: { low: 0, high: 1 } }, size, light);
    expect(said[0]).toContain('Choose a unit');
  });
});

describe('loss, spectrum and law', () => {
  it('keeps the axis of losses while they fall a little, and survives losses of zero and infinity', () => {
    expect(lossRange([90, 30])).toEqual(lossRange([90, 25]));
    expect(lossRange([90, 30])).toEqual({ low: 20, high: 100 });
    expect(lossRange([0, Infinity, NaN])).toEqual({ low: 0.1, high: 1 });
    expect(lossRange([5e-324]).high).toBeGreaterThan(0);
    const { pen } = recordingPen();
    const timeAxis = { from: 0, to: 1, scale: 'log' } as const;
    const given = { scheme: 'light', times: [0, 1], losses: [Infinity, 0], timeAxis, cursor: 1 } as const;
    paintLoss(pen, given, size, light);
    expect(lossWords(given)).toContain('∞ at the start');
  });

  it('sorts eigenvalues by sign', () => {
    const signs = signsOf([1e-20, -3, 5, 0, 20]);
    expect([...signs.positive]).toEqual([20, 5]);
    expect([...signs.negative]).toEqual([-3]);
    expect(signs.zeros).toBe(2);
    expect(magnitudes(signs)).toEqual({ low: 1, high: 100 });
    expect(magnitudes(signsOf([0, 0]))).toBeNull();
    const causes = [{ cause: 'dead-unit', dimension: 2, nullForHessian: 2 }];
    expect(spectrumWords({ scheme: 'light', eigenvalues: [0, 0, 1], causes })).toBe(
      'Hessian spectrum: 1 positive, 2 zero, 0 negative eigenvalues; null directions: 2 dead unit',
    );
  });

  it('counts breakpoints as densities', () => {
    const { densities, below, above, inside } = histogram([-9, 0, 0.5, 1, 2, NaN], { low: 0, high: 1 }, 2);
    expect([below, inside, above]).toEqual([1, 3, 1]);
    expect([...densities]).toEqual([1 / 2.5, 2 / 2.5]);
    const law = {
      scheme: 'light',
      density: null,
      breakpoints: [],
      range: { low: 0, high: 1 },
      name: 'x',
    } as const;
    paintLaw(recordingPen().pen, law, size, light);
    expect(lawWords(law)).toContain('density is not known');
  });

  it('ends time axes at round times that change seldom', () => {
    const times = [0, 0.7, 1, 1.2, 95, 1e-9];
    expect(times.map((time) => timeHorizon(time, true))).toEqual([1, 0.8, 1, 1.5, 100, 1e-9]);
    expect(times.map((time) => timeHorizon(time, false))).toEqual([1, 1, 1, 10, 100, 1e-9]);
    expect(timeHorizon(Infinity, false)).toBe(1);
    expect(breakpointRange([])).toEqual({ low: -1.24, high: 1.24 });
  });
});
