/** On which side of its breakpoint a unit is active, as legends and tooltips say it. */
export const RIGHT = 'to the right';
/** As {@link RIGHT}, for a unit that faces left. */
export const LEFT = 'to the left';
/** Where the orientation is not told. */
export const UNSAID = 'unsaid';

/** The side of an orientation: +1, −1, or 0 where it is not told. */
export function sideOf(orientation: number): typeof RIGHT | typeof LEFT | typeof UNSAID {
  return orientation > 0 ? RIGHT : orientation < 0 ? LEFT : UNSAID;
}
