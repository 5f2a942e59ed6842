import type { NumericArray } from '../numeric/arrays.js';
import { finiteNumber, finiteVector, has, object, sameLength, show } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import {
  axisTitle,
  checkText,
  checkWindow,
  counted,
  extent,
  holds,
  inWords,
  magnitudeInWords,
  widen,
} from './axes.js';
import type { Interval } from './axes.js';
import { curvePanel, knotLooks, typePanel } from './slice-panels.js';
import type { KnotRow, Landmark, ShownSlice, SliceKnotType } from './slice-panels.js';
import { captioned } from './figure-size.js';
import type { FigureSize } from './figure-size.js';
import type { VegaLiteSpec } from './spec.js';

/** What {@link sliceFigure} draws. */
export interface SliceFigureInput extends FigureSize {
  /** Knots of the slice (the distinct x of the data), shape (K). */
  readonly knots: NumericArray;
  /** Loss with the breakpoint at each knot, shape (K). */
  readonly lossAtKnots: NumericArray;
  /** Type of each knot, shape (K). */
  readonly types: readonly SliceKnotType[];
  /**
   * The curve: breakpoints, increasing, and the loss at each, at least two. Between them the figure draws
   * straight lines; `slicePoints` says where to take them.
   */
  readonly samples: { readonly x: NumericArray; readonly loss: NumericArray };
  /** Where the breakpoint is now. */
  readonly breakpoint: number;
  /** Loss there. */
  readonly loss: number;
  /** The lowest point of the slice, over all breakpoints. */
  readonly minimum: { readonly breakpoint: number; readonly loss: number };
  /** Default `x`. */
  readonly xLabel?: string;
  readonly xUnit?: string;
  /** Default `loss`. */
  readonly lossLabel?: string;
  readonly title?: string;
}

/**
 * The loss along one moving breakpoint, all else held fixed: above, the slice with its knots (the data), the
 * present breakpoint and the global minimum; below, on the same axis, one row for each knot type, with its
 * count.
 *
 * Attractors are the kinks where the loss has a local minimum, repellers where it has a local maximum: these
 * are large on the curve, the others small. A present breakpoint or a minimum outside the samples is told in
 * the subtitle, and so is the number of knots there.
 *
 * The input is easily made from `lossSlice`, `knotTypes`, {@link slicePoints} and `evaluateSlice`. A slice
 * without knots is drawn as the bare curve.
 *
 * @returns A Vega-Lite specification with its data in it.
 * @throws `RangeError` for NaN or Infinity (the first bad index is named), an unknown type, samples that
 * decrease or span nothing, `ShapeError` for lengths that do not match or fewer than two samples, `TypeError`
 * for the wrong kind of thing.
 * @example
 * ```ts
 * import { bdso, dataset, evaluateSlice, knotTypes, lossSlice } from 'relu-splines';
 * import { sliceFigure, slicePoints } from 'relu-splines/plot';
 *
 * const hinge = bdso({ breakpoints: [0.5], deltaSlopes: [1], orientations: [1] });
 * const data = dataset([0, 1, 2], [1, -1, 1]);
 * const slice = lossSlice(hinge, data, 0);
 * const knots = knotTypes(hinge, data, { unit: 0 });
 * if (slice && knots) {
 *   const x = slicePoints(slice);
 *   sliceFigure({
 *     ...slice,
 *     types: knots.types,
 *     samples: { x, loss: evaluateSlice(slice, x) },
 *     loss: evaluateSlice(slice, slice.breakpoint),
 *   });
 * }
 * ```
 */
export function sliceFigure(input: SliceFigureInput): VegaLiteSpec {
  const where = 'sliceFigure';
  object(where, 'input', input);
  const title = checkText(where, 'title', input.title ?? 'Loss along one moving breakpoint');
  const titles = {
    breakpoint: axisTitle(where, 'x', input.xLabel ?? 'x', input.xUnit),
    loss: checkText(where, 'lossLabel', input.lossLabel ?? 'loss'),
  };
  object(where, 'minimum', input.minimum);
  const { slice, outside } = checkSlice(where, input);
  const excess = input.loss - input.minimum.loss;
  const subtitle = [
    'Curve: the loss with the breakpoint at β, all else fixed.',
    ...(slice.knots.length === 0
      ? []
      : [`Marks: ${counted(slice.knots.length, 'knot')}, where the data are, by type.`]),
    ...(excess > 0 ? [`The present loss is ${magnitudeInWords(excess)} above the global minimum.`] : []),
    ...outside,
  ];
  const lower = slice.knots.length === 0 ? [] : [typePanel(slice, titles)];
  return captioned(
    where,
    input,
    title,
    subtitle,
    {
      vconcat: [curvePanel(slice, titles, lower.length === 0, input), ...lower],
      spacing: 12,
    },
    { wordPanels: lower },
  );
}

