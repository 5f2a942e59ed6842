import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearestIndex, nearestInTurn, nearestPoint } from '../../../examples/explorer/views/drawing/hits.js';
import { drawLegend, legendHeight } from '../../../examples/explorer/views/drawing/legend.js';
import {
  countBelow,
  pieceValue,
  polylineOver,
  thin,
  tracePolyline,
} from '../../../examples/explorer/views/drawing/paths.js';
import { linearScale, logScale, timeScale } from '../../../examples/explorer/views/drawing/scales.js';
import { svgPen } from '../../../examples/explorer/views/drawing/svg-pen.js';
import {
  linearTicks,
  logTicks,
  numberLabel,
  powerLabel,
  timeTicks,
} from '../../../examples/explorer/views/drawing/ticks.js';
import { schemes } from '../../../examples/explorer/views/colours.js';
import { recordingPen } from './recorder.js';

const options = { seed: 20260711, numRuns: 200 };

describe('scales', () => {
  it('take numbers to pixels and back', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(number, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), number, (low, width, value) => {
        const { at, inverse } = linearScale({ low, high: low + width }, 300, 20);
        // Two roundings of terms of this size, seen through the scale's own factor.
        const scale = Math.abs(low) + Math.abs(value) + width;
        expect(Math.abs(inverse(at(value)) - value)).toBeLessThanOrEqual(16 * Number.EPSILON * scale);
      }),
      options,
    );
  });

  it('puts everything in the middle where a range has no width', () => {
    expect(linearScale({ low: 3, high: 3 }, 0, 100).at(3)).toBe(50);
    expect(linearScale({ low: 3, high: Infinity }, 0, 100).at(3)).toBe(50);
  });

  it('are straight in decades on a log scale, with zero beyond the start', () => {
    const { at, inverse } = logScale({ low: 0.01, high: 100 }, 0, 400);
    expect(at(1)).toBeCloseTo(200, 10);
    expect(inverse(300)).toBeCloseTo(10, 10);
    expect(at(0)).toBeLessThan(-1e4);
  });

  it('have a place for the beginning on a log time axis', () => {
    const { at, inverse } = timeScale({ from: 5, to: 5 + 999, scale: 'log', unit: 1 }, NaN, 0, 300);
    expect(at(5)).toBe(0);
    expect(at(5 + 9)).toBeCloseTo(100, 10);
    expect(inverse(200)).toBeCloseTo(5 + 99, 9);
  });
});

describe('ticks', () => {
  it('are round, in the range, and zero is zero', () => {
    expect(linearTicks({ low: -0.31, high: 0.32 }, 6).map(({ label }) => label)).toEqual([
      '−0.2',
      '0',
      '0.2',
    ]);
    expect(linearTicks({ low: 1e6 - 1, high: 1e6 + 1 }, 4).map(({ label }) => label)).toEqual([
      '999999.0',
      '999999.5',
      '1000000.0',
      '1000000.5',
      '1000001.0',
    ]);
    expect(linearTicks({ low: 1, high: 1 }, 4)).toEqual([]);
  });

  it('tell values apart at every scale', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.integer({ min: -7, max: 9 }),
        (low, exponent) => {
          fc.pre(10 ** exponent > 1e-13 * Math.abs(low));
          const labels = linearTicks({ low, high: low + 10 ** exponent }, 5).map(({ label }) => label);
          expect(new Set(labels).size).toBe(labels.length);
          expect(labels.length).toBeGreaterThanOrEqual(2);
        },
      ),
      options,
    );
  });

  it('are powers of ten on a log axis, and finer below two decades', () => {
    expect(logTicks({ low: 1e-9, high: 1e3 }, 4).map(({ label }) => label)).toEqual([
      '10⁻⁹',
      '10⁻⁶',
      '10⁻³',
      '1',
      '10³',
    ]);
    expect(logTicks({ low: 10, high: 100 }, 4).map(({ value }) => value)).toEqual([10, 20, 50, 100]);
    expect(logTicks({ low: 0, high: 1 }, 4)).toEqual([]);
    expect(powerLabel(-12)).toBe('10⁻¹²');
  });

  it('of a log time axis begin at the start', () => {
    const ticks = timeTicks({ from: 0, to: 100, scale: 'log', unit: 0.01 }, NaN, 6);
    expect(ticks.map(({ value }) => value)).toEqual([0, 0.01, 0.1, 1, 10, 100]);
  });

  it('numbers read well', () => {
    expect([0, -1.23456, 1e-7, 123456.7, -Infinity, NaN].map((value) => numberLabel(value))).toEqual([
      '0',
      '−1.235',
      '1e−7',
      '123500',
      '−∞',
      'none',
    ]);
  });
});

