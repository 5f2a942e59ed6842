/** The run as the views take it: recorded frames beside their times, losses and units. */
import type { FlowEvent } from 'relu-splines/flow';
import { unitRow } from '../engine/analysis.js';
import { finish, record, recording } from '../engine/recording.js';
import type { Frame, Recording } from '../engine/recording.js';
import type { Ending } from '../engine/session.js';
import { addEvents, stickLog } from '../engine/sticks.js';
import type { StickLog } from '../engine/sticks.js';
import type { UnitRow } from '../views/models.js';

/** One run. */
export interface History {
  readonly run: number;
  /** Counts up where frames were dropped: what was drawn of them is out of date. */
  epoch: number;
  readonly recording: Recording;
  /** Of the recorded frames, as long as they. */
  readonly times: number[];
  readonly losses: number[];
  readonly rows: UnitRow[];
  /** Time of the first frame after the start: what the time axis is linear in. */
  firstTime: number | null;
  readonly events: FlowEvent[];
  /** Events that were no longer kept. */
  lostEvents: number;
  readonly sticks: StickLog;
  ending: Ending | null;
}

/** Events kept for the export. */
const MOST_EVENTS = 200_000;

/** A run of which nothing is known yet. */
export function history(run: number, width: number): History {
  return {
    run,
    epoch: 0,
    recording: recording(width),
    times: [],
    losses: [],
    rows: [],
    firstTime: null,
    events: [],
    lostEvents: 0,
    sticks: stickLog(),
    ending: null,
  };
}

/** Adds what a worker reported. */
export function extend(
  into: History,
  frames: readonly Frame[],
  events: readonly FlowEvent[],
  ending: Ending | null,
): void {
  for (const frame of frames) {
    if (frame.time > 0) into.firstTime ??= frame.time;
    if (record(into.recording, frame)) rebuild(into);
    else keepUp(into);
  }
  for (const event of events) {
    if (into.events.length < MOST_EVENTS) into.events.push(event);
    else into.lostEvents++;
  }
  addEvents(into.sticks, events);
  if (ending !== null) {
    into.ending = ending;
    finish(into.recording);
    keepUp(into);
  }
}

/** The frame to show: the one under the cursor, or the latest where the cursor follows; null before the first. */
export function frameAt({ recording: { frames, latest } }: History, cursor: number | null): Frame | null {
  return cursor === null ? latest : (frames[Math.min(cursor, frames.length - 1)] ?? null);
}

function keepUp({ recording: { frames }, times, losses, rows }: History): void {
  for (let k = rows.length; k < frames.length; k++) {
    times.push(frames[k].time);
    losses.push(frames[k].loss);
    rows.push(unitRow(frames[k].parameters));
  }
}

function rebuild(into: History): void {
  const rows = into.rows.filter((_, k) => k % 2 === 0);
  into.rows.splice(0, into.rows.length, ...rows);
  for (const [list, of] of [
    [into.times, ({ time }: Frame) => time],
    [into.losses, ({ loss }: Frame) => loss],
  ] as const) {
    list.splice(0, list.length, ...into.recording.frames.slice(0, rows.length).map(of));
  }
  into.epoch++;
  keepUp(into);
}
