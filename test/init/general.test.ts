import { describe, expect, it } from 'vitest';
import { gaussianLaw, generalLaw, randomStream, uniformLaw } from 'relu-splines/init';
import type { Density, GeneralLaw, RandomStream } from 'relu-splines/init';
import { expectSampleOf } from './laws.help.js';

const bell = (sigma: number, mean = 0): Density => ({
  pdf: (x) => Math.exp(-0.5 * ((x - mean) / sigma) ** 2) / (sigma * Math.sqrt(2 * Math.PI)),
  splitAt: [mean],
});
const box = (low: number, high: number): Density => ({ pdf: () => 1 / (high - low), support: [low, high] });
const laplace = (k: number): Density => ({ pdf: (x) => Math.exp(-Math.abs(x) / k) / (2 * k), splitAt: [0] });

const closed = [
  {
    name: 'Gaussian',
    general: generalLaw({ b: bell(0.7), w: bell(1.3), v: bell(0.9) }),
    exact: gaussianLaw({ sigmaB: 0.7, sigmaW: 1.3, sigmaV: 0.9 }),
  },
  {
    name: 'uniform',
    general: generalLaw({ b: box(-0.7, 0.7), w: box(-1.3, 1.3), v: box(-0.9, 0.9) }),
    exact: uniformLaw({ aB: 0.7, aW: 1.3, aV: 0.9 }),
  },
];

/** Exponents of size 300, as at the farthest point, round to 300 EPSILON. */
const FACTOR_ROUNDING = 1e-13;

/** Enough to be held against draws. */
const COARSE = { relativeTolerance: 1e-6 };

/** Two quadratures at 1e-12 each, and the tables'. */
function expectClose(got: number | undefined, wanted: number | undefined, what: string): void {
  if (wanted === undefined || got === undefined || wanted === got) expect(got, what).toBe(wanted);
  else
    expect(Math.abs(got - wanted), `${what}: got ${got}, wanted ${wanted}`).toBeLessThan(
      1e-11 * Math.max(Math.abs(wanted), 1e-3),
    );
}

describe.each(closed)('by quadrature and in closed form: $name', ({ general, exact }) => {
  it('the joint law', () => {
    for (const beta of [-3, -0.2, 0, 0.5, 40]) {
      for (const mu of [-0.7, -1e-4, 0.3, 1.1, 4]) {
        const { value, error, converged } = general.joint.estimate(beta, mu);
        const wanted = exact.joint.pdf(beta, mu);
        expect(converged).toBe(true);
        expect(Math.abs(value - wanted)).toBeLessThanOrEqual(error + FACTOR_ROUNDING * wanted);
        expectClose(general.joint.pdf(beta, mu), wanted, `pdf(${beta}, ${mu})`);
        expectClose(general.joint.logpdf(beta, mu), exact.joint.logpdf(beta, mu), `logpdf(${beta}, ${mu})`);
        expectClose(general.joint.cdf(beta, mu), exact.joint.cdf(beta, mu), `cdf(${beta}, ${mu})`);
      }
    }
    expect([general.joint.pdf(Infinity, 0), general.joint.logpdf(0, Infinity)]).toEqual([0, -Infinity]);
  });

  for (const which of ['breakpoint', 'deltaSlope'] as const) {
    it(`the ${which}`, () => {
      const [one, other] = [general[which], exact[which]];
      for (const x of [-2.5, -0.5, 1e-3, 0.4, 1.16, 6]) {
        const { value, error } = one.estimate(x);
        expect(Math.abs(value - other.pdf(x))).toBeLessThanOrEqual(error + 1e-14 * other.pdf(x));
        expectClose(one.pdf(x), other.pdf(x), `pdf(${x})`);
        expectClose(one.cdf(x), other.cdf(x), `cdf(${x})`);
        expectClose(one.survival(x), other.survival(x), `survival(${x})`);
      }
      for (const p of [0, 1e-6, 0.3, 0.51, 0.9, 1])
        expectClose(one.quantile(p), other.quantile(p), `quantile(${p})`);
      for (const moment of ['mean', 'variance', 'excessKurtosis'] as const) {
        expectClose(one[moment], other[moment], moment);
      }
      expect(one.pdf(0)).toBe(which === 'deltaSlope' ? Infinity : one.estimate(0).value);
    });
  }

  it('the delta-slope given a breakpoint, and w given both', () => {
    for (const beta of [0, -0.4, 3]) {
      const [one, other] = [general.deltaSlopeGiven(beta), exact.deltaSlopeGiven(beta)];
      for (const x of [-0.5, 0, 0.1, 0.9]) {
        expectClose(one.pdf(x), other.pdf(x), `pdf(${x})`);
        expectClose(one.cdf(x), other.cdf(x), `cdf(${x})`);
        expectClose(one.survival(x), other.survival(x), `survival(${x})`);
      }
      for (const p of [0, 0.2, 0.7, 1]) expectClose(one.quantile(p), other.quantile(p), `quantile(${p})`);
      for (const moment of ['mean', 'variance', 'excessKurtosis'] as const) {
        expectClose(one[moment], other[moment], moment);
      }
      expectClose(general.kernelWeight(beta), exact.kernelWeight(beta), 'kernelWeight');
      expectClose(
        general.inputWeightSecondMomentGiven(beta),
        exact.inputWeightSecondMomentGiven(beta),
        'E[w² | β]',
      );
    }
    // Two samples of the same law have at most this distance at significance 1e-4, by Smirnov's limit.
    const count = 300;
    const [first, second] = [general, exact].map((law, k) => {
      const stream = randomStream(8, k);
      return new Float64Array(count).map(() => law.completeInputWeight(0.4, 0.2, stream)).sort();
    });
    let distance = 0;
    first.forEach((x, i) => {
      const below = second.filter((y) => y <= x).length;
      distance = Math.max(distance, Math.abs((i + 1) / count - below / count));
    });
    expect(distance * Math.sqrt(count / 2)).toBeLessThan(Math.sqrt(Math.log(2 / 1e-4) / 2));
  });
});