/** What lies in the window of the samples, and sentences on what does not. */
function checkSlice(
  where: string,
  input: SliceFigureInput,
): { readonly slice: ShownSlice; readonly outside: readonly string[] } {
  if (!has(input.samples, 'x')) {
    throw new TypeError(
      `${where}: samples must be { x, loss }, such as x = slicePoints(slice) and loss = evaluateSlice(slice, x), got ${show(input.samples)}`,
    );
  }
  const x = finiteVector(where, 'samples.x', input.samples.x);
  const loss = finiteVector(where, 'samples.loss', input.samples.loss);
  sameLength(where, 'samples.loss', loss, 'samples.x', x.length);
  if (x.length < 2) {
    throw new ShapeError(`${where}: samples.x must have at least two entries, got ${x.length}`);
  }
  for (let i = 1; i < x.length; i++) {
    if (x[i] < x[i - 1]) {
      throw new RangeError(`${where}: samples.x must not decrease, got ${x[i - 1]} and then ${x[i]} at ${i}`);
    }
  }
  const window = checkWindow(where, 'samples.x', { low: x[0], high: x[x.length - 1] });
  const allKnots = checkKnots(where, input);
  const knots = allKnots.filter((row) => holds(window, row.breakpoint));
  const curve = Array.from(x, (breakpoint, i) => ({ breakpoint, loss: loss[i] }));
  const drawn = extent([...curve, ...knots].map((row) => row.loss)) ?? { low: 0, high: 0 };
  const allLandmarks = checkLandmarks(where, input, window, drawn);
  const landmarks = allLandmarks.filter((row) => holds(window, row.breakpoint));
  const heights = extent(
    [drawn.low, drawn.high],
    landmarks.map((row) => row.loss),
  );
  const hidden = allKnots.length - knots.length;
  return {
    // Above the curve there is room for the labels of the landmarks.
    slice: {
      window,
      curve,
      knots,
      landmarks,
      heights: widen(where, 'loss', heights ?? drawn, { above: 0.22 }),
    },
    outside: [
      ...allLandmarks.filter((row) => !landmarks.includes(row)).map((row) => `Out of view: ${row.label}.`),
      ...(hidden === 0 ? [] : [`Out of view: ${counted(hidden, 'knot')}.`]),
    ],
  };
}

function checkKnots(where: string, input: SliceFigureInput): KnotRow[] {
  const knots = finiteVector(where, 'knots', input.knots);
  const losses = finiteVector(where, 'lossAtKnots', input.lossAtKnots);
  sameLength(where, 'lossAtKnots', losses, 'knots', knots.length);
  const types = input.types as unknown;
  if (!Array.isArray(types)) {
    throw new TypeError(`${where}: types must be an array of strings, got ${show(types)}`);
  }
  sameLength(where, 'types', types as NumericArray, 'knots', knots.length);
  return Array.from(knots, (breakpoint, i) => {
    const type = input.types[i];
    if (!knotLooks.some((look) => look.type === type)) {
      const known = knotLooks.map((look) => look.type).join(', ');
      throw new RangeError(`${where}: types[${i}] must be one of ${known}, got ${show(type)}`);
    }
    return { breakpoint, loss: losses[i], type };
  });
}

function checkLandmarks(
  where: string,
  { breakpoint, loss, minimum }: SliceFigureInput,
  window: Interval,
  heights: Interval,
): Landmark[] {
  const present = {
    breakpoint: finiteNumber(where, 'breakpoint', breakpoint),
    loss: finiteNumber(where, 'loss', loss),
  };
  const lowest = {
    breakpoint: finiteNumber(where, 'minimum.breakpoint', minimum.breakpoint),
    loss: finiteNumber(where, 'minimum.loss', minimum.loss),
  };
  const words = (at: typeof present): string =>
    `β = ${inWords(at.breakpoint, window)}, loss ${inWords(at.loss, heights)}`;
  // To the digits that are shown they are one place, and two labels would say the same.
  return words(present) === words(lowest)
    ? [{ ...present, label: `present and global minimum: ${words(present)}` }]
    : [
        { ...present, label: `present: ${words(present)}` },
        { ...lowest, label: `global minimum: ${words(lowest)}` },
      ];
}
