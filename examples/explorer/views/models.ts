/**
 * What the views are given: plain records of numbers, which survive `structuredClone` and `postMessage`.
 *
 * Arrays are array-likes, so that typed arrays of a worker are drawn as they come. A view keeps no copy: it draws
 * the last record again when its size changes or its SVG is asked for, so records must not be written to afterwards.
 */

/** Numbers in a row: a typed array or a plain one. */
export type Numbers = ArrayLike<number>;

/** Light or dark ground. */
export type Scheme = 'light' | 'dark';

/** A picture in a host element. */
export interface View<Model> {
  /** Draws `model`; at once, so that a caller may time it. */
  readonly draw: (model: Model) => void;
  /** What is shown now as a standalone SVG document; an empty picture before the first `draw`. */
  readonly svg: () => string;
  /** Takes the picture out of its host, with all listeners. */
  readonly destroy: () => void;
}

/** An interval of an axis. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

/** The part of the plane that a view shows. */
export interface Box {
  readonly x: Range;
  readonly y: Range;
}

/** The units at one time, in network order; shape (H) each. */
export interface UnitRow {
  /** Breakpoints β, NaN where w = 0. */
  readonly breakpoints: Numbers;
  /** Delta-slopes μ = wv. */
  readonly deltaSlopes: Numbers;
  /** Orientations sgn w: +1 active to the right, −1 to the left, 0 none. */
  readonly orientations: Numbers;
}

/** What a datum is to a breakpoint of one class that comes to it. */
export type KnotTypeName = 'attractor' | 'repeller' | 'passthrough-left' | 'passthrough-right' | 'degenerate';

// --- Function view -----------------------------------------------------------------------------------------------

/** Which curve an overlay is; decides its colour, dash and name. */
export type OverlayKind = 'linear-spline' | 'natural-spline' | 'width-limit';

/** A curve beside the network's own: points with straight lines between them, x increasing. */
export interface Overlay {
  readonly kind: OverlayKind;
  readonly x: Numbers;
  readonly y: Numbers;
}

/** The network as a function, with the data. */
export interface FunctionModel {
  readonly scheme: Scheme;
  /** The data in the caller's order, which the callbacks speak of; shape (N) each. */
  readonly data: { readonly x: Numbers; readonly y: Numbers };
  /** Index of the chosen datum, or null. */
  readonly chosenDatum: number | null;
  /** The network's spline, as `toPiecewiseLinear` gives it; null before there is a network. */
  readonly pieces: { readonly knots: Numbers; readonly slopes: Numbers; readonly intercepts: Numbers } | null;
  /** Its units, whose breakpoints are marked on the curve; null: no marks. */
  readonly units: UnitRow | null;
  /** Index of the chosen unit, or null. */
  readonly chosenUnit: number | null;
  readonly overlays: readonly Overlay[];
  /** The part of the plane shown; `functionBox` has a sensible one. */
  readonly box: Box;
  /** Loss, for the text alternative; null leaves it out. */
  readonly loss: number | null;
  /** Names of the axes. Default `x` and `y`. */
  readonly labels?: { readonly x: string; readonly y: string };
  /** Whether data can be moved, added and deleted. Default true. */
  readonly editable?: boolean;
}

/** What the reader does in the function view. Coordinates are those of the data. */
export interface FunctionCallbacks {
  /** A datum is dragged or moved by keys. `isFinal` is false while a pointer is still down. */
  readonly onMove?: (datum: number, x: number, y: number, isFinal: boolean) => void;
  /** A double click, or Insert or `+` on a point. */
  readonly onAdd?: (x: number, y: number) => void;
  readonly onDelete?: (datum: number) => void;
  readonly onSelect?: (datum: number | null) => void;
}

// --- Breakpoint view ---------------------------------------------------------------------------------------------

/** A time during which the breakpoint of a unit lies on a datum, as `stickIntervals` gives it. */
export interface Stick {
  readonly unit: number;
  /** Index of the distinct x. */
  readonly datum: number;
  readonly from: number;
  readonly to: number;
}

/** What every datum is to the breakpoints of one class, now. */
export interface KnotColumn {
  readonly orientation: 1 | -1;
  /** sgn v. */
  readonly outputSign: -1 | 0 | 1;
  /** One a distinct x, shape (G). */
  readonly types: readonly KnotTypeName[];
}

/** The drive ψ at places β (increasing), for both orientations. Where it jumps, give the place twice. */
export interface DriveCurves {
  readonly beta: Numbers;
  readonly right: Numbers;
  readonly left: Numbers;
}

/** Breakpoints that lie together now. */
export interface ClusterMark {
  readonly low: number;
  readonly high: number;
  /** How many units. */
  readonly size: number;
  readonly orientation: 1 | -1;
  readonly outputSign: -1 | 0 | 1;
  /** Index of the distinct x it sits on, or null. */
  readonly datum: number | null;
}

