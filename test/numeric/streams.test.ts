import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { randomStream, resumeStream } from '../../src/numeric/streams.js';
import type { RandomStream } from '../../src/numeric/streams.js';

// Every statistical test below has a fixed seed and a significance of 1e-3 (two-sided where there are two
// sides): a wrong generator fails, and a right one fails for one seed in a thousand. None had to be changed.
const NORMAL_QUANTILE = 3.2905;
/** Kolmogorov's statistic √n sup|F_n − F| exceeds this with probability 2 exp(−2·1.9495²) = 1e-3. */
const KOLMOGOROV_QUANTILE = 1.9495;

/** √n sup|F_n − F| for the distribution function F. */
function kolmogorov(sample: Float64Array, cdf: (x: number) => number): number {
  const sorted = Float64Array.from(sample).sort();
  const n = sorted.length;
  let largest = 0;
  sorted.forEach((x, i) => {
    const f = cdf(x);
    largest = Math.max(largest, f - i / n, (i + 1) / n - f);
  });
  return Math.sqrt(n) * largest;
}

/** Abramowitz & Stegun 7.1.26, right to 1.5e-7: nothing beside a Kolmogorov distance of 1/√n. */
function normalCdf(x: number): number {
  const z = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * z);
  const series =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const upper = 0.5 * series * Math.exp(-z * z);
  return x > 0 ? 1 - upper : upper;
}

const mean = (values: ArrayLike<number>, f: (x: number) => number = (x) => x): number =>
  Array.from(values).reduce((sum, x) => sum + f(x), 0) / values.length;

function normals(stream: RandomStream, n: number): Float64Array {
  const out = new Float64Array(n);
  stream.normalInto(out);
  return out;
}

function uniforms(stream: RandomStream, n: number): Float64Array {
  const out = new Float64Array(n);
  stream.uniformInto(out);
  return out;
}

describe('the generator', () => {
  test('is MT19937 as its authors publish it, seeded by the four halves', () => {
    // mt19937ar.out: init_by_array({0x123, 0x234, 0x345, 0x456}), the first outputs of genrand_int32.
    const words = [
      1067595299, 955945823, 477289528, 4107218783, 4228976476, 3344332714, 3355579695, 227628506,
    ];
    const stream = randomStream(0x123 + 0x234 * 2 ** 32, 0x345 + 0x456 * 2 ** 32);
    for (let i = 0; i < words.length; i += 2) {
      // genrand_res53 of the same file.
      expect(stream.uniform()).toBe(((words[i] >>> 5) * 2 ** 26 + (words[i + 1] >>> 6)) / 2 ** 53);
    }
  });

  test('leaves Math.random alone', () => {
    const spy = vi.spyOn(Math, 'random');
    const stream = randomStream(1, 2);
    stream.normal();
    resumeStream(stream.state()).integer(7);
    expect(spy).not.toHaveBeenCalled();
    spy.mockRestore();
  });
});

describe('uniform numbers', () => {
  const sample = uniforms(randomStream(20, 1), 100_000);

  test('pass the Kolmogorov–Smirnov test', () => {
    expect(kolmogorov(sample, (x) => x)).toBeLessThan(KOLMOGOROV_QUANTILE);
  });

  test('are multiples of 2^−53 in [0, 1), odd ones too', () => {
    const numerators = Array.from(sample, (x) => x * 2 ** 53);
    expect(numerators.every((k) => Number.isSafeInteger(k) && k >= 0)).toBe(true);
    const odd = mean(numerators, (k) => k % 2);
    expect(Math.abs(odd - 0.5) * 2 * Math.sqrt(sample.length)).toBeLessThan(NORMAL_QUANTILE);
  });

  test('follow one another without correlation', () => {
    const n = sample.length - 1;
    let sum = 0;
    for (let i = 0; i < n; i++) sum += 12 * (sample[i] - 0.5) * (sample[i + 1] - 0.5);
    expect(Math.abs(sum) / Math.sqrt(n)).toBeLessThan(NORMAL_QUANTILE);
  });

  test('the open kind is the other one without zeros', () => {
    const [one, other] = [randomStream(21), randomStream(21)];
    for (let i = 0; i < 1000; i++) expect(one.openUniform()).toBe(other.uniform());
  });
});

