import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gaussianLaw, uniformLaw } from 'relu-splines/init';
import { widthLimitKernel } from 'relu-splines/limits';
import type { WidthLimitDensity } from 'relu-splines/limits';
import { symmetricEigenvalues } from '../../src/numeric/linear-algebra.js';
import { integrate } from '../../src/numeric/quadrature.js';
import { places, RUNS } from '../arbitraries/numbers.js';
import { DENSITIES, FINITE, kernelCases } from './width-limit.help.js';

const { EPSILON } = Number;

/** What a closed form or a rule of 21 points may lose: a few dozen roundings, or the 2e-14 that a rule accepts. */
const FEW = 200 * EPSILON;

/** K from its definition: what right- and left-facing units make of x and z. */
function byDefinition(p: (beta: number) => number, x: number, z: number, kinks: readonly number[]): number {
  const hinge = (t: number): number => Math.max(t, 0);
  const splitAt = [x, z, ...kinks];
  const right = integrate((b) => hinge(x - b) * hinge(z - b) * p(b), -Infinity, Infinity, { splitAt });
  const left = integrate((b) => hinge(b - x) * hinge(b - z) * p(b), -Infinity, Infinity, { splitAt });
  return right.value + left.value;
}

const kinksOf = (density: WidthLimitDensity): number[] => {
  if (density.kind === 'uniform') return [density.low, density.high];
  if (density.kind === 'uniform-ratio') return [-density.halfWidth, density.halfWidth];
  if (density.kind === 'uniform-network') return [-density.aB / density.aW, density.aB / density.aW];
  return [0];
};

