import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bdso, dataset, gradient, residuals, shallowNetwork, toBdso } from 'relu-splines';
import type { Dataset, ShallowNetwork } from 'relu-splines';
import {
  bdsoField,
  conservedQuantities,
  fromPolar,
  networkField,
  polarField,
  toPolar,
} from 'relu-splines/flow';
import type { PolarNetwork } from 'relu-splines/flow';
import { squaredWeights } from '../../../src/flow/fields/conserved.js';
import { networksWithBreakpoints } from '../../arbitraries/networks.js';
import { datasets } from '../../arbitraries/datasets.js';
import { RUNS } from '../../arbitraries/numbers.js';
import { expectPure } from '../../laws/purity.js';
import { expectRefusal } from '../../laws/refusal.js';

const tiny = shallowNetwork({
  inputWeights: [1, -2, 0.5],
  inputBiases: [-0.5, 1, 1],
  outputWeights: [0.3, -0.4, 2],
  outputBias: 0.1,
});
const tinyData = dataset([-1, 0, 2], [1, 0, -1]);

/** Decimals of a few digits through a few products: some roundings at their size. */
function near(got: ArrayLike<number>, wanted: readonly number[]): void {
  expect(got.length).toBe(wanted.length);
  wanted.forEach((value, i) => {
    expect(Math.abs(got[i] - value)).toBeLessThanOrEqual(32 * Number.EPSILON * Math.max(1, Math.abs(value)));
  });
}

/** The network moved by h along a velocity of its weights. */
function moved(network: ShallowNetwork, velocity: ArrayLike<number>, h: number): ShallowNetwork {
  const width = network.inputWeights.length;
  return shallowNetwork({
    inputWeights: network.inputWeights.map((w, i) => w + h * velocity[i]),
    inputBiases: network.inputBiases.map((b, i) => b + h * velocity[width + i]),
    outputWeights: network.outputWeights.map((v, i) => v + h * velocity[2 * width + i]),
    outputBias: network.outputBias + h * velocity[3 * width],
  });
}

/**
 * What a velocity in other coordinates is allowed to miss: each is a sum of N products whose terms have at most this
 * size, carried through quotients by w.
 */
function scaleOf(network: ShallowNetwork, data: Dataset): number {
  const w = Math.min(...network.inputWeights.map(Math.abs));
  const all = Math.max(
    1,
    ...[network.inputWeights, network.inputBiases, network.outputWeights].map((part) =>
      Math.max(0, ...part.map(Math.abs)),
    ),
  );
  const beta = Math.max(1, ...toBdso(network).breakpoints.map(Math.abs));
  const x = Math.max(1, ...data.x.map(Math.abs));
  const epsilon = Math.max(0, ...residuals(network, data).map(Math.abs));
  // The residual cancels too: its terms are H hinges of size all²·x, and |y|.
  const terms =
    epsilon + Math.max(...data.y.map(Math.abs)) + network.inputWeights.length * all * all * 2 * x + all;
  return (terms * data.x.length * x * beta ** 2 * all ** 2) / Math.min(1, w * w);
}

const problems = fc.record({
  network: networksWithBreakpoints({ wild: false, minUnits: 1, maxUnits: 6 }),
  data: datasets({ wild: false }),
});

describe('squared weights from (β, μ, δ), theory 18', () => {
  it.each([
    [0.5, -0.7, 0.3, 0.757495098020369, 0.646868872525461],
    [0.5, -0.7, -0.3, 0.517495098020369, 0.946868872525461],
    [2, 0.1, 0, 0.0447213595499958, 0.223606797749979],
  ])('β = %f, μ = %f, δ = %f', (beta, mu, delta, input, output) => {
    const squares = squaredWeights(beta, mu, delta);
    // The golden values have 15 digits.
    expect(Math.abs(squares.input - input)).toBeLessThanOrEqual(1e-15);
    expect(Math.abs(squares.output - output)).toBeLessThanOrEqual(1e-15);
  });

  it('keeps its digits where W or V is tiny', () => {
    // μ² = 1e-16, δ = ±1: W or V is μ² to the last digit; R ∓ δ taken as a difference would lose all of it.
    expect(squaredWeights(0, 1e-8, 1).output).toBeCloseTo(1e-16, 30);
    expect(squaredWeights(0, 1e-8, -1).input).toBeCloseTo(1e-16, 30);
    expect(squaredWeights(0, 0, 0)).toEqual({ input: 0, output: 0 });
  });
});