describe('normal numbers', () => {
  const n = 100_000;
  const sample = normals(randomStream(22, 1), n);

  test('pass the Kolmogorov–Smirnov test', () => {
    expect(kolmogorov(sample, normalCdf)).toBeLessThan(KOLMOGOROV_QUANTILE);
  });

  test('have the moments 0, 1, 0, 3', () => {
    // The variances of x, x², x³, x⁴ are 1, 2, 15, 96.
    const z = (power: number, expected: number, variance: number): number =>
      Math.abs(mean(sample, (x) => x ** power) - expected) * Math.sqrt(n / variance);
    expect(z(1, 0, 1)).toBeLessThan(NORMAL_QUANTILE);
    expect(z(2, 1, 2)).toBeLessThan(NORMAL_QUANTILE);
    expect(z(3, 0, 15)).toBeLessThan(NORMAL_QUANTILE);
    expect(z(4, 3, 96)).toBeLessThan(NORMAL_QUANTILE);
  });

  test('have the right tails, where the ziggurat has a method of its own', () => {
    // 3.442619855899 is the end of its last rectangle.
    const beyond = 2 * normalCdf(-3.442619855899);
    const count = sample.filter((x) => Math.abs(x) > 3.442619855899).length;
    expect(Math.abs(count - n * beyond) / Math.sqrt(n * beyond)).toBeLessThan(NORMAL_QUANTILE);
    expect(count).toBeGreaterThan(0);
  });
});

describe('integers and signs', () => {
  test('ten faces fall equally often', () => {
    const stream = randomStream(23);
    const counts = new Float64Array(10);
    for (let i = 0; i < 100_000; i++) counts[stream.integer(10)]++;
    // 27.877 is the quantile of χ² with 9 degrees of freedom at 1 − 1e-3.
    expect(counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)).toBeLessThan(27.877);
  });

  test('a bound of 3·2^51 has no bias, where a remainder alone would double the first third', () => {
    const stream = randomStream(24);
    const n = 20_000;
    let low = 0;
    for (let i = 0; i < n; i++) {
      const draw = stream.integer(3 * 2 ** 51);
      expect(Number.isSafeInteger(draw) && draw >= 0 && draw < 3 * 2 ** 51).toBe(true);
      if (draw < 2 ** 51) low++;
    }
    expect(Math.abs(low - n / 3) / Math.sqrt((n * 2) / 9)).toBeLessThan(NORMAL_QUANTILE);
  });

  test('one face is always the same, and 2^53 − 1 is allowed', () => {
    const stream = randomStream(25);
    for (let i = 0; i < 100; i++) expect(stream.integer(1)).toBe(0);
    expect(stream.integer(2 ** 53 - 1)).toBeGreaterThanOrEqual(0);
  });

  test('signs are fair', () => {
    const stream = randomStream(26);
    const signs = Array.from({ length: 100_000 }, () => stream.sign());
    expect(new Set(signs)).toEqual(new Set([-1, 1]));
    expect(Math.abs(mean(signs)) * Math.sqrt(signs.length)).toBeLessThan(NORMAL_QUANTILE);
  });
});