describe('the kernel of an infinitely wide network', () => {
  it.each(kernelCases)('$name: K and D are those of 120 digits, near and far', ({ input, expected }) => {
    const kernel = widthLimitKernel(input.density);
    input.x.forEach((x, k) => {
      const z = input.z[k];
      expect(Math.abs(kernel.curved(x, z) - expected.curved[k])).toBeLessThanOrEqual(
        FEW * expected.curved[k],
      );
      const wanted = expected.kernel[k];
      if (wanted === null) expect(kernel.value(x, z)).toBe(Infinity);
      else expect(Math.abs(kernel.value(x, z) - wanted)).toBeLessThanOrEqual(FEW * wanted);
    });
  });

  it('has the golden values of theory 18', () => {
    const kernel = widthLimitKernel(DENSITIES[0]);
    // Written with 15 digits.
    expect(kernel.value(0.1, 0.7)).toBeCloseTo(0.963619047619048, 14);
    expect(kernel.value(-3, 0.2)).toBeCloseTo(2.03657142857143, 13);
    expect(kernel.value(3, 2.5)).toBeCloseTo(7.20833333333333, 13);
    expect(kernel.value(-3, 4)).toBe(0);
    const arcCosine = widthLimitKernel({ kind: 'gaussian-network', sigmaB: 1, sigmaW: 1.4 });
    expect(arcCosine.value(0.3, 1.1)).toBeCloseTo(0.845116554367479, 14);
  });

  it.each(FINITE)(
    '$kind: closed form = quadrature of the definition, inside and outside of the support',
    (density) => {
      const kernel = widthLimitKernel(density);
      for (const x of [-3, -1.2, 0.1, 0.55, 1.9, 2.5]) {
        for (const z of [-4, -1.5, 0.1, 0.7, 2, 3]) {
          const exact = byDefinition(kernel.weight, x, z, kinksOf(density));
          // Two integrals, each to 1e-12 of itself.
          expect(Math.abs(kernel.value(x, z) - exact)).toBeLessThanOrEqual(4e-12 * exact);
        }
      }
    },
  );

  it.each(DENSITIES)('$kind: the same density as a function only has the same kernel', (density) => {
    const kernel = widthLimitKernel(density);
    const kinks = kinksOf(density);
    const custom = widthLimitKernel({
      kind: 'custom',
      pdf: kernel.weight,
      splitAt: kinks,
      ...(density.kind === 'uniform' ? { support: [density.low, density.high] as const } : {}),
    });
    expect(custom.moments.second === Infinity).toBe(kernel.moments.second === Infinity);
    for (const x of [-30, -1.2, 0.55, 2.5]) {
      for (const z of [-4, 0.1, 0.55001, 2, 100]) {
        const D = kernel.curved(x, z);
        expect(Math.abs(custom.curved(x, z) - D)).toBeLessThanOrEqual(FEW * D);
        const K = kernel.value(x, z);
        if (K === Infinity) expect(custom.value(x, z)).toBe(Infinity);
        // Tails to infinity are to 2e-14 or what rounding makes of it.
        else expect(Math.abs(custom.value(x, z) - K)).toBeLessThanOrEqual(1e-12 * K);
      }
    }
  });

  it('has half the kernel weight of the initialization law as its density (erratum 36)', () => {
    const gaussian = gaussianLaw({ sigmaB: 0.7, sigmaW: 1.3, sigmaV: 1 });
    const uniform = uniformLaw({ aB: 0.7, aW: 1.3, aV: 1 });
    const pairs = [
      [gaussian, widthLimitKernel({ kind: 'gaussian-network', sigmaB: 0.7, sigmaW: 1.3 })],
      [uniform, widthLimitKernel({ kind: 'uniform-network', aB: 0.7, aW: 1.3 })],
    ] as const;
    for (const [law, { weight }] of pairs) {
      for (const beta of [-1e9, -3, -0.54, -0.2, 0, 0.1, 0.6, 40]) {
        const half = law.kernelWeight(beta) / 2;
        expect(Math.abs(weight(beta) - half)).toBeLessThanOrEqual(16 * EPSILON * half);
      }
    }
    const cauchy = widthLimitKernel({ kind: 'cauchy', scale: 0.7 / 1.3 });
    const ratio = widthLimitKernel({ kind: 'uniform-ratio', halfWidth: 0.7 / 1.3 });
    for (const beta of [-3, 0, 0.1, 40]) {
      expect(cauchy.weight(beta)).toBe(gaussian.breakpoint.pdf(beta));
      expect(ratio.weight(beta)).toBe(uniform.breakpoint.pdf(beta));
    }
  });

  it('is E[(wx + b)₊(wz + b)₊] for the networks: its moments are half of E[w²] and E[b²]', () => {
    expect(widthLimitKernel({ kind: 'gaussian-network', sigmaB: 3, sigmaW: 2 }).moments).toEqual({
      mass: 2,
      first: 0,
      second: 4.5,
    });
    expect(widthLimitKernel({ kind: 'uniform-network', aB: 3, aW: 6 }).moments).toEqual({
      mass: 6,
      first: 0,
      second: 1.5,
    });
  });

  it.each(FINITE)('$kind: is positive semidefinite, also on hostile places', (density) => {
    const kernel = widthLimitKernel(density);
    fc.assert(
      fc.property(fc.array(places(), { minLength: 1, maxLength: 8 }), (x) => {
        const K = kernel.matrix(x);
        const N = x.length;
        // Scaled to unit diagonal: places of size 1e9 would hide the others.
        const scale = x.map((each) => Math.sqrt(kernel.value(each, each)));
        const correlations = K.map((each, k) => each / scale[Math.floor(k / N)] / scale[k % N]);
        for (let i = 0; i < N; i++) {
          for (let j = 0; j < N; j++) expect(K[i * N + j]).toBe(K[j * N + i]);
        }
        const eigenvalues = symmetricEigenvalues(correlations, N);
        // Rounding of the entries, N EPSILON in norm, and of the eigenvalues.
        expect(eigenvalues[0]).toBeGreaterThanOrEqual(-8 * N * EPSILON * N - N * FEW);
      }),
      { ...RUNS, numRuns: 100 },
    );
  });

  it.each(DENSITIES)('$kind: D is conditionally as K: K − (M₀xz − M₁(x + z) + M₂)', (density) => {
    const { value, curved, moments } = widthLimitKernel(density);
    for (const [x, z] of [
      [0.1, 0.7],
      [-3, 4],
      [0.3, 0.3],
    ]) {
      expect(curved(x, z)).toBe(curved(z, x));
      if (moments.first === undefined) continue;
      const line = moments.mass * x * z - moments.first * (x + z) + moments.second;
      expect(Math.abs(value(x, z) - line - curved(x, z))).toBeLessThanOrEqual(FEW * (Math.abs(line) + 12));
    }
  });

  it('has all entries of a matrix, of one set of places or two', () => {
    const kernel = widthLimitKernel(DENSITIES[0]);
    expect(Array.from(kernel.matrix([0, 1], [2]))).toEqual([kernel.value(0, 2), kernel.value(1, 2)]);
    expect(kernel.matrix([])).toHaveLength(0);
  });

  it('takes the moments of a custom density where they are known', () => {
    const pdf = (beta: number): number => 3 * Math.exp(-(beta * beta) / 2);
    const measured = widthLimitKernel({ kind: 'custom', pdf });
    const mass = 3 * Math.sqrt(2 * Math.PI);
    expect(Math.abs(measured.moments.mass - mass)).toBeLessThanOrEqual(1e-12 * mass);
    const stated = widthLimitKernel({ kind: 'custom', pdf, moments: { mass, first: 0, second: mass } });
    expect(stated.moments).toEqual({ mass, first: 0, second: mass });
    const infinite = { mass, first: undefined, second: Infinity };
    expect(widthLimitKernel({ kind: 'custom', pdf, moments: infinite }).value(0, 0)).toBe(Infinity);
  });

  it('keeps the digits of the moments of a narrow density far from 0', () => {
    const custom = widthLimitKernel({ kind: 'custom', pdf: () => 0.5, support: [1e6 - 1, 1e6 + 1] });
    const uniform = widthLimitKernel({ kind: 'uniform', low: 1e6 - 1, high: 1e6 + 1 });
    const K = uniform.value(1e6, 1e6);
    expect(K).toBeCloseTo(1 / 3, 15);
    expect(Math.abs(custom.value(1e6, 1e6) - K)).toBeLessThanOrEqual(1e-9 * K);
  });

  it.each<[string, () => unknown, ErrorConstructor | string, string]>([
    [
      'a scale of 0',
      () => widthLimitKernel({ kind: 'cauchy', scale: 0 }),
      'RangeError',
      'widthLimitKernel: density.scale must be positive, got 0',
    ],
    [
      'NaN',
      () => widthLimitKernel({ kind: 'uniform-network', aB: 1, aW: NaN }),
      'RangeError',
      'widthLimitKernel: density.aW must be finite, got NaN',
    ],
    [
      'a negative scale',
      () => widthLimitKernel({ kind: 'gaussian-network', sigmaB: -1, sigmaW: 1 }),
      'RangeError',
      'widthLimitKernel: density.sigmaB must be positive, got -1',
    ],
    [
      'an empty interval',
      () => widthLimitKernel({ kind: 'uniform', low: 1, high: 1 }),
      'RangeError',
      'widthLimitKernel: density.high must be above low = 1, got 1',
    ],
    [
      'another kind',
      () => widthLimitKernel({ kind: 'laplace' } as never),
      'TypeError',
      'widthLimitKernel: density.kind must be one of uniform, cauchy, uniform-ratio, gaussian-network, uniform-network, custom, got "laplace"',
    ],
    [
      'a negative density',
      () => widthLimitKernel({ kind: 'custom', pdf: (b) => b, support: [-1, 1] }),
      'RangeError',
      'widthLimitKernel: density.pdf must not be negative or NaN, got -',
    ],
    [
      'no density anywhere',
      () => widthLimitKernel({ kind: 'custom', pdf: () => 0, support: [-1, 1] }),
      'RangeError',
      'widthLimitKernel: density.pdf must be positive somewhere, got a mass of 0',
    ],
    [
      'an infinite value that splitAt does not name',
      () => widthLimitKernel({ kind: 'custom', pdf: (b) => 1 / Math.sqrt(Math.abs(b)), support: [-1, 1] }),
      'RangeError',
      'widthLimitKernel: density.moments.mass must be given, quadrature has ',
    ],
    [
      'infinite mass',
      () => widthLimitKernel({ kind: 'custom', pdf: () => 1 }),
      'RangeError',
      'widthLimitKernel: density.moments.mass must be given, quadrature has ',
    ],
    [
      'a support that falls',
      () => widthLimitKernel({ kind: 'custom', pdf: () => 1, support: [2, 1] }),
      'RangeError',
      'widthLimitKernel: density.support must increase, got 2 and 1',
    ],
    [
      'impossible moments',
      () => widthLimitKernel({ kind: 'custom', pdf: () => 1, moments: { mass: 1, first: 2, second: 4 } }),
      'RangeError',
      'widthLimitKernel: density.moments.second must be above first²/mass = 4, got 4',
    ],
    [
      'no function',
      () => widthLimitKernel({ kind: 'custom', pdf: 3 } as never),
      'TypeError',
      'widthLimitKernel: density.pdf must be a function, got 3',
    ],
    [
      'no place',
      () => widthLimitKernel(DENSITIES[0]).value(NaN, 0),
      'RangeError',
      'WidthLimitKernel: x must be finite, got NaN',
    ],
  ])('refuses %s', (_, call, name, message) => {
    try {
      call();
    } catch (error) {
      expect(error).toMatchObject({ name });
      expect((error as Error).message.startsWith(message), (error as Error).message).toBe(true);
      return;
    }
    expect.unreachable('nothing was thrown');
  });
});
