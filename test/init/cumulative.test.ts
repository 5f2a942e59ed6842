import { describe, expect, it } from 'vitest';
import { cumulative } from '../../src/init/laws/cumulative.js';
import { rootOf } from '../../src/init/laws/root.js';

const { EPSILON } = Number;

describe('the root of a rising function', () => {
  const cubed = (root: number) => (x: number) => (x - root) * (x * x + x * root + root * root);
  it.each([-3, 1e-9, 0.5, 1, 2, 16, 1e9, -1e40])('is found at any distance from 0, here %d', (root) => {
    const found = rootOf(cubed(root), (x) => 3 * x * x);
    // The last step is below 4 EPSILON of it.
    expect(Math.abs(found / root - 1)).toBeLessThanOrEqual(8 * EPSILON);
  });

  it.each([-3, 1e-9, 0.5, 2, 1e9])('is found by Newton’s method, not by halving, here %d', (root) => {
    let calls = 0;
    const f = (x: number): number => {
      calls++;
      return cubed(root)(x);
    };
    rootOf(f, (x) => 3 * x * x);
    // Nine for the power of 16 at the most, and doubling digits from there; halving takes fifty.
    expect(calls).toBeLessThanOrEqual(16);
  });

  it('is 0 where it is 0 there, and where it is nearer to it than 1e−300', () => {
    expect(rootOf(Math.atan, () => 1)).toBe(0);
    expect(
      Object.is(
        rootOf(
          (x) => x * x * x,
          (x) => 3 * x * x,
        ),
        0,
      ),
    ).toBe(true);
    expect(
      rootOf(
        (x) => Math.sign(x - 1e-305),
        () => 0,
      ),
    ).toBe(0);
  });

  it('is the last place looked at where there is none', () => {
    const found = rootOf(
      (x) => -1 / (1 + Math.max(0, x)),
      () => 0,
    );
    expect(found).toBeGreaterThan(1e300);
    expect(found).toBeLessThan(Infinity);
    expect(
      rootOf(
        (x) => 1 / (1 + Math.max(0, -x)),
        () => 0,
      ),
    ).toBe(-found);
  });

  it('is found by halving where the derivative says nothing', () => {
    // √16, the first place looked at.
    expect(
      rootOf(
        (x) => Math.sign(x - 4),
        () => 0,
      ),
    ).toBe(4);
    expect(
      Math.abs(
        rootOf(
          (x) => Math.sign(x - 5),
          () => 0,
        ) - 5,
      ),
    ).toBeLessThanOrEqual(5 * 8 * EPSILON);
    expect(
      Math.abs(
        rootOf(
          (x) => Math.sign(x + 5),
          () => NaN,
        ) + 5,
      ),
    ).toBeLessThanOrEqual(5 * 8 * EPSILON);
  });
});