describe('conserved quantities', () => {
  it('are those of theory 18', () => {
    near(conservedQuantities(tiny), [1.16, 4.84, -2.75]);
  });

  it('change by exactly h²(g_w² + g_b² − g_v²) in a step of descent (theory 8, 19.3)', () => {
    const h = 2 ** -10;
    const g = gradient(tiny, tinyData);
    const before = conservedQuantities(tiny);
    const after = conservedQuantities(moved(tiny, g, -h));
    for (let i = 0; i < 3; i++) {
      const drift = h * h * (g[i] ** 2 + g[3 + i] ** 2 - g[6 + i] ** 2);
      // δ is of size 5, rounded a few times.
      expect(Math.abs(after[i] - before[i] - drift)).toBeLessThanOrEqual(50 * Number.EPSILON);
    }
  });

  it('refuses what is not a network', () => {
    expectRefusal(
      () => conservedQuantities(3 as unknown as ShallowNetwork),
      'TypeError',
      'conservedQuantities: network must be an object, got 3',
    );
  });
});

describe('the field of the weights', () => {
  it('is minus the gradient', () => {
    near(
      networkField(tiny, tinyData),
      Array.from(gradient(tiny, tinyData), (slope) => -slope),
    );
  });

  it('writes to nothing', () => {
    expectPure(networkField, tiny, tinyData);
    expectPure(bdsoField, toBdso(tiny), conservedQuantities(tiny), tinyData);
  });
});

describe('the field of the spline', () => {
  it('is that of theory 18', () => {
    const field = bdsoField(toBdso(tiny), conservedQuantities(tiny), tinyData);
    near(field, [3.33, 0.23, -73, -9.324, -3.376, -54.925, -6.15]);
  });

  it('erratum 1: both printed signs are reversed for ε = y − f', () => {
    const spline = toBdso(tiny);
    const field = bdsoField(spline, conservedQuantities(tiny), tinyData);
    // A short step of the weights themselves is the judge.
    const h = 2 ** -20;
    const after = toBdso(moved(tiny, networkField(tiny, tinyData), h));
    for (let i = 0; i < 3; i++) {
      const printedBeta = -field[i];
      const printedMu = -field[3 + i];
      const betaRate = (after.breakpoints[i] - spline.breakpoints[i]) / h;
      const muRate = (after.deltaSlopes[i] - spline.deltaSlopes[i]) / h;
      // First-order differences: second derivatives here are below 1e4.
      expect(Math.abs(betaRate - field[i])).toBeLessThanOrEqual(1e4 * h);
      expect(Math.abs(muRate - field[3 + i])).toBeLessThanOrEqual(1e4 * h);
      expect(Math.abs(betaRate - printedBeta)).toBeGreaterThan(0.1);
      expect(Math.abs(muRate - printedMu)).toBeGreaterThan(1);
    }
  });

  it('erratum 3: where v = 0 the delta-slope grows with W(T − βS), so r₁ = T and r_x = −S', () => {
    const data = dataset([-1, 0, 2], [1, 0.25, -1]);
    // All breakpoints in one gap, right-facing: each sees the datum at 2 only, S = −1 and T = −2.
    const beta = [0.5, 1, 1.5];
    for (const W of [1, 4]) {
      const spline = bdso({ breakpoints: beta, deltaSlopes: [0, 0, 0], orientations: [1, 1, 1] });
      const deltas = beta.map((place) => W * (1 + place * place));
      const field = bdsoField(spline, deltas, data);
      near(
        field.subarray(3, 6),
        beta.map((place) => W * (-2 + place)),
      );
      near(field.subarray(0, 3), [0, 0, 0]);
    }
  });

  it('follows the weights: β̇ and μ̇ by the chain rule (theory 19.3)', () => {
    fc.assert(
      fc.property(problems, ({ network, data }) => {
        const spline = toBdso(network);
        const velocity = networkField(network, data);
        const field = bdsoField(spline, conservedQuantities(network), data);
        const { inputWeights: w, inputBiases: b, outputWeights: v } = network;
        const width = w.length;
        const bound = 64 * Number.EPSILON * scaleOf(network, data);
        for (let i = 0; i < width; i++) {
          const betaRate = -velocity[width + i] / w[i] + (b[i] * velocity[i]) / (w[i] * w[i]);
          const muRate = velocity[i] * v[i] + w[i] * velocity[2 * width + i];
          // A breakpoint within rounding of a datum may count as active in one form and not in the other.
          const tied = data.x.some((x) => Math.abs(w[i] * x + b[i]) <= 8 * Number.EPSILON * Math.abs(b[i]));
          if (tied) continue;
          // β̇ divides by W once more: μ = 0 with δ ≤ 0 is refused, so W > 0 and the quotient is v/w.
          expect(Math.abs(field[i] - betaRate)).toBeLessThanOrEqual(bound);
          expect(Math.abs(field[width + i] - muRate)).toBeLessThanOrEqual(bound);
        }
        expect(Math.abs(field[2 * width] - velocity[3 * width])).toBeLessThanOrEqual(bound);
      }),
      RUNS,
    );
  });

  it('refuses constants that no unit with a breakpoint has', () => {
    const flat = bdso({ breakpoints: [1], deltaSlopes: [0], orientations: [1] });
    const data = dataset([0], [1]);
    expectRefusal(
      () => bdsoField(flat, [-1], data),
      'RangeError',
      'bdsoField: deltas[0] must be positive where the delta-slope is 0, got -1',
    );
    expectRefusal(
      () => bdsoField(flat, [1, 2], data),
      'ShapeError',
      'bdsoField: deltas must have the length of breakpoints, 1, got 2',
    );
    expectRefusal(
      () => bdsoField(flat, [NaN], data),
      'RangeError',
      'bdsoField: deltas[0] must be finite, got NaN',
    );
  });
});

