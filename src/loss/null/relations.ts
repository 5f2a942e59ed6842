import type { Supply } from './null-patterns.js';
import type { Line } from './unit-lines.js';

/** One term of a {@link Relation}: a multiple of a line on what a pattern sees, and one of it on all data. */
export interface RelationTerm {
  /** What makes the line on the pattern; null for a pattern that sees nothing. */
  readonly supply: Supply | null;
  readonly facing: 'all' | 'right' | 'left';
  readonly line: Line;
  /** Multiple of the line on the pattern. */
  readonly factor: number;
  /** Multiple of the line on all data. */
  readonly everywhere: number;
}

/** Terms that add up to zero at every datum. Lines have slope 1, 0 or −1. */
export type Relation = readonly RelationTerm[];

/**
 * How much of x on all data a relation takes; 0 if that is at most `threshold` times the sum of the absolute
 * values of its parts.
 *
 * In a relation between units of one orientation the parts are not small but absent, and in one between
 * left-facing units they cancel as an identity: such a relation needs no x, whatever the rounding.
 */
export function slopeOf(relation: Relation, threshold: number): number {
  let sum = 0;
  let scale = 0;
  let onlyLeft = true;
  for (const { facing, line, everywhere } of relation) {
    if (facing !== 'left') onlyLeft = false;
    sum += everywhere * line.slope;
    scale += Math.abs(everywhere * line.slope);
  }
  return onlyLeft || Math.abs(sum) <= threshold * scale ? 0 : sum;
}
