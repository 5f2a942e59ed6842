import fc from 'fast-check';
import { shallowNetwork } from 'relu-splines';
import type { ShallowNetwork } from 'relu-splines';
import { nonZeroNumbers, numbers, places } from './numbers.js';
import type { Wildness } from './numbers.js';

/** Which networks to generate. */
export interface NetworkOptions extends Wildness {
  /** Default 0: a network without units is the constant b₀. */
  readonly minUnits?: number;
  /** Default 10. */
  readonly maxUnits?: number;
}

interface Unit {
  readonly w: number;
  readonly b: number;
  readonly v: number;
}

/**
 * Networks biased towards degeneracy: units with w = 0, v = 0, b = 0 or −0, breakpoints that coincide exactly,
 * duplicates, units that face away from each other and cancel to a line or to nothing, one unit, none; unless
 * tame, also weights of size 1e±9 and breakpoints at 1e6 ± 1.
 */
export function networks({
  minUnits = 0,
  maxUnits = 10,
  ...wildness
}: NetworkOptions = {}): fc.Arbitrary<ShallowNetwork> {
  const group = fc.tuple(units(wildness), fc.constantFrom(...ECHOES)).map(([unit, echo]) => echo(unit));
  return fc
    .tuple(
      fc
        .array(group, { minLength: minUnits, maxLength: maxUnits })
        .map((groups) => groups.flat().slice(0, maxUnits)),
      numbers(wildness),
    )
    .map(([all, outputBias]) => networkOfUnits(all, outputBias));
}

/** Networks whose units all have w ≠ 0: those that a spline determines up to scaling. */
export function networksWithBreakpoints(options: NetworkOptions = {}): fc.Arbitrary<ShallowNetwork> {
  return networks(options).map((network) => ({
    ...network,
    inputWeights: network.inputWeights.map((w) => (w === 0 ? 1 : w)),
  }));
}

function units(wildness: Wildness): fc.Arbitrary<Unit> {
  const any = numbers(wildness);
  const some = nonZeroNumbers(wildness);
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ w: any, b: any, v: any }) },
    {
      // A breakpoint at a place that others like too. Powers of two make −b/w come out as that very number.
      weight: 6,
      arbitrary: fc
        .tuple(places(wildness), fc.constantFrom(1, -1, 2, -2, 0.25, -0.25), some)
        .map(([beta, w, v]) => ({ w, b: -w * beta, v })),
    },
    {
      weight: 2,
      arbitrary: fc.tuple(places(wildness), some, some).map(([beta, w, v]) => ({ w, b: -w * beta, v })),
    },
    { weight: 1, arbitrary: fc.record({ w: fc.constantFrom(0, -0), b: any, v: any }) },
    { weight: 1, arbitrary: fc.record({ w: some, b: any, v: fc.constantFrom(0, -0) }) },
    { weight: 1, arbitrary: fc.record({ w: some, b: fc.constantFrom(0, -0), v: some }) },
  );
}

/** What may come along with a unit: most often nothing. */
const ECHOES: readonly ((unit: Unit) => Unit[])[] = [
  (unit) => [unit],
  (unit) => [unit],
  (unit) => [unit],
  (unit) => [unit, unit],
  // Facing away, same delta-slope: together a straight line.
  ({ w, b, v }) => [
    { w, b, v },
    { w: -w, b: -b, v: -v },
  ],
  // Facing away, same slope jump: together v|wx + b|.
  ({ w, b, v }) => [
    { w, b, v },
    { w: -w, b: -b, v },
  ],
  // Same activity, opposite output: together nothing.
  ({ w, b, v }) => [
    { w, b, v },
    { w: 2 * w, b: 2 * b, v: -v / 2 },
  ],
];

function networkOfUnits(units: readonly Unit[], outputBias: number): ShallowNetwork {
  return shallowNetwork({
    inputWeights: units.map(({ w }) => w),
    inputBiases: units.map(({ b }) => b),
    outputWeights: units.map(({ v }) => v),
    outputBias,
  });
}