describe('laws without a closed form, against draws of the weights', () => {
  const COUNT = 3000;
  const mixed = [
    {
      name: 'Laplace b, uniform w, Gaussian v',
      law: generalLaw({ b: laplace(0.5), w: box(-1, 1), v: bell(0.8) }, COARSE),
      b: (s: RandomStream) => 0.5 * (s.normal() * s.normal() + s.normal() * s.normal()),
      w: (s: RandomStream) => 2 * s.uniform() - 1,
      v: (s: RandomStream) => 0.8 * s.normal(),
    },
    {
      name: 'nothing symmetric: exponential b, w in [−0.5, 2], v about 1',
      law: generalLaw(
        { b: { pdf: (x) => Math.exp(-x), support: [0, Infinity] }, w: box(-0.5, 2), v: bell(0.3, 1) },
        COARSE,
      ),
      b: (s: RandomStream) => -Math.log(s.openUniform()),
      w: (s: RandomStream) => -0.5 + 2.5 * s.uniform(),
      v: (s: RandomStream) => 1 + 0.3 * s.normal(),
    },
  ];

  it.each(mixed)('$name', ({ law, ...draw }) => {
    const stream = randomStream(9);
    const beta = new Float64Array(COUNT);
    const mu = new Float64Array(COUNT);
    for (let i = 0; i < COUNT; i++) {
      const w = draw.w(stream);
      beta[i] = -draw.b(stream) / w;
      mu[i] = w * draw.v(stream);
    }
    // A tenth, to save time.
    const some = (values: Float64Array): Float64Array => values.filter((_, i) => i % 10 === 0);
    expectSampleOf(some(beta), law.breakpoint.cdf, 'β');
    expectSampleOf(some(mu), law.deltaSlope.cdf, 'μ');
    for (const [place, slope] of [
      [-0.5, 0.3],
      [0.4, -0.2],
      [1, 1],
    ]) {
      const expected = law.joint.cdf(place, slope);
      const found = beta.filter((x, i) => x <= place && mu[i] <= slope).length / COUNT;
      expect(Math.abs(found - expected)).toBeLessThan(
        5 * Math.sqrt((expected * (1 - expected) + 1 / COUNT) / COUNT),
      );
    }
    const { mean, variance } = law.deltaSlope;
    const average = mu.reduce((sum, x) => sum + x, 0) / COUNT;
    expect(Math.abs(average - (mean ?? NaN))).toBeLessThan(5 * Math.sqrt((variance ?? NaN) / COUNT));
    expect(law.breakpoint.mean).toBeUndefined();
  });

  it.each(mixed)('the sampler: $name', ({ law }) => {
    const { breakpoints, deltaSlopes } = law.joint.sample(randomStream(10), 150);
    expectSampleOf(breakpoints, law.breakpoint.cdf, 'β');
    expectSampleOf(deltaSlopes, law.deltaSlope.cdf, 'μ');
    expectSampleOf(law.breakpoint.sample(randomStream(11), 100), law.breakpoint.cdf, 'β alone');
    expectSampleOf(law.deltaSlope.sample(randomStream(12), 100), law.deltaSlope.cdf, 'μ alone');
    const given = law.deltaSlopeGiven(-0.3);
    expectSampleOf(given.sample(randomStream(13), 25), given.cdf, 'μ given β');
  });
});

it('moments that exist where w keeps away from 0', () => {
  const law = generalLaw({ b: box(1, 2), w: box(1, 3), v: bell(1) });
  // E(1/w) = ln 3/2 and E(1/w²) = 1/3 on [1, 3]; E b = 3/2, E b² = 7/3.
  expectClose(law.breakpoint.mean, -1.5 * (Math.log(3) / 2), 'mean');
  expectClose(law.breakpoint.variance, 7 / 9 - (0.75 * Math.log(3)) ** 2, 'variance');
  expect([law.breakpoint.quantile(0), law.breakpoint.quantile(1)]).toEqual([-2, -1 / 3]);
  expect(law.deltaSlope.excessKurtosis).toBeGreaterThan(0);
});

it('moments that do not exist: a Cauchy output weight', () => {
  const law = generalLaw({ b: bell(1), w: bell(1), v: { pdf: (x) => 1 / (Math.PI * (1 + x * x)) } });
  const { mean, variance, excessKurtosis } = law.deltaSlope;
  expect([mean, variance, excessKurtosis]).toEqual([undefined, undefined, undefined]);
});

it('scales from 1e−6 to 1e6', () => {
  const law: GeneralLaw = generalLaw({ b: bell(1e-6), w: bell(1e3), v: bell(1e6) });
  const exact = gaussianLaw({ sigmaB: 1e-6, sigmaW: 1e3, sigmaV: 1e6 });
  for (const p of [0.01, 0.6]) {
    expect(law.breakpoint.quantile(p) / exact.breakpoint.quantile(p)).toBeCloseTo(1, 11);
    expect(law.deltaSlope.quantile(p) / exact.deltaSlope.quantile(p)).toBeCloseTo(1, 11);
  }
});
