import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bdso, dataset, lonelyMinimum, piecewiseLinear, shallowNetwork } from 'relu-splines';
import type { Bdso } from 'relu-splines';
import { knotTypeCounts, knotTypes, knotTypeTable } from '../../../src/loss/slices/knot-types.js';
import { datasets, networksWithData } from '../../arbitraries/datasets.js';
import { RUNS } from '../../arbitraries/numbers.js';
import { constant, MODES, typesOf } from './knot-types.help.js';

describe('knotTypes', () => {
  const data = dataset([0, 1, 1, 2, 4], [1, -3, 1, 0.5, 2]);
  const spline = bdso({ breakpoints: [0.5, 3, 1], deltaSlopes: [1, -2, 0], orientations: [1, -1, 1] });

  it('names directions as the breakpoint moves', () => {
    // Residuals all 1: everything wants f higher.
    const ones = dataset([0, 1, 2], [1, 1, 1]);
    const { classes } = knotTypeTable(constant, ones);
    expect(classes.map(({ orientation, outputSign, types }) => [orientation, outputSign, types[1]])).toEqual([
      [1, 1, 'passthrough-left'],
      [1, -1, 'passthrough-right'],
      [-1, 1, 'passthrough-right'],
      [-1, -1, 'passthrough-left'],
    ]);
  });

  it('labels degenerate knots', () => {
    const labels = (y: number[]): (string | null)[][] =>
      knotTypeTable(constant, dataset([0, 1, 2], y)).classes.map(({ degeneracies }) => [...degeneracies]);
    // At the last datum that it faces a unit is drawn in, or dies on the plateau behind.
    expect(labels([1, 1, 1])).toEqual([
      [null, null, 'one-sided'],
      [null, null, 'plateau'],
      ['one-sided', null, null],
      ['plateau', null, null],
    ]);
    // Sums that cancel, on the seen side (q = 1, p = 0) and on the unseen one (q = 0, p = −1).
    expect(labels([5, -1, 1])[0][1]).toBe('one-sided');
    expect(labels([2, -1, 0])[0]).toEqual([null, 'plateau', 'flat']);
  });

  it('has one degenerate end in every class, whatever the residuals (erratum 16)', () => {
    fc.assert(
      fc.property(datasets(), fc.constantFrom('slice', 'flow'), (any, dynamics) => {
        for (const { orientation, types } of knotTypeTable(constant, any, { dynamics }).classes) {
          expect(types[orientation > 0 ? types.length - 1 : 0]).toBe('degenerate');
        }
      }),
      RUNS,
    );
  });

  it('is flat everywhere for a unit with v = 0', () => {
    for (const mode of MODES) {
      const { types, degeneracies, outputSign } = typesOf(spline, data, 2, mode);
      expect(outputSign).toBe(0);
      expect(new Set(types)).toEqual(new Set(['degenerate']));
      expect(new Set(degeneracies)).toEqual(new Set(['flat']));
    }
  });

  it('takes the sign of v and not that of an underflowing w·v', () => {
    const tiny = shallowNetwork({ inputWeights: [1e-200], inputBiases: [0], outputWeights: [1e-200] });
    const ones = dataset([0, 1, 2], [1, 1, 1]);
    expect(typesOf(tiny, ones, 0).types[1]).toBe('passthrough-left');
  });

  it('merges data with equal x into one knot with the sum of their residuals', () => {
    const { knots, forces } = typesOf(constantWith(1), data, 0, { residuals: 'frozen' });
    expect(Array.from(knots)).toEqual([0, 1, 2, 4]);
    expect(Array.from(forces.inactive)).toEqual([0.5, 2.5, 2, 0]);
    expect(Array.from(forces.active)).toEqual([1.5, 0.5, 2.5, 2]);
  });

  it('weighs with 1 + x·x′ in flow', () => {
    const { forces } = typesOf(constantWith(1), data, 0, { dynamics: 'flow', residuals: 'frozen' });
    // At x = 2: 2·(1 + 2·4) unseen, and 0.5·(1 + 2²) more when seen.
    expect([forces.inactive[2], forces.active[2]]).toEqual([18, 20.5]);
  });

  it('has q and p of the collapse example (theory 18), and with them a*', () => {
    const [{ types, forces }] = knotTypeTable(constant, dataset([-1, 2], [-2.5, -1]), {
      dynamics: 'flow',
    }).classes;
    const [q, p] = [forces.inactive[0], forces.active[0]];
    expect([types[0], q, p, q / (q - p)]).toEqual(['attractor', 1, -4, 0.2]);
  });

  it('agrees between frozen and self-consistent residuals where the breakpoint is', () => {
    fc.assert(
      fc.property(datasets({ wild: false }), fc.nat(), fc.constantFrom(...MODES), (any, pick, mode) => {
        const group = pick % (any.groupStarts.length - 1);
        const knot = any.x[any.groupStarts[group]];
        const here = bdso({ breakpoints: [knot, 1, -2], deltaSlopes: [2, 1, -1], orientations: [1, -1, 1] });
        const [frozen, moving] = (['frozen', 'self-consistent'] as const).map(
          (residuals) => typesOf(here, any, 0, { ...mode, residuals }).forces,
        );
        for (const side of ['inactive', 'active'] as const) {
          const tolerances = `${side}Tolerances` as const;
          const difference = Math.abs(frozen[side][group] - moving[side][group]);
          expect(difference).toBeLessThanOrEqual(frozen[tolerances][group] + moving[tolerances][group]);
        }
      }),
      RUNS,
    );
  });

  it('swaps left and right when the x axis is mirrored', () => {
    fc.assert(
      fc.property(
        networksWithData({ minUnits: 1 }),
        fc.constantFrom(...MODES),
        ({ network, data: any }, mode) => {
          const mirrored = { ...network, inputWeights: network.inputWeights.map((w) => -w) };
          const mirroredData = dataset(
            any.x.map((x) => -x),
            any.y,
          );
          for (let unit = 0; unit < network.inputWeights.length; unit++) {
            const there = knotTypes(mirrored, mirroredData, { unit, ...mode })?.types.toReversed();
            const here = knotTypes(network, any, { unit, ...mode })?.types;
            expect(there?.map((type) => MIRRORED[type] ?? type)).toEqual(here);
          }
        },
      ),
      { ...RUNS, numRuns: 100 },
    );
  });

  it('does not depend on the units of y', () => {
    for (const scale of [2 ** -30, 2 ** 30]) {
      const scaled = { ...spline, deltaSlopes: spline.deltaSlopes.map((mu) => mu * scale) };
      const scaledData = dataset(
        data.x,
        data.y.map((y) => y * scale),
      );
      for (const mode of MODES) {
        expect(typesOf(scaled, scaledData, 0, mode).types).toEqual(typesOf(spline, data, 0, mode).types);
      }
    }
  });

  it('calls nothing a force when a network interpolates to rounding', () => {
    const x = Array.from({ length: 60 }, (_, n) => n + Math.sin(n) / 3);
    const any = dataset(x, x.map(Math.cos));
    const breakpoints = x.map((right, n) => (n === 0 ? right - 1 : (right + x[n - 1]) / 2));
    const interpolating = lonelyMinimum(any, breakpoints);
    for (const dynamics of ['slice', 'flow'] as const) {
      const { degeneracies, units } = knotTypeCounts(interpolating, any, { dynamics, residuals: 'frozen' });
      expect(degeneracies).toEqual({ flat: units * 60, plateau: 0, 'one-sided': 0 });
    }
  });

  it('gives null for a unit with w = 0', () => {
    const network = shallowNetwork({ inputWeights: [0, 1], inputBiases: [1, 0], outputWeights: [1, 1] });
    expect(knotTypes(network, data, { unit: 0 })).toBeNull();
    expect(knotTypes(network, data, { unit: 1 })?.unit).toBe(1);
    expect(knotTypeCounts(network, data)).toMatchObject({ units: 1, knots: 4 });
  });

  it('refuses bad arguments', () => {
    expect(() => knotTypes(spline, data, { unit: -1 })).toThrow(
      new RangeError('knotTypes: unit must be an integer from 0 to 2, got -1'),
    );
    expect(() => knotTypes(spline, data, { unit: 0, dynamics: 'sgd' as 'flow' })).toThrow(
      new RangeError(`knotTypes: dynamics must be 'slice' or 'flow', got "sgd"`),
    );
    expect(() => knotTypeCounts(spline, data, { residuals: 'melted' as 'frozen' })).toThrow(
      new RangeError(`knotTypeCounts: residuals must be 'frozen' or 'self-consistent', got "melted"`),
    );
    const line = piecewiseLinear({ knots: [], slopes: [1], intercepts: [0] });
    expect(() => knotTypeTable(line as unknown as Bdso, data)).toThrow(
      new TypeError(
        'knotTypeTable: form must be a ShallowNetwork or a Bdso, got a PiecewiseLinear: use fromPiecewiseLinear first',
      ),
    );
  });
});

/** One unit that contributes nothing yet has a sign, so that residuals are the targets. */
function constantWith(orientation: 1 | -1): Bdso {
  return bdso({
    breakpoints: [0],
    deltaSlopes: [orientation * Number.MIN_VALUE],
    orientations: [orientation],
  });
}

const MIRRORED: Partial<Record<string, string>> = {
  'passthrough-left': 'passthrough-right',
  'passthrough-right': 'passthrough-left',
};
