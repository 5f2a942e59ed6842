/** Play, pause, step, restart and scrub, and what is read off the frame shown. */
import { regimeMeasures } from 'relu-splines/limits';
import { networkOf } from '../engine/recording.js';
import type { App } from './app.js';
import { element } from './elements.js';
import { shownFrame } from './state.js';
import type { State } from './state.js';

/** Milliseconds between changes of the figures while a run plays. */
const READ_PAUSE = 100;

/** Sets up the buttons and the slider; returns what shows a state in them. */
export function createTransport(app: App): (state: State) => void {
  const play = element('play', HTMLButtonElement);
  const scrub = element('scrub', HTMLInputElement);
  const readout = element('readout', HTMLParagraphElement);
  play.addEventListener('click', () => {
    app.play(!app.state.playing);
  });
  element('step', HTMLButtonElement).addEventListener('click', app.step);
  element('restart', HTMLButtonElement).addEventListener('click', app.restart);
  scrub.addEventListener('input', () => {
    app.scrub(Number(scrub.value));
  });
  let readAt = -Infinity;
  return (state) => {
    const { history, cursor, playing } = state;
    const last = Math.max(0, history.recording.frames.length - 1);
    const label = playing ? 'Pause' : history.ending === null ? 'Play' : 'Replay';
    if (play.textContent !== label) play.textContent = label;
    element('step', HTMLButtonElement).disabled = history.ending !== null;
    scrub.max = String(last);
    scrub.value = String(cursor ?? last);
    // Figures that change faster nobody can read.
    const now = performance.now();
    if (playing && now - readAt < READ_PAUSE) return;
    readAt = now;
    const words = wordsOf(state);
    readout.textContent = words;
    scrub.setAttribute('aria-valuetext', words);
  };
}

function wordsOf(state: State): string {
  const { start, data, history, configuration } = state;
  const frame = shownFrame(state);
  if (frame === null) return start === null ? 'nothing to train' : 'starting…';
  const when =
    configuration.method === 'flow'
      ? `time ${figure(frame.time)}`
      : `step ${frame.step.toLocaleString('en')}`;
  const parts = [when, `loss ${figure(frame.loss)}`];
  if (start !== null && 3 * start.inputWeights.length + 1 === frame.parameters.length) {
    const { breakpointMove, crossedUnits } = regimeMeasures(start, networkOf(frame.parameters), data);
    parts.push(
      `breakpoints moved ${figure(100 * breakpointMove)} % of the data’s range`,
      `${Math.round(100 * crossedUnits)} % of them passed a datum`,
    );
  }
  if (history.ending !== null) parts.push(`ended: ${history.ending.status}`);
  return parts.join(' · ');
}

function figure(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  return size < 1e-3 || size >= 1e5 ? value.toExponential(2) : value.toPrecision(3);
}
