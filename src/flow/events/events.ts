/** What can happen to a unit on the way. */
export type FlowEventKind =
  /** The breakpoint passes a datum. */
  | 'cross'
  /** It is caught between two forces and slides with the datum from now on. */
  | 'stick'
  /** It stops sliding and sees the datum from now on. */
  | 'release-active'
  /** It stops sliding and does not see the datum from now on. */
  | 'release-inactive'
  /** A sliding unit reaches w = b = 0 and stays there. */
  | 'collapse';

/** One event of a gradient flow. */
export interface FlowEvent {
  readonly time: number;
  /** Network index of the unit. */
  readonly unit: number;
  /** Index of the distinct x, as in `groupStarts` of the data set. */
  readonly datum: number;
  /** Which way the unit faces at that datum; one that sees all data faces the rest of them. */
  readonly orientation: 1 | -1;
  readonly kind: FlowEventKind;
  /**
   * Was this the only way to go on? Not where a unit leaves a repeller (v = 0 while sliding, or a start exactly on
   * one), nor at an origin that it could leave again: there the library follows a convention, see `gradientFlow`.
   */
  readonly unique: boolean;
}
