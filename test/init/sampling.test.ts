import { describe, expect, it } from 'vitest';
import { gaussianLaw, heLaw, randomStream, torchLaw, uniformLaw } from 'relu-splines/init';
import type { InitLaw } from 'relu-splines/init';
import { expectSampleOf } from './laws.help.js';

const COUNT = 20_000;

/** P(|Z| > 5) is 6e-7 for a standard normal Z, which a mean of so many draws is. */
const SIGMAS = 5;

interface Family {
  readonly name: string;
  readonly law: InitLaw;
  readonly cdfs: Readonly<Record<'b' | 'w' | 'v', (x: number) => number>>;
}

/** Φ of Abramowitz & Stegun 26.2.17, absolute error 7.5e-8. */
function normalCdf(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const series = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429];
  const sum = series.reduceRight((rest, c) => (rest + c) * t, 0);
  const tail = (Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI)) * sum;
  return x > 0 ? 1 - tail : tail;
}

const box = (a: number) => (x: number) => Math.min(1, Math.max(0, (x + a) / (2 * a)));
/** The law of a rank. */
const unit = (u: number): number => Math.min(1, Math.max(0, u));
const bell = (sigma: number) => (x: number) => normalCdf(x / sigma);

const families: Family[] = [
  {
    name: 'Gaussian',
    law: gaussianLaw({ sigmaB: 0.7, sigmaW: 1.3, sigmaV: 0.9 }),
    cdfs: { b: bell(0.7), w: bell(1.3), v: bell(0.9) },
  },
  {
    name: 'uniform',
    law: uniformLaw({ aB: 0.7, aW: 1.3, aV: 0.9 }),
    cdfs: { b: box(0.7), w: box(1.3), v: box(0.9) },
  },
];

describe.each(families)('$name', ({ law, cdfs }) => {
  const given = [0, 0.3, -5];
  const laws = [
    { name: 'breakpoint', one: law.breakpoint },
    { name: 'delta-slope', one: law.deltaSlope },
    ...given.map((beta) => ({ name: `delta-slope given ${beta}`, one: law.deltaSlopeGiven(beta) })),
  ];

  it.each(laws)('draws of the $name have its distribution and its moments', ({ name, one }) => {
    const sample = one.sample(randomStream(3, 1), COUNT);
    expectSampleOf(sample, one.cdf, name);
    const { mean, variance, excessKurtosis } = one;
    if (mean === undefined || variance === undefined || excessKurtosis === undefined) return;
    const average = (power: number): number =>
      sample.reduce((sum, x) => sum + (x - mean) ** power, 0) / COUNT;
    expect(Math.abs(average(1))).toBeLessThan(SIGMAS * Math.sqrt(variance / COUNT));
    expect(Math.abs(average(2) - variance)).toBeLessThan(
      SIGMAS * variance * Math.sqrt((excessKurtosis + 2) / COUNT),
    );
  });

  it('joint draws have both marginals, and the conditional: P(M ≤ μ | β) is uniform, and independent of β', () => {
    const { breakpoints, deltaSlopes } = law.joint.sample(randomStream(3, 2), COUNT);
    expectSampleOf(breakpoints, law.breakpoint.cdf, 'breakpoints');
    expectSampleOf(deltaSlopes, law.deltaSlope.cdf, 'delta-slopes');
    const ranks = breakpoints.map((beta, i) => law.deltaSlopeGiven(beta).cdf(deltaSlopes[i]));
    expectSampleOf(ranks, unit, 'conditional ranks');
    const inner = ranks.filter((_, i) => Math.abs(breakpoints[i]) < 0.5);
    expectSampleOf(inner, unit, 'conditional ranks of inner breakpoints');
  });

  it('joint draws fill quadrants as the joint distribution function says', () => {
    const { breakpoints, deltaSlopes } = law.joint.sample(randomStream(3, 3), COUNT);
    for (const [beta, mu] of [
      [-0.4, -0.2],
      [0.1, 0.3],
      [2, -0.6],
    ]) {
      const expected = law.joint.cdf(beta, mu);
      const found = breakpoints.filter((place, i) => place <= beta && deltaSlopes[i] <= mu).length / COUNT;
      const deviation = Math.sqrt((expected * (1 - expected)) / COUNT);
      expect(Math.abs(found - expected)).toBeLessThan(SIGMAS * deviation);
    }
  });

  it('a completed unit has the weights that one started from: independent, each with its law', () => {
    const units = law.joint.sample(randomStream(3, 4), COUNT);
    const stream = randomStream(3, 5);
    const w = units.breakpoints.map((beta, i) => law.completeInputWeight(beta, units.deltaSlopes[i], stream));
    const b = w.map((weight, i) => -weight * units.breakpoints[i]);
    const v = w.map((weight, i) => units.deltaSlopes[i] / weight);
    const columns = { b, w, v };
    const names = ['b', 'w', 'v'] as const;
    for (const name of names) expectSampleOf(columns[name], cdfs[name], name);
    // Ranks are uniform in [0, 1] each; independent ones have correlation 0 ± 1/√n, of themselves and of
    // their distances from the middle.
    const ranks = names.map((name) => columns[name].map(cdfs[name]).map((u) => u - 0.5));
    for (const [one, other] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ]) {
      for (const feature of [
        (u: number) => u * Math.sqrt(12),
        (u: number) => (12 * u * u - 1) * Math.sqrt(5 / 4),
      ]) {
        const correlation =
          ranks[one].reduce((sum, u, i) => sum + feature(u) * feature(ranks[other][i]), 0) / COUNT;
        expect(Math.abs(correlation), `${names[one]} and ${names[other]}`).toBeLessThan(
          SIGMAS / Math.sqrt(COUNT),
        );
      }
    }
  });

  it('E[w² | β] and the law of w given (β, μ), at places where the joint sample has none', () => {
    const stream = randomStream(3, 6);
    for (const beta of [0, 1.7]) {
      const squares = law
        .deltaSlopeGiven(beta)
        .sample(stream, COUNT)
        .map((mu) => law.completeInputWeight(beta, mu, stream) ** 2);
      const mean = squares.reduce((sum, square) => sum + square, 0) / COUNT;
      const spread = squares.reduce((sum, square) => sum + (square - mean) ** 2, 0) / COUNT;
      expect(Math.abs(mean - law.inputWeightSecondMomentGiven(beta))).toBeLessThan(
        SIGMAS * Math.sqrt(spread / COUNT),
      );
    }
    // At μ = 0 the inverse Gaussian has no mean.
    for (let k = 0; k < 1000; k++) {
      const w = law.completeInputWeight(0.4, 0, stream);
      expect(Number.isFinite(w) && w !== 0).toBe(true);
    }
  });
});

