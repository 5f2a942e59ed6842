/** Data that the reader moves, adds and deletes: a preset becomes points of one's own. */
import { LIMITS } from '../engine/configuration.js';
import type { Configuration } from '../engine/configuration.js';
import { Refusal } from '../engine/checks.js';
import type { Points } from './state.js';

/** A configuration with one datum elsewhere. */
export function withMoved(
  configuration: Configuration,
  points: Points,
  datum: number,
  x: number,
  y: number,
): Configuration {
  return withPoints(
    configuration,
    replaced(points.x, datum, rounded(x)),
    replaced(points.y, datum, rounded(y)),
  );
}

/** A configuration with one datum more, the last. */
export function withAdded(configuration: Configuration, points: Points, x: number, y: number): Configuration {
  if (points.x.length >= LIMITS.data) {
    throw new Refusal(`data: there must be at most ${LIMITS.data} points, got one more`);
  }
  return withPoints(configuration, [...points.x, rounded(x)], [...points.y, rounded(y)]);
}

/** A configuration with one datum less. */
export function withDeleted(configuration: Configuration, points: Points, datum: number): Configuration {
  if (points.x.length === 1) throw new Refusal('data: there must be at least one point, this is the last');
  const others = (_: number, n: number): boolean => n !== datum;
  return withPoints(configuration, Array.from(points.x).filter(others), Array.from(points.y).filter(others));
}

function withPoints(configuration: Configuration, x: readonly number[], y: readonly number[]): Configuration {
  return { ...configuration, data: { kind: 'points', x, y } };
}

function replaced(list: Float64Array, index: number, value: number): number[] {
  return Array.from(list, (old, n) => (n === index ? value : old));
}

/** A pointer is no more exact than that, and links stay short. */
function rounded(value: number): number {
  return Number(value.toPrecision(5));
}
