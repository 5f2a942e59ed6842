import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import { evaluatePiecewise, smoothingSpline } from 'relu-splines/splines';
import { expectWithin, referenceCases } from '../reference/load.js';

interface Input {
  readonly kind: 'interpolation' | 'smoothing';
  readonly method: 'df' | 'lambda' | 'gcv' | 'cv' | 'spar';
  readonly value: number | null;
  readonly x: number[];
  readonly y: number[];
  readonly weights: number[] | null;
  readonly grid: number[];
}
interface Expected {
  readonly R_lambda: number;
  readonly raw_lambda: number;
  readonly df: number;
  readonly gcv: number;
  readonly loo_cv: number;
  readonly loo_cv_observations: number;
  readonly unique_x: number[];
  readonly fitted: number[];
  readonly leverage: number[];
  readonly roughness: number;
  readonly value: number[];
  readonly first: number[];
  readonly second: number[];
  readonly R: {
    readonly df: number;
    readonly cv_crit: number;
    readonly fitted: number[];
    readonly value: number[];
  };
  readonly lambda_for_df?: { readonly raw_lambda: number; readonly R_lambda: number };
  readonly criterion_minimum?: {
    readonly criterion: 'gcv' | 'cv';
    readonly raw_lambda: number;
    readonly R_lambda: number;
    readonly df: number;
    readonly value: number;
  };
}

/** What R multiplies weights by. */
const rescaling = (weights: readonly number[]): number =>
  weights.filter((w) => w > 0).length / weights.reduce((sum, w) => sum + w, 0);

/**
 * Where R's own values are farther from the exact ones of the same file than the file says they may be: outside the
 * data, where the .3330 in the curvature at the end turns the line. No exact spline can be near both.
 */
const TURNED: Readonly<Record<string, readonly number[]>> = { 'nile, lambda 1e-9': [47, 48] };

const cases = referenceCases<Input, Expected>('splines').filter(({ input }) => input.kind === 'smoothing');

describe('smoothing splines against a dense solve and R 4.2.2 (splines.json)', () => {
  it('has cases', () => {
    expect(cases.length).toBe(21);
  });

  for (const { name, input, expected, tolerance } of cases) {
    const data = dataset(input.x, input.y);
    const weights = input.weights === null ? {} : { weights: input.weights };
    // The file's raw λ is for weights that R has scaled to sum up to their number.
    const scale = input.weights === null ? 1 : rescaling(input.weights);

    it(`${name}: the spline at the stated λ`, () => {
      const fit = smoothingSpline(data, { rLambda: expected.R_lambda, ...weights });
      expect(Array.from(fit.knots)).toEqual(expected.unique_x);
      // A few roundings of the cube of the range and the scale of the weights.
      expect(Math.abs(fit.lambda * scale - expected.raw_lambda) / expected.raw_lambda).toBeLessThan(
        16 * Number.EPSILON,
      );
      expectWithin(fit.degreesOfFreedom, expected.df, tolerance.df, 'degrees of freedom');
      expectWithin(fit.gcv, expected.gcv, tolerance.gcv, 'gcv');
      expectWithin(fit.leaveOneOut, expected.loo_cv, tolerance.loo_cv, 'leave one x out');
      expectWithin(
        fit.leaveOneDatumOut,
        expected.loo_cv_observations,
        tolerance.loo_cv_observations,
        'leave one datum out',
      );
      expectWithin(fit.values, expected.fitted, tolerance.fitted, 'fitted');
      expectWithin(fit.leverages, expected.leverage, tolerance.leverage, 'leverages');
      expectWithin(fit.roughness, expected.roughness, tolerance.roughness, 'roughness');
      for (const [derivative, field] of (['value', 'first', 'second'] as const).entries()) {
        const got = evaluatePiecewise(fit, input.grid, { derivative });
        expectWithin(got, expected[field], tolerance[field], field);
      }
    });

    it(`${name}: R's own numbers, but for its .3330`, () => {
      const fit = smoothingSpline(data, { rLambda: expected.R_lambda, ...weights });
      expectWithin(fit.values, expected.R.fitted, tolerance['R.fitted'], 'fitted');
      const turned = TURNED[name] ?? [];
      const bound = Number(tolerance['R.value'].abs);
      expect(
        Array.from(input.grid.keys()).filter(
          (k) => Math.abs(expected.value[k] - expected.R.value[k]) > bound,
        ),
      ).toEqual(turned);
      const kept = (values: readonly number[]): number[] => values.filter((_, k) => !turned.includes(k));
      const got = evaluatePiecewise(fit, kept(input.grid));
      expectWithin(got, kept(expected.R.value), tolerance['R.value'], 'values');
      expectWithin(fit.degreesOfFreedom, expected.R.df, tolerance['R.df'], 'degrees of freedom');
      const criterion = input.method === 'cv' ? fit.leaveOneDatumOut : fit.gcv;
      expectWithin(criterion, expected.R.cv_crit, tolerance['R.cv_crit'], 'criterion');
    });

    it(`${name}: the same λ in the units of the data`, () => {
      const fit = smoothingSpline(data, { lambda: expected.raw_lambda / scale, ...weights });
      expectWithin(fit.values, expected.fitted, tolerance.fitted, 'fitted');
      expect(Math.abs(fit.rLambda - expected.R_lambda) / expected.R_lambda).toBeLessThan(16 * Number.EPSILON);
    });

    const { lambda_for_df: byFreedom, criterion_minimum: byCriterion } = expected;
    if (byFreedom !== undefined) {
      it(`${name}: λ found`, () => {
        const degreesOfFreedom = input.value ?? NaN;
        const fit = smoothingSpline(data, { degreesOfFreedom, ...weights });
        expectWithin(fit.rLambda, byFreedom.R_lambda, tolerance.lambda_for_df, 'R lambda');
        expectWithin(fit.lambda * scale, byFreedom.raw_lambda, tolerance.lambda_for_df, 'lambda');
        // The trace is a sum of N roundings.
        expect(Math.abs(fit.degreesOfFreedom - degreesOfFreedom)).toBeLessThan(
          input.x.length * degreesOfFreedom * Number.EPSILON,
        );
      });
    }
    if (byCriterion !== undefined) {
      it(`${name}: λ found`, () => {
        const criterion = byCriterion.criterion === 'cv' ? 'loo' : 'gcv';
        const fit = smoothingSpline(data, { criterion, ...weights });
        const within = tolerance.criterion_minimum as unknown as Record<string, (typeof tolerance)[string]>;
        expectWithin(fit.rLambda, byCriterion.R_lambda, within.lambda, 'R lambda');
        expectWithin(fit.degreesOfFreedom, byCriterion.df, within.df, 'degrees of freedom');
        const value = criterion === 'loo' ? fit.leaveOneOut : fit.gcv;
        expectWithin(value, byCriterion.value, within.value, 'criterion');
      });
    }
  }
});
