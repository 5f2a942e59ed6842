/**
 * What "the loss" is: ½ Σ ε² (the library's, and the papers'), Σ ε², or a framework's mean squared error
 * (1/N) Σ ε². It sets what a learning rate means: 2/N·η of the mean is η of the half sum (theory 16, erratum 45).
 */
export type LossUnit = 'half-sum' | 'sum' | 'mean';

/** The units by name. */
export const LOSS_UNITS: readonly LossUnit[] = ['half-sum', 'sum', 'mean'];

/** A loss, or anything proportional to it such as a gradient, from ½ Σ ε² over `count` data to `unit`. */
export function inUnit(value: number, unit: LossUnit, count: number): number {
  if (unit === 'half-sum') return value;
  return unit === 'sum' ? 2 * value : (2 * value) / count;
}
