import { describe, expect, it } from 'vitest';
import { generalLaw, randomStream } from 'relu-splines/init';
import type { Density, GeneralLaw } from 'relu-splines/init';

/*
 * Weights that are uniform and of one sign: b in [−1, 0], w in [1, 2] and v in [1, 3]. The integrals over w are then
 * elementary, and worked out beside each test. Weights −w, −b and −v make units of the same law.
 */

const box = (low: number, high: number): Density => ({ pdf: () => 1 / (high - low), support: [low, high] });

/** The relative tolerance of a quadrature, and of the tables that it reads. */
const NEAR = 1e-11;

function expectNear(got: number | undefined, wanted: number): void {
  expect(Math.abs((got ?? NaN) - wanted), `got ${got}, wanted ${wanted}`).toBeLessThan(NEAR);
}

const BETA = 0.25;
const MU = 2.5;

describe.each<[string, GeneralLaw]>([
  ['w > 0', generalLaw({ b: box(-1, 0), w: box(1, 2), v: box(1, 3) })],
  ['w < 0', generalLaw({ b: box(0, 1), w: box(-2, -1), v: box(-3, -1) })],
])('a law of weights with one sign, %s', (_, law) => {
  it('has its joint law', () => {
    // ∫ f_V(μ/u) du with f_V = 1/2
    expectNear(law.joint.pdf(BETA, MU), 1 / 2);
    expectNear(law.joint.logpdf(BETA, MU), Math.log(1 / 2));
    const { value, error, converged } = law.joint.estimate(BETA, MU);
    expectNear(value, 1 / 2);
    expect(error).toBeLessThan(NEAR);
    expect(converged).toBe(true);
    // ∫ βu (μ/u − 1)/2 du
    expectNear(law.joint.cdf(BETA, MU), (BETA * (MU - 1.5)) / 2);
    expect(law.joint.pdf(Infinity, MU)).toBe(0);
    expect(law.joint.pdf(BETA, -Infinity)).toBe(0);
    expectNear(law.joint.cdf(Infinity, Infinity), 1);
  });

  it('has its breakpoints', () => {
    const { breakpoint } = law;
    // ∫ u du where βu < 1 for all u, and up to u = 1/β beyond β = 1/2
    expectNear(breakpoint.pdf(BETA), 3 / 2);
    expectNear(breakpoint.pdf(0.8), ((1 / 0.8) ** 2 - 1) / 2);
    expectNear(breakpoint.cdf(BETA), (3 / 2) * BETA);
    expectNear(breakpoint.survival(BETA), 1 - (3 / 2) * BETA);
    expectNear(breakpoint.quantile(0.375), BETA);
    expect([breakpoint.cdf(-0.1), breakpoint.cdf(1), breakpoint.pdf(1.5)]).toEqual([0, 1, 0]);
    // E[−b] E[1/w], E[b²] E[1/w²]
    expectNear(breakpoint.mean, Math.LN2 / 2);
    expectNear(breakpoint.variance, 1 / 6 - (Math.LN2 / 2) ** 2);
  });

  it('has its delta-slopes', () => {
    const { deltaSlope } = law;
    // ∫ 1/(2u) du, and ∫ (μ/u − 1)/2 du
    expectNear(deltaSlope.pdf(MU), Math.LN2 / 2);
    expectNear(deltaSlope.cdf(MU), (MU * Math.LN2 - 1) / 2);
    expectNear(deltaSlope.survival(MU), 1 - (MU * Math.LN2 - 1) / 2);
    expect([deltaSlope.cdf(1), deltaSlope.survival(6), deltaSlope.pdf(0.9)]).toEqual([0, 0, 0]);
    // E[w] E[v], E[w²] E[v²]
    expectNear(deltaSlope.mean, 3);
    expectNear(deltaSlope.variance, (7 / 3) * (13 / 3) - 9);
  });

  it('has its delta-slopes given a breakpoint', () => {
    const given = law.deltaSlopeGiven(BETA);
    expectNear(given.pdf(MU), 1 / 2 / (3 / 2));
    // ∫ u (μ/u − 1)/2 du over p(β)
    expectNear(given.cdf(MU), (MU - 1.5) / 2 / (3 / 2));
    expectNear(given.survival(MU), 1 - (MU - 1.5) / 3);
    // E[w | β] = (7/3)/(3/2), and E v = 2
    expectNear(given.mean, ((7 / 3) * 2) / (3 / 2));
    // ∫ u³ du
    expectNear(law.kernelWeight(BETA), 15 / 4);
    expectNear(law.inputWeightSecondMomentGiven(BETA), 15 / 4 / (3 / 2));
    expect(() => law.deltaSlopeGiven(2)).toThrow('deltaSlopeGiven: breakpoint must have a positive density');
  });

  it('draws what is in it, and completes a unit to a w that is uniform where it may be anything', () => {
    const units = law.joint.sample(randomStream(1), 50);
    for (const [k, beta] of units.breakpoints.entries()) {
      expect(law.joint.pdf(beta, units.deltaSlopes[k])).toBeGreaterThan(0);
    }
    const p = randomStream(2).openUniform();
    const sign = Math.sign(law.completeInputWeight(BETA, MU, randomStream(3)));
    // At (β, μ) all u in [1, 2] have the same density.
    expectNear(law.completeInputWeight(BETA, MU, randomStream(2)), sign > 0 ? 1 + p : p - 2);
    expect(() => law.completeInputWeight(BETA, 7, randomStream(2))).toThrow(
      'completeInputWeight: breakpoint and deltaSlope must have a positive density, got 0.25 and 7',
    );
  });
});

describe('a law of a negative side', () => {
  it('has breakpoints left of 0 for b > 0, and delta-slopes below 0 for v < 0', () => {
    const law = generalLaw({ b: box(0, 1), w: box(1, 2), v: box(-3, -1) });
    expectNear(law.breakpoint.cdf(-BETA), 1 - (3 / 2) * BETA);
    expectNear(law.deltaSlope.cdf(-MU), 1 - (MU * Math.LN2 - 1) / 2);
    expectNear(
      law.joint.cdf(-BETA, -MU),
      1 - (3 / 2) * BETA - (MU * Math.LN2 - 1) / 2 + (BETA * (MU - 1.5)) / 2,
    );
    expectNear(law.breakpoint.mean, -Math.LN2 / 2);
    expectNear(law.deltaSlope.mean, -3);
  });
});
