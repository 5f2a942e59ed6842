import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countPartitions, lonelinessBounds, lonelinessProbability, lonelyGrowthRate } from 'relu-splines';

/** All assignments of data to cells, one by one. */
function bruteForce(cells: number[], dataCount: number): number {
  if (dataCount === 0) return 1;
  let sum = 0;
  const place = (left: number, used: Set<number>, probability: number): void => {
    if (left === 0) {
      sum += probability;
      return;
    }
    cells.forEach((q, c) => {
      if (!used.has(c)) place(left - 1, new Set([...used, c]), probability * q);
    });
  };
  place(dataCount, new Set(), 1);
  return sum;
}

describe('lonelinessProbability (theory 6.4)', () => {
  it('has the golden values of theory 18', () => {
    // Given to 15 digits.
    const golden = [
      [{ dataCount: 10, units: 101, breakpoints: 'spaced' }, 0.628156509555295],
      [{ dataCount: 5, units: 30, breakpoints: 'spaced' }, 0.694773364476071],
      [{ dataCount: 5, units: 30, breakpoints: 'random' }, 0.523395721925134],
      [{ dataCount: 10, units: 101, breakpoints: 'random' }, 0.413280196598798],
    ] as const;
    for (const [model, expected] of golden) {
      expect(Math.abs(lonelinessProbability(model) / expected - 1)).toBeLessThan(5e-15);
    }
  });

  it('agrees with brute force over all assignments, for any cells', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 0, max: 5 }),
        (weights, dataCount) => {
          const total = weights.reduce((sum, weight) => sum + weight, 0);
          fc.pre(total > 0);
          const cells = weights.map((weight) => weight / total);
          const exact = bruteForce(cells, dataCount);
          // At most 6·5 positive terms, each a product of a few factors.
          expect(Math.abs(lonelinessProbability({ dataCount, cells }) - exact)).toBeLessThanOrEqual(
            64 * Number.EPSILON * exact,
          );
        },
      ),
      { seed: 12 },
    );
  });

  it('is the product formula for equal cells, and within its bounds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 2, max: 200 }), (dataCount, units) => {
        const spaced = lonelinessProbability({ dataCount, units, breakpoints: 'spaced' });
        const cells = new Float64Array(units - 1).fill(1 / (units - 1));
        const bounds = lonelinessBounds({ dataCount, units });
        // N factors, and sums over C cells that each miss 1/C by half an EPSILON.
        const slack = (dataCount + units) * Number.EPSILON;
        expect(Math.abs(lonelinessProbability({ dataCount, cells }) - spaced)).toBeLessThanOrEqual(slack);
        expect(spaced).toBeGreaterThanOrEqual(bounds.lower - slack);
        expect(spaced).toBeLessThanOrEqual(bounds.upper + slack);
      }),
      { seed: 13 },
    );
  });

  it('for random breakpoints is C(H + 1, N)/C(H + N, N)', () => {
    for (let units = 0; units < 12; units++) {
      for (let dataCount = 0; dataCount < 15; dataCount++) {
        const { lonely, all } = countPartitions({ dataCount, units });
        const exact = Number(lonely) / Number(all);
        const got = lonelinessProbability({ dataCount, units, breakpoints: 'random' });
        expect(Math.abs(got - exact)).toBeLessThanOrEqual(64 * Number.EPSILON * exact);
      }
    }
  });

  it('erratum 21: tends to exp(−1/(2d)) for spaced and exp(−1/d) for random breakpoints, rising with d', () => {
    const dataCount = 4000;
    for (const d of [0.5, 1, 10]) {
      const units = d * dataCount ** 2;
      // The limits are O(1/N) away.
      const spaced = lonelinessProbability({ dataCount, units, breakpoints: 'spaced' });
      const random = lonelinessProbability({ dataCount, units, breakpoints: 'random' });
      expect(Math.abs(spaced - Math.exp(-1 / (2 * d)))).toBeLessThan(1 / dataCount);
      expect(Math.abs(random - Math.exp(-1 / d))).toBeLessThan(2 / dataCount);
    }
    // Print has 1 − exp(−1/d), which falls: 0.095 at d = 10.
    expect(
      lonelinessProbability({ dataCount, units: 10 * dataCount ** 2, breakpoints: 'spaced' }),
    ).toBeGreaterThan(0.95);
  });

  it('is zero where there are more data than pieces, one for a single datum', () => {
    expect(lonelinessProbability({ dataCount: 4, units: 4, breakpoints: 'spaced' })).toBe(0);
    expect(lonelinessProbability({ dataCount: 6, units: 4, breakpoints: 'random' })).toBe(0);
    expect(lonelinessProbability({ dataCount: 3, cells: [0.5, 0.5] })).toBe(0);
    expect(lonelinessProbability({ dataCount: 1, units: 2, breakpoints: 'spaced' })).toBe(1);
    expect(lonelinessProbability({ dataCount: 0, cells: [1] })).toBe(1);
  });

  it('refuses bad arguments by name, rule and value', () => {
    const untyped = lonelinessProbability as (model: object) => number;
    const cases: [object, string][] = [
      [{ dataCount: -1, cells: [1] }, 'dataCount must be an integer of at least 0, got -1'],
      [{ dataCount: 1.5, cells: [1] }, 'dataCount must be an integer of at least 0, got 1.5'],
      [{ dataCount: 1, cells: [0.5, 0.4] }, 'cells must sum to 1, got 0.9'],
      [{ dataCount: 1, cells: [1.5, -0.5] }, 'cells[0] must be a probability, got 1.5'],
      [{ dataCount: 1, cells: [NaN] }, 'cells[0] must be finite, got NaN'],
      [{ dataCount: 1, units: 1, breakpoints: 'spaced' }, 'units must be an integer of at least 2, got 1'],
      [
        { dataCount: 1, units: 3, breakpoints: 'odd' },
        "breakpoints must be 'spaced' or 'random', got \"odd\"",
      ],
    ];
    for (const [model, message] of cases) {
      expect(() => untyped(model)).toThrow(new RangeError(`lonelinessProbability: ${message}`));
    }
  });
});

