import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, functionRoughness, rescale, roughness, toBdso, toPiecewiseLinear } from 'relu-splines';
import type { ShallowNetwork } from 'relu-splines';
import {
  fromCurvature,
  gaussianInit,
  gaussianLaw,
  glorotLaw,
  glorotNormal,
  heLaw,
  heNormal,
  randomStream,
  resumeStream,
  spiky,
  torchDefault,
  torchLaw,
  uniformBreakpoints,
  uniformInit,
  uniformLaw,
} from 'relu-splines/init';
import type { InitLaw, RandomStream } from 'relu-splines/init';
import { RUNS } from '../arbitraries/numbers.js';
import { expectSampleOf } from './laws.help.js';

const { EPSILON } = Number;
const WIDTH = 5000;
const interval = { low: -2, high: 2 };

interface Sampler {
  readonly name: string;
  readonly make: (stream: RandomStream) => ShallowNetwork;
  readonly law?: InitLaw;
}

const samplers: Sampler[] = [
  {
    name: 'gaussianInit',
    make: (stream) => gaussianInit({ width: WIDTH, sigmaB: 0.5, sigmaW: 2, sigmaV: 0.1 }, stream),
    law: gaussianLaw({ sigmaB: 0.5, sigmaW: 2, sigmaV: 0.1 }),
  },
  {
    name: 'uniformInit',
    make: (stream) => uniformInit({ width: WIDTH, aB: 0.5, aW: 2, aV: 0.1 }, stream),
    law: uniformLaw({ aB: 0.5, aW: 2, aV: 0.1 }),
  },
  {
    name: 'heNormal',
    make: (stream) => heNormal({ width: WIDTH, sigmaB: 0.3 }, stream),
    law: heLaw({ width: WIDTH, sigmaB: 0.3 }),
  },
  {
    name: 'glorotNormal',
    make: (stream) => glorotNormal({ width: WIDTH, sigmaB: 0.3 }, stream),
    law: glorotLaw({ width: WIDTH, sigmaB: 0.3 }),
  },
  {
    name: 'torchDefault',
    make: (stream) => torchDefault({ width: WIDTH }, stream),
    law: torchLaw({ width: WIDTH }),
  },
  {
    name: 'uniformBreakpoints',
    make: (stream) => uniformBreakpoints({ width: WIDTH, interval, values: Math.cos, noise: 0.1 }, stream),
  },
  {
    name: 'uniformBreakpoints, flat',
    make: (stream) => uniformBreakpoints({ width: WIDTH, interval }, stream),
  },
  { name: 'spiky', make: (stream) => spiky({ width: WIDTH, knots: 40, interval, height: 2 }, stream) },
  {
    name: 'fromCurvature',
    make: (stream) =>
      fromCurvature({ secondDerivative: Math.sin, interval, width: WIDTH, placement: 'random' }, stream),
  },
];

describe.each(samplers)('$name', ({ make, law }) => {
  it('is a function of its options and the stream', () => {
    const network = make(randomStream(5, 2));
    expect(make(randomStream(5, 2))).toEqual(network);
    expect(make(resumeStream(randomStream(5, 2).state()))).toEqual(network);
    expect(make(randomStream(5, 3))).not.toEqual(network);
    const stream = randomStream(5, 2);
    make(stream);
    expect(make(stream)).not.toEqual(network);
    for (const weights of [network.inputWeights, network.inputBiases, network.outputWeights]) {
      expect(weights.length).toBe(WIDTH);
      expect(weights.every(Number.isFinite)).toBe(true);
    }
  });

  if (law === undefined) return;
  it('has the law of its name, units and orientations independent', () => {
    const { breakpoints, deltaSlopes, orientations } = toBdso(make(randomStream(6)));
    expectSampleOf(Float64Array.from(breakpoints), law.breakpoint.cdf, 'breakpoints');
    expectSampleOf(Float64Array.from(deltaSlopes), law.deltaSlope.cdf, 'delta-slopes');
    const ranks = Float64Array.from(breakpoints, (beta, i) => law.deltaSlopeGiven(beta).cdf(deltaSlopes[i]));
    expectSampleOf(ranks, (u) => u, 'delta-slopes given breakpoints');
    // 5 standard deviations of a sum of fair signs.
    expect(Math.abs(orientations.reduce((sum, s) => sum + s, 0))).toBeLessThan(5 * Math.sqrt(WIDTH));
  });
});

