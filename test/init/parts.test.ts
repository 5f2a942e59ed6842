import { describe, expect, it } from 'vitest';
import type { RandomStream } from 'relu-splines/init';
import { checkDensity, rawMoment } from '../../src/init/laws/density.js';
import { hypotenuse, nonZeroCentredUniform, nonZeroNormal } from '../../src/init/laws/law.js';
import { numericLaw } from '../../src/init/laws/numeric-law.js';
import { commonRange, inverseRange, product, productRange } from '../../src/init/laws/weight-integrals.js';

const { EPSILON } = Number;

/** A stream that hands out these numbers. */
function streamOf(...numbers: number[]): RandomStream {
  const next = (): number => numbers.shift() ?? NaN;
  return { normal: next, uniform: next } as Partial<RandomStream> as RandomStream;
}

describe('numbers', () => {
  it('a hypotenuse neither overflows nor underflows, and is large with its larger leg', () => {
    expect(hypotenuse(-3, 4)).toBe(5);
    expect(hypotenuse(4, -3)).toBe(5);
    expect(hypotenuse(3e300, 4e300)).toBe(5e300);
    expect(Math.abs(hypotenuse(3e-300, 4e-300) / 5e-300 - 1)).toBeLessThanOrEqual(EPSILON);
    expect(hypotenuse(0, -2)).toBe(2);
    expect(hypotenuse(0, 0)).toBe(0);
    expect(hypotenuse(-Infinity, 1)).toBe(Infinity);
    expect(hypotenuse(Infinity, Infinity)).toBe(Infinity);
  });

  it('draws that are divided by are drawn again where they are 0', () => {
    expect(nonZeroNormal(streamOf(0, -0, -1.5, 2))).toBe(-1.5);
    expect(nonZeroNormal(streamOf(2, 0))).toBe(2);
    // 2u − 1
    expect(nonZeroCentredUniform(streamOf(0.5, 0.5, 0.125))).toBe(-0.75);
    expect(nonZeroCentredUniform(streamOf(0.75, 0.5))).toBe(0.5);
  });
});

describe('a checked density', () => {
  it('is 0 outside its support, and special at its finite ends and at the splits inside', () => {
    const density = checkDensity('test', 'b', {
      pdf: () => 0.5,
      support: [-1, 1],
      splitAt: [-1, 0.25, 1, 7, -7],
    });
    expect([-2, -1, 0, 1, 2].map(density.pdf)).toEqual([0, 0.5, 0.5, 0.5, 0]);
    expect(density.special).toEqual([-1, -1, 0.25, 1, 1]);
    const half = checkDensity('test', 'b', { pdf: (x) => Math.exp(-x), support: [0, Infinity] });
    expect([half.low, half.high, half.special]).toEqual([0, Infinity, [0]]);
  });

  it('has moments where they exist', () => {
    const exponential = checkDensity('test', 'b', { pdf: (x) => Math.exp(-x), support: [0, Infinity] });
    [1, 2, 6, 24].forEach((factorial, k) => {
      expect(Math.abs((rawMoment(exponential, k + 1) ?? NaN) / factorial - 1)).toBeLessThan(1e-11);
    });
    expect(rawMoment(exponential, -1)).toBeUndefined();
  });

  it('may miss an integral of 1 by 1e−8, and no more', () => {
    const off = (by: number) => (): unknown =>
      checkDensity('test', 'b', { pdf: () => 1 + by, support: [0, 1] });
    expect(off(5e-9)).not.toThrow();
    expect(off(-5e-9)).not.toThrow();
    expect(off(2e-8)).toThrow(/^test: b\.pdf must integrate to 1, got 1\.0000000[12]\d* ±/);
    expect(off(-2e-8)).toThrow(/^test: b\.pdf must integrate to 1, got 0\.9999999[78]\d* ±/);
  });
});

