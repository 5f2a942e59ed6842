import fc from 'fast-check';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { hessian } from 'relu-splines';
import { mergeTies } from '../../../src/data/merged-data.js';
import { modeField, modeFieldInto, residualTables } from '../../../src/flow/steps/mode-field.js';
import type { ModeField } from '../../../src/flow/steps/mode-field.js';
import { modesOf } from '../../../src/flow/steps/modes.js';
import type { Modes } from '../../../src/flow/steps/modes.js';
import { parametersOf } from '../../../src/forms/parameters.js';
import { factorInto, semiseparable, solveInto } from '../../../src/flow/steps/semiseparable.js';
import { factorShifted, shiftedHessian, solveShifted } from '../../../src/flow/steps/shifted-hessian.js';
import type { ShiftedHessian } from '../../../src/flow/steps/shifted-hessian.js';
import { networksWithData } from '../../arbitraries/datasets.js';
import { RUNS } from '../../arbitraries/numbers.js';

/** The factors of W in fresh room. */
function factored(...[field, theta, modes, d]: [ModeField, Float64Array, Modes, number]): ShiftedHessian {
  const out = shiftedHessian(field, modes.bins.length);
  factorShifted(out, field, theta, modes, d);
  return out;
}

/** Numbers that look random and are the same every time. */
function* noise(): Generator<number> {
  for (let k = 1; ; k++) yield Math.sin(k * k * 1.7 + k);
}

describe('a semiseparable matrix', () => {
  it('is factored and solved as the dense matrix it stands for', () => {
    const count = 40;
    const matrix = semiseparable(count);
    const numbers = noise();
    const next = (): number => numbers.next().value as number;
    for (let k = 0; k < 5 * count; k++) {
      matrix.p[k] = next();
      matrix.q[k] = next();
    }
    // Diagonally dominant, so that elimination without pivoting is stable.
    matrix.diagonal.fill(100);
    const entry = (n: number, m: number): number => {
      const [row, column] = n > m ? [n, m] : [m, n];
      let sum = n === m ? 100 : 0;
      for (let r = 0; r < 5; r++) sum += matrix.p[5 * row + r] * matrix.q[5 * column + r];
      return sum;
    };
    const dense = Array.from({ length: count }, (_, n) =>
      Array.from({ length: count }, (__, m) => entry(n, m)),
    );
    const wanted = Float64Array.from({ length: count }, next);
    const solution = Float64Array.from(dense, (row) =>
      row.reduce((sum, value, m) => sum + value * wanted[m], 0),
    );
    expect(factorInto(matrix)).toBe(0);
    solveInto(solution, matrix);
    // Condition below 10, sums of 40 terms.
    solution.forEach((value, n) => {
      expect(Math.abs(value - wanted[n])).toBeLessThanOrEqual(40 * 10 * Number.EPSILON);
    });
  });
});

