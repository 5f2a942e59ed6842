import { describe, expect, it } from 'vitest';
import { adamStep } from '../../src/descent/updates.js';
import { integerPower } from '../../src/numeric/powers.js';
import { randomStream } from '../../src/numeric/streams.js';

const CONSTANTS = { learningRate: 1e-2, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/** Adam one number at a time, in the order of operations that `adamStep` is to have. */
function plainStep(theta: number, m0: number, s0: number, g: number, k: number): [number, number, number] {
  const { learningRate, beta1, beta2, epsilon } = CONSTANTS;
  let m = beta1 * m0 + (1 - beta1) * g;
  let s = beta2 * s0 + (1 - beta2) * g * g;
  if (Math.abs(m) < 2 ** -1022) m = 0;
  if (s < 2 ** -1022) s = 0;
  const correction = 1 / Math.sqrt(1 - integerPower(beta2, k));
  const rate = learningRate / (1 - integerPower(beta1, k));
  return [theta - (rate * m) / (Math.sqrt(s) * correction + epsilon), m, s];
}

describe('adamStep', () => {
  // Every remainder of the unrolled loop, numbers that die out among them.
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 11])('is the plain step of %i numbers, bit for bit', (size) => {
    const stream = randomStream(1, size);
    const memory = new Float64Array(7 * size).map(() => stream.normal());
    const blocks = { memory, gradient: 6 * size, size };
    for (let i = 0; i < size; i++) {
      memory[2 * size + i] **= 2;
      if (i % 3 === 1)
        for (let part = 1; part < 7; part++) memory[part * size + i] = part === 6 ? 0 : 2 ** -1022;
    }
    let [from, to] = [0, 3 * size];
    for (let k = 1; k <= 5; k++) {
      const expected = Array.from({ length: size }, (_, i) =>
        plainStep(
          memory[from + i],
          memory[from + size + i],
          memory[from + 2 * size + i],
          3 * memory[6 * size + i],
          k,
        ),
      );
      expect(adamStep(blocks, to, from, 3, CONSTANTS, k)).toBe(0);
      for (let part = 0; part < 3; part++) {
        const block = memory.subarray(to + part * size, to + (part + 1) * size);
        expect(Array.from(block)).toEqual(expected.map((numbers) => numbers[part]));
      }
      [from, to] = [to, from];
    }
  });

  it.each([0, 1, 2, 3, 4, 5, 6])('tells when number %i of seven is not finite', (place) => {
    const memory = new Float64Array(49).fill(1);
    memory[42 + place] = Infinity;
    expect(adamStep({ memory, gradient: 42, size: 7 }, 21, 0, 1, CONSTANTS, 1)).toBeNaN();
  });
});
