import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset, ShapeError } from 'relu-splines';
import {
  derivative,
  evaluatePiecewise,
  jumps,
  naturalCubicSpline,
  roughnessIntegral,
  smoothingSpline,
} from 'relu-splines/splines';
import type { SmoothingOptions, SmoothingSpline } from 'relu-splines/splines';
import { RUNS, tameNumbers } from '../arbitraries/numbers.js';
import { denseSmoother } from './dense-smoother.js';

interface Problem {
  readonly x: number[];
  readonly y: number[];
  readonly weights: number[];
}

const WEIGHTS = [0, 0.25, 1, 1, 1.5, 7];

/** Data at quarters in [−2, 2], with ties and zero weights, of which at least three x count. */
const problems: fc.Arbitrary<Problem> = fc
  .array(fc.tuple(fc.integer({ min: -8, max: 8 }), tameNumbers(), fc.constantFrom(...WEIGHTS)), {
    minLength: 3,
    maxLength: 9,
  })
  .map((data) => ({
    x: data.map(([k]) => k / 4),
    y: data.map(([, y]) => y),
    weights: data.map(([, , w]) => w),
  }))
  .filter(({ x, weights }) => new Set(x.filter((_, n) => weights[n] > 0)).size >= 3);

const lambdas = fc.double({ min: -6, max: 3, noNaN: true }).map((power) => 10 ** power);

/** Weighted means at the distinct x, by hand. */
function merged({ x, y, weights }: Problem): { x: number[]; y: number[]; w: number[] } {
  const places = Array.from(new Set(x)).sort((a, b) => a - b);
  const at = (place: number): number[] => Array.from(x.keys()).filter((n) => x[n] === place);
  const w = places.map((place) => at(place).reduce((sum, n) => sum + weights[n], 0));
  const means = places.map((place, g) =>
    w[g] === 0 ? 0 : at(place).reduce((sum, n) => sum + weights[n] * y[n], 0) / w[g],
  );
  return { x: places, y: means, w };
}

/** Σ w (y − f)² + λ ∫ f″². */
function objective({ x, y, weights }: Problem, f: SmoothingSpline, lambda: number): number {
  const values = evaluatePiecewise(f, x);
  const misfit = y.reduce((sum, value, n) => sum + weights[n] * (value - values[n]) ** 2, 0);
  return misfit + lambda * roughnessIntegral(f);
}

function fitOf({ x, y, weights }: Problem, options: SmoothingOptions): SmoothingSpline {
  return smoothingSpline(dataset(x, y), { ...options, weights });
}

/** A curve with noise, evenly spread over [0, 10]. */
function noisy(count: number): { x: number[]; y: number[] } {
  let state = 12345;
  const x = Array.from({ length: count }, (_, n) => (10 * n) / (count - 1));
  const y = x.map((v) => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return Math.sin(v) + state / 2 ** 31 - 0.5;
  });
  return { x, y };
}

