import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gaussianLaw, uniformLaw } from 'relu-splines/init';
import { integrate } from '../../src/numeric/quadrature.js';
import { RUNS } from '../arbitraries/numbers.js';
import { initLaws, probabilities, univariateLaws } from './laws.help.js';

const { EPSILON } = Number;

/** Laws of moderate scale, for quadrature. */
const examples = [
  { name: 'Gaussian', law: gaussianLaw({ sigmaB: 0.7, sigmaW: 1.3, sigmaV: 0.9 }), r: 0.7 / 1.3 },
  { name: 'uniform', law: uniformLaw({ aB: 0.7, aW: 1.3, aV: 0.9 }), r: 0.7 / 1.3 },
];

describe('property 7 of theory 19', () => {
  it('the distribution function undoes the quantile', () => {
    fc.assert(
      fc.property(univariateLaws(), probabilities(), ({ law }, p) => {
        const x = law.quantile(p);
        // Rounding x moves the smaller of both tails by EPSILON·x·pdf, and the functions have a few EPSILON
        // of their own: bickleyKi1 states 2e-15.
        const slack = 4 * EPSILON * Math.abs(x) * law.pdf(x);
        const least = Math.min(p, 1 - p);
        expect(Math.abs(Math.min(law.cdf(x), law.survival(x)) - least)).toBeLessThanOrEqual(
          slack + 32 * EPSILON * least,
        );
        expect(Math.abs(law.cdf(x) - p)).toBeLessThanOrEqual(slack + 32 * EPSILON);
      }),
      RUNS,
    );
  });

  it('next to the median the quantile keeps its digits', () => {
    fc.assert(
      fc.property(univariateLaws(), fc.double({ min: 1e-12, max: 0.05, noNaN: true }), ({ law }, d) => {
        // 1/2 − p is exact for a p in [1/4, 1].
        const p = 0.5 + d;
        const x = law.quantile(p);
        const inside = integrate(law.pdf, 0, x, { splitAt: [x] });
        expect(inside.converged).toBe(true);
        expect(Math.abs(inside.value - (p - 0.5))).toBeLessThanOrEqual(1e-12 * (p - 0.5));
      }),
      { ...RUNS, numRuns: 100 },
    );
  });

  it('the quantile is odd about 1/2 and rises', () => {
    fc.assert(
      fc.property(univariateLaws(), probabilities(), probabilities(), ({ law }, p, q) => {
        expect(law.quantile(0.5)).toBe(0);
        const [low, high] = [law.quantile(Math.min(p, q)), law.quantile(Math.max(p, q))];
        expect(low).toBeLessThanOrEqual(high + 8 * EPSILON * Math.abs(high));
        // 1 − p is exact then, and so is its complement.
        if (p >= 0.5) expect(law.quantile(1 - p)).toBe(0 - law.quantile(p));
      }),
      RUNS,
    );
  });

  for (const { name, law, r } of examples) {
    const laws = { breakpoint: law.breakpoint, deltaSlope: law.deltaSlope, given: law.deltaSlopeGiven(0.8) };
    for (const [which, { pdf, logpdf, cdf, survival }] of Object.entries(laws)) {
      it(`the density is the derivative of the distribution function: ${name}, ${which}`, () => {
        for (const x of [-3, -0.4, -1e-3, 1e-9, 0.02, 0.5, 0.55, 1.1, 7]) {
          const left = integrate(pdf, -Infinity, x, { splitAt: [-1.17, -r, 0, r, 1.17] });
          expect(left.converged).toBe(true);
          // What the quadrature says of itself, and 1 - tail rounds to EPSILON.
          expect(Math.abs(left.value - cdf(x))).toBeLessThanOrEqual(left.error + 4 * EPSILON);
          expect(cdf(x) + survival(x)).toBeCloseTo(1, 15);
          if (pdf(x) > 0) expect(Math.abs(Math.exp(logpdf(x)) / pdf(x) - 1)).toBeLessThan(1e-14);
          else expect(logpdf(x)).toBe(-Infinity);
        }
      });
    }

    it(`the joint density integrates to both marginals: ${name}`, () => {
      for (const x of [-2.5, -0.5, 0, 0.3, 1]) {
        const overSlope = integrate((mu) => law.joint.pdf(x, mu), -Infinity, Infinity, {
          splitAt: [-1, 0, 1].map((k) => k * Math.sqrt(6 * (law.deltaSlopeGiven(x).variance ?? NaN))),
        });
        expect(Math.abs(overSlope.value / law.breakpoint.pdf(x) - 1)).toBeLessThan(1e-12);
        if (x === 0) continue;
        const edge = 0.7 / (Math.abs(x) / 0.9);
        const overPlace = integrate((beta) => law.joint.pdf(beta, x), -Infinity, Infinity, {
          splitAt: [-edge, -r, 0, r, edge],
        });
        expect(Math.abs(overPlace.value - law.deltaSlope.pdf(x))).toBeLessThan(
          1e-12 * Math.max(1e-3, law.deltaSlope.pdf(x)),
        );
      }
    });

    it(`the joint distribution function is the double integral: ${name}`, () => {
      const { joint, breakpoint, deltaSlope } = law;
      for (const [beta, mu] of [
        [-1.2, -0.6],
        [0.2, 0.4],
        [3, -1e-3],
      ]) {
        const columns = (place: number): number =>
          integrate((m) => joint.pdf(place, m), -Infinity, mu, {
            splitAt: [-1, 0, 1].map((k) => k * Math.sqrt(6 * (law.deltaSlopeGiven(place).variance ?? NaN))),
            relativeTolerance: 1e-9,
          }).value;
        const kink = (0.7 * 0.9) / Math.abs(mu);
        const { value } = integrate(columns, -Infinity, beta, {
          splitAt: [-kink, -r, 0, r, kink],
          relativeTolerance: 1e-7,
        });
        expect(Math.abs(joint.cdf(beta, mu) - value)).toBeLessThan(1e-7);
      }
      // Its marginals, to the error that it states.
      for (const x of [-2, -0.1, 0, 0.3]) {
        expect(Math.abs(joint.cdf(x, Infinity) - breakpoint.cdf(x))).toBeLessThan(1e-11);
        expect(Math.abs(joint.cdf(Infinity, x) - deltaSlope.cdf(x))).toBeLessThan(1e-11);
        expect(joint.cdf(x, -Infinity)).toBe(0);
        expect(joint.cdf(-Infinity, x)).toBe(0);
      }
    });

    it(`the kernel weight is ∫ |w| w² f_B(−βw) f_W(w) dw: ${name}`, () => {
      const gauss = (x: number, sigma: number): number =>
        Math.exp(-0.5 * (x / sigma) ** 2) / (sigma * Math.sqrt(2 * Math.PI));
      const box = (x: number, a: number): number => (Math.abs(x) <= a ? 1 / (2 * a) : 0);
      const density = name === 'Gaussian' ? gauss : box;
      for (const beta of [-4, -0.3, 0, 0.6]) {
        const { value } = integrate(
          (w) => Math.abs(w) ** 3 * density(-beta * w, 0.7) * density(w, 1.3),
          -Infinity,
          Infinity,
          {
            splitAt: [
              -1.3,
              -0.7 / Math.max(1e-9, Math.abs(beta)),
              0,
              0.7 / Math.max(1e-9, Math.abs(beta)),
              1.3,
            ],
          },
        );
        expect(Math.abs(law.kernelWeight(beta) / value - 1)).toBeLessThan(1e-12);
      }
    });
  }

  it('conditional times marginal is the joint density', () => {
    fc.assert(
      fc.property(initLaws(), probabilities(), probabilities(), ({ law }, p, q) => {
        const beta = law.breakpoint.quantile(p);
        const conditional = law.deltaSlopeGiven(beta);
        const mu = conditional.quantile(q);
        const log = law.joint.logpdf(beta, mu);
        const parts = [law.breakpoint.logpdf(beta), conditional.logpdf(mu)];
        // Next to the end of a uniform support the density is a small difference, c − |μ|/a_v.
        const edge = 1 / Math.min(q, 1 - q);
        const size = parts.reduce((sum, part) => sum + Math.abs(part), Math.abs(log));
        expect(Math.abs(parts[0] + parts[1] - log)).toBeLessThanOrEqual(
          16 * EPSILON * (size + 1 + Math.sqrt(edge)),
        );
      }),
      RUNS,
    );
  });

  it('laws scale with their weights', () => {
    fc.assert(
      fc.property(
        probabilities(),
        fc.constantFrom(2 ** -30, 2 ** 30),
        fc.constantFrom(2 ** -30, 2 ** 30),
        fc.constantFrom(2 ** -30, 2 ** 30),
        (p, b, w, v) => {
          for (const [base, scaled] of [
            [
              gaussianLaw({ sigmaB: 1, sigmaW: 1, sigmaV: 1 }),
              gaussianLaw({ sigmaB: b, sigmaW: w, sigmaV: v }),
            ],
            [uniformLaw({ aB: 1, aW: 1, aV: 1 }), uniformLaw({ aB: b, aW: w, aV: v })],
          ]) {
            // Powers of two scale exactly.
            const beta = base.breakpoint.quantile(p);
            expect(scaled.breakpoint.quantile(p)).toBe((beta * b) / w);
            const mu = base.deltaSlope.quantile(p);
            expect(scaled.deltaSlope.quantile(p)).toBe(mu * w * v);
            expect(scaled.deltaSlope.pdf(mu * w * v)).toBe(base.deltaSlope.pdf(mu) / (w * v));
          }
        },
      ),
      { ...RUNS, numRuns: 60 },
    );
  });
});

