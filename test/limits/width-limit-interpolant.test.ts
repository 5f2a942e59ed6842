import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import type { Dataset } from 'relu-splines';
import { widthLimitInterpolant, widthLimitKernel } from 'relu-splines/limits';
import type { WidthLimitDensity } from 'relu-splines/limits';
import { evaluatePiecewise, jumps, naturalCubicSpline } from 'relu-splines/splines';
import { numbers, places, RUNS } from '../arbitraries/numbers.js';
import { referenceCases } from '../reference/load.js';
import { DENSITIES, EXAMPLE, FINITE, interpolantCases, largest } from './width-limit.help.js';

const { EPSILON } = Number;
const example = dataset(EXAMPLE.x, EXAMPLE.y);
const grid = Float64Array.from({ length: 241 }, (_, k) => -1 + k / 100);

/** Distinct data, also with gaps of 1e−9, at 1e6 ± 1 and of size 1e9. */
const hostileData = (wild: boolean): fc.Arbitrary<Dataset> =>
  fc
    .uniqueArray(fc.tuple(places({ wild }), numbers({ wild })), {
      minLength: 1,
      maxLength: 8,
      selector: ([x]) => x + 0,
    })
    .map((pairs) =>
      dataset(
        pairs.map(([x]) => x),
        pairs.map(([, y]) => y),
      ),
    );

/** Dense solve by elimination with pivoting: what the plain K a = y gives. */
function denseSolve(matrix: Float64Array, rhs: Float64Array): Float64Array {
  const N = rhs.length;
  const rows = Array.from({ length: N }, (_, i) => [...matrix.subarray(i * N, (i + 1) * N), rhs[i]]);
  for (let k = 0; k < N; k++) {
    const pivot = rows.slice(k).reduce((best, row) => (Math.abs(row[k]) > Math.abs(best[k]) ? row : best));
    rows[rows.indexOf(pivot)] = rows[k];
    rows[k] = pivot;
    for (let i = k + 1; i < N; i++) {
      const factor = rows[i][k] / pivot[k];
      for (let j = k; j <= N; j++) rows[i][j] -= factor * pivot[j];
    }
  }
  const a = new Float64Array(N);
  for (let k = N - 1; k >= 0; k--) {
    let sum = rows[k][N];
    for (let j = k + 1; j < N; j++) sum -= rows[k][j] * a[j];
    a[k] = sum / rows[k][k];
  }
  return a;
}

