import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ShapeError } from 'relu-splines';
import { spectrumFigure } from 'relu-splines/plot';
import type { SpectrumFigureInput } from 'relu-splines/plot';
import { drawn, layersOf, rowsOf, subtitleOf } from './drawn.js';

describe('spectrumFigure', () => {
  it('ranks from the largest value down, with the zeros as a band between the signs', async () => {
    const figure = spectrumFigure({ eigenvalues: [-0.5, 3, 1e-17, 40, 0, -200] });
    expect(rowsOf(figure, 'point')).toEqual([
      { rank: 1, value: 40, magnitude: 40, sign: 'positive' },
      { rank: 2, value: 3, magnitude: 3, sign: 'positive' },
      { rank: 5, value: -0.5, magnitude: 0.5, sign: 'negative' },
      { rank: 6, value: -200, magnitude: 200, sign: 'negative' },
    ]);
    expect(rowsOf(figure, 'rect')).toEqual([{ rank: 2.5, end: 4.5 }]);
    expect(rowsOf(figure, 'text')).toEqual([{ rank: 3.5, label: '2 zero' }]);
    expect(await drawn(figure)).toContain('>2 zero<');
  });

  it('says up to where an eigenvalue is zero, and what lies next to that', () => {
    const eigenvalues = [1000, 1e-3, 4e-7, 3e-12, -2e-12, -5e-6];
    // 6 · EPSILON · 1000 = 1.33e-12.
    expect(subtitleOf(spectrumFigure({ eigenvalues }))).toEqual([
      '4 positive, 0 zero, 2 negative.',
      'Zero: |λ| ≤ 1.33e−12. Next to that: 2e−12 above.',
    ]);
    expect(subtitleOf(spectrumFigure({ eigenvalues, zeroThreshold: 1e-9 }))).toEqual([
      '3 positive, 2 zero, 1 negative.',
      'Zero: |λ| ≤ 1e−9. Next to that: 3e−12 below, 4e−7 above.',
    ]);
  });

  it('counts an eigenvalue on the threshold as zero', () => {
    const figure = spectrumFigure({ eigenvalues: [2, 1, -1, -2], zeroThreshold: 1 });
    expect(subtitleOf(figure)[0]).toBe('1 positive, 2 zero, 1 negative.');
  });

  it('tells the signs apart by colour and shape, and names only those there are', () => {
    const encoding = (eigenvalues: readonly number[]) =>
      layersOf(spectrumFigure({ eigenvalues })).find((layer) => layer.mark.type === 'point')?.encoding;
    const both = encoding([1, -1]);
    expect(both?.color.scale.domain).toEqual(['positive', 'negative']);
    expect(new Set(both?.color.scale.range).size).toBe(2);
    expect(both?.shape.scale.range).toEqual(['circle', 'triangle-down']);
    expect(encoding([-1])?.color.scale.domain).toEqual(['negative']);
  });

  it('draws 1, 4 and 3,001 eigenvalues, all zero, all of one sign, and the whole double range', async () => {
    const many = Array.from({ length: 3001 }, (_, k) =>
      k < 1500 ? 1e4 * Math.exp(-k / 80) : k < 2401 ? 1e-15 * (k - 2000) : -3 * Math.exp(-k / 50),
    );
    const figure = spectrumFigure({ eigenvalues: many, zeroThreshold: 1e-11 });
    expect(rowsOf(figure, 'point').length + 901).toBe(
      3001 - many.slice(2401).filter((v) => v > -1e-11).length,
    );
    await drawn(figure);
    for (const eigenvalues of [
      [2.5],
      [-1],
      [0],
      [0, 0, -0, 0],
      [3.2, 0.4, 0, -0.07],
      [1, 1, 1],
      [1e308, -1e-308, 5e-324, 1.7e308],
      [5e-324],
      [Number.MAX_VALUE],
    ]) {
      await drawn(spectrumFigure({ eigenvalues }));
      await drawn(spectrumFigure({ eigenvalues, zeroThreshold: 0 }));
    }
  });

  it('has no magnitude axis where all are zero', () => {
    const figure = spectrumFigure({ eigenvalues: [0, 0, 0] });
    expect(layersOf(figure).map((layer) => layer.mark.type)).toEqual(['rect', 'text']);
    expect(subtitleOf(figure)).toEqual([
      '0 positive, 3 zero, 0 negative.',
      'Zero: |λ| ≤ 0. Next to that: 0 below.',
    ]);
  });

  it('shows every eigenvalue once, inside its axes, with labels that are powers of ten', () => {
    const eigenvalue = fc.oneof(
      fc.constantFrom(0, 1, -1, 10, 1e-300, -1e300, 5e-324),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    );
    fc.assert(
      fc.property(fc.array(eigenvalue, { minLength: 1, maxLength: 30 }), (eigenvalues) => {
        const figure = spectrumFigure({ eigenvalues, zeroThreshold: 0 });
        const rows = rowsOf(figure, 'point');
        const nonzero = eigenvalues.filter((value) => value !== 0).sort((a, b) => b - a);
        expect(rows.map((row) => row.value)).toEqual(nonzero);
        const zeros = rowsOf(figure, 'rect').reduce(
          (sum, row) => sum + (row.end as number) - (row.rank as number),
          0,
        );
        expect(rows.length + zeros).toBe(eigenvalues.length);
        for (const layer of layersOf(figure).filter(({ mark }) => mark.type === 'point')) {
          const [low, high] = layer.encoding.y.scale.domain as readonly [number, number];
          expect(low).toBeGreaterThan(0);
          for (const row of rows) {
            expect(row.magnitude).toBeGreaterThanOrEqual(low);
            expect(row.magnitude).toBeLessThanOrEqual(high);
          }
          const { axis } = layer.encoding.y as unknown as {
            readonly axis: { readonly values: readonly number[] };
          };
          for (const label of axis.values) expect(label.toExponential()).toMatch(/^1e/);
          expect(axis.values.length).toBeGreaterThan(0);
          expect(axis.values.length).toBeLessThanOrEqual(9);
        }
      }),
      { seed: 20223 },
    );
  });

  it('labels whole ranks, the first among them', () => {
    for (const count of [1, 4, 9, 97, 193, 3001]) {
      const [layer] = layersOf(
        spectrumFigure({ eigenvalues: Array.from({ length: count }, (_, k) => k + 1) }),
      );
      const { axis } = layer.encoding.x as unknown as {
        readonly axis: { readonly values: readonly number[] };
      };
      expect(axis.values.every((rank) => Number.isInteger(rank) && rank >= 1 && rank <= count)).toBe(true);
      expect(axis.values.length).toBeLessThanOrEqual(9);
      expect(axis.values[0]).toBeLessThanOrEqual(2);
    }
  });
});