it('the output bias: 0, or drawn last, from its own scale', () => {
  const scales = { width: 3, sigmaB: 1, sigmaW: 1, sigmaV: 1 };
  const bounds = { width: 3, aB: 1, aW: 1, aV: 1 };
  expect(gaussianInit(scales, randomStream(1)).outputBias).toBe(0);
  expect(uniformInit(bounds, randomStream(1)).outputBias).toBe(0);
  const unit = gaussianInit({ ...scales, sigmaOutputBias: 1 }, randomStream(1));
  const wide = gaussianInit({ ...scales, sigmaOutputBias: 4 }, randomStream(1));
  expect(wide).toEqual({ ...unit, outputBias: 4 * unit.outputBias });
  const outputBiases = Float64Array.from(
    { length: 2000 },
    (_, k) => torchDefault({ width: 25 }, randomStream(2, k)).outputBias,
  );
  expectSampleOf(outputBiases, (x) => (x + 0.2) / 0.4, 'b₀ of PyTorch');
});

describe('uniformBreakpoints', () => {
  it('Table 1: through the values of a function at −2 + 4i/21, first unit facing right, |w| = |v|', () => {
    const standard = torchDefault({ width: 21 }, randomStream(7));
    const target = (x: number): number => evaluate(standard, x);
    for (let trial = 0; trial < 20; trial++) {
      const network = uniformBreakpoints(
        { width: 21, interval, grid: 'left-end', values: target },
        randomStream(8, trial),
      );
      const grid = Float64Array.from({ length: 22 }, (_, i) => -2 + (4 * i) / 21);
      const got = evaluate(network, grid);
      // Slopes of size 1 at places of size 2, summed over 21 units.
      grid.forEach((x, i) => {
        expect(Math.abs(got[i] - target(x))).toBeLessThan(21 * 16 * EPSILON);
      });
      const { inputWeights: w, outputWeights: v } = network;
      expect(w[0]).toBeGreaterThan(0);
      w.forEach((weight, i) => {
        if (v[i] !== 0) expect(Math.abs(Math.abs(weight / v[i]) - 1)).toBeLessThan(4 * EPSILON);
      });
      expect(w.some((weight) => weight < 0)).toBe(true);
      // A line between the grid's places.
      const middle = evaluate(
        network,
        grid.subarray(0, 21).map((x) => x + 2 / 21),
      );
      middle.forEach((y, i) => {
        expect(Math.abs(y - (got[i] + got[i + 1]) / 2)).toBeLessThan(21 * 16 * EPSILON);
      });
    }
  });

  it('Table 2: w = ±1, breakpoints on linspace(−3, 3, 1000), v = 0, then α', () => {
    const flat = uniformBreakpoints({ width: 1000, interval: { low: -3, high: 3 } }, randomStream(9));
    expect(flat.inputWeights.every((w) => w === 1 || w === -1)).toBe(true);
    expect(flat.outputWeights.every((v) => v === 0)).toBe(true);
    expect(flat.outputBias).toBe(0);
    const { breakpoints } = toBdso(flat);
    expect([breakpoints[0], breakpoints[999]]).toEqual([-3, 3]);
    breakpoints.forEach((beta, i) => {
      expect(Math.abs(beta - (-3 + (6 * i) / 999))).toBeLessThan(4 * EPSILON * 3);
    });
    const signs = flat.inputWeights.reduce((sum, w) => sum + w, 0);
    expect(Math.abs(signs)).toBeLessThan(5 * Math.sqrt(1000));
    // The papers' α is `rescale`.
    expect(rescale(flat, 10).inputWeights.every((w) => Math.abs(w) === 10)).toBe(true);
  });

  it('goes through any values, whatever the orientations', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 30 }),
        fc.boolean(),
        fc.constantFrom('random' as const, 'right' as const, 'left' as const),
        fc.nat(1000),
        (values, both, orientations, seed) => {
          const grid = both ? ('both-ends' as const) : ('left-end' as const);
          const width = both ? values.length : values.length - 1;
          if (width === 0) return;
          const options = { width, interval: { low: 1, high: 3 }, grid, values, orientations };
          const network = uniformBreakpoints({ ...options, scale: 1 }, randomStream(seed));
          const spacing = 2 / Math.max(1, values.length - 1);
          const got = evaluate(
            network,
            values.map((_, i) => 1 + spacing * i),
          );
          // Jumps up to 20/spacing, one for each unit, at places of size 3.
          const slack = 64 * EPSILON * values.length * (20 / spacing) * 3;
          values.forEach((y, i) => {
            expect(Math.abs(got[i] - y)).toBeLessThanOrEqual(slack);
          });
        },
      ),
      RUNS,
    );
  });

  it('options: noise, a given array of orientations, scale, output bias', () => {
    const values = [0, 1, 0, 2];
    const base = { width: 4, interval, values };
    const clean = uniformBreakpoints({ ...base, orientations: [1, -1, -1, 1] }, randomStream(1));
    expect(Array.from(toBdso(clean).orientations)).toEqual([1, -1, -1, 1]);
    const errors = Float64Array.from({ length: 2000 }, (_, k) => {
      const noisy = uniformBreakpoints({ ...base, orientations: 'right', noise: 0.25 }, randomStream(2, k));
      return (evaluate(noisy, -2) - 0) / 0.25;
    });
    const meanSquare = errors.reduce((sum, e) => sum + e * e, 0) / 2000;
    expect(Math.abs(meanSquare - 1)).toBeLessThan(5 * Math.sqrt(2 / 2000));
    expect(uniformBreakpoints({ ...base, scale: 2 }, randomStream(1)).inputWeights.map(Math.abs)).toEqual(
      new Float64Array(4).fill(2),
    );
    expect(uniformBreakpoints({ width: 1, interval, outputBias: 3 }, randomStream(1)).outputBias).toBe(3);
    // One unit and one value: a constant, and no slope to go on with.
    expect(
      evaluate(uniformBreakpoints({ width: 1, interval, values: [7] }, randomStream(1)), [-9, 9]),
    ).toEqual(Float64Array.of(7, 7));
  });
});

