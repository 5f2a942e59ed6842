import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  curvature,
  evaluate,
  functionRoughness,
  piecewiseLinear,
  roughness,
  toBdso,
  toPiecewiseLinear as toShallowPieces,
} from 'relu-splines';
import {
  deepHeNormal,
  deepNetwork,
  inducedBreakpoints,
  layerRoughness,
  toDeepNetwork,
  toPiecewiseLinear,
} from 'relu-splines/deep';
import type { DeepNetwork } from 'relu-splines/deep';
import { randomStream } from 'relu-splines/init';
import { networksWithBreakpoints } from '../arbitraries/networks.js';
import { RUNS } from '../arbitraries/numbers.js';
import { expectPure } from '../laws/purity.js';
import { expectPiecesOf, grid, networkFrom, randomNetwork } from './deep.help.js';

const SHAPES: number[][] = [
  [40],
  [20, 20],
  [13, 13, 13],
  [10, 10, 10, 10],
  [8, 8, 8, 8, 8],
  [1],
  [1, 1],
  [3, 1, 3],
];

describe.each(SHAPES.map((widths) => [widths]))('random networks of widths %j', (widths) => {
  it('are their pieces at 100,000 points', () => {
    const network = randomNetwork(widths, 1);
    const pieces = toPiecewiseLinear(network);
    expectPiecesOf(network, pieces, grid(-5, 5, 50_000));
    expectPiecesOf(network, pieces, grid(-1e4, 1e4, 50_000));
    const { knots } = pieces;
    for (let p = 1; p < knots.length; p++) expect(knots[p]).toBeGreaterThan(knots[p - 1]);
    // At the knots and beside them, however far out.
    expectPiecesOf(network, pieces, Array.from(knots).flatMap((t) => [t, t * (1 + 1e-9), t * (1 - 1e-9)])); // prettier-ignore
  });

  it('have jumps that add up to all slope changes, and roughness that adds up over layers (theory 19, 11)', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const network = randomNetwork(widths, seed);
      const pieces = toPiecewiseLinear(network);
      const { knots, jumps } = curvature(pieces);
      const found = inducedBreakpoints(network);
      const largest = Math.max(...Array.from(pieces.slopes, Math.abs), Number.MIN_VALUE);
      // A slope is a sum over paths, so right to some hundred roundings of the largest that there are.
      const bound = 1000 * Number.EPSILON * largest;
      knots.forEach((t, p) => {
        const sum = found.breakpoints.reduce((all, x, k) => (x === t ? all + found.jumps[k] : all), 0);
        expect(Math.abs(sum - jumps[p])).toBeLessThanOrEqual(bound);
      });
      found.breakpoints.forEach((x, k) => {
        if (!found.active[k]) expect(Math.abs(found.jumps[k])).toBeLessThanOrEqual(bound);
        else expect(knots.includes(x)).toBe(true);
      });
      const rho = functionRoughness(pieces);
      const total = layerRoughness(network).output.reduce((sum, part) => sum + part, 0);
      expect(Math.abs(total - rho)).toBeLessThanOrEqual(2 * knots.length * bound * largest + 1e-12 * rho);
    }
  });
});

describe('a window', () => {
  const network = randomNetwork([8, 8, 8], 4);

  it('shows the knots inside of it, and the same function', () => {
    const all = toPiecewiseLinear(network);
    const window = { low: -0.7, high: 1.1 };
    const { knots, slopes, intercepts } = toPiecewiseLinear(network, { window });
    const inside = all.knots.filter((t) => t > window.low && t < window.high);
    const first = all.knots.findIndex((t) => t > window.low);
    expect(inside.length).toBeGreaterThan(3);
    expect(knots).toEqual(inside);
    expect(slopes).toEqual(all.slopes.slice(first, first + inside.length + 1));
    expect(intercepts).toEqual(all.intercepts.slice(first, first + inside.length + 1));
  });

  it('restricts breakpoints and roughness', () => {
    const window = { low: -0.7, high: 1.1 };
    const isInside = (x: number): boolean => x > window.low && x < window.high;
    const [all, some] = [inducedBreakpoints(network), inducedBreakpoints(network, { window })];
    expect(Array.from(some.breakpoints)).toEqual(Array.from(all.breakpoints).filter(isInside));
    expect(Array.from(some.jumps)).toEqual(
      Array.from(all.jumps).filter((_, k) => isInside(all.breakpoints[k])),
    );
    const parts = [
      { low: -1e9, high: -0.7 },
      { low: -0.7, high: 1.1 },
      { low: 1.1, high: 1e9 },
    ].map((each) => layerRoughness(network, { window: each }));
    const whole = layerRoughness(network);
    whole.basis.forEach((value, l) => {
      expect(parts.reduce((sum, part) => sum + part.basis[l], 0)).toBeCloseTo(value, 10);
      expect(parts.reduce((sum, part) => sum + part.output[l], 0)).toBeCloseTo(whole.output[l], 10);
    });
  });

  it('is open: a knot at its end is outside', () => {
    const absolute = networkFrom([[[1], [-1]], [[1, 1]]], [[0, 0], [0]]);
    expect(toPiecewiseLinear(absolute, { window: { low: 0, high: 1 } })).toEqual(
      piecewiseLinear({ knots: [], slopes: [1], intercepts: [0] }),
    );
    expect(toPiecewiseLinear(absolute, { window: { low: -1, high: 1 } }).knots).toEqual(Float64Array.of(0));
  });
});

