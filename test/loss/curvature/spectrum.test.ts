import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dataset,
  extremeEigenvalues,
  hessian,
  hessianSpectrum,
  lonelyMinimum,
  shallowNetwork,
  toNetwork,
} from 'relu-splines';
import type { HessianPart, HessianSpectrum, ShallowNetwork } from 'relu-splines';
import { symmetricEigenvalues } from '../../../src/numeric/linear-algebra.js';
import { networksWithData } from '../../arbitraries/datasets.js';
import { RUNS } from '../../arbitraries/numbers.js';
import { naiveHessian } from './naive-hessian.js';

const PARTS: readonly HessianPart[] = ['full', 'gram', 'curvature'];

/** Numbers in (−1, 1) without a pattern, by a hash of their index. */
const some = (count: number, start: number): number[] =>
  Array.from({ length: count }, (_, k) => {
    const hash = Math.imul(start + k + 1, 0x9e3779b1);
    const mixed = Math.imul(hash ^ (hash >>> 15), 0x85ebca77);
    return Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae3d) / 2 ** 31;
  });

const network = (width: number): ShallowNetwork =>
  shallowNetwork({
    inputWeights: some(width, 0),
    inputBiases: some(width, 5000),
    outputWeights: some(width, 10_000),
  });

const norm = ({ eigenvalues }: HessianSpectrum): number =>
  Math.max(Math.abs(eigenvalues[0]), Math.abs(eigenvalues[eigenvalues.length - 1]));

