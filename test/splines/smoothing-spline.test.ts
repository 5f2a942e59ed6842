import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import {
  derivative,
  evaluatePiecewise,
  jumps,
  naturalCubicSpline,
  smoothingSpline,
} from 'relu-splines/splines';
import { RUNS, tameNumbers } from '../arbitraries/numbers.js';
import { denseSmoother } from './dense-smoother.js';
import { problems, lambdas, merged, objective, fitOf, noisy } from './smoothing-spline.help.js';

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