describe('a table of a density', () => {
  // 2x on [0, 1], times 3: the table divides by its total.
  const ramp = cumulative((x) => 6 * x, 0, 1, [0, 1]);

  it('has the probabilities of both sides, and the quantile between', () => {
    expect(Math.abs(ramp.total - 3)).toBeLessThan(1e-13);
    for (const x of [1e-6, 0.1, 0.5, 0.9, 1 - 1e-6]) {
      expect(Math.abs(ramp.cdf(x) / (x * x) - 1)).toBeLessThan(1e-12);
      expect(Math.abs(ramp.survival(x) / ((1 - x) * (1 + x)) - 1)).toBeLessThan(1e-9);
      expect(Math.abs(ramp.quantile(x) / Math.sqrt(x) - 1)).toBeLessThan(1e-12);
    }
  });

  it('ends with its support', () => {
    expect([ramp.cdf(-1), ramp.cdf(0), ramp.cdf(1), ramp.cdf(2)]).toEqual([0, 0, 1, 1]);
    expect([ramp.survival(-1), ramp.survival(0), ramp.survival(1), ramp.survival(2)]).toEqual([1, 1, 0, 0]);
    expect([ramp.quantile(0), ramp.quantile(1)]).toEqual([0, 1]);
  });

  it('goes to infinity on either side, from cuts or from 0', () => {
    const exponential = cumulative((x) => (x > 0 ? Math.exp(-x) : 0), 0, Infinity, [0]);
    const falling = cumulative((x) => (x < 0 ? Math.exp(x) : 0), -Infinity, 0, [0]);
    const laplace = cumulative((x) => Math.exp(-Math.abs(x)) / 2, -Infinity, Infinity, []);
    for (const x of [0.01, 0.7, 5, 50]) {
      expect(Math.abs(exponential.survival(x) / Math.exp(-x) - 1)).toBeLessThan(1e-11);
      expect(Math.abs(falling.cdf(-x) / Math.exp(-x) - 1)).toBeLessThan(1e-11);
      expect(Math.abs(laplace.survival(x) / Math.exp(-x) - 0.5)).toBeLessThan(1e-11);
      expect(Math.abs(laplace.cdf(-x) / Math.exp(-x) - 0.5)).toBeLessThan(1e-11);
    }
    expect(Math.abs(exponential.quantile(0.75) - Math.log(4))).toBeLessThan(1e-11);
    expect(Math.abs(falling.quantile(0.25) + Math.log(4))).toBeLessThan(1e-11);
    expect([exponential.quantile(1), falling.quantile(0)]).toEqual([Infinity, -Infinity]);
  });

  it('needs no cut where one end is finite, and has places nearer to a cut than its panels', () => {
    const left = cumulative((x) => (x < -1 ? Math.exp(x + 1) : 0), -Infinity, -1, []);
    expect(Math.abs(left.cdf(-2) - Math.exp(-1))).toBeLessThan(1e-12);
    const laplace = cumulative((x) => Math.exp(-Math.abs(x)) / 2, -Infinity, Infinity, []);
    for (const x of [-1e-305, 0, 1e-305]) {
      expect(laplace.cdf(x)).toBeCloseTo(0.5, 12);
      expect(laplace.survival(x)).toBeCloseTo(0.5, 12);
    }
  });

  it('passes over a place where the density is infinite', () => {
    // √(x − 1) is the distribution function.
    const steep = cumulative((x) => 1 / (2 * Math.sqrt(x - 1)), 1, 2, [1, 2]);
    // The doubles next to 1 are 2e−16 apart: √ of that is what the table cannot see.
    for (const x of [1.01, 1.25, 1.81]) expect(Math.abs(steep.cdf(x) - Math.sqrt(x - 1))).toBeLessThan(1e-7);
    expect(Math.abs(steep.quantile(0.5) - 1.25)).toBeLessThan(1e-7);
  });

  it('has flat places where the density is 0, and their quantile', () => {
    const two = cumulative((x) => (Math.abs(x) > 1 ? 0.5 : 0), -2, 2, [-1, 1]);
    expect([two.cdf(-1), two.cdf(0), two.cdf(1)].map((p) => Math.round(p * 1e12) / 1e12)).toEqual([
      0.5, 0.5, 0.5,
    ]);
    expect(two.quantile(0.25)).toBeCloseTo(-1.5, 12);
    expect(two.quantile(0.75)).toBeCloseTo(1.5, 12);
  });

  /** Counts how often a density is asked. */
  const counted = (
    pdf: (x: number) => number,
  ): { readonly pdf: (x: number) => number; readonly calls: () => number } => {
    let calls = 0;
    const ask = (x: number): number => {
      calls++;
      return pdf(x);
    };
    return { pdf: ask, calls: () => calls };
  };

  it('asks for a quantile by Newton’s method, not by halving', () => {
    const { pdf, calls } = counted((x) => Math.exp(-x));
    const table = cumulative(pdf, 0, Infinity, []);
    const before = calls();
    for (const p of [1e-9, 0.01, 0.3, 0.5, 0.7, 0.99, 1 - 1e-9]) {
      expect(Math.abs(table.quantile(p) / -Math.log1p(-p) - 1)).toBeLessThan(1e-13);
    }
    // Halving takes fifty quadratures a quantile, each of 22 places or more. A dozen do, and a few more where an
    // engine's exp and sinh differ in the last digit.
    expect(calls() - before).toBeLessThan(7 * 30 * 22);
  });

  it('takes each cut inside its support once, in their order, and 0 where there is no other place', () => {
    const callsFor = (low: number, high: number, cuts: readonly number[]): number => {
      const { pdf, calls } = counted((x) => Math.exp(-x * x));
      cumulative(pdf, low, high, cuts);
      return calls();
    };
    expect(callsFor(0, 2, [5, 1, 0, 1, 0.5, 2, -1])).toBe(callsFor(0, 2, [0.5, 1]));
    expect(callsFor(0, 2, [1])).toBeLessThan(callsFor(0, 2, [0.5, 1]));
    expect(callsFor(-Infinity, Infinity, [])).toBe(callsFor(-Infinity, Infinity, [0]));
    expect(callsFor(1, Infinity, [])).toBeLessThan(callsFor(1, Infinity, [2]));
    expect(callsFor(0, Infinity, [])).toBe(callsFor(0, Infinity, [0]));
    expect(callsFor(-Infinity, 0, [])).toBe(callsFor(-Infinity, 0, [0]));
    // The order of cuts does not matter to what comes out.
    const sorted = cumulative((x) => x * x, -1, 2, [0, 1]);
    const unsorted = cumulative((x) => x * x, -1, 2, [1, 0]);
    for (const x of [-0.5, 0.5, 1.5]) {
      expect(unsorted.cdf(x)).toBe(sorted.cdf(x));
      expect(Math.abs(sorted.cdf(x) - (x ** 3 + 1) / 9)).toBeLessThan(1e-13);
    }
  });
});
