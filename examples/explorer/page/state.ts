/** What the page knows. Everything that is drawn follows from it; only `app.ts` writes to it. */
import type { Dataset, ShallowNetwork } from 'relu-splines';
import type { Configuration } from '../engine/configuration.js';
import { dataOf } from '../engine/configuration.js';
import type { Curvature, Overlays } from '../engine/heavy-analysis.js';
import type { Frame } from '../engine/recording.js';
import { functionBox } from '../views/index.js';
import type { Box } from '../views/models.js';
import { frameAt, history } from './history.js';
import type { History } from './history.js';

/** Data in the order in which they were given, as the function view takes them. */
export interface Points {
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** The state of the page. */
export interface State {
  configuration: Configuration;
  data: Dataset;
  points: Points;
  /** The network before training; null where it could not be made. */
  start: ShallowNetwork | null;
  history: History;
  playing: boolean;
  /** Index of the recorded frame shown; null: the latest. */
  cursor: number | null;
  /** A frame of the run before, shown until this one has come as far; null: none. */
  held: Frame | null;
  chosenDatum: number | null;
  /** A datum is being dragged: axes stay where they are. */
  dragging: boolean;
  box: Box;
  overlays: Overlays;
  /** The last curvature that came, and the frame that it is of. */
  curvature: { readonly curvature: Curvature; readonly frame: Frame } | null;
  /** The frame whose curvature is being worked on. */
  asked: Frame | null;
}

/** The state before the first run of a configuration. */
export function stateOf(configuration: Configuration): State {
  const data = dataOf(configuration);
  const points = pointsOf(configuration, data);
  return {
    configuration,
    data,
    points,
    start: null,
    history: history(0, 1),
    playing: false,
    cursor: null,
    held: null,
    chosenDatum: null,
    dragging: false,
    box: functionBox(points),
    overlays: { curves: [], refusals: [] },
    curvature: null,
    asked: null,
  };
}

/** The data of a configuration in the order in which they were given. */
export function pointsOf({ data: choice }: Configuration, data: Dataset): Points {
  const { x, y } = choice.kind === 'points' ? choice : data;
  return { x: Float64Array.from(x), y: Float64Array.from(y) };
}

/** The frame that is shown; null before the first. */
export function shownFrame({ held, history: run, cursor }: State): Frame | null {
  return cursor === null && held !== null ? held : frameAt(run, cursor);
}
