import { describe, expect, it } from 'vitest';
import { dataset, functionRoughness, isLonely, roughness, toBdso } from 'relu-splines';
import type { ShallowNetwork } from 'relu-splines';
import {
  expectedRoughness,
  generalLaw,
  heLaw,
  heNormal,
  randomStream,
  torchDefault,
  torchLaw,
  uniformBreakpoints,
  uniformLaw,
} from 'relu-splines/init';
import type { Density } from 'relu-splines/init';
import { integrate } from '../../src/numeric/quadrature.js';
import { expectRefusal } from '../laws/refusal.js';

describe('errata of the laws', () => {
  it('erratum 6: the variance and kurtosis of a uniform delta-slope are A²/9 and 6/25', () => {
    const [aW, aV] = [1.3, 0.9];
    const A = aW * aV;
    const { pdf, variance, excessKurtosis } = uniformLaw({ aB: 0.7, aW, aV }).deltaSlope;
    const moment = (power: number): number =>
      integrate((mu) => mu ** power * pdf(mu), -A, A, { splitAt: [0] }).value;
    const [second, fourth] = [moment(2), moment(4)];
    expect(Math.abs(second / (variance ?? NaN) - 1)).toBeLessThan(1e-12);
    expect(Math.abs(fourth / second ** 2 - 3 - (excessKurtosis ?? NaN))).toBeLessThan(1e-11);
    expect(excessKurtosis).toBe(0.24);
    const printed = { variance: (2 * aW ** 3 * aV ** 3) / 9, kurtosis: 81 / (50 * aW * aV) - 3 };
    expect(Math.abs(printed.variance / second - 1)).toBeGreaterThan(1);
    expect(Math.abs(printed.kurtosis - 0.24)).toBeGreaterThan(1);
  });

  it('erratum 40: He breakpoints crowd the origin, and isolate data more rarely than spaced ones', () => {
    const stream = randomStream(40);
    const draws = 400;
    const share = (network: () => ShallowNetwork): number => {
      let lonely = 0;
      for (let draw = 0; draw < draws; draw++) {
        const x = Float64Array.from({ length: 10 }, () => 4 * stream.uniform() - 2);
        if (isLonely(network(), dataset(x, x))) lonely++;
      }
      return lonely / draws;
    };
    const interval = { low: -2, high: 2 };
    const spaced = share(() => uniformBreakpoints({ width: 101, interval }, stream));
    const crowded = share(() => heNormal({ width: 101, sigmaB: 1 }, stream));
    // Five standard errors of 400 draws about the probability for spaced breakpoints (theory 18).
    expect(Math.abs(spaced - 0.628156509555295)).toBeLessThan(5 * Math.sqrt((0.63 * 0.37) / draws));
    expect(crowded).toBeLessThan(0.4);
  });

  it('erratum 7: given β, a uniform delta-slope reaches a_v min(a_b/|β|, a_w)', () => {
    const [aB, aW, aV] = [1, 2, 3];
    const law = uniformLaw({ aB, aW, aV });
    for (const beta of [0, 0.4, 2]) {
      const end = aV * Math.min(aB / beta, aW);
      expect(law.joint.pdf(beta, end * (1 - 1e-9))).toBeGreaterThan(0);
      expect(law.joint.pdf(beta, end * (1 + 1e-9))).toBe(0);
    }
    // Print has min(a_b a_v/|β|, a_w, a_v) = 2 at β = 0; more than a third of the delta-slopes there lie beyond.
    const printed = Math.min(aW, aV);
    expect(2 * law.deltaSlopeGiven(0).survival(printed)).toBeCloseTo((1 - printed / 6) ** 2, 12);
    const { breakpoints, deltaSlopes } = law.joint.sample(randomStream(1), 1000);
    expect(
      deltaSlopes.some((mu, i) => Math.abs(mu) > Math.min((aB * aV) / Math.abs(breakpoints[i]), aW, aV)),
    ).toBe(true);
  });

  it('erratum 8: β = −b/w and μ = vw, which print’s b/w and v|w| are only for symmetric laws', () => {
    const box = (low: number, high: number): Density => ({
      pdf: () => 1 / (high - low),
      support: [low, high],
    });
    // All of b, −w and v are positive: β is positive and μ negative. Print has it the other way about.
    const { breakpoint, deltaSlope, joint } = generalLaw({ b: box(1, 2), w: box(-2, -1), v: box(1, 3) });
    expect([breakpoint.cdf(0), deltaSlope.survival(0)]).toEqual([0, 0]);
    expect([breakpoint.quantile(0), breakpoint.quantile(1)]).toEqual([0.5, 2]);
    expect([deltaSlope.quantile(0), deltaSlope.quantile(1)]).toEqual([-6, -1]);
    // Jacobian 1: at β = 1, μ = −2 the integral is over w in [−2, −1] of 1 · 1 · 1/2.
    expect(joint.pdf(1, -2)).toBeCloseTo(0.5, 12);
    expect(joint.pdf(-1, 2)).toBe(0);
  });
});