describe('streams', () => {
  const whole = fc.oneof(fc.maxSafeNat(), fc.nat({ max: 3 }));

  test('the same pair gives the same numbers, whatever else is drawn meanwhile', () => {
    fc.assert(
      fc.property(whole, whole, (seed, stream) => {
        const alone = normals(randomStream(seed, stream), 5);
        const one = randomStream(seed, stream);
        const other = randomStream(seed, stream === 0 ? 1 : stream - 1);
        const disturbed = Float64Array.from({ length: 5 }, () => {
          other.normal();
          return one.normal();
        });
        expect(disturbed).toEqual(alone);
      }),
      { seed: 27, numRuns: 50 },
    );
  });

  test('the stream number is 0 unless given', () => {
    expect(randomStream(28).uniform()).toBe(randomStream(28, 0).uniform());
  });

  test('neighbours in seed, in stream, and swapped are uncorrelated', () => {
    const n = 10_000;
    const pairs = [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
      [7, 3],
      [3, 7],
      [2 ** 32, 0],
      [0, 2 ** 32],
      [2 ** 53 - 1, 0],
    ] as const;
    const samples = pairs.map(([seed, stream]) => normals(randomStream(seed, stream), n));
    const correlations = samples.flatMap((a, i) =>
      samples.slice(i + 1).map((b) => Math.abs(mean(a.map((x, k) => x * b[k]))) * Math.sqrt(n)),
    );
    expect(correlations).toHaveLength(36);
    // The significance is shared among the 36: 1 − 1e-3/72 is the normal probability of 4.191.
    expect(Math.max(...correlations)).toBeLessThan(4.191);
  });

  test('the first numbers of successive streams are a uniform sample', () => {
    const n = 3000;
    const first = Float64Array.from({ length: n }, (_, stream) => randomStream(29, stream).uniform());
    expect(kolmogorov(first, (x) => x)).toBeLessThan(KOLMOGOROV_QUANTILE);
    const successive = first.slice(1).map((x, i) => 12 * (x - 0.5) * (first[i] - 0.5));
    expect(Math.abs(mean(successive)) * Math.sqrt(n - 1)).toBeLessThan(NORMAL_QUANTILE);
  });

  test('one bit of seed or stream changes half of the bits that come out', () => {
    const bits = (seed: number, stream: number): bigint =>
      uniforms(randomStream(seed, stream), 8).reduce((all, x) => (all << 53n) | BigInt(x * 2 ** 53), 0n);
    const ones = (x: bigint): number => x.toString(2).replaceAll('0', '').length;
    const base = bits(12_345, 678);
    const changed: number[] = [];
    for (let bit = 0; bit < 53; bit++) {
      // Exact: the bit is not set in the base, or is taken away.
      const flip = (value: number): number => Number(BigInt(value) ^ (1n << BigInt(bit)));
      changed.push(ones(base ^ bits(flip(12_345), 678)), ones(base ^ bits(12_345, flip(678))));
    }
    const total = 8 * 53;
    const z = changed.map((count) => Math.abs(count - total / 2) / Math.sqrt(total / 4));
    // The significance is shared among 106: 1 − 1e-3/212 is the normal probability of 4.43.
    expect(Math.max(...z)).toBeLessThan(4.43);
  });

  test('bulk fills give what single draws give', () => {
    const single = randomStream(30, 4);
    const bulk = randomStream(30, 4);
    expect(uniforms(bulk, 7)).toEqual(Float64Array.from({ length: 7 }, () => single.uniform()));
    expect(normals(bulk, 700)).toEqual(Float64Array.from({ length: 700 }, () => single.normal()));
    uniforms(bulk, 0);
    expect(bulk.uniform()).toBe(single.uniform());
  });
});

describe('state', () => {
  test('a resumed stream goes on with the same numbers, and apart from the first', () => {
    const stream = randomStream(31, 5);
    // Past a renewal of the generator’s 624 words, and in the middle of the next ones.
    normals(stream, 1000);
    const state = stream.state();
    const ahead = [normals(stream, 1000), uniforms(stream, 10), stream.integer(99)];
    const resumed = resumeStream(state);
    expect([normals(resumed, 1000), uniforms(resumed, 10), resumed.integer(99)]).toEqual(ahead);
    const again = resumeStream(state);
    expect(normals(again, 1000)).toEqual(ahead[0]);
  });

  test('what is no state is refused', () => {
    expect(() => resumeStream(new Uint32Array(3))).toThrow(
      new RangeError('resumeStream: state must be what state() returned, got an array of length 3'),
    );
    expect(() => resumeStream(new Uint32Array(634))).toThrow(/^resumeStream: state must be what/);
    // @ts-expect-error -- a plain array is not the type
    expect(() => resumeStream([1, 2, 3])).toThrow(
      new TypeError('resumeStream: state must be a Uint32Array, got an array of length 3'),
    );
  });
});

describe('seeds outside [0, 2^53) are refused', () => {
  test.each([
    [-1, 'an integer of at least 0'],
    [0.5, 'an integer of at least 0'],
    [NaN, 'an integer of at least 0'],
    [2 ** 53, 'an integer from 0 to 9007199254740991'],
    [Infinity, 'an integer from 0 to 9007199254740991'],
  ])('%d', (value, rule) => {
    expect(() => randomStream(value)).toThrow(
      new RangeError(`randomStream: seed must be ${rule}, got ${value}`),
    );
    expect(() => randomStream(1, value)).toThrow(
      new RangeError(`randomStream: stream must be ${rule}, got ${value}`),
    );
  });

  test('so is what is no number, and a bound that is no positive integer', () => {
    // @ts-expect-error -- a string is not the type
    expect(() => randomStream('7')).toThrow(new TypeError('randomStream: seed must be a number, got "7"'));
    for (const bound of [0, -2, 1.5, NaN]) {
      expect(() => randomStream(1).integer(bound)).toThrow(
        new RangeError(`integer: bound must be an integer of at least 1, got ${bound}`),
      );
    }
  });
});