describe('W = d·I + Hess', () => {
  it('takes its solutions back to where they came from, as the Hessian of the loss has it', () => {
    fc.assert(
      fc.property(networksWithData({ wild: false, maxUnits: 5, maxCount: 7 }), ({ network, data }) => {
        const field = modeField(mergeTies(data));
        const theta = parametersOf(network);
        const modes = modesOf(network, field.merged.data);
        residualTables(field, theta, modes);
        const { values: H, size } = dense(network, data);
        const scale = H.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
        // Above all negative eigenvalues: W is positive definite with a condition below 2·size + 1.
        const d = 2 * size * scale;
        const shifted = factored(field, theta, modes, d);
        expect(shifted.negative).toBe(0);
        const numbers = noise();
        const wanted = Float64Array.from({ length: size }, () => numbers.next().value as number);
        const values = wanted.map((value, r) => {
          let sum = d * value;
          for (let c = 0; c < size; c++) sum += H[r * size + c] * wanted[c];
          return sum;
        });
        solveShifted(values, shifted, field, modes);
        // Differences of residual sums and of weights of size 4 to the fourth, N + size of them.
        const bound = 1e4 * (size + data.x.length) * Number.EPSILON;
        values.forEach((value, c) => {
          expect(Math.abs(value - wanted[c])).toBeLessThanOrEqual(bound);
        });
      }),
      { ...RUNS, numRuns: 100 },
    );
  });

  it('keeps sliding units on their surface, and is the derivative of their field', () => {
    const merged = mergeTies({
      x: Float64Array.of(-1, 0.5, 2),
      y: Float64Array.of(1, -2, 0.5),
      order: Int32Array.of(0, 1, 2),
      groupStarts: Int32Array.of(0, 1, 2, 3),
    });
    const field = modeField(merged);
    // Right-facing on the datum 0.5, and a free left-facing unit.
    const modes = {
      bins: Int32Array.of(2, 6),
      slidingOn: Int32Array.of(1, -1),
      signs: Int8Array.of(1, 0),
      leaving: Int32Array.of(-1, -1),
    };
    const theta = Float64Array.of(0.8, -0.7, -0.4, 0.3, 0.9, 0.6, 0.1);
    // W = d − ∂(field): differences of the field along a solution bring back the right side.
    residualTables(field, theta, modes);
    const d = 20;
    const shifted = factored(field, theta, modes, d);
    // A right side on the surface: b = −0.5 w for the sliding unit.
    const wanted = Float64Array.of(0.6, -0.2, -0.3, 0.5, 0.4, -0.7, 0.2);
    const solution = wanted.slice();
    solveShifted(solution, shifted, field, modes);
    expect(Math.abs(solution[2] + 0.5 * solution[0])).toBeLessThanOrEqual(4 * Number.EPSILON);
    const h = 1e-4;
    const [ahead, behind] = [h, -h].map((step) => {
      const out = new Float64Array(7);
      modeFieldInto(
        out,
        field,
        theta.map((value, c) => value + step * solution[c]),
        modes,
      );
      return out;
    });
    wanted.forEach((value, c) => {
      const back = d * solution[c] - (ahead[c] - behind[c]) / (2 * h);
      // The field is a polynomial of third degree with coefficients below 100: h² of them, and EPSILON/h.
      expect(Math.abs(back - value)).toBeLessThanOrEqual(100 * h * h);
    });
  });

  it('counts its negative eigenvalues', () => {
    // One unit with v = 0 and gradient in v: a saddle, Hess has one negative eigenvalue.
    const merged = mergeTies({
      x: Float64Array.of(1),
      y: Float64Array.of(1),
      order: Int32Array.of(0),
      groupStarts: Int32Array.of(0, 1),
    });
    const field = modeField(merged);
    const modes = {
      bins: Int32Array.of(0),
      slidingOn: Int32Array.of(-1),
      signs: Int8Array.of(0),
      leaving: Int32Array.of(-1),
    };
    const theta = Float64Array.of(0, 1e-9, 0, 0);
    residualTables(field, theta, modes);
    // Coupling √2 of v with (w, b).
    expect(factored(field, theta, modes, 1.4).negative).toBe(1);
    expect(factored(field, theta, modes, 1.5).negative).toBe(0);
  });

  it('counts them as the spectrum of the dense matrix does, also where they are of a block alone', () => {
    let ofBlocks = 0;
    fc.assert(
      fc.property(networksWithData({ wild: false, maxUnits: 4, maxCount: 6 }), ({ network, data }) => {
        const field = modeField(mergeTies(data));
        const theta = parametersOf(network);
        const modes = modesOf(network, field.merged.data);
        residualTables(field, theta, modes);
        const { values: H, size } = dense(network, data);
        const rows = Array.from({ length: size }, (_, r) => Array.from(H.subarray(r * size, (r + 1) * size)));
        const spectrum = new EigenvalueDecomposition(new Matrix(rows), { assumeSymmetric: true })
          .realEigenvalues;
        const scale = Math.max(1, ...spectrum.map(Math.abs));
        const couplings = couplingsOf(network, data);
        for (const d of [0.03, 0.2, 0.7, 1.6, 5]) {
          const shifted = factored(field, theta, modes, d);
          // Sums of residuals of size 10 or so.
          expect(Math.abs(shifted.coupling - Math.max(0, ...couplings))).toBeLessThanOrEqual(1e-12 * scale);
          // Where rounding decides, nothing is asked.
          const doubtful = [...spectrum.map((value) => value + d), ...couplings.map((value) => value - d)];
          if (doubtful.some((value) => Math.abs(value) < 1e-9 * scale)) continue;
          const negative = spectrum.filter((value) => value + d < 0).length;
          expect(shifted.negative, `d = ${d}`).toBe(negative);
          if (negative < couplings.filter((value) => value > d).length) ofBlocks++;
        }
      }),
      { ...RUNS, numRuns: 100 },
    );
    expect(ofBlocks).toBeGreaterThan(0);
  });
});

/** |Σε(x, 1)| over the data that each unit sees: how v is coupled with (w, b) beside JᵀJ. */
function couplingsOf(
  { inputWeights, inputBiases, outputWeights, outputBias }: Parameters<typeof hessian>[0],
  { x, y }: Parameters<typeof hessian>[1],
): number[] {
  const sees = (i: number, n: number): boolean => inputWeights[i] * x[n] + inputBiases[i] > 0;
  return Array.from(inputWeights, (_, i) => {
    let [ofX, ofOne] = [0, 0];
    x.forEach((place, n) => {
      if (!sees(i, n)) return;
      let residual = outputBias - y[n];
      outputWeights.forEach((v, j) => {
        if (sees(j, n)) residual += v * (inputWeights[j] * place + inputBiases[j]);
      });
      ofX += residual * place;
      ofOne += residual;
    });
    return Math.hypot(ofX, ofOne);
  });
}

function dense(
  network: Parameters<typeof hessian>[0],
  data: Parameters<typeof hessian>[1],
): { readonly values: Float64Array; readonly size: number } {
  const matrix = hessian(network, data);
  return { values: Float64Array.from(matrix.matrix), size: matrix.size };
}
