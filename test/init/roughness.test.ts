import { describe, expect, it } from 'vitest';
import { roughness } from 'relu-splines';
import {
  expectedRoughness,
  gaussianLaw,
  generalLaw,
  glorotLaw,
  heLaw,
  heNormal,
  randomStream,
  roughnessTailBound,
  roughnessVariance,
  torchDefault,
  torchLaw,
  uniformLaw,
} from 'relu-splines/init';
import type { RandomStream, RoughnessSource, gaussianInit } from 'relu-splines/init';
import { expectRefusal } from '../laws/refusal.js';
import { expectWithin, referenceCases } from '../reference/load.js';

const { EPSILON } = Number;

function expectRelative(got: number, wanted: number): void {
  // A dozen roundings.
  expect(Math.abs(got - wanted), `got ${got}, wanted ${wanted}`).toBeLessThanOrEqual(16 * EPSILON * wanted);
}

describe('closed forms of theory 4', () => {
  it.each([1, 7, 64, 1000])('H = %i', (H) => {
    const he = heLaw({ width: H, sigmaB: 0.3 });
    expectRelative(expectedRoughness(he, H), 4);
    expectRelative(roughnessVariance(he, H), 128 / H);
    expectRelative(roughnessTailBound(he, H, 2), 1 / (1 + (4 * H) / 128));
    const glorot = glorotLaw({ width: H, sigmaB: 3 });
    expectRelative(expectedRoughness(glorot, H), (4 * H) / (H + 1) ** 2);
    expectRelative(roughnessVariance(glorot, H), (128 * H) / (H + 1) ** 4);
    expectRelative(roughnessTailBound(glorot, H, 0.1), 1 / (1 + (0.01 * (H + 1) ** 4) / (128 * H)));
    const uniform = uniformLaw({ aB: 5, aW: 1.5, aV: 0.2 });
    expectRelative(expectedRoughness(uniform, H), (H * 0.09) / 9);
    expectRelative(roughnessVariance(uniform, H), (56 * H * 0.0081) / 2025);
    const torch = torchLaw({ width: H });
    expectRelative(expectedRoughness(torch, H), 1 / 9);
    expectRelative(roughnessVariance(torch, H), 56 / (2025 * H));
  });

  it('from moments, for any other law', () => {
    // w = ±1 and v Laplace of scale 1: E v² = 2, E v⁴ = 24.
    const moments = { inputSecond: 1, inputFourth: 1, outputSecond: 2, outputFourth: 24 };
    expect(expectedRoughness(moments, 10)).toBe(20);
    expect(roughnessVariance(moments, 10)).toBe(200);
    expect(roughnessTailBound(moments, 10, 10)).toBe(2 / 3);
    const general = generalLaw({
      b: { pdf: () => 1, support: [0, 1] },
      w: { pdf: () => 0.5, support: [-1, 1] },
      v: { pdf: (x) => Math.exp(-Math.abs(x)) / 2, splitAt: [0] },
    });
    // E w² = 1/3, E w⁴ = 1/5; two quadratures at 1e-12.
    expect(Math.abs(expectedRoughness(general, 6) / 4 - 1)).toBeLessThan(1e-11);
    expect(Math.abs(roughnessVariance(general, 10) / (48 - 40 / 9) - 1)).toBeLessThan(1e-11);
  });
});

interface Input {
  readonly kind: string;
  readonly H?: number;
  readonly sigma_b: number;
  readonly sigma_w: number;
  readonly sigma_v: number;
  readonly a_b: number;
  readonly a_w: number;
  readonly a_v: number;
}

interface Expected {
  readonly roughness?: {
    readonly mean: number;
    readonly variance: number;
    readonly cantelli_bound: number[];
    readonly cantelli_lambda: number[];
  };
}

describe('roughness in densities.json', () => {
  const cases = referenceCases<Input, Expected>('densities').filter(({ expected }) => expected.roughness);
  it('has cases', () => {
    expect(cases.length).toBeGreaterThan(5);
  });
  it.each(cases)('$name', ({ input, expected, tolerance }) => {
    const law =
      input.kind === 'gaussian'
        ? gaussianLaw({ sigmaB: input.sigma_b, sigmaW: input.sigma_w, sigmaV: input.sigma_v })
        : uniformLaw({ aB: input.a_b, aW: input.a_w, aV: input.a_v });
    const H = input.H ?? NaN;
    const { mean, variance, cantelli_lambda: lambdas, cantelli_bound: bounds } = expected.roughness ?? {};
    expectWithin(expectedRoughness(law, H), mean, tolerance.roughness, 'mean');
    expectWithin(roughnessVariance(law, H), variance, tolerance.roughness, 'variance');
    expectWithin(
      lambdas?.map((lambda) => roughnessTailBound(law, H, lambda)),
      bounds,
      tolerance.roughness,
      'bounds',
    );
  });
});

