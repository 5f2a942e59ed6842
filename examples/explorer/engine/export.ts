/** A run as JSON: what it was made from, by which version, and what became of it. */
import type { FlowEvent } from 'relu-splines/flow';
import { version } from '../../../package.json';
import type { Configuration } from './configuration.js';
import { toHash } from './link.js';
import type { Frame } from './recording.js';
import type { Ending } from './session.js';

/** Numbers written at most, so that the file stays below some fifty megabytes. */
const MOST_NUMBERS = 2_500_000;

/** What is known of a run. */
export interface Run {
  readonly configuration: Configuration;
  readonly frames: readonly Frame[];
  readonly events: readonly FlowEvent[];
  readonly ending: Ending | null;
}

/**
 * The text of the file. Parameters are [w…, b…, v…, b₀]. Numbers have the digits that give the same double back. Of
 * long runs of wide networks every so many frames are written, and the last: `every` says how many.
 */
export function exportRun({ configuration, frames, events, ending }: Run): string {
  const numbers = frames.reduce((sum, { parameters }) => sum + parameters.length, 0);
  const every = Math.max(1, Math.ceil(numbers / MOST_NUMBERS));
  const written = frames.filter((_, k) => k % every === 0 || k === frames.length - 1);
  return JSON.stringify({
    format: 'relu-splines/run',
    version,
    link: toHash(configuration),
    configuration,
    ending,
    every,
    frames: written.map(({ time, step, loss, parameters, slidingOn }) => ({
      time,
      step,
      loss,
      parameters: Array.from(parameters),
      slidingOn: slidingOn === null ? null : Array.from(slidingOn),
    })),
    events,
  });
}
