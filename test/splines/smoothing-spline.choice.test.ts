import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import { evaluatePiecewise, smoothingSpline } from 'relu-splines/splines';
import type { SmoothingSpline } from 'relu-splines/splines';
import { RUNS } from '../arbitraries/numbers.js';
import { problems, lambdas, merged, fitOf, noisy } from './smoothing-spline.help.js';
import type { Problem } from './smoothing-spline.help.js';

describe('how much smoothingSpline smooths', () => {
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
});
