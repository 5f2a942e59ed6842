import { describe, expect, it } from 'vitest';
import type { RandomStream } from 'relu-splines/init';
import { cauchyLaw } from '../../src/init/laws/cauchy.js';
import { laplaceLaw } from '../../src/init/laws/laplace.js';
import type { UnivariateLaw } from '../../src/init/laws/law.js';
import { triangularLaw } from '../../src/init/laws/triangular.js';
import { uniformRatioLaw } from '../../src/init/laws/uniform-ratio.js';

/** A stream that hands out these numbers. */
function streamOf(...numbers: number[]): RandomStream {
  const next = (): number => numbers.shift() ?? NaN;
  return { normal: next, normalInto: next, uniform: next } as Partial<RandomStream> as RandomStream;
}

/** Each scale is 2; a logarithm, a tangent and a few roundings. */
function expectNear(got: number, wanted: number): void {
  expect(Math.abs(got - wanted), `got ${got}, wanted ${wanted}`).toBeLessThanOrEqual(
    8 * Number.EPSILON * Math.abs(wanted),
  );
}

interface Case {
  readonly law: UnivariateLaw;
  /** Of 0.1, in the tail, and of 0.3, in the middle. */
  readonly quantiles: readonly [number, number];
  /** At 1 and at 5, within the scale and beyond. */
  readonly densities: readonly [number, number];
  readonly tails: readonly [number, number];
  readonly draw: { readonly from: readonly number[]; readonly gives: number };
}

const atan = (x: number): number => Math.atan(x) / Math.PI;

const cases: Readonly<Record<string, Case>> = {
  Laplace: {
    law: laplaceLaw(2),
    quantiles: [2 * Math.log(0.2), 2 * Math.log(0.6)],
    densities: [Math.exp(-0.5) / 4, Math.exp(-2.5) / 4],
    tails: [Math.exp(-0.5) / 2, Math.exp(-2.5) / 2],
    // k (z₁z₂ + z₃z₄)
    draw: { from: [1, 2, 3, 4], gives: 28 },
  },
  Cauchy: {
    law: cauchyLaw(2),
    quantiles: [-2 / Math.tan(0.1 * Math.PI), -2 * Math.tan(0.2 * Math.PI)],
    densities: [2 / (5 * Math.PI), 2 / (29 * Math.PI)],
    tails: [0.5 - atan(0.5), 0.5 - atan(2.5)],
    // g z₁/z₂, and a z₂ of 0 is drawn again
    draw: { from: [3, 0, 4], gives: 1.5 },
  },
  triangular: {
    law: triangularLaw(2),
    quantiles: [-2 * (1 - Math.sqrt(0.2)), -2 * (1 - Math.sqrt(0.6))],
    densities: [1 / 4, 0],
    tails: [1 / 8, 0],
    // h (u₁ + u₂)/2 with u = 2U − 1
    draw: { from: [0.75, 0.375], gives: 0.25 },
  },
  'ratio of uniform numbers': {
    law: uniformRatioLaw(2),
    quantiles: [-5, -1.6],
    densities: [1 / 8, 2 / 100],
    tails: [3 / 8, 1 / 10],
    draw: { from: [0.75, 0.5, 0.25], gives: -2 },
  },
};

describe.each(Object.entries(cases))('%s, in numbers worked out by hand', (_, each) => {
  const { law, quantiles, densities, tails, draw } = each;

  it('has its quantiles, the same from both sides, and none of them −0', () => {
    [0.1, 0.3].forEach((p, k) => {
      expectNear(law.quantile(p), quantiles[k]);
      // 1 − p rounds.
      expect(Math.abs(law.quantile(1 - p) + quantiles[k])).toBeLessThan(1e-14);
    });
    expect(law.quantile(0.5)).toBe(0);
  });

  it('has its densities and tails', () => {
    [1, 5].forEach((x, k) => {
      for (const side of [x, -x]) {
        expectNear(law.pdf(side), densities[k]);
        if (densities[k] > 0) expect(Math.abs(law.logpdf(side) - Math.log(densities[k]))).toBeLessThan(1e-14);
        else expect(law.logpdf(side)).toBe(-Infinity);
      }
      expect(Math.abs(law.survival(x) - tails[k])).toBeLessThan(1e-15);
      expect(Math.abs(law.cdf(-x) - tails[k])).toBeLessThan(1e-15);
    });
  });

  it('draws what its weights make', () => {
    expect(law.sample(streamOf(...draw.from), 1)).toEqual(Float64Array.of(draw.gives));
  });
});
