import { referenceCases } from './load.js';
import type { ReferenceCase, ReferenceNetwork } from './load.js';

/** A problem of `flow.json` or `sliding.json`. */
export interface FlowInput {
  readonly kind: string;
  readonly net: ReferenceNetwork;
  readonly x: number[];
  readonly y: number[];
  readonly t: number[];
}

/** What becomes of it where breakpoints stick. */
export interface SlidingExpected {
  readonly theta: number[][];
  readonly loss: number[];
  readonly conserved: number[];
  readonly events: readonly {
    readonly time: number;
    readonly unit: number;
    readonly datum: number;
    readonly kind: string;
  }[];
  readonly a_at_t: (number | null)[][];
  readonly sliding_on_at_t: (number | null)[][];
}

/** The references were made at 1e-13 and are compared at about 1e-8 of the weights. */
export const TIGHT = { relativeTolerance: 1e-11, absoluteTolerance: 1e-12, stationarity: false };

/** All cases of `sliding.json` that are gradient flows: one has frozen residuals. */
export const slidingCases = (): readonly ReferenceCase<FlowInput, SlidingExpected>[] =>
  referenceCases<FlowInput, SlidingExpected>('sliding').filter(
    ({ input }) => input.kind === 'gradient-flow-sliding',
  );
