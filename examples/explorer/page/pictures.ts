/** The views on the page: from the state to models to pictures. */
import { toPiecewiseLinear } from 'relu-splines';
import type { ShallowNetwork } from 'relu-splines';
import { clusterMarks, distinctX, driveCurves, knotColumn, sliceOf, unitRow } from '../engine/analysis.js';
import { widthOf } from '../engine/configuration.js';
import type { Curvature } from '../engine/heavy-analysis.js';
import { INITIALIZATIONS } from '../engine/initializations.js';
import { networkOf } from '../engine/recording.js';
import type { Frame } from '../engine/recording.js';
import { sticksUntil } from '../engine/sticks.js';
import {
  breakpointRange,
  createBreakpointView,
  createFunctionView,
  createLawView,
  createLossView,
  createSliceView,
  createSpectrumView,
  functionBox,
  timeHorizon,
} from '../views/index.js';
import type {
  Box,
  BreakpointCallbacks,
  BreakpointModel,
  FunctionCallbacks,
  LawModel,
  LossCallbacks,
  Range,
  Scheme,
  TimeAxis,
  View,
} from '../views/models.js';
import { element } from './elements.js';
import { shownFrame } from './state.js';
import type { State } from './state.js';

/** The pictures by name. */
export const PICTURES = ['function', 'breakpoint', 'loss', 'slice', 'spectrum', 'law'] as const;

/** One of {@link PICTURES}. */
export type PictureName = (typeof PICTURES)[number];

/** All pictures. */
export interface Pictures {
  /** Draws what can be seen of the state. */
  readonly draw: (state: State) => void;
  readonly svg: (name: PictureName) => string;
  readonly host: (name: PictureName) => HTMLElement;
}

/** What the reader does in the pictures. */
export type PictureCallbacks = FunctionCallbacks & BreakpointCallbacks & LossCallbacks;

/** Milliseconds for which pictures are painted in one frame of the screen while a run plays; the others wait in turn. */
const BUDGET = 7;

/** A frame of the screen that took so many milliseconds, what the browser did after us included, was too much. */
const HEAVY = 14;

/** Events marked on the loss, at most. */
const MARKED_EVENTS = 400;

/** Creates all views in their hosts. `onShown`: one came into sight and wants to be drawn. */
export function createPictures(callbacks: PictureCallbacks, onShown: () => void): Pictures {
  const hosts = Object.fromEntries(
    PICTURES.map((name) => [name, element(`${name}-view`, HTMLDivElement)]),
  ) as Record<PictureName, HTMLDivElement>;
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', onShown);
  const seen = new Set<Element>(Object.values(hosts));
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) seen.add(target);
        else seen.delete(target);
      }
      onShown();
    },
    { rootMargin: '100px' },
  );
  for (const host of Object.values(hosts)) observer.observe(host);

  const functionView = createFunctionView(hosts.function, callbacks);
  const breakpointView = createBreakpointView(hosts.breakpoint, callbacks);
  const lossView = createLossView(hosts.loss, callbacks);
  const sliceView = createSliceView(hosts.slice);
  const spectrumView = createSpectrumView(hosts.spectrum);
  const lawView = createLawView(hosts.law);
  const views: Readonly<Record<PictureName, Pick<View<never>, 'svg'>>> = {
    function: functionView,
    breakpoint: breakpointView,
    loss: lossView,
    slice: sliceView,
    spectrum: spectrumView,
    law: lawView,
  };
  let lawOf: unknown = null;
  let spectrumOf: { readonly curvature: Curvature | null; readonly key: string | null } = {
    curvature: null,
    key: null,
  };
  let latest: State | null = null;
  const besides = besideBreakpoints();
  const paintedAt = new Map<PictureName, number>();
  let wasHeavy = false;

  const draw = (state: State, all = false): void => {
    latest = state;
    const begun = performance.now();
    const works = worksOf(state);
    const names = PICTURES.filter((name) => all || seen.has(hosts[name]));
    if (all || !state.playing) {
      for (const name of names) works[name]();
      return;
    }
    const age = (name: PictureName): number => paintedAt.get(name) ?? -Infinity;
    names.sort((one, other) => age(one) - age(other));
    for (const [k, name] of names.entries()) {
      const now = performance.now();
      if (k > 0 && (wasHeavy || now - begun > BUDGET)) break;
      works[name]();
      paintedAt.set(name, now);
    }
    // Comes when the browser has put on the screen what was painted.
    setTimeout(() => {
      wasHeavy = performance.now() - begun > HEAVY;
    });
  };

  /** What each picture has to do to show a state. */
  const worksOf = (state: State): Readonly<Record<PictureName, () => void>> => {
    const scheme: Scheme = dark.matches ? 'dark' : 'light';
    const { configuration, data, history: past, cursor, points, start } = state;
    const { view } = configuration;
    const frame = shownFrame(state);
    const network = frame === null ? start : networkOf(frame.parameters);
    const range = breakpointRange(data.x);
    const timeAxis = axisOf(state);
    const index = cursor ?? Math.max(0, past.times.length - 1);
    return {
      function: () => {
        const pieces = network === null ? null : toPiecewiseLinear(network);
        if (!state.dragging) state.box = joined(state.box, functionBox(points, pieces));
        functionView.draw({
          scheme,
          data: points,
          chosenDatum: state.chosenDatum,
          pieces,
          units: frame === null ? null : unitRow(frame.parameters),
          chosenUnit: view.unit,
          overlays: state.overlays.curves,
          box: state.box,
          loss: frame?.loss ?? null,
        });
      },
      breakpoint: () => {
        breakpointView.draw({
          scheme,
          run: `${past.run}.${past.epoch}`,
          times: past.times,
          frames: past.rows,
          timeAxis,
          range,
          data: distinctX(data),
          sticks: sticksUntil(past.sticks, past.recording.latest?.time ?? 0),
          cursor: index,
          chosenUnit: view.unit,
          ...besides(state, network, frame, range),
        });
      },
      loss: () => {
        const marked = past.events.filter(({ kind }) => kind !== 'cross').slice(-MARKED_EVENTS);
        lossView.draw({
          scheme,
          times: past.times,
          losses: past.losses,
          timeAxis,
          cursor: index,
          events: marked,
        });
      },
      slice: () => {
        const slice = network === null ? null : sliceOf(network, data, view.unit, view.dynamics);
        sliceView.draw({ scheme, slice, range });
      },
      spectrum: () => {
        const curvature = state.curvature?.curvature ?? null;
        const key = JSON.stringify([scheme, past.run]);
        // It comes seldom; in between nothing changes.
        if (spectrumOf.curvature === curvature && spectrumOf.key === key) return;
        spectrumOf = { curvature, key };
        const note = curvature === null ? 'computing…' : curvature.note;
        spectrumView.draw({
          scheme,
          eigenvalues: curvature?.eigenvalues ?? null,
          causes: curvature?.causes ?? null,
          ...(note === null ? {} : { note }),
        });
      },
      law: () => {
        // Only another start, another law or another scheme changes it.
        const key = JSON.stringify([scheme, past.run, range]);
        if (start === null || lawOf === key) return;
        lawView.draw(lawModel(state, scheme, range));
        lawOf = key;
      },
    };
  };
  return {
    draw: (state) => {
      draw(state);
    },
    svg: (name) => {
      // A picture out of sight may be out of date.
      if (latest !== null) draw(latest, true);
      return views[name].svg();
    },
    host: (name) => hosts[name],
  };
}

