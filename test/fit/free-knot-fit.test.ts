import { describe, expect, it } from 'vitest';
import { dataset } from 'relu-splines';
import { freeKnotFit, freeKnotPath } from 'relu-splines/fit';

describe('what a fit says of itself', () => {
  it('where it interpolates: what is left is the ties’', () => {
    expect(freeKnotFit(dataset([3, 3, 3], [1, 2, 6]), { width: 1 }).message).toBe(
      "the width is enough for all distinct x; what is left, 7, is the ties'",
    );
  });

  it('where it searched: how, how many knots, what binds them, and the loss', () => {
    const data = dataset([0, 1, 2, 3, 4, 5, 6], [0, 3, 1, 4, 1, 5, 9]);
    const free = freeKnotFit(data, { width: 3, family: 'free' });
    expect(free.message).toBe(
      `the best that the thorough search has found: 2 knots, any line besides, loss ${free.loss}`,
    );
    const constrained = freeKnotFit(data, { width: 3, family: 'constrained' });
    expect(constrained.message).toBe(
      `the best that the thorough search has found: 3 knots, one condition on the slopes, loss ${constrained.loss}`,
    );
    for (const [count, effort] of [
      [24, 'thorough'],
      [25, 'fast'],
    ] as const) {
      const x = Array.from({ length: count }, (_, n) => n);
      const fit = freeKnotFit(
        dataset(
          x,
          x.map((n) => n % 3),
        ),
        { width: 1, family: 'free' },
      );
      expect(fit.message).toBe(
        `the best that the ${effort} search has found: 0 knots, any line besides, loss ${fit.loss}`,
      );
    }
  });

  it('of the free family alone, nothing else is searched', () => {
    const data = dataset([0, 1, 2, 3, 4, 5, 6], [0, 3, 1, 4, 1, 5, 9]);
    const { stages, families } = freeKnotFit(data, { width: 3, family: 'free' });
    expect(families).toHaveLength(1);
    expect(stages.map(({ method }) => method)).not.toContain('constrained');
  });

  it('a line is better than a hinge for what is steep at both ends', () => {
    const x = [-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5];
    const data = dataset(
      x,
      x.map((place) => place ** 3),
    );
    const { family, families } = freeKnotFit(data, { width: 1 });
    expect(family).toBe('free');
    expect(families[1].loss).toBeGreaterThan(families[0].loss);
    expect(freeKnotFit(data, { width: 1, family: 'constrained' }).family).toBe('constrained');
  });

  it('a path begins each width with the knots of the one before', () => {
    const { fits } = freeKnotPath(dataset([0, 1, 2, 3, 4, 5, 6, 7], [6, 5, 4, 3, 2, 1, 4, 5]), {
      widest: 4,
      family: 'free',
    });
    // In a fast search those; in the thorough one after it, what the fast one has found as well.
    const given = fits.map(({ stages }) => stages.filter(({ method }) => method === 'given').length);
    expect(given).toEqual([0, 3, 3, 3]);
    // In the right units: what grows from them leaves no more than they did.
    for (const [w, { stages }] of fits.entries()) {
      for (const { method, loss } of stages) {
        if (method === 'given') expect(loss).toBeLessThanOrEqual(fits[w - 1].loss);
      }
    }
  });

  describe('a path keeps to the family asked for', () => {
    // A corner, and a wiggle: the free family needs less for it, the other leaves less.
    const x = Array.from({ length: 14 }, (_, n) => n);
    const data = dataset(
      x,
      x.map((place) => Math.abs(place - 6) + 0.1 * Math.sin(40 * place * place)),
    );

    it.each([undefined, 'better', 'free', 'constrained'] as const)('%s', (family) => {
      const { fits, best } = freeKnotPath(data, { widest: 2, ...(family && { family }) });
      expect(best.family).toBe(family === 'constrained' ? 'constrained' : 'free');
      expect(fits[1].family).toBe(family === 'free' ? 'free' : 'constrained');
      const all = fits.flatMap((fit) => fit.families).filter((fit) => best.family === fit.family);
      expect(best.bic).toBe(Math.min(...all.map(({ bic }) => bic)));
    });
  });

  it('its stages end with the families, and name those that were searched', () => {
    const data = dataset([0, 1, 2, 3, 4, 5, 6], [0, 3, 1, 4, 1, 5, 9]);
    const { stages, families } = freeKnotFit(data, { width: 3 });
    expect(families.map(({ family, knots }) => [family, knots])).toEqual([
      ['free', 2],
      ['constrained', 3],
    ]);
    expect(new Set(stages.map(({ method }) => method))).toEqual(
      new Set(['greedy', 'discontinuous', 'given', 'relocation', 'programme', 'constrained']),
    );
    const last = stages[stages.length - 1];
    expect([last.method, last.knots]).toEqual(['constrained', 3]);
    // The same sum of squares, of the network and of its nodes.
    expect(last.loss).toBeCloseTo(families[1].loss, 12);
  });

  it('options that nobody reads are refused by name', () => {
    const data = dataset([0, 1, 2], [0, 1, 0]);
    expect(() => freeKnotFit(data, { width: 1, knots: 2 } as never)).toThrow(
      new TypeError('freeKnotFit: unknown option "knots"; there are width, effort, family'),
    );
    expect(() => freeKnotPath(data, { width: 1 } as never)).toThrow(
      new TypeError('freeKnotPath: unknown option "width"; there are widest, effort, family'),
    );
    expect(() => freeKnotFit(null as never, { width: 1 })).toThrow(
      new TypeError('freeKnotFit: data must be an object, got null'),
    );
    expect(() => freeKnotPath(null as never, { widest: 1 })).toThrow(
      new TypeError('freeKnotPath: data must be an object, got null'),
    );
  });
});