describe('the interpolant of an infinitely wide network', () => {
  it.each(interpolantCases)('$name: as with 120 digits', ({ input, expected }) => {
    const linearPart = input.free ? 'free' : 'penalised';
    const limit = widthLimitInterpolant(dataset(input.x, input.y), input.density, { linearPart });
    // Every step is backward stable and well conditioned: some 50 roundings of the largest entry.
    const near = (got: ArrayLike<number>, wanted: number[], what: string): void => {
      const error = largest(wanted.map((each, k) => got[k] - each));
      expect(error, what).toBeLessThanOrEqual(50 * EPSILON * largest(wanted));
    };
    near(limit.coefficients, expected.a, 'a');
    near(limit.evaluate(input.grid), expected.value, 'f');
    near(limit.derivative(input.grid), expected.slope, 'f′');
    near(limit.secondDerivative(input.grid), expected.second, 'f″');
    near([limit.squaredNorm], [expected.norm], 'norm');
  });

  it('has the golden values of theory 18', () => {
    const limit = widthLimitInterpolant(example, DENSITIES[0]);
    const a = [47.4035746379103, -164.553094367109, 165.083811185981, -62.8473674058896, 12.5632327372139];
    // Written with 15 digits; theory asks for 1e-11.
    a.forEach((wanted, n) => {
      expect(Math.abs(limit.coefficients[n] / wanted - 1)).toBeLessThanOrEqual(1e-11);
    });
    expect(limit.evaluate(-1.4)).toBeCloseTo(1.8579620068066, 11);
    expect(limit.evaluate(0.55)).toBeCloseTo(0.748829011538305, 11);
    expect(limit.evaluate(1.8)).toBeCloseTo(-0.640053999791706, 11);
    expect(Math.abs(limit.squaredNorm / 292.503519680776 - 1)).toBeLessThanOrEqual(1e-11);
    expect(naturalCubicSpline(example).values).toHaveLength(5);
    expect(evaluatePiecewise(naturalCubicSpline(example), 0.55)).toBeCloseTo(0.745106449203187, 11);
  });

  it.each(FINITE)('$kind: the solve by hat functions is the plain solve of K a = y', (density) => {
    const { matrix, value } = widthLimitKernel(density);
    const plain = denseSolve(matrix(example.x), Float64Array.from(EXAMPLE.y));
    const limit = widthLimitInterpolant(example, density);
    // The plain solve has the condition of K, below 1e6 here.
    const error = largest(plain.map((each, n) => each - limit.coefficients[n]));
    expect(error).toBeLessThanOrEqual(1e6 * EPSILON * largest(plain));
    for (const x of [-7, -1.2, 0.3, 1.6, 9]) {
      const sum = EXAMPLE.x.reduce((total, each, n) => total + plain[n] * value(x, each), 0);
      const terms = EXAMPLE.x.reduce((total, each, n) => total + Math.abs(plain[n] * value(x, each)), 0);
      expect(Math.abs(limit.evaluate(x) - sum)).toBeLessThanOrEqual(1e6 * EPSILON * terms);
    }
  });

  it('keeps its digits where the plain solve has lost them: half-widths of 1e4', () => {
    const density = { kind: 'uniform', low: -1e4, high: 1e4 } as const;
    const plain = denseSolve(widthLimitKernel(density).matrix(example.x), Float64Array.from(EXAMPLE.y));
    const limit = widthLimitInterpolant(example, density);
    // K a = y has no digits left; hats have them all, see the reference cases up to 1e9.
    expect(largest(plain.map((each, n) => each - limit.coefficients[n]))).toBeGreaterThan(
      1e-3 * largest(limit.coefficients),
    );
  });

  it.each(DENSITIES)('$kind: goes through hostile data, exactly, and aᵀy is the norm', (density) => {
    // Uniform breakpoints cannot reach three data beyond their interval; data of size 4 are within this one.
    const wild = density.kind !== 'uniform';
    const wide: WidthLimitDensity = wild ? density : { kind: 'uniform', low: -5, high: 5 };
    fc.assert(
      fc.property(
        hostileData(wild),
        fc.constantFrom('penalised' as const, 'free' as const),
        (data, linearPart) => {
          const limit = widthLimitInterpolant(data, wide, { linearPart });
          expect(limit.evaluate(data.x)).toEqual(data.y);
          expect(limit.values).toBe(data.y);
          const { coefficients: a, squaredNorm } = limit;
          expect(squaredNorm).toBe(limit.curvatureEnergy + limit.linearEnergy);
          // a is half a slope jump: right to some roundings of the largest one beside it, the ends being neighbours.
          const N = a.length;
          const around = Array.from({ length: N }, (_, n) =>
            largest([a[(n + N - 1) % N], a[n], a[(n + 1) % N]]),
          );
          const terms = data.y.reduce(
            (sum: number, y: number, n: number) => sum + Math.abs(y) * around[n],
            0,
          );
          const product = data.y.reduce((sum: number, y: number, n: number) => sum + y * a[n], 0);
          expect(Math.abs(product - squaredNorm)).toBeLessThanOrEqual(1e3 * EPSILON * (terms + squaredNorm));
        },
      ),
      { ...RUNS, numRuns: 150 },
    );
  });

  it.each(DENSITIES)('$kind: derivatives are those of f, and f″ = p Σ a |x − x_n|', (density) => {
    const limit = widthLimitInterpolant(example, density);
    const { weight } = widthLimitKernel(density);
    for (const x of [-4.01, -1.3, -0.7, 0.05, 0.58, 1.1, 1.7, 3.3]) {
      const step = 2 ** -14;
      const difference = (limit.evaluate(x + step) - limit.evaluate(x - step)) / (2 * step);
      const second = (limit.derivative(x + step) - limit.derivative(x - step)) / (2 * step);
      // Central differences err by step²/6 of the third derivative, of size 1e3 and less, and by rounding/step.
      expect(Math.abs(limit.derivative(x) - difference)).toBeLessThanOrEqual(1e-5);
      expect(Math.abs(limit.secondDerivative(x) - second)).toBeLessThanOrEqual(1e-4);
      const bend = EXAMPLE.x.reduce((sum, each, n) => sum + limit.coefficients[n] * Math.abs(x - each), 0);
      const terms = EXAMPLE.x.reduce((sum, each, n) => sum + Math.abs(limit.coefficients[n] * (x - each)), 0);
      expect(Math.abs(limit.secondDerivative(x) - weight(x) * bend)).toBeLessThanOrEqual(
        100 * EPSILON * weight(x) * terms,
      );
    }
  });

  it.each(DENSITIES)('$kind: far out it is the line of its last slope, or bends as p says', (density) => {
    const limit = widthLimitInterpolant(example, density);
    const far = 1e9;
    const sum = limit.coefficients.reduce((total, a) => total + a, 0);
    if (widthLimitKernel(density).moments.second === Infinity) {
      expect(Math.abs(sum)).toBeLessThanOrEqual(100 * EPSILON * largest(limit.coefficients));
    } else {
      expect(Math.abs(sum)).toBeGreaterThan(0.1);
    }
    const slope = limit.derivative(far);
    expect(Math.abs(limit.evaluate(far) / far - slope)).toBeLessThanOrEqual(
      1e-5 * Math.max(1, Math.abs(slope)),
    );
  });

  it('is a C2 cubic spline with knots at the data and lines outside for uniform breakpoints', () => {
    const limit = widthLimitInterpolant(example, DENSITIES[0]);
    const { piecewise } = limit;
    if (piecewise === undefined) return expect.unreachable('no pieces');
    expect(Array.from(piecewise.knots)).toEqual([-1.5, ...EXAMPLE.x, 2]);
    const scale = largest(limit.secondDerivative(grid));
    for (const order of [0, 1])
      expect(largest(jumps(piecewise, order))).toBeLessThanOrEqual(100 * EPSILON * scale);
    // f″ jumps only where the density does.
    expect(largest(jumps(piecewise, 2).subarray(1, 6))).toBeLessThanOrEqual(100 * EPSILON * scale);
    for (const x of [-40, -1.5, -1.2, -1, 0.1, 0.9, 1.99, 2, 30]) {
      const size = Math.abs(limit.evaluate(x)) + scale;
      expect(Math.abs(evaluatePiecewise(piecewise, x) - limit.evaluate(x))).toBeLessThanOrEqual(
        100 * EPSILON * size,
      );
    }
    expect(widthLimitInterpolant(example, DENSITIES[1]).piecewise).toBeUndefined();
  });

  it('has pieces also where data are outside the interval', () => {
    const { piecewise, evaluate } = widthLimitInterpolant(dataset([-2, -1, 0.25, 3], [1, 0, 2, 5]), {
      kind: 'uniform',
      low: -1,
      high: 1,
    });
    if (piecewise === undefined) return expect.unreachable('no pieces');
    expect(Array.from(piecewise.knots)).toEqual([-1, 0.25, 1]);
    for (const x of [-9, -1.5, 0, 0.7, 2, 3, 8]) {
      expect(Math.abs(evaluatePiecewise(piecewise, x) - evaluate(x))).toBeLessThanOrEqual(1e3 * EPSILON);
    }
  });

  it.each(
    referenceCases<
      { kind: string; x: number[]; y: number[]; grid: number[] },
      { natural_cubic?: { value: number[] } }
    >('splines').filter(({ input }) => input.kind === 'interpolation'),
  )('with a free linear part it is the natural cubic spline: $name (erratum 34)', ({ input, expected }) => {
    const data = dataset(input.x, input.y);
    const [low, high] = [data.x[0], data.x[data.x.length - 1]];
    const wanted = expected.natural_cubic?.value ?? [];
    expect(wanted.length).toBeGreaterThan(0);
    // Any interval that contains the data, also one that just does.
    for (const margin of [0, 1, 1e6]) {
      const density = { kind: 'uniform', low: low - margin, high: high + margin } as const;
      const got = widthLimitInterpolant(data, density, { linearPart: 'free' }).evaluate(input.grid);
      const error = largest(got.map((each, k) => each - wanted[k]));
      expect(error).toBeLessThanOrEqual(1e-10 * Math.max(largest(wanted), largest(input.y)));
    }
    if (input.x.length < 2) return;
    const library = evaluatePiecewise(naturalCubicSpline(data), input.grid);
    const density = { kind: 'uniform', low: low, high: high } as const;
    const got = widthLimitInterpolant(data, density, { linearPart: 'free' }).evaluate(input.grid);
    expect(largest(got.map((each, k) => each - library[k]))).toBeLessThanOrEqual(1e-10 * largest(input.y));
  });

  it('is O(1/L) away from the natural spline while the linear part costs norm (errata 34, 37)', () => {
    const natural = evaluatePiecewise(naturalCubicSpline(example), grid);
    const distance = (margin: number): number => {
      const density = { kind: 'uniform', low: -1 - margin, high: 1.4 + margin } as const;
      const limit = widthLimitInterpolant(example, density).evaluate(grid);
      return largest(limit.map((each, k) => each - natural[k]));
    };
    // The figures of theory 11.5, as many digits as it has.
    expect(distance(0)).toBeCloseTo(0.105, 3);
    expect(distance(0.5)).toBeCloseTo(0.042, 3);
    expect(distance(10)).toBeCloseTo(2.7e-3, 4);
    expect(distance(40)).toBeCloseTo(6.9e-4, 5);
    expect(distance(1e5) * 2e5).toBeCloseTo(0.0561, 4);
    // It interpolates: the values at the data are the data, there is nothing smooth about it.
    expect(widthLimitInterpolant(example, DENSITIES[0]).evaluate(EXAMPLE.x)).toEqual(example.y);
  });

  it('frees only the intercept where M₂ is infinite: the slope keeps its price (erratum 36)', () => {
    const cauchy = { kind: 'cauchy', scale: 1 } as const;
    const shifted = dataset(
      EXAMPLE.x,
      EXAMPLE.y.map((y) => y + 1000),
    );
    const tilted = dataset(
      EXAMPLE.x,
      EXAMPLE.y.map((y, n) => y + 10 * EXAMPLE.x[n]),
    );
    const norm = widthLimitInterpolant(example, cauchy).squaredNorm;
    expect(Math.abs(widthLimitInterpolant(shifted, cauchy).squaredNorm / norm - 1)).toBeLessThanOrEqual(
      1e-11,
    );
    // A slope of 10 costs half of A²/M₀ = 20², less what bending beyond the data saves of it.
    const tiltedNorm = widthLimitInterpolant(tilted, cauchy).squaredNorm;
    expect(tiltedNorm).toBeGreaterThan(norm + 50);
    expect(tiltedNorm).toBeLessThan(norm + 200 + 40);
    const free = { linearPart: 'free' } as const;
    const freeNorm = widthLimitInterpolant(example, cauchy, free).squaredNorm;
    expect(
      Math.abs(widthLimitInterpolant(tilted, cauchy, free).squaredNorm / freeNorm - 1),
    ).toBeLessThanOrEqual(1e-11);
  });

  it('is even for even data and moves with its data and density', () => {
    const data = dataset([-2, -0.5, 0.5, 2], [1, 3, 3, 1]);
    for (const density of DENSITIES.slice(1)) {
      const limit = widthLimitInterpolant(data, density);
      for (const x of [0.1, 1, 5]) {
        expect(Math.abs(limit.evaluate(x) - limit.evaluate(-x))).toBeLessThanOrEqual(1e3 * EPSILON);
      }
    }
    const here = widthLimitInterpolant(example, { kind: 'uniform', low: -2, high: 2 });
    const scaled = widthLimitInterpolant(
      dataset(
        EXAMPLE.x.map((x) => 1e9 * x),
        EXAMPLE.y,
      ),
      { kind: 'uniform', low: -2e9, high: 2e9 },
    );
    for (const x of [-3, -0.6, 0.55, 1.8]) {
      expect(Math.abs(scaled.evaluate(1e9 * x) - here.evaluate(x))).toBeLessThanOrEqual(1e3 * EPSILON);
    }
  });

  it('is in O(N) as in O(N³): ten thousand data, met and bent as their neighbours are', () => {
    const N = 10_000;
    const x = Array.from({ length: N }, (_, n) => n / N);
    const data = dataset(
      x,
      x.map((each) => Math.sin(9 * each)),
    );
    for (const density of [{ kind: 'uniform', low: -1, high: 2 } as const, DENSITIES[3]]) {
      const limit = widthLimitInterpolant(data, density);
      // The spline of smooth data has error O(h⁴) inside, and its f″ error O(h²).
      for (const at of [0.30005, 0.5, 0.71234]) {
        expect(Math.abs(limit.evaluate(at) - Math.sin(9 * at))).toBeLessThanOrEqual(1e-12);
        expect(Math.abs(limit.secondDerivative(at) + 81 * Math.sin(9 * at))).toBeLessThanOrEqual(1e-3);
      }
    }
  });
});
