/** When frames are worked for, and when they are sent: no more than one message a frame of the screen. */
import type { FlowEvent } from 'relu-splines/flow';
import type { Frame } from './recording.js';
import type { Ending, Session } from './session.js';

/** What is sent at once. */
export interface Batch {
  readonly frames: readonly Frame[];
  readonly events: readonly FlowEvent[];
  readonly ending: Ending | null;
}

/** A session behind a tap: `tick` lets out what is due. */
export interface Pacer {
  /**
   * Works for about `budget` milliseconds at most and returns what is due: one frame, or all that come where the run is
   * still behind `until`. Null: nothing yet, or nothing any more.
   */
  readonly tick: (budget: number) => Batch | null;
  /** Is there nothing left to come? */
  readonly finished: () => boolean;
}

/**
 * @param until Time to reach before the pace counts.
 * @param clock Milliseconds, such as `performance.now`.
 */
export function pacer(session: Session, until: number, clock: () => number): Pacer {
  let queue: Frame[] = [];
  let events: FlowEvent[] = [];
  let reached = -Infinity;
  let finished = false;
  const take = (count: number): Batch => {
    const frames = queue.slice(0, count);
    queue = queue.slice(count);
    const last = frames.at(-1);
    reached = last?.time ?? reached;
    const over = queue.length === 0 && session.ending() !== null;
    // Events are known ahead of their frames, and go out with the first frame that is not before them.
    const due = over ? events.length : events.findIndex(({ time }) => time > reached);
    const out = due === -1 ? events : events.slice(0, due);
    events = due === -1 ? [] : events.slice(due);
    finished = over;
    return { frames, events: out, ending: over ? session.ending() : null };
  };
  return {
    finished: () => finished,
    tick: (budget) => {
      if (finished) return null;
      const start = clock();
      const catching = reached < until;
      const enough = (): boolean =>
        catching ? (queue.at(-1)?.time ?? -Infinity) >= until : queue.length > 0;
      while (!enough() && session.ending() === null && clock() - start < budget) {
        const slice = session.advance();
        queue.push(...slice.frames);
        events.push(...slice.events);
      }
      if (queue.length === 0 && session.ending() === null) return null;
      if (!catching) return take(1);
      const beyond = queue.findIndex(({ time }) => time >= until);
      return take(beyond === -1 ? queue.length : beyond + 1);
    },
  };
}