describe('paths', () => {
  const pieces = { knots: [0, 1, 4], slopes: [1, -1, 2, 0], intercepts: [0, 0, -3, 5] };

  it('go through the knots in view and no other points', () => {
    const { x, y } = polylineOver(pieces, { low: 0.5, high: 6 });
    expect([...x]).toEqual([0.5, 1, 4, 6]);
    expect([...y]).toEqual([-0.5, -1, 5, 5]);
    expect([...polylineOver(pieces, { low: 2, high: 3 }).x]).toEqual([2, 3]);
    expect(pieceValue(pieces, 4)).toBe(5);
    expect(countBelow([1, 1, 2], 1)).toBe(0);
  });

  it('are cut where they leave the picture, and parted where they stay outside', () => {
    const area = { left: 0, top: 0, width: 10, height: 10 };
    const { pen, said } = recordingPen();
    tracePolyline(pen, [-1e9, 5, 5, 8, 8], [5, 5, 15, 15, 5], area, 0);
    expect(said).toEqual(['move 0 5', 'line 5 5', 'line 5 10', 'move 8 10', 'line 8 5']);
  });

  it('part at what is no number', () => {
    const { pen, said } = recordingPen();
    tracePolyline(pen, [0, 1, NaN, 3, 4], [0, 1, 2, 3, 4], { left: 0, top: 0, width: 9, height: 9 });
    expect(said).toEqual(['move 0 0', 'line 1 1', 'move 3 3', 'line 4 4']);
  });

  it('are thinned to within the tolerance', () => {
    const curve = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(curve, fc.double({ min: 1e-3, max: 5, noNaN: true }), (y, tolerance) => {
        const x = y.map((_, k) => k * k + k);
        const kept: number[] = [];
        thin(x, y, 0, y.length - 1, tolerance, (k) => kept.push(k));
        expect(kept[0]).toBe(0);
        expect(kept[kept.length - 1]).toBe(y.length - 1);
        for (let j = 1; j < kept.length; j++) {
          const [a, b] = [kept[j - 1], kept[j]];
          expect(b).toBeGreaterThan(a);
          for (let k = a; k <= b; k++) {
            const on = y[a] + ((y[b] - y[a]) * (x[k] - x[a])) / (x[b] - x[a]);
            // Roundings of sums of numbers up to 100, over slopes taken there and back.
            expect(Math.abs(on - y[k])).toBeLessThanOrEqual(tolerance + 1e-10);
          }
        }
      }),
      options,
    );
  });

  it('are thinned to their corners', () => {
    const kept: number[] = [];
    thin([0, 1, 2, 3, 4, 5], [0, 1, 2, 1, 0, -1], 0, 5, 0.01, (k) => kept.push(k));
    expect(kept).toEqual([0, 2, 5]);
  });
});

describe('hits', () => {
  it('find the nearest point in reach', () => {
    expect(nearestPoint([0, 3, 3], [0, 4, 4], 3, 3, 5)).toBe(1);
    expect(nearestPoint([0], [0], 3, 4, 5)).toBe(0);
    expect(nearestPoint([0], [0], 3, 4, 4.9)).toBe(-1);
    expect(nearestPoint([NaN], [0], 0, 0, 5)).toBe(-1);
  });

  it('go through a crowd in turn', () => {
    const values = [10, 50, 10.5, NaN, 10.2];
    expect(nearestInTurn(values, 11, 5, 1, null)).toBe(0);
    expect(nearestInTurn(values, 11, 5, 1, 0)).toBe(2);
    expect(nearestInTurn(values, 11, 5, 1, 2)).toBe(4);
    expect(nearestInTurn(values, 11, 5, 1, 4)).toBe(0);
    expect(nearestInTurn(values, 11, 5, 1, 1)).toBe(0);
    expect(nearestInTurn(values, 30, 5, 1, null)).toBe(-1);
    expect(nearestInTurn([NaN], 0, 5, 1, null)).toBe(-1);
  });

  it('find the nearest entry of a list that increases', () => {
    expect([-1, 0.4, 0.5, 0.6, 9].map((value) => nearestIndex([0, 1, 2], value))).toEqual([0, 0, 0, 1, 2]);
  });
});

describe('the SVG pen', () => {
  it('writes a document that says what it is told, escaped', () => {
    const { pen, document } = svgPen(100, 50, '#FFFFFF', 'a < b & "c"');
    pen.begin();
    pen.moveTo(1.23456, 2);
    pen.quadTo(3, 4, 5, -1e-9);
    pen.stroke({ colour: '#000', width: 1, dash: [2, 1], dashOffset: 3, opacity: 0.5 });
    pen.clip({ left: 0, top: 0, width: -1, height: 5 }, () => {
      pen.text('v < 0', 1, 2, { colour: '#000', halo: '#FFF' });
    });
    const text = document();
    expect(text).toContain('<title>a &lt; b &amp; &quot;c&quot;</title>');
    expect(text).toContain('d="M1.23 2Q3 4 5 0"');
    expect(text).toContain('stroke-dasharray="2 1" stroke-dashoffset="3"');
    expect(text).toContain('<rect x="0" y="0" width="0" height="5"/>');
    expect(text).toContain('>v &lt; 0</text>');
    expect(text.match(/<g /g)?.length).toBe(text.match(/<\/g>/g)?.length);
  });

  it('strokes nothing without a path', () => {
    const { pen, document } = svgPen(10, 10, '#FFF', '');
    pen.begin();
    pen.stroke({ colour: '#000', width: 1 });
    pen.fill('#000');
    expect(document()).not.toContain('<path');
  });
});

describe('legends', () => {
  it('go to the next row where they would leave the picture', () => {
    const items = ['one', 'two', 'three'].map((words) => ({ words, sample: () => undefined }));
    const tall = legendHeight(items, 70);
    expect(tall).toBe(3 * legendHeight(items, 1000));
    const { pen, said } = recordingPen();
    drawLegend(pen, items, 0, 0, 70, schemes.light);
    expect(new Set(said.map((words) => words.split(' ')[2]))).toEqual(new Set(['24']));
    expect(legendHeight([], 70)).toBe(0);
  });
});