describe('smoothingSpline', () => {
  it('is the dense solution, with ties, weights and weights of zero', () => {
    fc.assert(
      fc.property(problems, lambdas, (problem, lambda) => {
        const fit = fitOf(problem, { lambda });
        const { x, y, w } = merged(problem);
        const dense = denseSmoother(x, y, w, lambda);
        // The dense solve is what loses digits: its condition, times n² roundings, of values up to 4.
        const bound = 4 * dense.condition * x.length ** 2 * Number.EPSILON;
        expect(Array.from(fit.knots)).toEqual(x.map((v) => v + 0));
        for (let n = 0; n < x.length; n++) {
          expect(Math.abs(fit.values[n] - dense.values[n])).toBeLessThanOrEqual(bound);
          expect(Math.abs(fit.leverages[n] - dense.leverages[n])).toBeLessThanOrEqual(bound);
        }
        const trace = dense.leverages.reduce((sum, h) => sum + h, 0);
        expect(Math.abs(fit.degreesOfFreedom - trace)).toBeLessThanOrEqual(x.length * bound);
      }),
      RUNS,
    );
  });

  it('cannot be bettered: every other natural spline has a larger Σ w (y − f)² + λ ∫ f″²', () => {
    fc.assert(
      fc.property(
        problems,
        lambdas,
        fc.array(tameNumbers(), { minLength: 9, maxLength: 9 }),
        (problem, lambda, by) => {
          const fit = fitOf(problem, { lambda });
          const least = objective(problem, fit, lambda);
          // Through other values at the same knots, smoothing nothing: the natural spline.
          for (const size of [1, 1e-3]) {
            const y = Array.from(fit.values, (value, n) => value + size * by[n]);
            const other = smoothingSpline(dataset(Array.from(fit.knots), y), { lambda: 0 });
            const slack = 1e-11 * (objective(problem, other, lambda) + least);
            expect(objective(problem, other, lambda)).toBeGreaterThanOrEqual(least - slack);
          }
        },
      ),
      RUNS,
    );
  });

  it('satisfies the equations of its minimum: f″ and f‴ jump by what the data pull', () => {
    fc.assert(
      fc.property(problems, lambdas, (problem, lambda) => {
        const fit = fitOf(problem, { lambda });
        const { y, w } = merged(problem);
        const third = jumps(fit, 3);
        // λ[f‴] = w(y − f); gaps from 1/4 and slopes of f″ of some 12·4·4²·4/h³ rounded a dozen times.
        const size = 1e4 * Math.max(...Array.from(fit.values, Math.abs), 4);
        for (let g = 0; g < w.length; g++) {
          const pull = w[g] * (y[g] - fit.values[g]);
          expect(Math.abs(lambda * third[g] - pull)).toBeLessThanOrEqual(
            64 * Number.EPSILON * (lambda * size + 7 * 9 * 8),
          );
        }
        for (const order of [0, 1, 2]) {
          for (const jump of jumps(fit, order)) {
            expect(Math.abs(jump)).toBeLessThanOrEqual(64 * Number.EPSILON * size);
          }
        }
      }),
      RUNS,
    );
  });

  it('tells what leaving a datum out does, as fits of the others do', () => {
    fc.assert(
      fc.property(problems, lambdas, (problem, lambda) => {
        const { x, y, w } = merged(problem);
        if (w.filter((weight) => weight > 0).length < 4) return;
        const fit = smoothingSpline(dataset(x, y), { lambda, weights: w });
        let sum = 0;
        for (let g = 0; g < x.length; g++) {
          const others = w.map((weight, k) => (k === g ? 0 : weight));
          const left = smoothingSpline(dataset(x, y), { lambda, weights: others });
          sum += w[g] * (y[g] - left.values[g]) ** 2;
        }
        const wanted = sum / w.reduce((total, weight) => total + weight, 0);
        // Extrapolation from three x in a quarter of the range may take values to some hundreds.
        expect(Math.abs(fit.leaveOneOut - wanted)).toBeLessThanOrEqual(1e-10 * (1 + wanted));
        expect(Math.abs(fit.leaveOneDatumOut - wanted)).toBeLessThanOrEqual(1e-10 * (1 + wanted));
      }),
      { ...RUNS, numRuns: 100 },
    );
  });

  it('leaves one of several data at an x out by lowering the weight there', () => {
    const problem: Problem = { x: [0, 1, 1, 2, 3, 4], y: [0, 2, 1, 1.5, 3, 2], weights: [1, 2, 3, 1, 1, 2] };
    const fit = fitOf(problem, { lambda: 0.3 });
    const sum = problem.x.reduce((total, place, n) => {
      const weights = problem.weights.map((weight, k) => (k === n ? 0 : weight));
      const without = fitOf({ ...problem, weights }, { lambda: 0.3 });
      return total + problem.weights[n] * (problem.y[n] - evaluatePiecewise(without, place)) ** 2;
    }, 0);
    expect(fit.leaveOneDatumOut).toBeCloseTo(sum / 10, 12);
  });

  it('interpolates at λ = 0, and as λ → 0', () => {
    const { x, y } = noisy(12);
    const data = dataset(x, y);
    const through = naturalCubicSpline(data);
    const fit = smoothingSpline(data, { lambda: 0 });
    expect(fit.values).toEqual(through.values);
    expect(fit.degreesOfFreedom).toBe(12);
    expect([fit.lambda, fit.rLambda]).toEqual([0, 0]);
    expect(fit.residualSum).toBeLessThan(1e-200);
    expect(Math.abs(fit.roughness / through.roughness - 1)).toBeLessThan(1e-13);
    fit.secondDerivatives.forEach((second, n) => {
      expect(Math.abs(second - through.secondDerivatives[n])).toBeLessThan(1e-13 * 20);
    });
    // The distance is of first order in λ.
    const distance = (lambda: number): number =>
      smoothingSpline(data, { lambda }).values.reduce((most, v, n) => Math.max(most, Math.abs(v - y[n])), 0);
    expect(distance(1e-9) / distance(1e-8)).toBeCloseTo(0.1, 5);
    expect(smoothingSpline(data, { degreesOfFreedom: 12 }).lambda).toBe(0);
  });

  it('is the weighted least-squares line at λ = Infinity, and as λ → Infinity', () => {
    fc.assert(
      fc.property(problems, (problem) => {
        const { x, y, weights } = problem;
        const mean = (of: number[]): number =>
          of.reduce((sum, v, n) => sum + weights[n] * v, 0) / weights.reduce((sum, w) => sum + w, 0);
        const [mx, my] = [mean(x), mean(y)];
        const slope = mean(x.map((v, n) => (v - mx) * (y[n] - my))) / mean(x.map((v) => (v - mx) ** 2));
        for (const lambda of [Infinity, 1e30]) {
          const fit = fitOf(problem, { lambda });
          expect(fit.lambda).toBe(lambda);
          for (const at of [-3, 0.3, 5]) {
            // Weights from 1/4 to 7·9: the slope is told to a few hundred roundings.
            const error = Math.abs(evaluatePiecewise(fit, at) - (my + slope * (at - mx)));
            expect(error).toBeLessThanOrEqual(1000 * Number.EPSILON * (4 + 8 * Math.abs(slope)));
          }
          expect(Math.abs(fit.degreesOfFreedom - 2)).toBeLessThan(20 * Number.EPSILON);
          expect(fit.roughness).toBeLessThan(1e-50);
        }
        expect(fitOf(problem, { lambda: Infinity }).roughness).toBe(0);
      }),
      RUNS,
    );
  });

  it('has as many degrees of freedom as asked, over the whole range, and more for smaller λ', () => {
    const { x, y } = noisy(30);
    const data = dataset(x, y);
    let before = Infinity;
    for (const degreesOfFreedom of [2 + 1e-9, 2.001, 2.5, 3, 7, 15, 15.5, 29, 30 - 1e-4, 30 - 1e-12]) {
      const fit = smoothingSpline(data, { degreesOfFreedom });
      // A sum of 30 numbers up to 1.
      expect(Math.abs(fit.degreesOfFreedom - degreesOfFreedom)).toBeLessThan(60 * Number.EPSILON * 30);
      expect(fit.lambda).toBeLessThan(before);
      before = fit.lambda;
    }
  });

  it.each(['gcv', 'loo'] as const)('finds the global minimum of %s', (criterion) => {
    fc.assert(
      fc.property(problems, (problem) => {
        const score = (fit: SmoothingSpline): number => (criterion === 'gcv' ? fit.gcv : fit.leaveOneOut);
        const found = score(fitOf(problem, { criterion }));
        const size = problem.y.reduce((most, y) => Math.max(most, Math.abs(y)), 0);
        for (const lambda of [0, 1e-9, 1e-6, 1e-4, 1e-3, 0.01, 0.1, 1, 10, 100, 1e4, Infinity]) {
          const other = score(fitOf(problem, { lambda }));
          // What is told from rounding: data on a line have a criterion of (EPSILON·y)² at best.
          const rounding = (64 * Number.EPSILON * size) ** 2;
          // Beyond 1e-6 of a degree of freedom from either end nothing is looked for.
          expect(found).toBeLessThanOrEqual(other * (1 + 4e-6) + 9 * rounding);
        }
      }),
      { ...RUNS, numRuns: 100 },
    );
  });

  it('chooses the line for data on a line, whatever their size', () => {
    for (const offset of [0, 1e6]) {
      const data = dataset(
        [0, 1, 2, 4, 7],
        [0, 1, 2, 4, 7].map((x) => offset + x / 3),
      );
      expect(smoothingSpline(data, { criterion: 'gcv' }).lambda).toBe(Infinity);
      expect(smoothingSpline(data, { criterion: 'loo' }).degreesOfFreedom).toBeCloseTo(2, 14);
    }
  });

  it('takes any order, weights of any size, and ties as their mean of summed weight', () => {
    fc.assert(
      fc.property(problems, lambdas, (problem, lambda) => {
        const fit = fitOf(problem, { lambda });
        const reversed = fitOf(
          { x: problem.x.toReversed(), y: problem.y.toReversed(), weights: problem.weights.toReversed() },
          { lambda },
        );
        const heavy = fitOf(
          { ...problem, weights: problem.weights.map((w) => 2 ** 40 * w) },
          { lambda: 2 ** 40 * lambda },
        );
        const { x, y, w } = merged(problem);
        const plain = smoothingSpline(dataset(x, y), { lambda, weights: w });
        for (const other of [reversed, heavy, plain]) {
          for (let g = 0; g < x.length; g++) {
            expect(Math.abs(other.values[g] - fit.values[g])).toBeLessThanOrEqual(
              1e-13 * (4 + Math.abs(fit.values[g])),
            );
          }
        }
        expect(heavy.rLambda / fit.rLambda).toBeCloseTo(1, 13);
      }),
      RUNS,
    );
  });

  it('does not care for the units nor where the data lie', () => {
    const { x, y } = noisy(40);
    // Places that 1e6 can be added to.
    const places = x.map((v) => Math.round(v * 2 ** 20) / 2 ** 20);
    const plain = smoothingSpline(dataset(places, y), { degreesOfFreedom: 8 });
    for (const [unitX, unitY, shift] of [
      [1e-9, 1e9, 0],
      [1e9, 1e-9, 0],
      [1, 1, 1e6],
      [1e-9, 1, 0],
    ] as const) {
      const data = dataset(
        places.map((v) => v * unitX + shift),
        y.map((v) => v * unitY),
      );
      const fit = smoothingSpline(data, { degreesOfFreedom: 8 });
      // A hundred roundings or so, in λ a few times as many.
      expect(Math.abs(fit.rLambda / plain.rLambda - 1)).toBeLessThan(1e-12);
      expect(Math.abs(fit.lambda / unitX ** 3 / plain.lambda - 1)).toBeLessThan(1e-12);
      fit.values.forEach((value, n) => {
        expect(Math.abs(value / unitY - plain.values[n])).toBeLessThan(1e-13);
      });
      const energy = (fit.roughness / unitY / unitY) * unitX ** 3;
      expect(Math.abs(energy / plain.roughness - 1)).toBeLessThan(1e-11);
    }
    const raised = smoothingSpline(
      dataset(
        places,
        y.map((v) => v + 1e6),
      ),
      { degreesOfFreedom: 8 },
    );
    raised.values.forEach((value, n) => {
      expect(Math.abs(value - 1e6 - plain.values[n])).toBeLessThan(4e6 * Number.EPSILON);
    });
  });

  it('is exact at N = 10⁴ where few degrees of freedom leave the banded system of Reinsch no digits', () => {
    const count = 10_000;
    const { x, y } = noisy(count);
    const data = dataset(x, y);
    for (const rLambda of [1e-9, 1e-3, 100]) {
      const fit = smoothingSpline(data, { rLambda });
      const residuals = fit.values.map((value, n) => y[n] - value);
      const sum = (of: (n: number) => number): number => x.reduce((total, _, n) => total + of(n), 0);
      // Lines are fitted: no residual is left of them. And λ ∫ f″² = Σ f (y − f). Each to N roundings of its terms.
      const rounding = count * Number.EPSILON;
      const size = sum((n) => Math.abs(residuals[n]));
      expect(Math.abs(sum((n) => residuals[n]))).toBeLessThan(rounding * size);
      expect(Math.abs(sum((n) => residuals[n] * x[n]))).toBeLessThan(rounding * size * 10);
      const work = sum((n) => residuals[n] * fit.values[n]);
      expect(Math.abs(fit.lambda * fit.roughness - work)).toBeLessThan(rounding * size);
    }
    // Leverages of a line: 1/N + (x − x̄)²/Σ(x − x̄)².
    const line = smoothingSpline(data, { rLambda: 1e30 });
    const spread = x.reduce((total, v) => total + (v - 5) ** 2, 0);
    line.leverages.forEach((h, n) => {
      const wanted = 1 / count + (x[n] - 5) ** 2 / spread;
      expect(Math.abs(h / wanted - 1)).toBeLessThan(count * Number.EPSILON);
    });
  });

  it('takes gaps of very different sizes', () => {
    const data = dataset([0, 1e-12, 1e-6, 1, 1e3, 1e3 + 1e-9], [0, 1, 2, 1, 3, 2]);
    for (const options of [
      { lambda: 1 },
      { lambda: 0 },
      { degreesOfFreedom: 3 },
      { criterion: 'gcv' },
    ] as const) {
      const fit = smoothingSpline(data, options);
      for (const f of [fit.values, fit.slopes, fit.secondDerivatives, fit.leverages]) {
        expect(f.every(Number.isFinite)).toBe(true);
      }
      expect(fit.leverages.every((h) => h > 0 && h <= 1)).toBe(true);
      const first = derivative(fit);
      expect(Number.isFinite(evaluatePiecewise(first, 0.5))).toBe(true);
    }
  });

  it('is the line through two x for every λ', () => {
    const fit = smoothingSpline(dataset([1, 3, 3], [0, 3, 5]), { lambda: 0.7 });
    expect(Array.from(evaluatePiecewise(fit, [0, 1, 2, 3]))).toEqual([-2, 0, 2, 4]);
    expect(fit.degreesOfFreedom).toBe(2);
    expect(fit.residualSum).toBeCloseTo(2, 14);
    // Without it, nothing is known of a datum that stands alone at its x: it is left out of the score.
    expect(Number.isFinite(fit.leaveOneOut)).toBe(true);
  });
});