/** Milliseconds between changes of what stands beside the breakpoints of a wide network while it trains. */
const BESIDE_PAUSE = 150;
const WIDE = 200;

/** Knot types, drive and clusters; of wide networks that train, as they were a moment ago. */
function besideBreakpoints(): (
  state: State,
  network: ShallowNetwork | null,
  frame: Frame | null,
  range: Range,
) => Pick<BreakpointModel, 'knots' | 'drive' | 'clusters'> {
  let made = { knots: null, drive: null, clusters: [] } as Pick<
    BreakpointModel,
    'knots' | 'drive' | 'clusters'
  >;
  let at = -Infinity;
  let of: unknown = null;
  return ({ configuration: { view }, data, history: { run }, playing }, network, frame, { low, high }) => {
    if (network === null || frame === null) return { knots: null, drive: null, clusters: [] };
    const key = JSON.stringify([run, view]);
    const isRecent = playing && network.inputWeights.length > WIDE && performance.now() - at < BESIDE_PAUSE;
    if (isRecent && key === of) return made;
    made = {
      knots: knotColumn(network, data, view),
      drive: driveCurves(network, data, low, high),
      clusters: clusterMarks(network, data, frame.slidingOn),
    };
    at = performance.now();
    of = key;
    return made;
  };
}

function axisOf({ configuration: { method }, history }: State): TimeAxis {
  const { recording, firstTime, ending } = history;
  const now = recording.latest?.time ?? 0;
  return {
    from: 0,
    to: timeHorizon(now, ending !== null),
    scale: 'log',
    label: method === 'flow' ? 'time' : 'steps × step size',
    ...(firstTime === null ? {} : { unit: firstTime }),
  };
}

/** Never smaller than before, so that axes do not jump about while a network learns. */
function joined(one: Box, other: Box): Box {
  return {
    x: { low: Math.min(one.x.low, other.x.low), high: Math.max(one.x.high, other.x.high) },
    y: { low: Math.min(one.y.low, other.y.low), high: Math.max(one.y.high, other.y.high) },
  };
}

const LAW_POINTS = 200;

function lawModel({ configuration, data, start }: State, scheme: Scheme, range: LawModel['range']): LawModel {
  const { init } = configuration;
  const breakpoints = Array.from(start?.inputWeights ?? [], (w, i) =>
    w === 0 || start === null ? NaN : -start.inputBiases[i] / w,
  );
  const shared = { scheme, breakpoints, range, data: distinctX(data) };
  if (init.kind === 'weights') return { ...shared, density: null, name: 'weights from a file' };
  const { title, laws } = INITIALIZATIONS[init.kind];
  const { pdf } = laws(widthOf(init), init.scales).breakpoint;
  const x = Float64Array.from(
    { length: LAW_POINTS + 1 },
    (_, k) => range.low + ((range.high - range.low) * k) / LAW_POINTS,
  );
  return { ...shared, density: { x, y: x.map(pdf) }, name: title };
}
