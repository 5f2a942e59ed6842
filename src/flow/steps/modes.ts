import type { Dataset } from '../../data/dataset.js';
import type { ShallowNetwork } from '../../forms/network.js';
import { binsOf } from '../../loss/bins.js';

/** `slidingOn` of a unit that slides on nothing, and `leaving` of one that leaves nothing. */
export const NONE = -1;

/**
 * The discrete state of a flow: what each unit sees and what it slides on. It decides, never the sign of w·x + b: a
 * unit that has crossed a datum is across, wherever rounding has left it.
 *
 * Indices of data are indices of distinct x. All arrays have shape (H).
 */
export interface Modes {
  /**
   * What each unit sees of the N distinct x: 0 ≤ k ≤ N for the data n ≥ k, facing right; N + 1 + k for the data n < k,
   * facing left. A datum that a unit slides on is not among them.
   */
  readonly bins: Int32Array;
  /** The datum that the breakpoint slides on, or −1. */
  readonly slidingOn: Int32Array;
  /** Sign of the output weight of a sliding unit since it stuck: what it is released by; 0 for others. */
  readonly signs: Int8Array;
  /** The datum that a unit is on its way from and still next to, or −1. */
  readonly leaving: Int32Array;
}

/** The modes of a network as it is, on distinct x: nothing slides yet, and a breakpoint on a datum counts as inactive there. */
export function modesOf(network: ShallowNetwork, data: Dataset): Modes {
  const width = network.inputWeights.length;
  return {
    bins: binsOf(network, data),
    slidingOn: new Int32Array(width).fill(NONE),
    signs: new Int8Array(width),
    leaving: new Int32Array(width).fill(NONE),
  };
}

/** A copy that does not change any more. */
export function copyModes({ bins, slidingOn, signs, leaving }: Modes): Modes {
  return {
    bins: bins.slice(),
    slidingOn: slidingOn.slice(),
    signs: signs.slice(),
    leaving: leaving.slice(),
  };
}

/** The bin of units facing `orientation` that see all data strictly beyond datum n, of `count`. */
export function binBeyond(n: number, orientation: number, count: number): number {
  return orientation > 0 ? n + 1 : count + 1 + n;
}

/** As {@link binBeyond}, with datum n itself. */
export function binFrom(n: number, orientation: number, count: number): number {
  return orientation > 0 ? n : count + 2 + n;
}

/** Does a unit in this bin see nothing? It is at rest for good. */
export function seesNothing(bin: number, count: number): boolean {
  return bin === count || bin === count + 1;
}

/** Does a unit in this bin see all data? Then it may lose either end, and faces both ways. */
export function seesAll(bin: number, count: number): boolean {
  return bin === 0 || bin === 2 * count + 1;
}

/** +1 for a bin of right-facing units, −1 for one of left-facing units. */
export function facing(bin: number, count: number): 1 | -1 {
  return bin <= count ? 1 : -1;
}
