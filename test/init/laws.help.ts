import fc from 'fast-check';
import { expect } from 'vitest';
import { gaussianLaw, uniformLaw } from 'relu-splines/init';
import type { InitLaw, UnivariateLaw } from 'relu-splines/init';

/** A law with its name, for a readable counterexample. */
export interface NamedLaw<Law> {
  readonly name: string;
  readonly law: Law;
}

/** Scales from 1e−9 to 1e9. */
const scales = fc.double({ min: -9, max: 9, noNaN: true }).map((exponent) => 10 ** exponent);

/** Either family, with scales of any size. */
export function initLaws(): fc.Arbitrary<NamedLaw<InitLaw>> {
  return fc.tuple(fc.boolean(), scales, scales, scales).map(([isGaussian, b, w, v]) => ({
    name: `${isGaussian ? 'gaussian' : 'uniform'} ${b}, ${w}, ${v}`,
    law: isGaussian ? gaussianLaw({ sigmaB: b, sigmaW: w, sigmaV: v }) : uniformLaw({ aB: b, aW: w, aV: v }),
  }));
}

/** The marginals and a conditional of either family. */
export function univariateLaws(): fc.Arbitrary<NamedLaw<UnivariateLaw>> {
  return fc
    .tuple(initLaws(), fc.constantFrom('breakpoint', 'deltaSlope', 'given'), probabilities())
    .map(([{ name, law }, which, p]) => {
      if (which === 'breakpoint') return { name: `β of ${name}`, law: law.breakpoint };
      if (which === 'deltaSlope') return { name: `μ of ${name}`, law: law.deltaSlope };
      const beta = law.breakpoint.quantile(p);
      return { name: `μ given ${beta} of ${name}`, law: law.deltaSlopeGiven(beta) };
    });
}

/** Probabilities in (0, 1), often next to 0, 1/2 or 1. */
export function probabilities(): fc.Arbitrary<number> {
  const anywhere = fc.double({ min: 1e-15, max: 1 - 1e-15, noNaN: true });
  const offset = fc.double({ min: -15, max: -1, noNaN: true }).map((exponent) => 10 ** exponent);
  return fc.oneof(
    anywhere,
    offset,
    offset.map((d) => 1 - d),
    offset.map((d) => 0.5 - d),
    offset.map((d) => 0.5 + d),
  );
}

/** √n D of a sample: the largest distance between its empirical distribution function and F. */
function kolmogorovSmirnov(sample: Float64Array, cdf: (x: number) => number): number {
  const sorted = sample.slice().sort();
  const n = sorted.length;
  let distance = 0;
  sorted.forEach((x, i) => {
    const F = cdf(x);
    distance = Math.max(distance, F - i / n, (i + 1) / n - F);
  });
  return Math.sqrt(n) * distance;
}

/**
 * Holds a sample to a law at significance 1e-4: √n D stays below √(ln(2/α)/2) = 2.23 in all but 1 of 10 000
 * samples of any size.
 */
export function expectSampleOf(sample: Float64Array, cdf: (x: number) => number, what: string): void {
  const statistic = kolmogorovSmirnov(sample, cdf);
  expect(statistic, `Kolmogorov–Smirnov, ${what}: √n D = ${statistic}`).toBeLessThan(
    Math.sqrt(Math.log(2 / 1e-4) / 2),
  );
}
