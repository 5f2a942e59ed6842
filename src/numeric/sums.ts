import type { NumericArray } from './arrays.js';

/**
 * A running sum with Neumaier's compensation: the rounding error of a sum of n terms is that of one rounding of
 * the sum, plus at most about (n·EPSILON)² times the sum of the absolute terms.
 *
 * A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", ZAMM 54 (1974).
 */
export class NeumaierSum {
  private sum = 0;
  private compensation = 0;

  /** Adds one term. */
  add(term: number): void {
    const total = this.sum + term;
    this.compensation +=
      Math.abs(this.sum) >= Math.abs(term) ? this.sum - total + term : term - total + this.sum;
    this.sum = total;
  }

  /** The sum so far, rounded once. Falls back to the plain sum once it has overflowed. */
  get value(): number {
    const value = this.sum + this.compensation;
    return Number.isNaN(value) ? this.sum : value;
  }
}

/** Σ values, compensated. */
export function compensatedSum(values: NumericArray): number {
  const sum = new NeumaierSum();
  for (let i = 0; i < values.length; i++) sum.add(values[i]);
  return sum.value;
}
