/** The page as one state that changes: configuration → run → frames → pictures. */
import { checkConfiguration, dataOf, sameRun, startOf, widthOf } from '../engine/configuration.js';
import type { Configuration } from '../engine/configuration.js';
import { functionBox } from '../views/index.js';
import { extend, history } from './history.js';
import type { Messages } from './messages.js';
import { startRunner } from './runner.js';
import { pointsOf, shownFrame, stateOf } from './state.js';
import type { State } from './state.js';

/** What can be done to the page. */
export interface App {
  readonly state: Readonly<State>;
  /**
   * Takes another configuration, checked here; whether it was taken. `catchUp`: a run that this makes anew comes at once
   * to where the old one was.
   */
  readonly configure: (value: unknown, options?: { readonly catchUp?: boolean }) => boolean;
  /** The same configuration, a new run. */
  readonly restart: () => void;
  readonly play: (playing: boolean) => void;
  readonly step: () => void;
  /** Shows a recorded frame; null: the latest, and those to come. */
  readonly scrub: (cursor: number | null) => void;
  /** Has the message area say what the library's report says of the start. */
  readonly describe: () => void;
  readonly chooseDatum: (datum: number | null) => void;
  readonly setDragging: (dragging: boolean) => void;
  /** Has everything drawn again. */
  readonly touch: () => void;
  /** Draws at once what is shown, for a recorder of pictures. */
  readonly drawNow: () => void;
  readonly dispose: () => void;
}

/** What follows the state. */
export interface AppCallbacks {
  /** Something to draw has changed; at most once a frame of the screen. */
  readonly onDraw: (state: State) => void;
  /** The configuration has changed. */
  readonly onConfigured: (configuration: Configuration) => void;
}

/** While a datum is dragged a new run begins when the last one has caught up, or after so many milliseconds. */
const LONGEST_CATCH_UP = 400;

/** Milliseconds between questions about curvature, and how many times as long as the last answer took. */
const CURVATURE_PAUSE = 400;
const CURVATURE_REST = 4;