describe('more data than can be gone through', () => {
  /** Σ ln(1 + at(k)) over k < count, with Kahan's compensation: its error is some EPSILON of it, whatever the count. */
  const logOfProduct = (count: number, at: (k: number) => number): number => {
    let sum = 0;
    let lost = 0;
    for (let k = 0; k < count; k++) {
      const term = Math.log1p(at(k)) - lost;
      const next = sum + term;
      lost = next - sum - term;
      sum = next;
    }
    return sum;
  };
  // From here on a formula takes the place of the loop.
  const dataCount = 2 ** 24 + 1;
  // Of the size of N²: the logarithm is about −1/4 and −1/2.
  const units = 2 * dataCount * dataCount;

  it('has the product formula for spaced breakpoints', () => {
    const log = logOfProduct(dataCount, (k) => -k / (units - 1));
    const found = lonelinessProbability({ dataCount, units, breakpoints: 'spaced' });
    expect(log).toBeLessThan(-0.2);
    // A few roundings of the logarithm and one of the exponential.
    expect(Math.abs(found / Math.exp(log) - 1)).toBeLessThan(8 * Number.EPSILON);
  });

  it('has the product formula for random breakpoints', () => {
    const log = logOfProduct(dataCount, (k) => (1 - dataCount) / (units + dataCount - k));
    const found = lonelinessProbability({ dataCount, units, breakpoints: 'random' });
    expect(log).toBeLessThan(-0.4);
    expect(Math.abs(found / Math.exp(log) - 1)).toBeLessThan(8 * Number.EPSILON);
  });

  it('has its limits', () => {
    for (const breakpoints of ['spaced', 'random'] as const) {
      expect(lonelinessProbability({ dataCount: 1e12, units: 1e15, breakpoints })).toBe(0);
      expect(lonelinessProbability({ dataCount: 1e12, units: 1e12 - 1, breakpoints })).toBe(0);
      expect(lonelinessProbability({ dataCount: 1e12, units: 1e12 + 1, breakpoints })).toBe(0);
      expect(lonelinessProbability({ dataCount: 1e15, units: 10, breakpoints })).toBe(0);
    }
    const spaced = lonelinessProbability({ dataCount: 9e7, units: 8.1e15, breakpoints: 'spaced' });
    const random = lonelinessProbability({ dataCount: 9e7, units: 8.1e15, breakpoints: 'random' });
    // H = N² here; what is left out is of the order of 1/N.
    expect(Math.abs(spaced - Math.exp(-1 / 2))).toBeLessThan(2 / 9e7);
    expect(Math.abs(random - Math.exp(-1))).toBeLessThan(2 / 9e7);
    const { lower, upper } = lonelinessBounds({ dataCount: 1e9, units: 8e15 });
    const few = lonelinessProbability({ dataCount: 1e9, units: 8e15, breakpoints: 'spaced' });
    expect(few).toBeGreaterThan(lower);
    expect(few).toBeLessThan(upper);
  });
});

