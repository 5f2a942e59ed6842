import { describe, expect, test } from 'vitest';
import { gaussKronrod, RULE_EVALUATIONS } from '../../src/numeric/gauss-kronrod.js';

/** ∫ x^n over [−1, 1]. */
const moment = (n: number): number => (n % 2 === 0 ? 2 / (n + 1) : 0);

describe('the rule of Gauss and Kronrod with 10 and 21 points', () => {
  test.each(Array.from({ length: 32 }, (_, n) => n))('is exact for x^%i', (n) => {
    const { value } = gaussKronrod((x) => x ** n, -1, 1);
    // 21 terms whose weights sum to 2, each with a few roundings.
    expect(Math.abs(value - moment(n))).toBeLessThanOrEqual(8 * Number.EPSILON);
  });

  test('is not for x^32', () => {
    expect(Math.abs(gaussKronrod((x) => x ** 32, -1, 1).value - moment(32))).toBeGreaterThan(1e-12);
  });

  test('sees no error up to the degree of its Gauss rule, 19, and one from there on', () => {
    for (let n = 0; n <= 40; n++) {
      const { error, magnitude } = gaussKronrod((x) => x ** n, -1, 1);
      const rounding = 50 * Number.EPSILON * magnitude;
      if (n <= 19 || n % 2 === 1) expect(error, `x^${n}`).toBe(rounding);
      else expect(error, `x^${n}`).toBeGreaterThan(1e-6);
    }
  });

  test('takes 21 values inside, and knows the magnitude', () => {
    const seen: number[] = [];
    const { value, magnitude } = gaussKronrod(
      (x) => {
        seen.push(x);
        return x - 3;
      },
      2,
      4,
    );
    expect(seen).toHaveLength(RULE_EVALUATIONS);
    expect(new Set(seen).size).toBe(RULE_EVALUATIONS);
    expect(Math.min(...seen)).toBeGreaterThan(2);
    expect(Math.max(...seen)).toBeLessThan(4);
    expect(Math.abs(value)).toBeLessThanOrEqual(8 * Number.EPSILON);
    // ∫|x − 3| has a kink that the middle node meets; the rule is good to about its spacing squared.
    expect(Math.abs(magnitude - 1)).toBeLessThan(0.02);
  });
});
