import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluate, foldStandardisation, toBdso, toPiecewiseLinear } from 'relu-splines';
import { readCsv } from 'relu-splines/io';
import { fixture, motorcycle, trainedLayers } from './motorcycle.js';

describe('networks trained by PyTorch', () => {
  it('has the pieces of mcycle_shallow_pieces.csv', () => {
    const { network } = motorcycle();
    const { knots, slopes, intercepts } = toPiecewiseLinear(network);
    const [, ...rows] = readFileSync(fixture('mcycle_shallow_pieces.csv'), 'utf8').trim().split('\n');
    const expected = rows.map((row) => row.split(',').map(Number));
    expect(slopes).toHaveLength(expected.length);
    // Sums of 64 products, each right to an EPSILON; the file is exact.
    const { deltaSlopes, breakpoints } = toBdso(network);
    const slopeScale = deltaSlopes.reduce((sum, mu) => sum + Math.abs(mu), 0);
    const interceptScale = deltaSlopes.reduce((sum, mu, i) => sum + Math.abs(mu * breakpoints[i]), 1);
    expected.forEach(([from, slope, intercept], p) => {
      if (p > 0) expect(Math.abs(knots[p - 1] / from - 1)).toBeLessThanOrEqual(2 * Number.EPSILON);
      expect(Math.abs(slopes[p] - slope)).toBeLessThanOrEqual(4 * Number.EPSILON * slopeScale);
      expect(Math.abs(intercepts[p] - intercept)).toBeLessThanOrEqual(4 * Number.EPSILON * interceptScale);
    });
  });

  it('has the values of mcycle_shallow_predictions.csv, in standardised and in original units', () => {
    const { network, standardisation } = motorcycle();
    const [u, netU, times, accel] = readCsv(readFileSync(fixture('mcycle_shallow_predictions.csv'))).values;
    const inUnits = foldStandardisation(network, standardisation);
    // The file has 17 digits of values of order 1 and, in original units, of order 50.
    for (const form of [network, toBdso(network), toPiecewiseLinear(network)]) {
      evaluate(form, u).forEach((f, n) => {
        expect(Math.abs(f - netU[n])).toBeLessThan(1e-13);
      });
    }
    evaluate(inUnits, times).forEach((f, n) => {
      expect(Math.abs(f - accel[n])).toBeLessThan(1e-11);
    });
  });

  it('reads layers whose forward pass gives mcycle_deep_predictions.csv', () => {
    const layers = trainedLayers('mcycle_deep');
    const [u, netU] = readCsv(readFileSync(fixture('mcycle_deep_predictions.csv'))).values;
    u.forEach((input, n) => {
      const [output] = layers.reduce<number[]>(
        (activations, { weights, biases, inputs }, depth) =>
          Array.from(biases, (bias, i) => {
            const z = activations.reduce((sum, x, j) => sum + weights[i * inputs + j] * x, bias);
            return depth < layers.length - 1 ? Math.max(z, 0) : z;
          }),
        [input],
      );
      expect(Math.abs(output - netU[n])).toBeLessThan(1e-13);
    });
  });
});
