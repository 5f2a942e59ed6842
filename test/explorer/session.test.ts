import { describe, expect, it } from 'vitest';
import { descend } from 'relu-splines/descent';
import { gradientFlow, stickIntervals } from 'relu-splines/flow';
import type { FlowEvent } from 'relu-splines/flow';
import { DEFAULT_CONFIGURATION, dataOf, startOf } from '../../examples/explorer/engine/configuration.js';
import type { Configuration } from '../../examples/explorer/engine/configuration.js';
import { fromHash } from '../../examples/explorer/engine/link.js';
import { pacer } from '../../examples/explorer/engine/pacing.js';
import {
  finish,
  networkOf,
  parametersOf,
  record,
  recording,
} from '../../examples/explorer/engine/recording.js';
import type { Frame } from '../../examples/explorer/engine/recording.js';
import { startSession } from '../../examples/explorer/engine/session.js';
import type { Session } from '../../examples/explorer/engine/session.js';
import { addEvents, stickLog, sticksUntil } from '../../examples/explorer/engine/sticks.js';

function run(session: Session, slices = Infinity): { frames: Frame[]; events: FlowEvent[] } {
  const frames: Frame[] = [];
  const events: FlowEvent[] = [];
  for (let k = 0; k < slices && session.ending() === null; k++) {
    const slice = session.advance();
    frames.push(...slice.frames);
    events.push(...slice.events);
  }
  return { frames, events };
}

const small: Configuration = fromHash('#data=random&dataseed=3&init=torch&width=20&alpha=0.5');

describe('a run of the flow', () => {
  const { frames, events } = run(startSession(small));

  it('is that of one call of gradientFlow at the same times, bit for bit', () => {
    const inner = frames.slice(0, -1);
    const whole = gradientFlow(startOf(small), dataOf(small), { times: inner.map(({ time }) => time) });
    expect(whole.trajectory.length).toBe(inner.length);
    whole.trajectory.forEach(({ time, loss, network, slidingOn }, k) => {
      const { parameters, ...frame } = frames[k];
      expect(frame).toMatchObject({ time, loss });
      expect(parameters).toStrictEqual(parametersOf(network));
      expect(frame.slidingOn).toStrictEqual(Int32Array.from(slidingOn));
    });
    expect(events).toStrictEqual(whole.events);
    expect(frames.at(-1)).toMatchObject({ time: whole.time, loss: whole.loss });
    expect(frames.at(-1)?.parameters).toStrictEqual(parametersOf(whole.network));
  });

  it('begins with its start, and its times increase', () => {
    expect(frames[0].time).toBe(0);
    expect(frames[0].parameters).toStrictEqual(parametersOf(startOf(small)));
    frames.forEach(({ time }, k) => {
      if (k > 0) expect(time).toBeGreaterThan(frames[k - 1].time);
    });
  });

  it('goes through the same states at another pace', () => {
    const session = startSession(small);
    run(session, 1);
    session.setSpeed(0.3);
    run(session, 1);
    session.setSpeed(20);
    const { frames: others } = run(session);
    expect(others.at(-1)?.parameters).toStrictEqual(frames.at(-1)?.parameters);
    expect(others.length).toBeLessThan(frames.length);
  });

  it('comes to rest where one call does at a pace of many frames a step, which end every slice', () => {
    const { frames: others } = run(startSession({ ...small, speed: 0.1 }));
    expect(others.at(-1)?.parameters).toStrictEqual(frames.at(-1)?.parameters);
  });

  it('has the stick intervals of the library', () => {
    const log = stickLog();
    for (let k = 0; k < events.length; k += 7) addEvents(log, events.slice(k, k + 7));
    const end = frames.at(-1)?.time ?? NaN;
    const mine = sticksUntil(log, end).sort((a, b) => a.from - b.from || a.unit - b.unit);
    const theirs = stickIntervals(events, end).map(({ unit, datum, from, to }) => ({
      unit,
      datum,
      from,
      to,
    }));
    expect(mine).toStrictEqual(theirs);
    expect(mine.length).toBeGreaterThan(10);
  });
});

describe('a run of descent', () => {
  it.each(['gd', 'adam'] as const)('by %s is that of one call of descend, bit for bit', (method) => {
    const configuration: Configuration = { ...small, method, rate: 0.002 };
    const { frames } = run(startSession(configuration), 120);
    const steps = frames.map(({ step }) => step);
    const options = { method, learningRate: 0.002, steps: steps[steps.length - 1], record: steps };
    const { trajectory } = descend(startOf(configuration), dataOf(configuration), options);
    expect(trajectory.length).toBe(120);
    trajectory.forEach(({ step, loss, network }, k) => {
      expect(frames[k]).toMatchObject({ step, loss, time: step * 0.002 });
      expect(frames[k].parameters).toStrictEqual(parametersOf(network));
    });
  });

  it('ends where it diverges, with what the library says', () => {
    const session = startSession({ ...small, method: 'gd', rate: 900 });
    const { frames } = run(session);
    expect(session.ending()?.status).toBe('diverged');
    expect(session.ending()?.message).toContain('try a smaller learningRate');
    expect(frames.every(({ parameters }) => parameters.every(Number.isFinite))).toBe(true);
  });
});

describe('the pace', () => {
  it('lets out one frame a tick, and all at once up to a time that is asked for', () => {
    let now = 0;
    const tap = pacer(startSession(DEFAULT_CONFIGURATION), 0.5, () => (now += 0.01));
    const caught: Frame[] = [];
    while ((caught.at(-1)?.time ?? 0) < 0.5) caught.push(...(tap.tick(5)?.frames ?? []));
    expect(caught[0].time).toBe(0);
    expect(caught.at(-2)?.time).toBeLessThan(0.5);
    const counts = Array.from({ length: 10 }, () => tap.tick(1e9)?.frames.length);
    expect(counts).toStrictEqual(new Array(10).fill(1));
  });

  it('lets out every frame and event, in order, and says once why the run ended', () => {
    const { frames, events } = run(startSession(small));
    const tap = pacer(startSession(small), -Infinity, () => 0);
    const got: Frame[] = [];
    const gotEvents: FlowEvent[] = [];
    const endings: string[] = [];
    while (!tap.finished()) {
      const batch = tap.tick(1);
      if (batch === null) continue;
      got.push(...batch.frames);
      gotEvents.push(...batch.events);
      if (batch.ending !== null) endings.push(batch.ending.status);
    }
    expect(got).toStrictEqual(frames);
    expect(gotEvents).toStrictEqual(events);
    expect(endings).toStrictEqual(['stationary']);
    expect(tap.tick(1)).toBeNull();
  });
});

describe('a recording', () => {
  const frame = (k: number): Frame => ({
    time: k,
    step: k,
    loss: 0,
    parameters: new Float64Array(4),
    slidingOn: null,
  });

  it('keeps every so many frames within its budget, the first and the last among them', () => {
    const kept = recording(1, 0);
    expect(kept.most).toBe(16);
    for (let k = 0; k < 1000; k++) {
      record(kept, frame(k));
      expect(kept.frames.length).toBeLessThanOrEqual(kept.most);
      expect(kept.latest?.step).toBe(k);
    }
    expect(kept.frames.map(({ step }) => step)).toStrictEqual(Array.from({ length: 16 }, (_, k) => 64 * k));
    finish(kept);
    finish(kept);
    expect(kept.frames.slice(-2).map(({ step }) => step)).toStrictEqual([960, 999]);
  });

  it('takes and gives back networks', () => {
    const network = startOf(small);
    expect(networkOf(parametersOf(network))).toStrictEqual(network);
  });
});