describe('countPartitions (theory 6.2)', () => {
  it('agrees with listing all cuts', () => {
    for (let units = 0; units <= 4; units++) {
      for (let dataCount = 0; dataCount <= 5; dataCount++) {
        // Counts of data a piece: compositions of N into H + 1 parts of at least 0.
        const list = (pieces: number, left: number): number[][] =>
          pieces === 1
            ? [[left]]
            : Array.from({ length: left + 1 }, (_, k) =>
                list(pieces - 1, left - k).map((rest) => [k, ...rest]),
              ).flat();
        const all = list(units + 1, dataCount);
        const lonely = all.filter((counts) => counts.every((count) => count <= 1));
        expect(countPartitions({ dataCount, units })).toEqual({
          all: BigInt(all.length),
          lonely: BigInt(lonely.length),
        });
      }
    }
  });

  it('is exact for large counts, and for sums that a double does not have', () => {
    const { all, lonely } = countPartitions({ dataCount: 3000, units: 5000 });
    const pascal = countPartitions({ dataCount: 2999, units: 5000 }).all;
    expect(all).toBe(pascal + countPartitions({ dataCount: 3000, units: 4999 }).all);
    // C(H + 1, N)·N! is a falling factorial.
    let falling = 1n;
    let factorial = 1n;
    for (let k = 0n; k < 3000n; k++) {
      falling *= 5001n - k;
      factorial *= k + 1n;
    }
    expect(lonely * factorial).toBe(falling);
    const most = BigInt(Number.MAX_SAFE_INTEGER);
    expect(countPartitions({ dataCount: 2, units: Number.MAX_SAFE_INTEGER })).toEqual({
      all: ((most + 2n) * (most + 1n)) / 2n,
      lonely: ((most + 1n) * most) / 2n,
    });
    expect(countPartitions({ dataCount: Number.MAX_SAFE_INTEGER, units: 1 })).toEqual({
      all: most + 1n,
      lonely: 0n,
    });
  });

  it('refuses counts whose numbers nobody can use', () => {
    for (const [dataCount, units] of [
      [1e6, 1e6],
      [1e15, 100_001],
      [100_001, 1e15],
    ]) {
      expect(() => countPartitions({ dataCount, units })).toThrow(
        new RangeError(
          `countPartitions: the smaller of dataCount and units must be at most 100000, got ${Math.min(dataCount, units)}`,
        ),
      );
    }
  });

  it('erratum 19: lonely partitions grow like exp(N·h(c)), not like N^{cN}', () => {
    const dataCount = 2000;
    for (const c of [1, 1.5, 3]) {
      const { lonely } = countPartitions({ dataCount, units: c * dataCount });
      const digits = lonely.toString();
      const log = Math.log(Number(`0.${digits.slice(0, 17)}`)) + digits.length * Math.LN10;
      // Stirling's next term: ½ ln of a number of order N, plus ln(cN + 1) − ln((c − 1)N + 1).
      expect(Math.abs(log / dataCount - lonelyGrowthRate(c))).toBeLessThan(
        (2 * Math.log(c * dataCount)) / dataCount,
      );
      expect(log).toBeLessThan(c * dataCount * Math.log(dataCount) * 0.2);
    }
    expect(lonelyGrowthRate(1)).toBe(0);
  });

  it('refuses bad arguments', () => {
    expect(() => countPartitions({ dataCount: 2.5, units: 1 })).toThrow(
      'countPartitions: dataCount must be an integer of at least 0, got 2.5',
    );
    expect(() => lonelyGrowthRate(0.5)).toThrow('lonelyGrowthRate: c must be finite and at least 1, got 0.5');
  });
});
