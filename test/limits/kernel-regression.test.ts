import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bdso, dataset, evaluate, isLonely, residuals, toBdso, toNetwork } from 'relu-splines';
import { kernelFlow, kernelRegression } from 'relu-splines/limits';
import { OrthonormalBasis } from '../../src/numeric/linear-algebra.js';
import { networksWithData } from '../arbitraries/datasets.js';
import { RUNS as ALL_RUNS } from '../arbitraries/numbers.js';
import { deltaSlopeColumns, length, outputFeatures, problems, product } from './kernel.help.js';

const { EPSILON } = Number;
// Each run decomposes more than once.
const RUNS = { ...ALL_RUNS, numRuns: 150 };
const MODES = ['output-weights', 'delta-slopes'] as const;

describe('the solution nearest to the start (theory 11.1)', () => {
  it('is the least-squares solution whose change is in the row space, with the rank of the features', () => {
    fc.assert(
      fc.property(problems(), fc.constantFrom(...MODES), ({ network, data }, trained) => {
        const rows = (trained === 'output-weights' ? outputFeatures : deltaSlopeColumns)(network, data);
        const scale = network.inputWeights.map((w) => (trained === 'output-weights' ? 1 : Math.abs(w)));
        const got = kernelRegression(network, data, { trained });
        const change = got.solution.outputWeights.map((v, i) => scale[i] * (v - network.outputWeights[i]));
        const basis = new OrthonormalBasis(scale.length);
        rows.forEach((row) => basis.insert(row));
        expect(got.rank).toBe(basis.size);

        // Features are halves up to 24, at most 9 × 8 of them: singular values between 1e-3 and 200, hence rounding
        // EPSILON · 72 · condition, on changes of at most the residuals over the smallest singular value.
        const { condition } = kernelFlow(network, data, { trained });
        const sizes = length(data.y) + 9 * 24 * 4 * Math.sqrt(data.x.length);
        const bound = 72 * EPSILON * condition * sizes * Math.max(1, condition / 200);
        const row = Float64Array.from(change);
        for (const vector of basis.vectors) {
          const share = product(row, vector);
          for (let i = 0; i < row.length; i++) row[i] -= share * vector[i];
        }
        expect(length(row), 'the part of the change outside the row space').toBeLessThanOrEqual(bound);
        scale.forEach((_, i) => {
          const column = rows.map((features) => features[i]);
          expect(Math.abs(product(column, got.residuals)), 'Aᵀε').toBeLessThanOrEqual(200 * bound);
        });
        expect(Math.abs(length(change) - got.distance)).toBeLessThanOrEqual(bound);
        expect(got.loss).toBeCloseTo(product(got.residuals, got.residuals) / 2, 9);
        expect(got.outOfRange).toBeCloseTo(length(got.residuals), 9);
        expect(got.interpolates).toBe(got.outOfRange < 1e-9);
      }),
      RUNS,
    );
  });

  it('has no gradient left in what is trained, for wild networks and data', () => {
    fc.assert(
      fc.property(networksWithData(), fc.constantFrom(...MODES), ({ network, data }, trained) => {
        const got = kernelRegression(network, data, { trained, start: 'zero' });
        const { inputWeights: w, inputBiases: b, outputWeights: v } = got.solution;
        const epsilon = residuals(got.solution, data);
        const { singularValues, threshold } = kernelFlow(network, data, { trained, start: 'zero' });
        const [largest = 0] = singularValues;
        const free = w.map((weight) =>
          trained === 'output-weights' ? 1 : weight === 0 ? 0 : 1 / Math.abs(weight),
        );
        const terms = Array.from(data.x, (x, n) => {
          const hinges = v.map((weight, i) => Math.abs(weight) * Math.max(w[i] * x + b[i], 0));
          return hinges.reduce((sum, term) => sum + term, Math.abs(data.y[n]) + Math.abs(network.outputBias));
        });
        const size = Math.max(w.length, data.x.length, 1);
        w.forEach((weight, i) => {
          let gradient = 0;
          let places = 0;
          data.x.forEach((x, n) => {
            if (!(weight * x + b[i] > 0)) return;
            gradient += free[i] * (weight * x + b[i]) * epsilon[n];
            // What wx + b loses far from the origin, which this test's own features do not spare.
            places += free[i] * Math.abs(weight * x) * Math.abs(epsilon[n]);
          });
          // Backward stability: the gradient belongs to features that are wrong by the threshold at most, and to
          // values of f that are wrong by their rounding.
          const rounding =
            threshold * largest * (largest * got.norm + length(terms)) + size * EPSILON * places;
          expect(Math.abs(gradient)).toBeLessThanOrEqual(4 * rounding);
        });
      }),
      RUNS,
    );
  });

  it('is the same gap by gap and by singular values', () => {
    let solvedByGaps = 0;
    fc.assert(
      fc.property(problems(), fc.constantFrom(...MODES), ({ network, data }, trained) => {
        const got = kernelRegression(network, data, { trained });
        const flow = kernelFlow(network, data, { trained });
        const end = flow.at(Infinity);
        if (got.method === 'gaps') solvedByGaps++;
        expect(got.rank).toBe(flow.rank);
        expect(got.interpolates).toBe(flow.interpolates);
        const bound = 72 * 8 * EPSILON * flow.condition * (1 + length(data.y) + end.norm + end.distance);
        got.solution.outputWeights.forEach((v, i) => {
          expect(Math.abs(v - end.solution.outputWeights[i])).toBeLessThanOrEqual(bound);
        });
        // Features are at most 24, and there are 9 units and an output bias.
        const atData = 24 * 9 * bound;
        got.residuals.forEach((residual, n) => {
          expect(Math.abs(residual - end.residuals[n])).toBeLessThanOrEqual(atData);
        });
        expect(Math.abs(got.norm - end.norm)).toBeLessThanOrEqual(9 * bound);
        expect(Math.abs(got.distance - end.distance)).toBeLessThanOrEqual(9 * bound);
      }),
      RUNS,
    );
    expect(solvedByGaps).toBeGreaterThan(20);
  });

  it('fits 2,000 data far from the origin, to what evaluating the fit leaves', () => {
    const count = 2000;
    const x = Array.from({ length: count }, (_, n) => 1e6 + n + (n % 10 === 0 ? 1 - 2 ** -10 : 0));
    const y = x.map((_, n) => Math.sin(n / 50) + (n % 7) / 7);
    const beta = x.flatMap((place, n) => {
      const gap = (n + 1 < count ? x[n + 1] : place + 1) - place;
      return [place + 0.25 * gap, place + 0.5 * gap];
    });
    const spline = bdso({
      breakpoints: [...beta, x[0] - 1, x[0] - 2],
      deltaSlopes: new Float64Array(2 * count + 2),
      orientations: [...beta.map((_, i) => (i % 3 === 0 ? -1 : 1)), 1, 1],
    });
    const { method, rank, interpolates, solution } = kernelRegression(spline, dataset(x, y));
    expect(method).toBe('gaps');
    expect(rank).toBe(count);
    expect(interpolates).toBe(true);
    const { deltaSlopes: mu, orientations: s } = solution;
    residuals(toNetwork(solution), dataset(x, y)).forEach((left, n) => {
      let terms = 2;
      mu.forEach((slope, i) => {
        terms += Math.abs(slope) * Math.max(s[i] * (x[n] - solution.breakpoints[i]), 0);
      });
      expect(Math.abs(left)).toBeLessThan(64 * EPSILON * terms);
    });
  });

  it('moves with the data and scales with them', () => {
    const beta = [-1.5, -0.75, -0.5, 0.25, 0.5, 1.25, 1.5];
    const s = [1, -1, 1, 1, -1, 1, -1];
    const x = [-1, -0.25, 0, 0.75, 1];
    const y = [1, -1, 0.5, 2, 0];
    const at = (move: (place: number) => number): Float64Array =>
      Float64Array.from(
        kernelRegression(
          bdso({ breakpoints: beta.map(move), deltaSlopes: beta.map(() => 0), orientations: s }),
          dataset(x.map(move), y),
        ).solution.deltaSlopes,
      );
    const plain = at((place) => place);
    // All numbers stay exact, so only the rounding of the solution is seen: EPSILON · n · condition (about 50).
    const bound = 50 * 8 * EPSILON * 100 * length(plain);
    for (const shift of [1e6, -(2 ** 40)]) {
      at((place) => place + shift).forEach((mu, i) => {
        expect(Math.abs(mu - plain[i])).toBeLessThan(bound);
      });
    }
    for (const scale of [2 ** -30, 2 ** 30]) {
      at((place) => place * scale).forEach((mu, i) => {
        expect(Math.abs(mu * scale - plain[i])).toBeLessThan(bound);
      });
    }
  });

  it('keeps small singular values: data as near to each other as doubles allow', () => {
    // μ₁(x + 1) + μ₂x₊ through (0, 1) and (δ, 2): μ = (1, (1 − δ)/δ); the condition number is about 4/δ.
    const spline = bdso({ breakpoints: [-1, 0], deltaSlopes: [0, 0], orientations: [1, 1] });
    for (const delta of [1e-3, 1e-6, 1e-9, 1e-12]) {
      const data = dataset([0, delta], [1, 2]);
      const error = (mu: ArrayLike<number>): number => Math.abs(mu[1] / ((1 - delta) / delta) - 1);
      const flow = kernelFlow(spline, data);
      expect(flow.rank).toBe(2);
      expect(flow.interpolates).toBe(true);
      expect(flow.condition * delta).toBeGreaterThan(1);
      expect(flow.condition * delta).toBeLessThan(8);
      expect(error(flow.at(Infinity).solution.deltaSlopes)).toBeLessThan(16 * EPSILON * flow.condition);
      // Gap by gap, there is no condition number of the features: entries are quotients of differences.
      const { solution, method, rank } = kernelRegression(spline, data);
      expect(method).toBe('gaps');
      expect(rank).toBe(2);
      expect(error(solution.deltaSlopes)).toBeLessThan(16 * EPSILON);
    }
    // With a threshold above its share, the small one counts as zero: the two data are fitted in the mean.
    const cut = kernelRegression(spline, dataset([0, 1e-6], [1, 2]), { threshold: 1e-5 });
    expect(cut.rank).toBe(1);
    expect(cut.threshold).toBe(1e-5);
    expect(cut.method).toBe('singular-values');
    expect(cut.margin.kept).toBe(1);
    expect(cut.margin.dropped).toBeGreaterThan(1e-7);
    expect(cut.margin.dropped).toBeLessThan(1e-6);
    expect(cut.interpolates).toBe(false);
    expect(cut.solution.deltaSlopes[0]).toBeCloseTo(1.5, 5);
  });
});