/** Sets up the workers and a first run. */
export function createApp(
  first: Configuration,
  playing: boolean,
  messages: Messages,
  callbacks: AppCallbacks,
): App {
  const state = stateOf(first);
  let drawing = 0;
  let until = 0;
  let startedAt = -Infinity;
  let waiting: { readonly time: number; readonly timer: number } | null = null;
  let askedAt = -Infinity;
  let askAgainAt = -Infinity;
  let askTimer = 0;

  const touch = (): void => {
    if (drawing === 0) drawing = requestAnimationFrame(drawNow);
  };
  const drawNow = (): void => {
    cancelAnimationFrame(drawing);
    drawing = 0;
    messages.attempt(() => {
      callbacks.onDraw(state);
    });
    askCurvature();
  };
  const runner = startRunner({
    onFrames: ({ frames, events, ending }) => {
      extend(state.history, frames, events, ending);
      if (caughtUp()) state.held = null;
      if (ending !== null) {
        state.held = null;
        state.playing = false;
        messages.inform(ending.message);
      }
      touch();
    },
    onOverlays: ({ overlays }) => {
      state.overlays = overlays;
      if (overlays.refusals.length > 0) messages.note(overlays.refusals.join(' '));
      touch();
    },
    onDescription: messages.add,
    onCurvature: ({ curvature }) => {
      askAgainAt = Math.max(askAgainAt, performance.now() + CURVATURE_REST * (performance.now() - askedAt));
      if (state.asked !== null) state.curvature = { curvature, frame: state.asked };
      touch();
    },
    onError: (message, ofRun) => {
      if (ofRun) state.playing = false;
      messages.alarm(message);
      touch();
    },
  });

  const caughtUp = (): boolean =>
    state.history.ending !== null || (state.history.recording.latest?.time ?? -Infinity) >= until;

  /** The time that the reader has come to, or is on the way to. */
  const timeReached = (): number => {
    if (waiting !== null) return waiting.time;
    return caughtUp() ? (shownFrame(state)?.time ?? 0) : until;
  };

  const askCurvature = (): void => {
    const frame = shownFrame(state);
    if (frame === null || frame === state.asked || frame === state.held) return;
    const now = performance.now();
    // A run that plays needs the processor more than the curvature of a frame that is gone when it comes.
    const rest = (state.playing ? askAgainAt : askedAt + CURVATURE_PAUSE) - now;
    if (rest > 0) {
      // Looked at again when the pause is over, even if nothing else happens until then.
      clearTimeout(askTimer);
      askTimer = window.setTimeout(touch, rest);
    } else if (runner.askCurvature(state.configuration, frame.parameters)) {
      state.asked = frame;
      askedAt = now;
      askAgainAt = now + CURVATURE_PAUSE;
    }
  };

  /** Begins a run of the present configuration that comes to a time at once. */
  const begin = (time: number): void => {
    if (waiting !== null) clearTimeout(waiting.timer);
    waiting = null;
    const { configuration } = state;
    // What was said of the run before is over; an alarm may be about this one.
    messages.inform('');
    until = time;
    startedAt = performance.now();
    // Shown until the new run has come as far.
    state.held = time > 0 ? shownFrame(state) : null;
    state.cursor = null;
    state.asked = null;
    state.start = null;
    messages.attempt(() => {
      state.start = startOf(configuration);
    });
    const run = runner.start(configuration, state.playing, time);
    state.history = history(run, widthOf(configuration.init));
    if (!state.dragging) state.box = functionBox(state.points);
    touch();
  };

  /** As {@link begin}, but not while the run before is still catching up. */
  const beginSoon = (time: number): void => {
    if (waiting !== null) clearTimeout(waiting.timer);
    waiting = null;
    const rest = caughtUp() ? 0 : startedAt + LONGEST_CATCH_UP - performance.now();
    if (rest <= 0) begin(time);
    else {
      const timer = window.setTimeout(
        () => {
          beginSoon(time);
        },
        Math.min(rest, 30),
      );
      waiting = { time, timer };
    }
  };

  const adopt = (configuration: Configuration, catchUp: boolean, isFirst = false): void => {
    const before = state.configuration;
    state.data = dataOf(configuration);
    state.points = pointsOf(configuration, state.data);
    state.configuration = configuration;
    const { data, init, view } = configuration;
    const overlaid = [data, init, view.linear, view.natural, view.limit];
    const overlaidBefore = [
      before.data,
      before.init,
      before.view.linear,
      before.view.natural,
      before.view.limit,
    ];
    if (isFirst || JSON.stringify(overlaid) !== JSON.stringify(overlaidBefore)) {
      if (JSON.stringify(data) !== JSON.stringify(before.data)) state.overlays = { curves: [], refusals: [] };
      runner.askOverlays(configuration);
    }
    if (configuration.speed !== before.speed) runner.setSpeed(configuration.speed);
    if (isFirst || !sameRun(configuration, before)) {
      const sameUnits = JSON.stringify(init) === JSON.stringify(before.init);
      if (catchUp && sameUnits) {
        // Time constants go like α⁻².
        const ratio = configuration.method === 'flow' ? (before.alpha / configuration.alpha) ** 2 : 1;
        beginSoon(timeReached() * ratio);
      } else begin(0);
    }
    callbacks.onConfigured(configuration);
    touch();
  };

  state.playing = playing;
  adopt(first, false, true);
  return {
    state,
    configure: (value, { catchUp = false } = {}) =>
      messages.attempt(() => {
        const configuration = checkConfiguration(value);
        // Refused here and not in the worker: weights that overflow, data that are none.
        dataOf(configuration);
        startOf(configuration);
        messages.calm();
        adopt(configuration, catchUp);
      }),
    restart: () => {
      messages.clear();
      begin(0);
    },
    play: (value) => {
      state.playing = value;
      if (value) state.cursor = null;
      if (value && state.history.ending !== null) {
        messages.clear();
        begin(0);
      } else runner.tell(value ? 'play' : 'pause');
      touch();
    },
    step: () => {
      state.playing = false;
      state.cursor = null;
      runner.tell('step');
      touch();
    },
    scrub: (cursor) => {
      if (state.playing && cursor !== null) {
        state.playing = false;
        runner.tell('pause');
      }
      const last = state.history.recording.frames.length - 1;
      state.cursor = cursor === null ? null : Math.min(Math.max(cursor, 0), last);
      state.held = null;
      touch();
    },
    describe: () => {
      runner.askDescription(state.configuration);
    },
    chooseDatum: (datum) => {
      state.chosenDatum = datum;
      touch();
    },
    setDragging: (dragging) => {
      state.dragging = dragging;
    },
    touch,
    drawNow,
    dispose: () => {
      runner.dispose();
    },
  };
}
