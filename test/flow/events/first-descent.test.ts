import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstDescent } from '../../../src/flow/events/first-descent.js';
import { signChange } from '../../../src/flow/events/sign-change.js';
import { RUNS } from '../../arbitraries/numbers.js';

/** Powers of σ of scale·Π (σ − root). */
function withRoots(roots: readonly number[], scale: number): number[] {
  return roots.reduce(
    (power, root) => {
      const next = [0, ...power];
      power.forEach((value, m) => {
        next[m] -= root * value;
      });
      return next;
    },
    [scale],
  );
}

describe('the first place where a polynomial goes below zero', () => {
  it('is found among several roots, inside and outside the step', () => {
    const root = fc.integer({ min: -40, max: 60 }).map((k) => k / 20 + 1 / 64);
    fc.assert(
      fc.property(
        fc.uniqueArray(root, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(1, -1),
        (roots, sign) => {
          const power = withRoots(roots, sign);
          // The sign changes at every root: below zero from the first root on that has an even number of roots before it
          // in the right sense, or from the start.
          const sorted = [...roots].sort((a, b) => a - b);
          let value = sign * (roots.length % 2 === 0 ? 1 : -1);
          let wanted = Infinity;
          for (const at of [...sorted, Infinity]) {
            const start = at;
            if (value < 0 && start > 0) {
              // Below zero on the interval that ends here.
              const before = sorted[sorted.indexOf(at) - 1] ?? -Infinity;
              const from = at === Infinity ? sorted[sorted.length - 1] : before;
              const entry = Math.max(from, 0);
              if (entry <= 1) wanted = Math.min(wanted, entry);
            }
            value = -value;
          }
          const found = firstDescent(power);
          if (wanted === Infinity) expect(found).toBe(Infinity);
          // Roots are 1/20 apart and coefficients of size 3⁴: rounding moves them by 81·EPSILON/(1/20)³.
          else expect(Math.abs(found - wanted)).toBeLessThanOrEqual(2e6 * Number.EPSILON);
        },
      ),
      RUNS,
    );
  });

  it('sees a dip below zero and back, however narrow', () => {
    // (σ − ½)² − h²: below zero only within h of ½.
    for (const h of [0.1, 1e-3, 1e-5]) {
      // Roots of a nearly double root move by √EPSILON-like amounts: EPSILON/h.
      expect(Math.abs(firstDescent([0.25 - h * h, -1, 1]) - (0.5 - h))).toBeLessThanOrEqual(
        Number.EPSILON / h,
      );
    }
  });

  it('is looked for up to an end, and found as exactly as without', () => {
    // (σ − 0.1)(σ − 0.6), below zero between.
    const power = [0.06, -0.7, 1];
    for (const end of [0.11, 0.3, 0.8, 1])
      expect(Math.abs(firstDescent(power, end) - 0.1)).toBeLessThan(1e-14);
    expect(firstDescent(power, 0.09)).toBe(Infinity);
  });

  it('takes no notice of touching zero, and of what begins below at once', () => {
    expect(firstDescent([0.25, -1, 1])).toBe(Infinity);
    expect(firstDescent([1, 0, 0])).toBe(Infinity);
    expect(firstDescent([-1, 5])).toBe(0);
    expect(firstDescent([0, -1])).toBeLessThanOrEqual(2 ** -48);
    expect(firstDescent([0, 1])).toBe(Infinity);
    // Up from zero, and back: σ − 3σ².
    expect(Math.abs(firstDescent([0, 1, -3]) - 1 / 3)).toBeLessThanOrEqual(2 ** -47);
    expect(firstDescent([])).toBe(Infinity);
  });
});

describe('the sign change of a function', () => {
  it.each([0.001, 0.3, 0.5, 0.999])('is found at %f, on the positive side', (at) => {
    let calls = 0;
    const f = (sigma: number): number => {
      calls++;
      return (sigma - at) * (1 + 5 * sigma * sigma);
    };
    const found = signChange(f);
    expect(f(found)).toBeGreaterThan(0);
    expect(found - at).toBeLessThanOrEqual(2 ** -46);
    expect(calls).toBeLessThan(60);
  });
});
