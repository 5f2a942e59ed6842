import { integerPower } from '../numeric/powers.js';

/**
 * One step of a method, from one block of a buffer to another: what a step started from is still there if the step
 * turns out to lead out of the doubles. Both trust their callers and allocate nothing.
 *
 * Both return 0, or NaN if a number that they wrote is not finite (or past 1e307: sums of a few are what is looked
 * at). All arrays are blocks of one buffer, since engines check and reload every array of a loop in every round.
 */
export interface Blocks {
  readonly memory: Float64Array;
  /** Where the gradient begins. */
  readonly gradient: number;
  /** Number of parameters. */
  readonly size: number;
}

/** Gradient descent: θ − rate·gradient from the block at `from` to that at `to`. */
export function gradientStep(
  { memory, gradient, size }: Blocks,
  to: number,
  from: number,
  rate: number,
): number {
  const target = (to - from) | 0;
  const slope = (gradient - from) | 0;
  const end = (from + size) | 0;
  let flaws0 = 0;
  let flaws1 = 0;
  let i = from;
  for (; i + 3 < end; i = (i + 4) | 0) {
    const i1 = (i + 1) | 0;
    const i2 = (i + 2) | 0;
    const i3 = (i + 3) | 0;
    const value0 = memory[i] - rate * memory[(i + slope) | 0];
    const value1 = memory[i1] - rate * memory[(i1 + slope) | 0];
    const value2 = memory[i2] - rate * memory[(i2 + slope) | 0];
    const value3 = memory[i3] - rate * memory[(i3 + slope) | 0];
    memory[(i + target) | 0] = value0;
    memory[(i1 + target) | 0] = value1;
    memory[(i2 + target) | 0] = value2;
    memory[(i3 + target) | 0] = value3;
    flaws0 += 0 * (value0 + value1);
    flaws1 += 0 * (value2 + value3);
  }
  for (; i < end; i = (i + 1) | 0) {
    const value = memory[i] - rate * memory[(i + slope) | 0];
    memory[(i + target) | 0] = value;
    flaws0 += 0 * value;
  }
  return flaws0 + flaws1;
}

/**
 * The smallest normal double. Moments of a dead unit decay past it, and would stay among the subnormal numbers for
 * ever, where arithmetic takes a hundred times as long: with a third of the units dead a step took four times as long.
 */
const SMALLEST = 2 ** -1022;

/** The constants of Adam. */
export interface AdamConstants {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/**
 * Adam (Kingma & Ba 2015) as PyTorch has it: m ← β₁m + (1 − β₁)g, s ← β₂s + (1 − β₂)g²,
 * θ ← θ − η/(1 − β₁ᵏ) · m/(√s/√(1 − β₂ᵏ) + ε), with ε outside of the bias correction.
 *
 * The blocks hold θ, m and s, one after the other. Moments that would be subnormal, below 2⁻¹⁰²², become zero. Four
 * parameters a round: at 3001 of them a step took a sixth less time than one by one, and has the same bits.
 *
 * @param scale Takes the gradient to the unit of the loss: g = scale·gradient.
 * @param k Number of this step, from 1.
 */
export function adamStep(
  { memory, gradient, size }: Blocks,
  to: number,
  from: number,
  scale: number,
  { learningRate, beta1, beta2, epsilon }: AdamConstants,
  k: number,
): number {
  const gain1 = 1 - beta1;
  const gain2 = 1 - beta2;
  const rate = learningRate / (1 - integerPower(beta1, k));
  const correction = 1 / Math.sqrt(1 - integerPower(beta2, k));
  const target = (to - from) | 0;
  const slope = (gradient - from) | 0;
  const twice = 2 * size;
  const end = (from + size) | 0;
  let flaws0 = 0;
  let flaws1 = 0;
  let i = from;
  for (; i + 3 < end; i = (i + 4) | 0) {
    const g0 = scale * memory[(i + slope) | 0];
    let m0 = beta1 * memory[(i + size) | 0] + gain1 * g0;
    let s0 = beta2 * memory[(i + twice) | 0] + gain2 * g0 * g0;
    if (Math.abs(m0) < SMALLEST) m0 = 0;
    if (s0 < SMALLEST) s0 = 0;
    const value0 = memory[i] - (rate * m0) / (Math.sqrt(s0) * correction + epsilon);
    const at0 = (i + target) | 0;
    memory[at0] = value0;
    memory[(at0 + size) | 0] = m0;
    memory[(at0 + twice) | 0] = s0;
    flaws0 += 0 * (value0 + s0);

    const i1 = (i + 1) | 0;
    const g1 = scale * memory[(i1 + slope) | 0];
    let m1 = beta1 * memory[(i1 + size) | 0] + gain1 * g1;
    let s1 = beta2 * memory[(i1 + twice) | 0] + gain2 * g1 * g1;
    if (Math.abs(m1) < SMALLEST) m1 = 0;
    if (s1 < SMALLEST) s1 = 0;
    const value1 = memory[i1] - (rate * m1) / (Math.sqrt(s1) * correction + epsilon);
    const at1 = (i1 + target) | 0;
    memory[at1] = value1;
    memory[(at1 + size) | 0] = m1;
    memory[(at1 + twice) | 0] = s1;
    flaws1 += 0 * (value1 + s1);

    const i2 = (i + 2) | 0;
    const g2 = scale * memory[(i2 + slope) | 0];
    let m2 = beta1 * memory[(i2 + size) | 0] + gain1 * g2;
    let s2 = beta2 * memory[(i2 + twice) | 0] + gain2 * g2 * g2;
    if (Math.abs(m2) < SMALLEST) m2 = 0;
    if (s2 < SMALLEST) s2 = 0;
    const value2 = memory[i2] - (rate * m2) / (Math.sqrt(s2) * correction + epsilon);
    const at2 = (i2 + target) | 0;
    memory[at2] = value2;
    memory[(at2 + size) | 0] = m2;
    memory[(at2 + twice) | 0] = s2;
    flaws0 += 0 * (value2 + s2);

    const i3 = (i + 3) | 0;
    const g3 = scale * memory[(i3 + slope) | 0];
    let m3 = beta1 * memory[(i3 + size) | 0] + gain1 * g3;
    let s3 = beta2 * memory[(i3 + twice) | 0] + gain2 * g3 * g3;
    if (Math.abs(m3) < SMALLEST) m3 = 0;
    if (s3 < SMALLEST) s3 = 0;
    const value3 = memory[i3] - (rate * m3) / (Math.sqrt(s3) * correction + epsilon);
    const at3 = (i3 + target) | 0;
    memory[at3] = value3;
    memory[(at3 + size) | 0] = m3;
    memory[(at3 + twice) | 0] = s3;
    flaws1 += 0 * (value3 + s3);
  }
  for (; i < end; i = (i + 1) | 0) {
    const g = scale * memory[(i + slope) | 0];
    let m = beta1 * memory[(i + size) | 0] + gain1 * g;
    let s = beta2 * memory[(i + twice) | 0] + gain2 * g * g;
    if (Math.abs(m) < SMALLEST) m = 0;
    if (s < SMALLEST) s = 0;
    const value = memory[i] - (rate * m) / (Math.sqrt(s) * correction + epsilon);
    const at = (i + target) | 0;
    memory[at] = value;
    memory[(at + size) | 0] = m;
    memory[(at + twice) | 0] = s;
    flaws0 += 0 * (value + s);
  }
  return flaws0 + flaws1;
}
