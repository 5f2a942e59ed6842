import { describe, expect, it } from 'vitest';
import { bayesCriterion } from '../../src/numeric/bayes-criterion.js';

describe('Bayes’s criterion', () => {
  it.each([
    ['alike', [1, 1, 1, 1]],
    ['weighted', [1, 4, 0.5, 2]],
  ])('is −2 ln of the density of all residuals plus ln N a number, weights %s', (_, weights) => {
    const residuals = [0.5, -1, 2, 0.25];
    const rss = residuals.reduce((sum, residual, n) => sum + weights[n] * residual * residual, 0);
    const density = (residual: number, variance: number): number =>
      Math.exp((-residual * residual) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
    const likelihood = residuals.reduce(
      (product, residual, n) => product * density(residual, rss / 4 / weights[n]),
      1,
    );
    const logWeights = weights.reduce((sum, weight) => sum + Math.log(weight), 0);
    const wanted = -2 * Math.log(likelihood) + 3 * Math.log(4);
    // A dozen logarithms and products of numbers of a few units.
    expect(Math.abs(bayesCriterion(rss, 4, 3, logWeights) - wanted)).toBeLessThan(
      64 * Number.EPSILON * wanted,
    );
  });

  it('is −Infinity where nothing is left', () => {
    expect(bayesCriterion(0, 4, 3)).toBe(-Infinity);
  });
});
