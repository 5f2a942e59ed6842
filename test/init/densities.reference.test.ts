import { describe, expect, it } from 'vitest';
import { gaussianLaw, uniformLaw } from 'relu-splines/init';
import type { InitLaw } from 'relu-splines/init';
import { expectWithin, referenceCases } from '../reference/load.js';

interface Input {
  readonly kind: 'gaussian' | 'uniform' | 'pytorch-default';
  readonly sigma_b: number;
  readonly sigma_w: number;
  readonly sigma_v: number;
  readonly a_b: number;
  readonly a_w: number;
  readonly a_v: number;
  readonly beta: number[];
  readonly mu: number[];
  readonly p: number[];
}

interface Expected {
  readonly joint_pdf: number[][];
  readonly beta_pdf: number[];
  readonly beta_cdf: number[];
  readonly beta_quantile: number[];
  readonly mu_pdf: number[];
  readonly mu_cdf: number[];
  readonly mu_sf: number[];
  readonly mu_quantile: number[];
  readonly mu_given_beta_pdf: number[][];
  readonly mu_given_beta_laplace_scale?: number[];
  readonly mu_given_beta_half_width?: number[];
  readonly beta_given_mu_pdf: (number | null)[][];
  readonly moments: Readonly<Record<string, number | null>>;
}

function lawOf({ kind, ...scales }: Input): InitLaw {
  return kind === 'gaussian'
    ? gaussianLaw({ sigmaB: scales.sigma_b, sigmaW: scales.sigma_w, sigmaV: scales.sigma_v })
    : uniformLaw({ aB: scales.a_b, aW: scales.a_w, aV: scales.a_v });
}

const cases = referenceCases<Input, Expected>('densities').filter(({ input }) =>
  ['gaussian', 'uniform', 'pytorch-default'].includes(input.kind),
);

describe('laws against 30-digit values (densities.json)', () => {
  for (const { name, input, expected, tolerance } of cases) {
    it(name, () => {
      const { beta, mu, p } = input;
      const law = lawOf(input);
      const { joint, breakpoint, deltaSlope } = law;
      const table = (f: (beta: number, mu: number) => number): number[][] =>
        beta.map((b) => mu.map((m) => f(b, m)));
      const hold = (field: keyof Expected, got: unknown): void => {
        expect(tolerance[field], `${field} has a tolerance`).toBeDefined();
        expectWithin(got, expected[field], tolerance[field], field);
      };

      hold('joint_pdf', table(joint.pdf));
      hold(
        'joint_pdf',
        table((b, m) => Math.exp(joint.logpdf(b, m))),
      );
      hold('beta_pdf', beta.map(breakpoint.pdf));
      hold('beta_cdf', beta.map(breakpoint.cdf));
      hold('beta_quantile', p.map(breakpoint.quantile));
      hold('mu_pdf', mu.map(deltaSlope.pdf));
      hold('mu_cdf', mu.map(deltaSlope.cdf));
      hold('mu_sf', mu.map(deltaSlope.survival));
      hold('mu_quantile', p.map(deltaSlope.quantile));
      hold(
        'mu_given_beta_pdf',
        table((b, m) => law.deltaSlopeGiven(b).pdf(m)),
      );
      // null in the file where the marginal density is 0. At the double that is the end of the support the
      // quotient is of what 30 digits leave of two differences; doubles leave 0.
      const known = (b: number, m: number): boolean =>
        expected.beta_given_mu_pdf[beta.indexOf(b)][mu.indexOf(m)] !== null && deltaSlope.pdf(m) > 0;
      expectWithin(
        table((b, m) => (known(b, m) ? joint.pdf(b, m) / deltaSlope.pdf(m) : 0)),
        table((b, m) =>
          known(b, m) ? (expected.beta_given_mu_pdf[beta.indexOf(b)][mu.indexOf(m)] ?? 0) : 0,
        ),
        tolerance.beta_given_mu_pdf,
        'beta_given_mu_pdf',
      );
      expect(
        table((b, m) => Number(known(b, m)))
          .flat()
          .filter(Boolean).length,
      ).toBeGreaterThan(60);

      const variances = beta.map((b) => law.deltaSlopeGiven(b).variance ?? NaN);
      if (expected.mu_given_beta_laplace_scale !== undefined)
        hold(
          'mu_given_beta_laplace_scale',
          variances.map((variance) => Math.sqrt(variance / 2)),
        );
      else
        hold(
          'mu_given_beta_half_width',
          variances.map((variance) => Math.sqrt(6 * variance)),
        );

      const { variance, excessKurtosis, mean } = deltaSlope;
      const fourth = ((excessKurtosis ?? NaN) + 3) * (variance ?? NaN) ** 2;
      const moments = {
        mu_mean: mean,
        mu_var: variance,
        mu_4: fourth,
        mu_2_var: fourth - (variance ?? NaN) ** 2,
        beta_median: breakpoint.quantile(0.5),
        beta_iqr: breakpoint.quantile(0.75) - breakpoint.quantile(0.25),
      };
      for (const [moment, value] of Object.entries(moments)) {
        expectWithin(value, expected.moments[moment], tolerance.moments, moment);
      }
      expect(expected.moments).toMatchObject({ beta_mean: null, beta_var: null });
      expect([breakpoint.mean, breakpoint.variance, breakpoint.excessKurtosis]).toEqual(
        Array(3).fill(undefined),
      );
    });
  }
});
