import { describe, expect, it } from 'vitest';
import { curvature, dataset, evaluate } from 'relu-splines';
import { evaluatePiecewise, linearSpline, naturalCubicSpline, roughnessIntegral } from 'relu-splines/splines';
import { expectWithin, referenceCases } from '../reference/load.js';

interface Input {
  readonly kind: 'interpolation' | 'smoothing';
  readonly x: number[];
  readonly y: number[];
  readonly grid: number[];
  readonly outside: number[];
}
interface Expected {
  readonly natural_cubic: {
    readonly value: number[];
    readonly first: number[];
    readonly second: number[];
    readonly second_at_sorted_x: number[];
    readonly roughness: number;
    readonly outside_value: number[];
    readonly outside_first: number[];
  };
  readonly linear: { readonly value: number[]; readonly slopes: number[]; readonly slope_jumps: number[] };
}

const cases = referenceCases<Input, Expected>('splines').filter(
  ({ input }) => input.kind === 'interpolation',
);

describe('interpolation against 40-digit arithmetic (splines.json)', () => {
  it('has cases', () => {
    expect(cases.length).toBe(8);
  });

  for (const { name, input, expected, tolerance } of cases) {
    const data = dataset(input.x, input.y);

    it(`${name}: natural cubic spline`, () => {
      const spline = naturalCubicSpline(data);
      const wanted = expected.natural_cubic;
      const within = (field: keyof typeof wanted): (typeof tolerance)[string] =>
        tolerance[`natural_cubic.${field}`];
      for (const [derivative, field] of (['value', 'first', 'second'] as const).entries()) {
        const got = evaluatePiecewise(spline, input.grid, { derivative });
        expectWithin(got, wanted[field], within(field), field);
      }
      const { secondDerivatives, roughness } = spline;
      expectWithin(secondDerivatives, wanted.second_at_sorted_x, within('second_at_sorted_x'), 'f″');
      expectWithin(roughness, wanted.roughness, within('roughness'), 'roughness');
      expectWithin(roughnessIntegral(spline), wanted.roughness, within('roughness'), 'roughness integral');
      const outside = evaluatePiecewise(spline, input.outside);
      expectWithin(outside, wanted.outside_value, within('outside_value'), 'outside');
      const slopes = evaluatePiecewise(spline, input.outside, { derivative: 1 });
      expectWithin(slopes, wanted.outside_first, within('outside_first'), 'slope outside');
    });

    it(`${name}: linear spline, as a form and as a piecewise polynomial`, () => {
      const spline = linearSpline(data);
      const wanted = expected.linear;
      expectWithin(evaluate(spline, input.grid), wanted.value, tolerance['linear.value'], 'form');
      expectWithin(evaluatePiecewise(spline, input.grid), wanted.value, tolerance['linear.value'], 'pieces');
      expectWithin(spline.slopes, wanted.slopes, tolerance['linear.slopes'], 'slopes');
      const { jumps } = curvature(spline);
      expectWithin(jumps, wanted.slope_jumps, tolerance['linear.slope_jumps'], 'slope jumps');
    });
  }
});