describe('what is least', () => {
  const random = (k: number): number => (k * 0.618_033_988_749_895) % 1;
  const width = 24;
  const beta = Array.from({ length: width }, (_, i) => -2.5 + (5 * i) / (width - 1));
  const s = beta.map((_, i) => (i % 2 === 0 ? 1 : -1));
  const data = dataset([-2, -1.2, -0.3, 0.4, 1.1, 1.9], [0.3, -0.9, 0.8, 0.1, -0.5, 1]);
  const flat = bdso({ breakpoints: beta, deltaSlopes: beta.map(() => 0), orientations: s });
  const squares = (values: ArrayLike<number>): number => product(values, values);

  it('erratum 33: training a network makes Σ μ²/w² least, not Σ μ²', () => {
    const scale = beta.map((_, i) => 0.3 + 2 * random(i + 1));
    const network = toNetwork(flat, { scale });
    const real = kernelRegression(network, data);
    const print = kernelRegression(network, data, { trained: 'delta-slopes' });
    expect(real.interpolates && print.interpolates).toBe(true);
    const ofReal = toBdso(real.solution).deltaSlopes;
    const ofPrint = toBdso(print.solution).deltaSlopes;
    // Each wins in its own norm, by far more than rounding.
    expect(squares(ofReal)).toBeGreaterThan(1.05 * squares(ofPrint));
    expect(squares(ofPrint.map((mu, i) => mu / scale[i]))).toBeGreaterThan(
      1.05 * squares(real.solution.outputWeights),
    );
    // And they are different functions.
    const grid = Array.from({ length: 401 }, (_, k) => -2 + k / 100);
    const there = evaluate(print.solution, grid);
    const apart = evaluate(real.solution, grid).map((f, k) => Math.abs(f - there[k]));
    expect(Math.max(...apart)).toBeGreaterThan(0.05);
  });

  it('is the same for both iff all |w| are equal', () => {
    for (const scale of [1, 0.25, 3]) {
      const network = toNetwork(flat, { scale });
      const real = toBdso(kernelRegression(network, data).solution).deltaSlopes;
      const print = toBdso(kernelRegression(network, data, { trained: 'delta-slopes' }).solution).deltaSlopes;
      const ofSpline = kernelRegression(flat, data);
      real.forEach((mu, i) => {
        // Condition numbers are below 100 here, sums have 24 terms.
        const bound = 24 * EPSILON * 100 * ofSpline.norm;
        expect(Math.abs(mu - print[i])).toBeLessThan(bound);
        expect(Math.abs(mu - ofSpline.solution.deltaSlopes[i])).toBeLessThan(bound);
      });
    }
    const unequal = toNetwork(flat, { scale: beta.map((_, i) => (i === 5 ? 1.01 : 1)) });
    const apart = kernelRegression(unequal, data).solution.outputWeights.map(
      (v, i) => v * unequal.inputWeights[i] - kernelRegression(flat, data).solution.deltaSlopes[i],
    );
    expect(length(apart)).toBeGreaterThan(1e-4);
  });

  it('erratum 38: a lonely partition does not make the loss vanish, a right-facing unit left of all data does', () => {
    const x = [-1, 0, 1, 2];
    const targets = dataset(x, [1, -1, 2, 0]);
    const rightOnly = bdso({
      breakpoints: [-0.5, 0.5, 1.5],
      deltaSlopes: [0, 0, 0],
      orientations: [1, 1, 1],
    });
    expect(isLonely(rightOnly, targets)).toBe(true);
    const stuck = kernelRegression(rightOnly, targets);
    expect(stuck.interpolates).toBe(false);
    expect(stuck.rank).toBe(3);
    // The leftmost datum sees no unit: its residual is its y, and all others are met.
    expect(stuck.residuals[0]).toBeCloseTo(1, 14);
    expect(stuck.loss).toBeCloseTo(0.5, 14);
    const oneMore = bdso({
      breakpoints: [-1.5, -0.5, 0.5, 1.5],
      deltaSlopes: [0, 0, 0, 0],
      orientations: [1, 1, 1, 1],
    });
    expect(kernelRegression(oneMore, targets).interpolates).toBe(true);
    const mirrored = bdso({
      breakpoints: [-0.5, 0.5, 1.5, 2.5],
      deltaSlopes: [0, 0, 0, 0],
      orientations: [-1, -1, -1, -1],
    });
    expect(kernelRegression(mirrored, targets).interpolates).toBe(true);
  });
});