describe('Cantelli on 100 000 networks', () => {
  const TRIALS = 100_000;
  const H = 16;
  const stream = randomStream(2022);
  const cases: { name: string; source: RoughnessSource; make: (stream: RandomStream) => number }[] = [
    {
      name: 'He',
      source: heLaw({ width: H, sigmaB: 1 }),
      make: (s) => squares(heNormal({ width: H, sigmaB: 1 }, s)),
    },
    {
      name: 'PyTorch',
      source: torchLaw({ width: H }),
      make: (s) => squares(torchDefault({ width: H }, s)),
    },
  ];

  function squares({ inputWeights: w, outputWeights: v }: ReturnType<typeof gaussianInit>): number {
    let sum = 0;
    for (let i = 0; i < w.length; i++) sum += (w[i] * v[i]) ** 2;
    return sum;
  }

  it.each(cases)('$name: the bound holds, and says something', ({ source, make }) => {
    const rho = Float64Array.from({ length: TRIALS }, () => make(stream)).sort();
    const mean = expectedRoughness(source, H);
    const deviation = Math.sqrt(roughnessVariance(source, H));
    // The sample's mean and variance, within 5 standard deviations of the mean's; ρ's own fourth moment
    // widens the variance's.
    const average = rho.reduce((sum, r) => sum + r, 0) / TRIALS;
    expect(Math.abs(average - mean)).toBeLessThan((5 * deviation) / Math.sqrt(TRIALS));
    const deviations = rho.map((r) => (r - average) ** 2);
    const spread = deviations.reduce((sum, d) => sum + d, 0) / TRIALS;
    const spreadOfSpread = Math.sqrt(deviations.reduce((sum, d) => sum + (d - spread) ** 2, 0)) / TRIALS;
    expect(Math.abs(spread - deviation ** 2)).toBeLessThan(5 * spreadOfSpread);

    for (const k of [0.5, 1, 2, 4]) {
      const bound = roughnessTailBound(source, H, k * deviation);
      expect(bound).toBeCloseTo(1 / (1 + k * k), 12);
      const exceeding = rho.filter((r) => r - mean >= k * deviation).length / TRIALS;
      // The bound holds by more than the sample's own spread.
      expect(exceeding + 5 * Math.sqrt(exceeding / TRIALS)).toBeLessThan(bound);
      // Not vacuous: below 1 already, and never two orders above what happens within two deviations.
      if (k <= 2) expect(exceeding).toBeGreaterThan(bound / 100);
    }
  });

  it('is about the roughness that forms compute', () => {
    const network = heNormal({ width: H, sigmaB: 1 }, randomStream(1));
    expectRelative(squares(network), roughness(network));
  });
});

it('what has no roughness to expect', () => {
  const cauchy = generalLaw({
    b: { pdf: () => 1, support: [0, 1] },
    w: { pdf: () => 1, support: [0, 1] },
    v: { pdf: (x) => 1 / (Math.PI * (1 + x * x)) },
  });
  expectRefusal(
    () => expectedRoughness(cauchy, 5),
    'RangeError',
    'expectedRoughness: source.deltaSlope must have a variance',
  );
  const flat = { mean: 0, variance: 1, excessKurtosis: undefined };
  const law = heLaw({ width: 2, sigmaB: 1 });
  expectRefusal(
    () => roughnessVariance({ deltaSlope: { ...law.deltaSlope, ...flat } }, 5),
    'RangeError',
    'roughnessVariance: source.deltaSlope must have a fourth moment',
  );
  expectRefusal(
    () => roughnessTailBound({ deltaSlope: { ...law.deltaSlope, mean: 0.5 } }, 5, 1),
    'RangeError',
    'roughnessTailBound: source.deltaSlope must have mean 0, got 0.5: give moments instead',
  );
});

it('bad input', () => {
  const he = heLaw({ width: 4, sigmaB: 1 });
  for (const [width, got] of [
    [0, '0'],
    [1.5, '1.5'],
  ] as const) {
    for (const f of [expectedRoughness, roughnessVariance]) {
      expectRefusal(
        () => f(he, width),
        'RangeError',
        `${f.name}: width must be an integer of at least 1, got ${got}`,
      );
    }
  }
  for (const [lambda, rule] of [
    [0, 'positive, got 0'],
    [-1, 'positive, got -1'],
    [NaN, 'finite, got NaN'],
  ] as const) {
    expectRefusal(
      () => roughnessTailBound(he, 4, lambda),
      'RangeError',
      `roughnessTailBound: lambda must be ${rule}`,
    );
  }
  const moments = { inputSecond: 1, inputFourth: 1, outputSecond: 2, outputFourth: 24 };
  expectRefusal(
    () => expectedRoughness({ ...moments, outputSecond: -1 }, 4),
    'RangeError',
    'expectedRoughness: outputSecond must be positive, got -1',
  );
  expectRefusal(
    () => roughnessVariance({ ...moments, outputFourth: 3 }, 4),
    'RangeError',
    'roughnessVariance: outputFourth must be at least the square of outputSecond, 4, got 3',
  );
  expectRefusal(
    () => roughnessVariance({ inputSecond: 1, outputSecond: 1 }, 4),
    'TypeError',
    'roughnessVariance: inputFourth must be a number, got undefined',
  );
  expectRefusal(
    // @ts-expect-error -- nothing is no source
    () => expectedRoughness(undefined, 4),
    'TypeError',
    'expectedRoughness: source must be an object, got undefined',
  );
});