describe('hessianSpectrum', () => {
  it('is that of the matrix, part by part, on hostile input', () => {
    fc.assert(
      fc.property(networksWithData(), ({ network, data }) => {
        const { absolute, terms } = naiveHessian(network, data);
        const rounding = 16 * (data.x.length + absolute.length) * Number.EPSILON;
        // Both ways are backward stable: rounding of the norms of JᵀJ and C, which these are above.
        const gramNorm = absolute.reduce((sum, length) => sum + length * length, 0);
        for (const part of PARTS) {
          const { matrix, size } = hessian(network, data, { part });
          const { eigenvalues, neglected } = hessianSpectrum(network, data, { part });
          const expected = symmetricEigenvalues(matrix, size);
          expect(eigenvalues).toHaveLength(size);
          const worst = Math.max(...expected.map((value, k) => Math.abs(value - eigenvalues[k])));
          const scale = (part === 'curvature' ? 0 : gramNorm) + (part === 'gram' ? 0 : 2 * terms);
          expect(worst).toBeLessThanOrEqual(rounding * scale + neglected);
        }
      }),
      { ...RUNS, numRuns: 150 },
    );
  });

  it('solves no larger problem than the data ask for', () => {
    const wide = network(60);
    const data = dataset(some(5, 77), some(5, 99));
    const gram = hessianSpectrum(wide, data, { part: 'gram' });
    expect(gram.method).toBe('singular-values');
    expect(gram.solved[0]).toBe(5);
    // Exactly zero, not 1e-17: 181 parameters, 5 data.
    expect(gram.eigenvalues.filter((value) => value === 0)).toHaveLength(181 - 5);
    const full = hessianSpectrum(wide, data);
    expect(full.method).toBe('reduced-matrix');
    // Ten bins that see something, six directions each, and the output bias.
    expect(full.solved[0]).toBeLessThanOrEqual(61);
    const { matrix, size } = hessian(wide, data);
    const expected = symmetricEigenvalues(matrix, size);
    const worst = Math.max(...expected.map((value, k) => Math.abs(value - full.eigenvalues[k])));
    expect(worst).toBeLessThan(size * Number.EPSILON * norm(full));
    // Many data and few units: 2 coordinates a piece.
    const few = hessianSpectrum(network(2), dataset(some(500, 3), some(500, 900)), { part: 'gram' });
    expect(few.solved[0]).toBeLessThanOrEqual(6);
  });

  it('counts N positive eigenvalues and 3H + 1 − N zeros at lonely interpolating minima (theory 7)', () => {
    for (const count of [1, 2, 5, 9]) {
      const x = Array.from({ length: count }, (_, n) => n);
      const breakpoints = Array.from({ length: count + 3 }, (_, k) => k - 0.5);
      const data = dataset(x, some(count, count));
      const minimum = toNetwork(lonelyMinimum(data, breakpoints));
      const { eigenvalues, method } = hessianSpectrum(minimum, data);
      expect(method).toBe('singular-values');
      const largest = eigenvalues[eigenvalues.length - 1];
      expect(eigenvalues.filter((value) => value > 1e-8 * largest)).toHaveLength(count);
      // Filled up with zeros, or squares of singular values at rounding.
      const rest = eigenvalues.filter((value) => value <= 1e-8 * largest);
      expect(rest).toHaveLength(3 * minimum.inputWeights.length + 1 - count);
      expect(Math.max(0, ...rest)).toBeLessThan(1e-20 * largest);
    }
  });

  it('says what it neglected', () => {
    const flat = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [1] });
    const data = dataset([1], [1 + 2 ** -40]);
    const { method, neglected, eigenvalues } = hessianSpectrum(flat, data);
    expect(method).toBe('singular-values');
    // S = T = 2^−40, to the rounding of 1 + 2^−40.
    expect(neglected).toBeCloseTo(Math.SQRT2 * 2 ** -40, 20);
    const kept = hessianSpectrum(flat, data, { threshold: 1e-15 });
    expect(kept.method).toBe('reduced-matrix');
    expect(kept.neglected).toBe(0);
    kept.eigenvalues.forEach((value, k) => {
      expect(Math.abs(value - eigenvalues[k])).toBeLessThanOrEqual(neglected + 20 * Number.EPSILON);
    });
  });

  it('has ±√(S² + T²) as the curvature part', () => {
    const unit = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [0] });
    // ε = y: S = 2, T = 1.5
    const spectrum = hessianSpectrum(unit, dataset([1, 2], [2.5, -0.5]), { part: 'curvature' });
    expect(spectrum.method).toBe('pairs');
    expect(Array.from(spectrum.eigenvalues)).toEqual([-2.5, 0, 0, 2.5]);
  });

  it('refuses unknown parts and thresholds that are not positive', () => {
    const data = dataset([1], [1]);
    const options = { part: 'C' } as unknown as { part: HessianPart };
    expect(() => hessianSpectrum(network(1), data, options)).toThrow(
      new RangeError('hessianSpectrum: part must be "full", "gram" or "curvature", got "C"'),
    );
    expect(() => hessianSpectrum(network(1), data, { threshold: -1 })).toThrow(
      new RangeError('hessianSpectrum: threshold must be positive, got -1'),
    );
  });
});