describe('with one hidden layer', () => {
  it('breakpoints, orientations and delta-slopes are those of the spline form', () => {
    fc.assert(
      fc.property(networksWithBreakpoints({ minUnits: 1 }), (network) => {
        const spline = toBdso(network);
        const found = inducedBreakpoints(toDeepNetwork(network));
        expect(found.breakpoints).toEqual(spline.breakpoints);
        expect(found.orientations).toEqual(spline.orientations);
        expect(Array.from(found.jumps, (jump, i) => found.orientations[i] * jump + 0)).toEqual(
          Array.from(spline.deltaSlopes),
        );
      }),
      RUNS,
    );
  });

  it('pieces are those of the shallow network, but for knots whose jumps cancel', () => {
    fc.assert(
      fc.property(networksWithBreakpoints({ minUnits: 1, wild: false }), (network) => {
        const shallow = toShallowPieces(network);
        const deep = toPiecewiseLinear(toDeepNetwork(network));
        const largest = network.inputWeights.reduce(
          (sum, w, i) => sum + Math.abs(w * network.outputWeights[i]),
          0,
        );
        const x = Float64Array.from([...shallow.knots, ...grid(-9, 9, 37)]);
        const [a, b] = [evaluate(shallow, x), evaluate(deep, x)];
        x.forEach((_, n) => {
          const terms = network.inputWeights.reduce(
            (sum, w, i) =>
              sum +
              Math.abs(network.outputWeights[i]) * (Math.abs(w * x[n]) + Math.abs(network.inputBiases[i])),
            Math.abs(network.outputBias),
          );
          expect(Math.abs(a[n] - b[n])).toBeLessThanOrEqual(32 * Number.EPSILON * terms);
        });
        const jumps = curvature(shallow).jumps.filter(
          (jump) => Math.abs(jump) > 32 * Number.EPSILON * largest,
        );
        expect(deep.knots.length).toBeGreaterThanOrEqual(jumps.length);
        expect(deep.knots.every((t) => shallow.knots.includes(t))).toBe(true);
      }),
      RUNS,
    );
  });

  it('the output roughness is Σ μ², and so is the basis roughness with v = 1', () => {
    const network = {
      inputWeights: Float64Array.of(1, -2, 3),
      inputBiases: Float64Array.of(1, 2, 4),
      outputWeights: Float64Array.of(1, 1, 1),
      outputBias: 0,
    };
    const { basis, output } = layerRoughness(toDeepNetwork(network));
    expect(output).toEqual(Float64Array.of(roughness(network)));
    expect(basis).toEqual(output);
  });
});

