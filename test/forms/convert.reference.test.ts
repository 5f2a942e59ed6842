import { describe, expect, it } from 'vitest';
import { curvature, evaluate, toBdso, toPiecewiseLinear } from 'relu-splines';
import { expectWithin, networkOf, referenceCases } from '../reference/load.js';
import type { ReferenceNetwork } from '../reference/load.js';

interface Input {
  readonly net: ReferenceNetwork;
  readonly x: number[];
}
interface Expected {
  readonly bdso: {
    readonly b0: number;
    readonly unit: number[];
    readonly beta: number[];
    readonly mu: number[];
    readonly s: number[];
  };
  readonly pwl: {
    readonly knots: number[];
    readonly slopes: number[];
    readonly intercepts: number[];
    readonly slope_jumps: number[];
  };
  readonly f: number[];
}

describe('conversions against exact rational arithmetic (convert.json)', () => {
  for (const { name, input, expected, tolerance } of referenceCases<Input, Expected>('convert')) {
    it(name, () => {
      const network = networkOf(input.net);
      const spline = toBdso(network);
      expectWithin(spline.breakpoints, expected.bdso.beta, tolerance['bdso.beta'], 'breakpoints');
      expectWithin(spline.deltaSlopes, expected.bdso.mu, tolerance['bdso.mu'], 'delta-slopes');
      expectWithin(spline.outputBias, expected.bdso.b0, tolerance['bdso.b0'], 'output bias');
      expect(Array.from(spline.orientations)).toEqual(expected.bdso.s);
      expect(Array.from(spline.units)).toEqual(expected.bdso.unit);

      const pieces = toPiecewiseLinear(network);
      expectWithin(pieces.knots, expected.pwl.knots, tolerance['pwl.knots'], 'knots');
      expectWithin(pieces.slopes, expected.pwl.slopes, tolerance['pwl.slopes'], 'slopes');
      expectWithin(pieces.intercepts, expected.pwl.intercepts, tolerance['pwl.intercepts'], 'intercepts');
      expectWithin(curvature(network).jumps, expected.pwl.slope_jumps, tolerance['pwl.slope_jumps'], 'jumps');

      for (const form of [network, spline, pieces]) {
        expectWithin(evaluate(form, input.x), expected.f, tolerance.f, 'values of the array');
        expectWithin(
          input.x.map((x) => evaluate(form, x)),
          expected.f,
          tolerance.f,
          'values one by one',
        );
      }
    });
  }
});