describe('extremeEigenvalues', () => {
  it('finds both ends within its bounds', () => {
    const wide = network(60);
    const data = dataset(some(40, 300), some(40, 400));
    for (const part of PARTS) {
      const spectrum = hessianSpectrum(wide, data, { part });
      const distinct = spectrum.eigenvalues.filter(
        (value, k, all) => k === 0 || value - all[k - 1] > 1e-12 * norm(spectrum),
      );
      const ends = extremeEigenvalues(wide, data, { part, count: 2 });
      expect(ends.status).not.toBe('step-limit');
      // Rounding of the products and of the dense problem.
      const slack = 200 * Number.EPSILON * norm(spectrum);
      ends.largest.forEach((value, k) => {
        expect(ends.largestBounds[k]).toBeLessThanOrEqual(1e-10 * norm(spectrum));
        const nearest = Math.min(...spectrum.eigenvalues.map((one) => Math.abs(one - value)));
        expect(nearest).toBeLessThanOrEqual(ends.largestBounds[k] + slack);
      });
      expect(Math.abs(ends.largest[0] - distinct[distinct.length - 1])).toBeLessThanOrEqual(
        ends.largestBounds[0] + slack,
      );
      expect(Math.abs(ends.smallest[0] - distinct[0])).toBeLessThanOrEqual(ends.smallestBounds[0] + slack);
    }
  });

  it('stops when its directions are closed, with all distinct eigenvalues', () => {
    // J = [6, 2, 3, 1] and ε = 0: eigenvalues 0, 0, 0, 50.
    const one = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });
    const { smallest, largest, status, steps } = extremeEigenvalues(one, dataset([3], [6]));
    expect(status).toBe('exhausted');
    expect(steps).toBe(2);
    expect(Math.abs(smallest[0])).toBeLessThan(200 * Number.EPSILON);
    expect(Math.abs(largest[0] - 50)).toBeLessThan(200 * Number.EPSILON);
  });

  it('says when the steps ran out, with bounds that hold', () => {
    const wide = network(60);
    const data = dataset(some(40, 300), some(40, 400));
    const ends = extremeEigenvalues(wide, data, { maxSteps: 6 });
    expect(ends.status).toBe('step-limit');
    expect(ends.steps).toBe(6);
    const { eigenvalues } = hessianSpectrum(wide, data);
    const nearest = Math.min(...eigenvalues.map((one) => Math.abs(one - ends.smallest[0])));
    expect(ends.smallestBounds[0]).toBeGreaterThan(0);
    expect(nearest).toBeLessThanOrEqual(ends.smallestBounds[0]);
  });

  it('gives as many of each end as asked for, from the end inwards, each with a bound that holds', () => {
    const wide = network(60);
    const data = dataset(some(40, 300), some(40, 400));
    const { eigenvalues } = hessianSpectrum(wide, data);
    const slack = 200 * Number.EPSILON * Math.max(...eigenvalues.map(Math.abs));
    const ends = extremeEigenvalues(wide, data, { count: 3, maxSteps: 12 });
    for (const [values, bounds, inwards] of [
      [ends.largest, ends.largestBounds, -1],
      [ends.smallest, ends.smallestBounds, 1],
    ] as const) {
      expect([values.length, bounds.length]).toEqual([3, 3]);
      values.forEach((value, k) => {
        if (k > 0) expect(inwards * (value - values[k - 1])).toBeGreaterThan(0);
        const nearest = Math.min(...eigenvalues.map((one) => Math.abs(one - value)));
        expect(nearest).toBeLessThanOrEqual(bounds[k] + slack);
      });
    }
    // The ends settle first.
    expect(ends.largestBounds[0]).toBeLessThan(ends.largestBounds[2]);
  });

  it('looks after 2·count + 14 directions, then after three tenths more each time, until both ends have settled', () => {
    const wide = network(60);
    const data = dataset(some(40, 300), some(40, 400));
    const stepsFor = (tolerance: number, count: number): number => {
      const { status, steps } = extremeEigenvalues(wide, data, { tolerance, count });
      expect(status).toBe('converged');
      return steps;
    };
    expect([stepsFor(1, 1), stepsFor(1, 3)]).toEqual([16, 20]);
    const fine = stepsFor(1e-10, 1);
    expect([21, 28, 37, 49, 64, 84, 110]).toContain(fine);
    expect(stepsFor(1e-4, 1)).toBeLessThanOrEqual(fine);
  });

  it('gives the same numbers every time', () => {
    const data = dataset(some(9, 1), some(9, 2));
    expect(extremeEigenvalues(network(7), data)).toEqual(extremeEigenvalues(network(7), data));
  });

  it('refuses counts, limits and tolerances that are none', () => {
    const data = dataset([1], [1]);
    expect(() => extremeEigenvalues(network(1), data, { count: 0 })).toThrow(
      new RangeError('extremeEigenvalues: count must be an integer of at least 1, got 0'),
    );
    expect(() => extremeEigenvalues(network(1), data, { maxSteps: 2.5 })).toThrow(
      new RangeError('extremeEigenvalues: maxSteps must be an integer of at least 1, got 2.5'),
    );
    expect(() => extremeEigenvalues(network(1), data, { tolerance: 0 })).toThrow(
      new RangeError('extremeEigenvalues: tolerance must be positive, got 0'),
    );
  });
});