describe('smoothingSpline by default', () => {
  const data = dataset([0, 1, 2, 3, 3], [0, 1, 0, 1, 2]);

  it('goes by generalised cross-validation', () => {
    expect(smoothingSpline(data)).toEqual(smoothingSpline(data, { criterion: 'gcv' }));
    const weights = [1, 2, 1, 1, 1];
    expect(smoothingSpline(data, { weights })).toEqual(smoothingSpline(data, { criterion: 'gcv', weights }));
  });

  it('interpolates the mean of ties with lambda 0, as naturalCubicSpline advises', () => {
    const means = naturalCubicSpline(dataset([0, 1, 2, 3], [0, 1, 0, 1.5]));
    const places = [-1, 0.5, 1.25, 2.75, 3, 4];
    const through = evaluatePiecewise(smoothingSpline(data, { lambda: 0 }), places);
    // Values of size 1 to 5 by two ways of solving one small system: some roundings of each.
    evaluatePiecewise(means, places).forEach((value, k) => {
      expect(Math.abs(through[k] - value)).toBeLessThan(100 * Number.EPSILON);
    });
  });
});

describe('what smoothingSpline refuses', () => {
  const data = dataset([0, 1, 2, 3, 3], [0, 1, 0, 1, 2]);
  it.each([
    [
      { lambda: 1, criterion: 'gcv' },
      RangeError,
      'options must have one of lambda, rLambda, degreesOfFreedom, criterion at most, got lambda and criterion',
    ],
    [{ spar: 1 }, TypeError, 'smoothingSpline: unknown option "spar"; there are lambda, rLambda'],
    [{ lambda: -1 }, RangeError, 'smoothingSpline: lambda must be at least 0, got -1'],
    [{ lambda: NaN }, RangeError, 'lambda must be at least 0, got NaN'],
    [{ rLambda: -0.5 }, RangeError, 'rLambda must be at least 0, got -0.5'],
    [
      { degreesOfFreedom: 2 },
      RangeError,
      'degreesOfFreedom must be above 2 and at most the number of distinct x, 4, got 2',
    ],
    [{ degreesOfFreedom: 4.001 }, RangeError, 'number of distinct x, 4, got 4.001'],
    [{ degreesOfFreedom: NaN }, RangeError, 'number of distinct x, 4, got NaN'],
    [{ degreesOfFreedom: '3' as unknown as number }, RangeError, 'number of distinct x, 4, got "3"'],
    [{ criterion: 'aic' as 'gcv' }, RangeError, "criterion must be 'gcv' or 'loo', got \"aic\""],
    [{ lambda: 1, weights: [1, 1, 1, 1] }, ShapeError, 'weights must have the length of x, 5, got 4'],
    [{ lambda: 1, weights: [1, 1, -1, 1, 1] }, RangeError, 'weights[2] must not be negative, got -1'],
    [{ lambda: 1, weights: [1, 1, NaN, 1, 1] }, RangeError, 'weights[2] must be finite, got NaN'],
    [{ lambda: 1, weights: [0, 0, 0, 0, 0] }, RangeError, 'weights must not all be zero, got 5 zeros'],
    [
      { lambda: 1, weights: [0, 0, 0, 1, 1] },
      ShapeError,
      'data must have at least two distinct x with positive weight, got 1',
    ],
    [
      { criterion: 'gcv', weights: [0, 1, 0, 1, 1] },
      ShapeError,
      'data must have at least three distinct x with positive weight to find lambda, got 2',
    ],
  ] as const)('%j', (options, kind, message) => {
    const call = (): unknown => smoothingSpline(data, options as SmoothingOptions);
    expect(call).toThrow(kind);
    expect(call).toThrow(message);
  });

  it('fewer data than a line has numbers, and what is no data', () => {
    expect(() => smoothingSpline(dataset([1, 1], [0, 2]), { lambda: 1 })).toThrow(
      'data must have at least two distinct x, got 1',
    );
    expect(() => smoothingSpline(null as never, { lambda: 1 })).toThrow('data must be an object, got null');
    expect(() => smoothingSpline(data, null as never)).toThrow('options must be an object, got null');
  });
});