describe('degenerate networks', () => {
  const line = piecewiseLinear({ knots: [], slopes: [0], intercepts: [2] });

  it('erratum 43: |x| passed through a ReLU has a kink that no path is active at, and touching zero is no breakpoint', () => {
    const network = networkFrom([[[1], [-1]], [[1, 1]], [[1]]], [[0, 0], [0], [0]]);
    const found = inducedBreakpoints(network);
    // z⁽²⁾ = |x| is zero at 0 and changes no sign; both first-layer units do, where all others are zero.
    expect(found.perLayer).toEqual(Int32Array.of(2, 0));
    expect(found.active).toEqual([true, true]);
    expect(found.jumps).toEqual(Float64Array.of(1, 1));
    expect(toPiecewiseLinear(network)).toEqual(
      piecewiseLinear({ knots: [0], slopes: [-1, 1], intercepts: [0, 0] }),
    );
  });

  it('erratum 43: a unit that is zero on an interval has breakpoints at its ends only, where it becomes positive', () => {
    // z⁽²⁾ = (x − 1)₊ + (−x − 1)₊ is zero on [−1, 1].
    const network = networkFrom([[[1], [-1]], [[1, 1]], [[1]]], [[-1, -1], [0], [0]]);
    const found = inducedBreakpoints(network);
    expect(found.breakpoints).toEqual(Float64Array.of(1, -1, -1, 1));
    expect(found.orientations).toEqual(Int8Array.of(1, -1, -1, 1));
    expect(found.jumps.reduce((sum, jump) => sum + jump, 0)).toBe(2);
    // Each knot is shared by a unit of either layer; z⁽²⁾ has slope 0 on one side.
    expect(found.jumps).toEqual(Float64Array.of(0.5, 0.5, 0.5, 0.5));
  });

  it('a unit that rises to zero and stays there is never active, where the knot is rounded', () => {
    // z⁽²⁾ rises to 0 at 5/3, is 0 up to 2 and falls from there. At the double next to 5/3 its value rounds to above 0.
    const network = networkFrom([[[-1], [1.5]], [[-1.5, -1]], [[1]]], [[2, -2.5], [0.5], [0]]);
    expect(inducedBreakpoints(network).perLayer).toEqual(Int32Array.of(2, 0));
    expect(toPiecewiseLinear(network).slopes).toEqual(Float64Array.of(0));
  });

  it('a layer that is dead everywhere leaves a constant, and the breakpoints before it inactive', () => {
    const network = networkFrom(
      [
        [[1], [-1]],
        [
          [-1, -1],
          [-1, 0],
        ],
        [
          [5, 7],
          [3, -1],
        ],
        [[1, 1]],
      ],
      [[0, 1], [-1, -2], [1, 1], [0]],
    );
    const found = inducedBreakpoints(network);
    expect(toPiecewiseLinear(network)).toEqual(line);
    expect(found.perLayer).toEqual(Int32Array.of(2, 0, 0));
    expect(found.activePerLayer).toEqual(Int32Array.of(0, 0, 0));
    expect(found.jumps).toEqual(Float64Array.of(0, 0));
    expect(layerRoughness(network)).toEqual({ basis: Float64Array.of(2, 0, 0), output: new Float64Array(3) });
  });

  it('units without slope have no breakpoints', () => {
    expect(toPiecewiseLinear(networkFrom([[[0], [-0]], [[1, 1]]], [[1, 1], [0]]))).toEqual(line);
    expect(inducedBreakpoints(networkFrom([[[0]], [[1]]], [[0], [0]])).breakpoints.length).toBe(0);
  });

  it('a breakpoint beyond the doubles is none, and weights that overflow are refused', () => {
    const far = networkFrom([[[1e-300]], [[1]]], [[1e300], [0]]);
    expect(inducedBreakpoints(far).breakpoints.length).toBe(0);
    expect(toPiecewiseLinear(far).slopes).toEqual(Float64Array.of(1e-300));
  });

  it('breakpoints at 1e6 ± 1 are found to the rounding of x', () => {
    const at = 1e6;
    // A tent over [1e6 − 1, 1e6 + 1], cut at height 1/2.
    const network = networkFrom(
      [[[1], [1], [1]], [[1, -2, 1]], [[1]]],
      [[1 - at, -at, -1 - at], [-0.5], [0]],
    );
    const { knots } = toPiecewiseLinear(network);
    expect(knots).toEqual(Float64Array.of(at - 0.5, at, at + 0.5));
  });
});

it('a sawtooth of 2^12 pieces has them all', () => {
  const fold = { weights: [[2, -4], [2, -4]], biases: [0, -0.5] }; // prettier-ignore
  const network = deepNetwork([
    { weights: [[1], [1]], biases: [0, -0.5] },
    ...Array.from({ length: 11 }, () => fold),
    { weights: [[2, -4]] },
  ]);
  const { knots, slopes } = toPiecewiseLinear(network);
  expect(knots).toEqual(grid(0, 1, 2 ** 12 + 1));
  expect(slopes.slice(1, -1)).toEqual(Float64Array.from({ length: 2 ** 12 }, (_, p) => (p % 2 === 0 ? 1 : -1) * 2 ** 12)); // prettier-ignore
});

it('leaves its inputs alone', () => {
  const network: DeepNetwork = deepHeNormal({ widths: [5, 5], sigmaB: 1 }, randomStream(2));
  expectPure(toPiecewiseLinear, network);
  expectPure(inducedBreakpoints, network);
  expectPure(layerRoughness, network);
});