it('the ends: infinite places, probabilities 0 and 1, an infinite density', () => {
  for (const { name, law } of examples) {
    for (const one of [law.breakpoint, law.deltaSlope, law.deltaSlopeGiven(-2)]) {
      expect([one.pdf(Infinity), one.pdf(-Infinity)]).toEqual([0, 0]);
      expect([one.logpdf(Infinity), one.logpdf(-Infinity)]).toEqual([-Infinity, -Infinity]);
      expect([one.cdf(-Infinity), one.cdf(Infinity), one.survival(Infinity)]).toEqual([0, 1, 0]);
      expect(one.quantile(0)).toBe(-one.quantile(1));
    }
    expect(law.breakpoint.quantile(1)).toBe(Infinity);
    expect(law.deltaSlope.quantile(1)).toBe(name === 'Gaussian' ? Infinity : 1.3 * 0.9);
    expect(law.deltaSlope.pdf(0)).toBe(Infinity);
    expect(law.deltaSlope.logpdf(0)).toBe(Infinity);
    expect([law.joint.pdf(Infinity, 1), law.joint.pdf(1, Infinity), law.joint.pdf(Infinity, 0)]).toEqual([
      0, 0, 0,
    ]);
    expect([law.joint.logpdf(Infinity, 0), law.joint.logpdf(0, -Infinity)]).toEqual([-Infinity, -Infinity]);
  }
});

it('a Gaussian tail far out, where the density underflows', () => {
  const { deltaSlope, joint } = gaussianLaw({ sigmaB: 1, sigmaW: 1, sigmaV: 1 });
  expect(deltaSlope.pdf(900)).toBe(0);
  // ln(√(π/(2z)) e^(−z)/π) to first order in 1/z.
  const asymptote = -900 + Math.log(Math.sqrt(Math.PI / 1800) * (1 - 1 / 7200)) - Math.log(Math.PI);
  expect(Math.abs(deltaSlope.logpdf(900) - asymptote)).toBeLessThan(1e-6);
  expect(joint.logpdf(3, 900)).toBeCloseTo(-900 * Math.sqrt(10) - Math.log(2 * Math.PI * Math.sqrt(10)), 9);
  // Down to the smallest double.
  const far = deltaSlope.quantile(5e-324);
  expect(far).toBeGreaterThan(-745);
  expect(Math.abs(deltaSlope.cdf(far) / 1e-300 - 5e-324 / 1e-300)).toBeLessThanOrEqual(5e-24);
});