/** Where time runs. */
export interface TimeAxis {
  readonly from: number;
  /** The axis ends here; `timeHorizon` has an end that changes seldom while frames arrive. */
  readonly to: number;
  /** `log` is ln(1 + (t − from)/unit), which has a place for the beginning. */
  readonly scale: 'linear' | 'log';
  /** The unit of the log scale, in units of time. Default: the first step recorded. */
  readonly unit?: number;
  /** Name of the axis. Default `time`. */
  readonly label?: string;
}

/** Breakpoints over time. */
export interface BreakpointModel {
  readonly scheme: Scheme;
  /** Says which run this is: while it stays the same, frames are only added, and those drawn are kept. */
  readonly run: string | number;
  /** Times of the frames, increasing; shape (T). */
  readonly times: Numbers;
  /** One row a time, shape (T). The array may be one that grows, the same at each draw. */
  readonly frames: readonly UnitRow[];
  readonly timeAxis: TimeAxis;
  /** The breakpoints shown; `breakpointRange` has a sensible one. */
  readonly range: Range;
  /** Distinct x of the data, increasing, shape (G). */
  readonly data: Numbers;
  /** In any order; `to` of one that goes on is the time of the last frame. */
  readonly sticks: readonly Stick[];
  /** Index of the frame shown by the other views. */
  readonly cursor: number;
  readonly chosenUnit: number | null;
  /** Those of the frame under the cursor; null: not shown. */
  readonly knots: KnotColumn | null;
  readonly drive: DriveCurves | null;
  readonly clusters: readonly ClusterMark[];
  /** Name of the breakpoint axis. Default `x`. */
  readonly label?: string;
}

/** What the reader does in the breakpoint view. */
export interface BreakpointCallbacks {
  /** A click near a trajectory, or arrow keys up and down; null for a click far from all, or Escape. */
  readonly onChooseUnit?: (unit: number | null) => void;
  /** A drag along the time axis, or arrow keys left and right, Home and End. */
  readonly onScrub?: (frame: number) => void;
}

// --- Loss views --------------------------------------------------------------------------------------------------

/** Loss over time. */
export interface LossModel {
  readonly scheme: Scheme;
  /** Increasing; shape (T). */
  readonly times: Numbers;
  /** Shape (T). */
  readonly losses: Numbers;
  readonly timeAxis: TimeAxis;
  /** Index of the frame under the cursor. */
  readonly cursor: number;
  /** Events to mark on the curve, few or many. Default none. */
  readonly events?: readonly { readonly time: number; readonly kind: string }[];
}

/** What the reader does in the loss view. */
export interface LossCallbacks {
  /** A click or drag on the curve, or arrow keys. */
  readonly onScrub?: (frame: number) => void;
}

/** The loss along the breakpoint of one unit: what `lossSlice` and `knotTypes` say of it. */
export interface SliceModel {
  readonly scheme: Scheme;
  /** Null: no unit is chosen, or it has no slice; the view says so. */
  readonly slice: {
    readonly unit: number;
    readonly breakpoint: number;
    /** Loss there. */
    readonly loss: number;
    readonly orientation: 1 | -1;
    /** Shapes (G). */
    readonly knots: Numbers;
    readonly lossAtKnots: Numbers;
    readonly leftSlopes: Numbers;
    readonly rightSlopes: Numbers;
    /** Shape (G + 1). */
    readonly pieces: readonly { readonly quadratic: number }[];
    readonly minimum: { readonly loss: number; readonly breakpoint: number };
    /** Shape (G); null: knots are not typed. */
    readonly types: readonly KnotTypeName[] | null;
  } | null;
  /** The breakpoints shown. */
  readonly range: Range;
  /** Name of the breakpoint axis. Default `x`. */
  readonly label?: string;
}

/** The eigenvalues of the Hessian and what its null directions come from. */
export interface SpectrumModel {
  readonly scheme: Scheme;
  /** In any order; null: not computed (or not yet); the view says so. */
  readonly eigenvalues: Numbers | null;
  /** An eigenvalue counts as zero up to this magnitude. Default n·EPSILON times the largest magnitude. */
  readonly zeroThreshold?: number;
  /** The causes of `nullDirections`, those of dimension 0 may be among them; null: not computed. */
  readonly causes:
    readonly { readonly cause: string; readonly dimension: number; readonly nullForHessian: number }[] | null;
  /** Why nothing is shown, where that is so: `computing…`, `too wide: 3001 parameters`. */
  readonly note?: string;
}

// --- Law view ----------------------------------------------------------------------------------------------------

/** The breakpoint law that an initialization induces, with the breakpoints there are. */
export interface LawModel {
  readonly scheme: Scheme;
  /** Density of breakpoints at places x (increasing); null where the initialization has no law. */
  readonly density: { readonly x: Numbers; readonly y: Numbers } | null;
  readonly breakpoints: Numbers;
  readonly range: Range;
  /** Distinct x of the data, for the guides. Default none. */
  readonly data?: Numbers;
  /** Name of the law: `He normal, σb = 1`. */
  readonly name: string;
  /** Name of the axis. Default `x`. */
  readonly label?: string;
}
