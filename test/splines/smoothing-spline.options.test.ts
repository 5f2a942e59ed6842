import { describe, expect, it } from 'vitest';
import { dataset, ShapeError } from 'relu-splines';
import { evaluatePiecewise, naturalCubicSpline, smoothingSpline } from 'relu-splines/splines';
import type { SmoothingOptions } from 'relu-splines/splines';

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