describe('the polar chart', () => {
  it('goes there and back', () => {
    const back = fromPolar(toPolar(tiny));
    near(back.inputWeights, [...tiny.inputWeights]);
    near(back.inputBiases, [...tiny.inputBiases]);
    expect(back.outputWeights).toEqual(tiny.outputWeights);
    expect(back.outputBias).toBe(tiny.outputBias);
  });

  it('has the same flow, also where w = 0 (theory 19.3)', () => {
    const data = dataset([-1, 0.25, 2], [1, 0, -1]);
    const network = shallowNetwork({
      inputWeights: [1, 0, -2, 0],
      inputBiases: [-0.5, 2, 1, -1],
      outputWeights: [0.3, 0.7, -0.4, 1],
      outputBias: 0.1,
    });
    const velocity = networkField(network, data);
    const { radii: r, angles: theta } = toPolar(network);
    const field = polarField(toPolar(network), data);
    const rates: number[] = [];
    for (let i = 0; i < 4; i++) {
      // ẇ = ṙ cos θ − r θ̇ sin θ, ḃ = ṙ sin θ + r θ̇ cos θ.
      const [radial, turn] = [field[i], r[i] * field[4 + i]];
      rates[i] = radial * Math.cos(theta[i]) - turn * Math.sin(theta[i]);
      rates[4 + i] = radial * Math.sin(theta[i]) + turn * Math.cos(theta[i]);
      rates[8 + i] = field[8 + i];
    }
    rates[12] = field[12];
    near(velocity, rates);
  });

  it('leaves a unit at the origin at rest', () => {
    const network = shallowNetwork({ inputWeights: [0, -0], inputBiases: [0, -0], outputWeights: [1, 1] });
    const polar = toPolar(network);
    expect(polar.angles).toEqual(Float64Array.of(0, 0));
    expect(polarField(polar, dataset([1, 2], [3, 4])).subarray(0, 6)).toEqual(new Float64Array(6));
  });

  it('makes a network of any arrays', () => {
    const plain = { radii: [5], angles: [0], outputWeights: [2], outputBias: 1 } as unknown as PolarNetwork;
    expect(fromPolar(plain)).toEqual(
      shallowNetwork({ inputWeights: [5], inputBiases: [0], outputWeights: [2], outputBias: 1 }),
    );
    // The same field as of typed arrays: ṙ = vG with G = ε·x, x = 1, ε = 0 − (10 + 1).
    expect(polarField(plain, dataset([1], [0]))[0]).toBe(-22);
  });

  it('refuses arrays that do not belong together', () => {
    const polar = {
      radii: Float64Array.of(1),
      angles: new Float64Array(2),
      outputWeights: Float64Array.of(1),
      outputBias: 0,
    };
    expectRefusal(
      () => fromPolar(polar),
      'ShapeError',
      'fromPolar: angles must have the length of radii, 1, got 2',
    );
    expectRefusal(
      () => polarField({ ...polar, angles: Float64Array.of(Infinity) }, dataset([0], [0])),
      'RangeError',
      'polarField: angles[0] must be finite, got Infinity',
    );
  });
});