describe('a law by numbers', () => {
  const estimate = (x: number) => ({
    value: Math.exp(-x),
    error: 0,
    magnitude: 1,
    evaluations: 1,
    converged: true,
  });
  const parts = {
    estimate,
    cdf: (x: number) => -Math.expm1(-x),
    survival: (x: number) => Math.exp(-x),
    low: 0,
    high: Infinity,
  };

  it('has the central moments of the raw ones, as far as there are any', () => {
    // Those of the exponential law: variance 1, excess kurtosis 6.
    expect(numericLaw({ ...parts, rawMoments: [1, 2, 6, 24] })).toMatchObject({
      mean: 1,
      variance: 1,
      excessKurtosis: 6,
    });
    // Of 0 and 1, one third and two thirds: 2/9 and −3/2.
    const coin = numericLaw({ ...parts, rawMoments: Array(4).fill(2 / 3) as number[] });
    expect(coin.variance).toBeCloseTo(2 / 9, 15);
    expect(coin.excessKurtosis).toBeCloseTo(-1.5, 13);
    expect(numericLaw({ ...parts, rawMoments: [1, 2, undefined, 24] })).toMatchObject({
      mean: 1,
      variance: 1,
      excessKurtosis: undefined,
    });
    expect(numericLaw({ ...parts, rawMoments: [1, 2, 6, undefined] })).toMatchObject({
      variance: 1,
      excessKurtosis: undefined,
    });
    expect(numericLaw({ ...parts, rawMoments: [1, undefined, 6, 24] })).toMatchObject({
      mean: 1,
      variance: undefined,
      excessKurtosis: undefined,
    });
    expect(numericLaw({ ...parts, rawMoments: [undefined, 2, 6, 24] })).toMatchObject({
      mean: undefined,
      variance: undefined,
      excessKurtosis: undefined,
    });
  });

  it('ends with its support, and has probabilities of at most 1', () => {
    const law = numericLaw({
      ...parts,
      cdf: () => 1 + EPSILON,
      survival: () => 1 + EPSILON,
      rawMoments: [],
      high: 9,
    });
    expect([law.cdf(-1), law.cdf(0), law.cdf(1), law.cdf(9), law.cdf(10)]).toEqual([0, 0, 1, 1, 1]);
    expect([law.survival(-1), law.survival(0), law.survival(1), law.survival(9), law.survival(10)]).toEqual([
      1, 1, 1, 0, 0,
    ]);
    expect([law.quantile(0), law.quantile(1)]).toEqual([0, 9]);
  });

  it('has an infinite density where the quadrature says nothing of it, and none at infinity', () => {
    const said = (value: number, error: number, converged: boolean): number =>
      numericLaw({
        ...parts,
        estimate: () => ({ value, error, magnitude: value, evaluations: 1, converged }),
        rawMoments: [],
      }).pdf(1);
    expect(said(3, 1, true)).toBe(3);
    expect(said(3, 5, true)).toBe(3);
    expect(said(3, 1, false)).toBe(3);
    expect(said(3, 3, false)).toBe(Infinity);
    expect(said(3, NaN, false)).toBe(Infinity);
    const law = numericLaw({ ...parts, rawMoments: [] });
    expect([law.pdf(Infinity), law.pdf(-Infinity), law.logpdf(Infinity)]).toEqual([0, 0, -Infinity]);
  });

  it('has quantiles by the smaller of both sides', () => {
    const law = numericLaw({ ...parts, rawMoments: [] });
    for (const p of [1e-12, 0.3, 0.5, 0.75, 1 - 2 ** -40]) {
      // −ln(1 − p), of which 1 − p is exact from a half on.
      expect(Math.abs(law.quantile(p) / -Math.log1p(-p) - 1)).toBeLessThanOrEqual(32 * EPSILON);
    }
  });
});

describe('ranges', () => {
  it('of a product are between the extreme corners; 0 times infinity is 0', () => {
    expect(productRange({ low: -2, high: 3 }, { low: -5, high: 7 })).toEqual({ low: -15, high: 21 });
    expect(productRange({ low: 1, high: 2 }, { low: -5, high: -4 })).toEqual({ low: -10, high: -4 });
    expect(productRange({ low: 0, high: 2 }, { low: -Infinity, high: Infinity })).toEqual({
      low: -Infinity,
      high: Infinity,
    });
    expect(productRange({ low: 0, high: 2 }, { low: 1, high: Infinity })).toEqual({ low: 0, high: Infinity });
    expect(productRange({ low: 1, high: Infinity }, { low: -2, high: 0 })).toEqual({
      low: -Infinity,
      high: 0,
    });
  });

  it('of an inverse are all where 0 is inside, and end at infinity where it is an end', () => {
    expect(inverseRange({ low: -1, high: 2 })).toEqual({ low: -Infinity, high: Infinity });
    expect(inverseRange({ low: 2, high: 4 })).toEqual({ low: 0.25, high: 0.5 });
    expect(inverseRange({ low: -4, high: -2 })).toEqual({ low: -0.5, high: -0.25 });
    expect(inverseRange({ low: 0, high: 4 })).toEqual({ low: 0.25, high: Infinity });
    expect(inverseRange({ low: -4, high: 0 })).toEqual({ low: -Infinity, high: -0.25 });
  });

  it('in common, and products of what may not be', () => {
    expect(commonRange({ low: -1, high: 5 }, { low: 0, high: 7 })).toEqual({ low: 0, high: 5 });
    expect(commonRange({ low: 2, high: 9 }, { low: 0, high: 7 })).toEqual({ low: 2, high: 7 });
    expect([product(2, 3), product(undefined, 3), product(2, undefined)]).toEqual([6, undefined, undefined]);
    // A mean of 0 has no sign.
    expect(product(-1, 0)).toBe(0);
  });
});