describe('errata of the initializations', () => {
  it('erratum 12: the expected roughness of He’s initialization is 4, not 2', () => {
    const [width, trials] = [50, 2000];
    const rho = Array.from({ length: trials }, (_, k) =>
      roughness(heNormal({ width, sigmaB: 1 }, randomStream(12, k))),
    );
    const mean = rho.reduce((sum, value) => sum + value, 0) / trials;
    // 5 standard deviations of the mean, √(128/H/trials).
    expect(Math.abs(mean - 4)).toBeLessThan(5 * Math.sqrt(128 / width / trials));
    expect(expectedRoughness(heLaw({ width, sigmaB: 1 }), width)).toBeCloseTo(4, 12);
  });

  it('erratum 9: the roughness of a random network is that of its function, since its breakpoints differ', () => {
    const network = torchDefault({ width: 200 }, randomStream(9));
    expect(functionRoughness(network) / roughness(network)).toBeCloseTo(1, 12);
  });

  it('erratum 41: PyTorch’s default is uniform within 1/√(fan-in), and neither of the initializations named after He', () => {
    const width = 400;
    const network = torchDefault({ width }, randomStream(41));
    const largest = (values: { readonly length: number; readonly [index: number]: number }): number =>
      Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    // He's uniform initialization would reach √6 and √(6/H), his Gaussian one has standard deviations √2 and √(2/H).
    for (const [values, bound] of [
      [network.inputWeights, 1],
      [network.inputBiases, 1],
      [network.outputWeights, 0.05],
      [[network.outputBias], 0.05],
    ] as const) {
      expect(largest(values)).toBeLessThanOrEqual(bound);
      // The largest of 400 is below 0.95 of the bound once in a billion.
      if (values.length === width) expect(largest(values)).toBeGreaterThan(0.95 * bound);
    }
    expect(expectedRoughness(torchLaw({ width }), width)).toBeCloseTo(1 / 9, 12);
    expect(expectedRoughness(heLaw({ width, sigmaB: 1 }), width)).toBeCloseTo(4, 12);
  });

  it('erratum 42: He and Glorot do not say what σ_b is, and the breakpoints are proportional to it', () => {
    const make = (sigmaB: number): ReturnType<typeof toBdso> =>
      toBdso(heNormal({ width: 100, sigmaB }, randomStream(42)));
    const [unit, small] = [make(1), make(2 ** -40)];
    expect(small.breakpoints).toEqual(unit.breakpoints.map((beta) => beta * 2 ** -40));
    expect(small.deltaSlopes).toEqual(unit.deltaSlopes);
    expect(heLaw({ width: 9, sigmaB: 1e-12 }).breakpoint.quantile(0.999)).toBeLessThan(1e-9);
    // Hence no default.
    expectRefusal(
      // @ts-expect-error -- σ_b is missing
      () => heNormal({ width: 9 }, randomStream(1)),
      'TypeError',
      'heNormal: sigmaB must be a number, got undefined',
    );
    expectRefusal(
      () => heLaw({ width: 9, sigmaB: 0 }),
      'RangeError',
      'heLaw: sigmaB must be positive, got 0',
    );
  });
});
