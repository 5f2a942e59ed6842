import type { ReadonlyFloat64Array } from '../numeric/arrays.js';
import { inUnit } from './loss-unit.js';
import type { Settings } from './options.js';
import type { Position } from './problem.js';
import type { DescentState } from './state.js';
import { adamStep, gradientStep } from './updates.js';
import type { Blocks } from './updates.js';

/** All that a method carries from step to step: a block of memory that begins with the parameters. */
export interface Iterate<At extends Position = Position> {
  /** Where the block begins. */
  readonly offset: number;
  readonly parameters: At;
}

/** The memory of a run: two iterates, which it steps between, and the gradient. */
export interface Iterates<At extends Position> extends Blocks {
  /** Holds the beginning. */
  readonly start: Iterate<At>;
  readonly spare: Iterate<At>;
  /** The gradient block, shape (size). */
  readonly slope: Float64Array;
}

/** The memory of a run that begins at `beginning`, or at the state to resume. */
export function iteratesOf<At extends Position>(
  beginning: ReadonlyFloat64Array,
  positionOver: (values: Float64Array) => At,
  { method, resume }: Settings,
): Iterates<At> {
  const values = resume?.values ?? beginning;
  const size = values.length;
  const block = method === 'adam' ? 3 * size : size;
  const memory = new Float64Array(2 * block + size);
  copy(memory, 0, values);
  if (resume !== undefined && resume.moments !== null) {
    copy(memory, size, resume.moments.first);
    copy(memory, 2 * size, resume.moments.second);
  }
  const iterateAt = (offset: number): Iterate<At> => ({
    offset,
    parameters: positionOver(memory.subarray(offset, offset + size)),
  });
  return {
    memory,
    gradient: 2 * block,
    size,
    start: iterateAt(0),
    spare: iterateAt(block),
    slope: memory.subarray(2 * block),
  };
}

function copy(memory: Float64Array, offset: number, values: ReadonlyFloat64Array): void {
  for (let i = 0; i < values.length; i++) memory[offset + i] = values[i];
}

/** Parameters and moments of an iterate for {@link DescentState}, in memory of their own. */
export function savedState(
  { memory, size }: Blocks,
  { offset }: Iterate,
  { method }: Settings,
): Pick<DescentState, 'values' | 'moments'> {
  const part = (index: number): Float64Array =>
    memory.slice(offset + index * size, offset + (index + 1) * size);
  return { values: part(0), moments: method === 'adam' ? { first: part(1), second: part(2) } : null };
}

/**
 * Takes step number `k` (from 1) from one iterate to the other, along the gradient of ½ Σ ε² over `count` data.
 * Returns 0, or NaN if `to` is not finite.
 */
export type TakeStep = (to: Iterate, from: Iterate, count: number, k: number) => number;

/** The step of a method. */
export function stepOf(blocks: Blocks, settings: Settings): TakeStep {
  const { method, learningRate, lossUnit } = settings;
  if (method === 'adam') {
    return (to, from, count, k) =>
      adamStep(blocks, to.offset, from.offset, inUnit(1, lossUnit, count), settings, k);
  }
  return (to, from, count) =>
    gradientStep(blocks, to.offset, from.offset, inUnit(learningRate, lossUnit, count));
}
