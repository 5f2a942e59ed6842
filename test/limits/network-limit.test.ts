import { beforeAll, describe, expect, it } from 'vitest';
import { bdso, dataset, evaluate, rescale, toNetwork } from 'relu-splines';
import type { ShallowNetwork } from 'relu-splines';
import { gradientFlow } from 'relu-splines/flow';
import type { FlowOptions } from 'relu-splines/flow';
import { kernelRegression, regimeMeasures, widthLimitInterpolant } from 'relu-splines/limits';
import { evaluatePiecewise, naturalCubicSpline } from 'relu-splines/splines';
import { EXAMPLE, largest } from './width-limit.help.js';

const { x, y } = EXAMPLE;
const data = dataset(x, y);
const [low, high] = [-1.5, 2];
const grid = Float64Array.from({ length: 161 }, (_, k) => -2 + k / 32);
const limit = widthLimitInterpolant(data, { kind: 'uniform', low: low, high: high });

/** H units with |w| = 1 and v = 0: every place of a midpoint grid of H/2 in both orientations. */
function paired(H: number): ShallowNetwork {
  const breakpoints = Array.from(
    { length: H },
    (_, i) => low + ((high - low) * (2 * Math.floor(i / 2) + 1)) / H,
  );
  const orientations = breakpoints.map((_, i) => (i % 2 === 0 ? 1 : -1));
  return toNetwork(bdso({ breakpoints, deltaSlopes: new Float64Array(H), orientations }), { scale: 1 });
}

function trained(start: ShallowNetwork, alpha: number, options: FlowOptions = {}): ShallowNetwork {
  const { status, network } = gradientFlow(rescale(start, alpha), data, {
    loss: 1e-18,
    relativeTolerance: 1e-8,
    ...options,
  });
  expect(status).toBe('loss');
  return network;
}

const apart = (one: ArrayLike<number>, other: ArrayLike<number>): number =>
  largest(Array.from(one, (value, k) => value - other[k]));

/**
 * Where a flow with held breakpoints ends if its output bias is trained as well: at the least α⁻² Σ z² + b₀² through the
 * data. With b₀ given, z is the solution for y − b₀, linear in it; so it is a parabola in b₀, whose coefficients are told
 * by norms without a bias.
 */
function withTrainedBias(start: ShallowNetwork, alpha: number): { bias: number; values: number[] } {
  const solve = (targets: readonly number[]): { square: number; values: Float64Array } => {
    const { norm, solution, interpolates } = kernelRegression(start, dataset(x, targets));
    expect(interpolates).toBe(true);
    return { square: norm * norm, values: evaluate(solution, grid) };
  };
  const ones = solve(y.map(() => 1));
  const product = (solve(y.map((each) => each + 1)).square - solve(y.map((each) => each - 1)).square) / 4;
  const bias = product / (alpha * alpha + ones.square);
  return { bias, values: Array.from(solve(y).values, (f, k) => f + bias * (1 - ones.values[k])) };
}

describe('gradient flow from (αw, αb, 0) with large α (theory 11.1)', () => {
  const start = paired(50);
  const leastNorm = evaluate(kernelRegression(start, data).solution, grid);

  it.each(['implicit', 'auto'] as const)('%s: ends at the least norm but for α⁻²', (method) => {
    const runs = [30, 100, 300].map((alpha) => {
      const network = trained(start, alpha, { method });
      const f = evaluate(network, grid);
      const { bias, values } = withTrainedBias(start, alpha);
      return {
        toLeastNorm: apart(f, leastNorm),
        toPrediction: apart(f, values),
        biasError: Math.abs(network.outputBias / bias - 1),
      };
    });
    // The output bias that is trained as well is of order α⁻²; here it leaves 3.9e-6 for α = 100.
    const falls = runs[1].toLeastNorm / runs[2].toLeastNorm;
    expect(Math.abs(falls / 3 ** 2 - 1)).toBeLessThan(0.05);
    // With the bias as predicted, what is left is what breakpoints do that move by α⁻⁴, up to terms of the next order.
    const faster = (100 / 30) ** 4;
    expect(Math.abs(runs[0].toPrediction / runs[1].toPrediction / faster - 1)).toBeLessThan(0.05);
    expect(Math.abs(runs[0].biasError / runs[1].biasError / faster - 1)).toBeLessThan(0.05);
    expect(runs[1].toPrediction).toBeLessThan(0.05 * runs[1].toLeastNorm);
  });
});

interface Run {
  readonly H: number;
  readonly start: ShallowNetwork;
  readonly network: ShallowNetwork;
  /** To the width limit. */
  readonly distance: number;
}

function run(H: number, alpha: number): Run {
  const start = paired(H);
  const network = trained(start, alpha);
  return { H, start, network, distance: apart(evaluate(network, grid), limit.evaluate(grid)) };
}

describe('the same with more and more units (theory 11.4)', () => {
  const ALPHA = 100;
  const runs: Run[][] = [];
  beforeAll(() => {
    // The constant depends on where data fall in their cells: the worst of four widths about each.
    for (const H of [50, 100, 200, 400]) runs.push([0, 2, 4, 6].map((more) => run(H + more, ALPHA)));
  });

  it('lands on the width limit, O(H⁻²)', () => {
    const worst = runs.map((same) => Math.max(...same.map(({ distance }) => distance)));
    const order = Math.log(worst[0] / worst[3]) / Math.log(8);
    expect(order).toBeGreaterThan(1.85);
    expect(order).toBeLessThan(2.15);
    // Not on the natural cubic spline, from which the limit is far, beyond the data and among them.
    const natural = evaluatePiecewise(naturalCubicSpline(data), grid);
    for (const { network } of runs[3]) {
      expect(apart(evaluate(network, grid), natural)).toBeGreaterThan(30 * worst[3]);
    }
  });

  it('has an output bias of 2/(Hα²) Σ a, the part of the norm that pays for constants', () => {
    const sum = limit.coefficients.reduce((total, each) => total + each, 0);
    // The cells of the midpoint rule, 3.5/200, against the narrowest gap of the data, 0.5: an error of its square.
    const error = ((high - low) / 200 / 0.5) ** 2;
    for (const { H, network } of runs[3]) {
      expect(Math.abs((network.outputBias * H * ALPHA ** 2) / 2 / sum - 1)).toBeLessThan(error);
    }
  });

  it('moves no breakpoint past a datum', () => {
    for (const { start, network } of runs.flat()) {
      const moves = regimeMeasures(start, network, data);
      expect(moves.crossedUnits).toBe(0);
      expect(moves.deltaSlopeMove).toBe(1);
      // Of the order α⁻⁴ = 1e-8.
      expect(moves.largestBreakpointMove).toBeLessThan(1e-7);
    }
  });
});