it('w given (β, 0) of a Gaussian law is Gaussian with precision β²/σ_b² + 1/σ_w²', () => {
  const { completeInputWeight } = gaussianLaw({ sigmaB: 0.7, sigmaW: 1.3, sigmaV: 0.9 });
  const stream = randomStream(4);
  const beta = 0.6;
  const w = new Float64Array(COUNT).map(() => completeInputWeight(beta, 0, stream));
  expectSampleOf(w, bell(1 / Math.hypot(beta / 0.7, 1 / 1.3)), 'w');
});

it('the completion of a uniform unit is uniform in |w| on [|μ|/a_v, c]', () => {
  const { completeInputWeight } = uniformLaw({ aB: 0.7, aW: 1.3, aV: 0.9 });
  const stream = randomStream(5);
  const w = new Float64Array(COUNT).map(() => completeInputWeight(-2, 0.18, stream));
  const [least, most] = [0.18 / 0.9, 0.7 / 2];
  expectSampleOf(w.map(Math.abs), (x) => Math.min(1, Math.max(0, (x - least) / (most - least))), '|w|');
  expect(Math.abs(w.filter((x) => x > 0).length - COUNT / 2)).toBeLessThan((SIGMAS * Math.sqrt(COUNT)) / 2);
});

it('completions are finite for units of any size', () => {
  const stream = randomStream(6);
  const { completeInputWeight } = gaussianLaw({ sigmaB: 1e-3, sigmaW: 1e3, sigmaV: 1 });
  for (const beta of [0, 1e-200, 1e6, 1e150]) {
    for (const mu of [0, 1e-300, 1, 1e9]) {
      const w = completeInputWeight(beta, mu, stream);
      expect(Number.isFinite(w) && w !== 0, `β = ${beta}, μ = ${mu}: w = ${w}`).toBe(true);
    }
  }
});

it('the same stream gives the same draws, another one others', () => {
  for (const law of [heLaw({ width: 10, sigmaB: 1 }), torchLaw({ width: 10 })]) {
    const once = law.joint.sample(randomStream(7, 1), 50);
    expect(law.joint.sample(randomStream(7, 1), 50)).toEqual(once);
    expect(law.joint.sample(randomStream(7, 2), 50)).not.toEqual(once);
    const stream = randomStream(7, 1);
    const halves = [law.joint.sample(stream, 20), law.joint.sample(stream, 30)];
    expect(halves.flatMap((half) => Array.from(half.breakpoints))).toEqual(Array.from(once.breakpoints));
    expect(law.deltaSlope.sample(stream, 0)).toEqual(new Float64Array(0));
  }
});