describe('spectrumFigure refuses', () => {
  const cases: readonly [string, SpectrumFigureInput, new (...args: never[]) => Error, string][] = [
    [
      'no eigenvalues',
      { eigenvalues: [] },
      ShapeError,
      'spectrumFigure: eigenvalues must have at least one entry, got none',
    ],
    ['NaN', { eigenvalues: [1, NaN] }, RangeError, 'spectrumFigure: eigenvalues[1] must be finite, got NaN'],
    [
      'a negative threshold',
      { eigenvalues: [1], zeroThreshold: -1 },
      RangeError,
      'spectrumFigure: zeroThreshold must not be negative, got -1',
    ],
    [
      'an infinite threshold',
      { eigenvalues: [1], zeroThreshold: Infinity },
      RangeError,
      'spectrumFigure: zeroThreshold must be finite, got Infinity',
    ],
    [
      'a string',
      { eigenvalues: 'all' as unknown as number[] },
      TypeError,
      'spectrumFigure: eigenvalues must be an array of numbers, got "all"',
    ],
    [
      'a title that is none',
      { eigenvalues: [1], title: 0 as unknown as string },
      TypeError,
      'spectrumFigure: title must be a string, got 0',
    ],
  ];
  for (const [name, input, kind, message] of cases) {
    it(name, () => {
      expect(() => spectrumFigure(input)).toThrow(kind);
      expect(() => spectrumFigure(input)).toThrow(message);
    });
  }
});
