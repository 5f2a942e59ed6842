import type { Chance } from './chance.js';

/** What came of one input. */
export interface Attempt {
  /** `accepted`, the class of the error, or how a flow ended. */
  readonly verdict: string;
  /** What is wrong with that, in a sentence; null: nothing. */
  readonly complaint: string | null;
  /** How long the thing under test took; what checks it is not counted. */
  readonly ms: number;
  /** Figures whose largest value is worth telling. */
  readonly figures?: Readonly<Record<string, number>>;
  /** What was looked at besides, by name; how often is worth telling. */
  readonly looks?: readonly string[];
}

/** One thing that a campaign throws inputs at. */
export interface Subject {
  readonly name: string;
  /** Its part of the inputs of the campaign, relative to the others. */
  readonly share: number;
  /** Tries one input; never rejects. */
  attempt(chance: Chance): Promise<Attempt>;
  /** The same input as a file, for whoever wants to see it. */
  input(chance: Chance): Uint8Array;
}
