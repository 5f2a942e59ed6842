import { describe, expect, it } from 'vitest';
import { uniformBreakpointsTable } from '../../../src/experiments/starts/uniform-breakpoints.js';
import { runsAt, valuesOf } from '../../../src/experiments/runs.js';
import { assertedOf, itBearsOut } from '../../laws/claims.js';

const result = uniformBreakpointsTable(uniformBreakpointsTable.definition.reduced);

describe('uniformBreakpointsTable', () => {
  itBearsOut(assertedOf(result.claims));

  it('has all four cells of Table 1, and agrees with three of them', () => {
    expect(result.rows.map(({ condition, printed }) => [condition, printed?.mean, printed?.spread])).toEqual([
      ['sine, standard', 4.096, 2.25],
      ['sine, uniform', 2.28, 0.457],
      ['quadratic, standard', 0.1032, 0.0404],
      ['quadratic, uniform', 0.1118, 0.0248],
    ]);
    expect(result.rows.slice(1).map(({ verdict }) => verdict)).toEqual(['agrees', 'agrees', 'agrees']);
  });

  it('both starts are the same function up to the noise', () => {
    // Of 401 residuals r with a noise e of .01, Σ (r + e)² − Σ r² is within 2√(Σ r² Σ e²) + Σ e²; Σ e² is about
    // 401·10⁻⁴, less than four times that; and the standard function bends between the uniform breakpoints.
    for (const target of ['sine', 'quadratic'] as const) {
      const [standard, uniform] = (['standard', 'uniform'] as const).map((start) =>
        valuesOf(runsAt(result.runs, { target, start }), ({ initialLoss }) => initialLoss),
      );
      standard.forEach((loss, k) => {
        const noise = 4 * 401e-4;
        expect(Math.abs(uniform[k] - loss)).toBeLessThan(2 * Math.sqrt(loss * noise) + noise);
      });
    }
  });

  it('sin x is much easier than what print calls sine', () => {
    const { rows } = uniformBreakpointsTable({ targets: ['sine'], sinePeriod: 2 * Math.PI, seeds: 4 });
    expect(rows[0].ours.mean).toBeLessThan(0.2);
  });

  it('gives the same numbers again, and the runs of a seed whatever the first seed is', () => {
    const config = { steps: 200, seeds: 2 };
    const { runs } = uniformBreakpointsTable(config);
    expect(uniformBreakpointsTable(config).runs).toEqual(runs);
    expect(uniformBreakpointsTable({ ...config, firstSeed: 1, seeds: 1 }).runs).toEqual(runs.slice(4));
  });

  it('refuses what makes no sense', () => {
    expect(() => uniformBreakpointsTable({ width: 0 })).toThrow(
      'uniform-breakpoints: width must be an integer of at least 1, got 0',
    );
    expect(() => uniformBreakpointsTable({ noise: -1 })).toThrow(
      'uniform-breakpoints: noise must not be negative, got -1',
    );
    expect(() => uniformBreakpointsTable({ sinePeriod: 0 })).toThrow(
      'uniform-breakpoints: sinePeriod must be',
    );
  });
});