describe('spiky', () => {
  const options = { width: 21, knots: 20, interval, height: 2 };

  it('is the piecewise-linear function with its knots at linspace(−2, 2, 20) and values in [−2, 2]', () => {
    const knots = Float64Array.from({ length: 20 }, (_, i) => -2 + (4 * i) / 19);
    const values: number[] = [];
    for (let trial = 0; trial < 200; trial++) {
      const network = spiky(options, randomStream(3, trial));
      const y = evaluate(network, knots);
      values.push(...y);
      const half = 2 / 19;
      const middle = evaluate(
        network,
        knots.subarray(0, 19).map((x) => x + half),
      );
      middle.forEach((value, i) => {
        expect(Math.abs(value - (y[i] + y[i + 1]) / 2)).toBeLessThan(1e-11);
      });
      expect(network.outputWeights[20]).toBe(0);
      expect([network.inputWeights[20], network.inputBiases[20]]).toEqual([1, 2]);
    }
    expectSampleOf(Float64Array.from(values), (x) => (x + 2) / 4, 'values');
  });

  it('has a function as rough as it looks, and the spare unit where it is put', () => {
    const network = spiky({ ...options, spareBreakpoint: 1, orientations: 'right' }, randomStream(4));
    expect(toBdso(network).breakpoints[20]).toBe(1);
    expect(network.inputWeights.every((w) => w > 0)).toBe(true);
    expect(functionRoughness(network) / roughness(network)).toBeCloseTo(1, 12);
    expect(toPiecewiseLinear(spiky({ ...options, width: 20, scale: 1 }, randomStream(4))).knots.length).toBe(
      20,
    );
  });
});
