import type { NumericArray } from '../numeric/arrays.js';
import { finiteNumber, finiteVector, object } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import { checkText, extent, magnitudeInWords, tally } from './axes.js';
import type { Interval } from './axes.js';
import { captioned } from './figure-size.js';
import type { FigureSize } from './figure-size.js';
import { category, inline, quantity } from './spec.js';
import type { JsonObject, VegaLiteSpec } from './spec.js';
import { figureWidth, palette, shade } from './theme.js';

/** What {@link spectrumFigure} draws. */
export interface SpectrumFigureInput extends FigureSize {
  /** Eigenvalues, in any order, at least one. */
  readonly eigenvalues: NumericArray;
  /** An eigenvalue counts as zero up to this magnitude. Default: n·EPSILON times the largest magnitude. */
  readonly zeroThreshold?: number;
  readonly title?: string;
}

/** The eigenvalues by sign, each group from the largest value to the smallest. */
interface Inertia {
  readonly positive: Float64Array;
  readonly zero: Float64Array;
  readonly negative: Float64Array;
  readonly threshold: number;
}

/** About as many labels as the magnitude axis has room for. */
const MOST_LABELS = 8;

/**
 * The spectrum of a Hessian: magnitude on a logarithmic scale against rank, the largest value first. Positive
 * eigenvalues fall from the left, negative ones rise towards the right, and between them lie the zeros: a band
 * as wide as there are zeros, with their number, since a logarithmic scale has no place for them.
 *
 * The subtitle says up to which magnitude an eigenvalue counts as zero, and what lies on either side of that:
 * how wide this gap is says how sure the inertia is. Sign is told by shape and place as well as by colour.
 *
 * @returns A Vega-Lite specification with its data in it: one row an eigenvalue that is not zero.
 * @throws `RangeError` for NaN or Infinity (the first bad index is named) or a negative threshold,
 * `ShapeError` for no eigenvalues, `TypeError` for the wrong kind of thing.
 * @example
 * ```ts
 * import { spectrumFigure } from 'relu-splines/plot';
 *
 * const figure = spectrumFigure({ eigenvalues: [-0.5, 3, 1e-17, 40] });
 * figure.description; // 'Hessian spectrum. 2 positive, 1 zero, 1 negative. …'
 * ```
 */
export function spectrumFigure(input: SpectrumFigureInput): VegaLiteSpec {
  const where = 'spectrumFigure';
  object(where, 'input', input);
  const title = checkText(where, 'title', input.title ?? 'Hessian spectrum');
  const inertia = checkSpectrum(where, input);
  const subtitle = spectrumInWords(inertia);
  return captioned(where, input, title, subtitle, {
    ...spectrumPanel(inertia),
  });
}

function checkSpectrum(where: string, { eigenvalues, zeroThreshold }: SpectrumFigureInput): Inertia {
  const falling = finiteVector(where, 'eigenvalues', eigenvalues).sort().reverse();
  const count = falling.length;
  if (count === 0) throw new ShapeError(`${where}: eigenvalues must have at least one entry, got none`);
  const largest = Math.max(Math.abs(falling[0]), Math.abs(falling[count - 1]));
  const threshold = finiteNumber(where, 'zeroThreshold', zeroThreshold ?? largest * (count * Number.EPSILON));
  if (threshold < 0) throw new RangeError(`${where}: zeroThreshold must not be negative, got ${threshold}`);
  return {
    positive: falling.filter((value) => value > threshold),
    zero: falling.filter((value) => Math.abs(value) <= threshold),
    negative: falling.filter((value) => value < -threshold),
    threshold,
  };
}

function spectrumInWords({ positive, zero, negative, threshold }: Inertia): string[] {
  const [plus, none, minus] = [positive, zero, negative].map((group) => tally(group.length));
  const kept = extent(positive, negative.map(Math.abs));
  const dropped = extent(zero.map(Math.abs));
  const neighbours = [
    ...(dropped === undefined ? [] : [`${magnitudeInWords(dropped.high)} below`]),
    ...(kept === undefined ? [] : [`${magnitudeInWords(kept.low)} above`]),
  ];
  return [
    `${plus} positive, ${none} zero, ${minus} negative.`,
    `Zero: |λ| ≤ ${magnitudeInWords(threshold)}. Next to that: ${neighbours.join(', ')}.`,
  ];
}

function spectrumPanel({ positive, zero, negative }: Inertia): JsonObject {
  const count = positive.length + zero.length + negative.length;
  const rows = [
    ...Array.from(positive, (value, k) => ({ rank: k + 1, value, magnitude: value, sign: 'positive' })),
    ...Array.from(negative, (value, k) => ({
      rank: count - negative.length + k + 1,
      value,
      magnitude: -value,
      sign: 'negative',
    })),
  ];
  const magnitudes = extent(rows.map((row) => row.magnitude));
  const room = 0.5 + 0.015 * count;
  const x = quantity('rank', {
    title: 'rank, largest value first',
    scale: { domain: [1 - room, count + room], nice: false, zero: false },
    axis: { values: ranks(count), format: ',d' },
  });
  return {
    width: figureWidth,
    height: magnitudes === undefined ? 90 : 280,
    layer: [
      ...(zero.length === 0 ? [] : zeroBand(positive.length, zero.length, count, x)),
      ...(magnitudes === undefined ? [] : [eigenvalueLayer(rows, magnitudes, x)]),
    ],
  };
}

function zeroBand(before: number, zeros: number, count: number, x: JsonObject): JsonObject[] {
  const band = { rank: before + 0.5, end: before + zeros + 0.5 };
  const middle = before + (zeros + 1) / 2;
  // Near an end of the axis the words run inwards.
  const place = middle / (count + 1);
  const align = place < 0.1 ? 'left' : place > 0.9 ? 'right' : 'center';
  return [
    {
      data: inline([band]),
      mark: { type: 'rect', color: shade },
      encoding: { x, x2: { field: 'end' } },
    },
    {
      data: inline([{ rank: middle, label: `${tally(zeros)} zero` }]),
      mark: { type: 'text', align, baseline: 'top', fontSize: 12 },
      encoding: { x, y: { value: 6 }, text: { field: 'label' } },
    },
  ];
}

function eigenvalueLayer(rows: readonly JsonObject[], magnitudes: Interval, x: JsonObject): JsonObject {
  const { ends, labelled } = decades(magnitudes);
  const looks = [
    { sign: 'positive', colour: palette.blue, shape: 'circle' },
    { sign: 'negative', colour: palette.vermillion, shape: 'triangle-down' },
  ].filter(({ sign }) => rows.some((row) => row.sign === sign));
  const signScale = (range: readonly string[]): JsonObject =>
    category('sign', { title: null, scale: { domain: looks.map((look) => look.sign), range } });
  return {
    data: inline(rows),
    mark: {
      type: 'point',
      filled: true,
      opacity: 1,
      // From 60 square pixels for a handful to 8 for thousands, where the points draw a line.
      size: Math.min(60, Math.max(8, 3000 / rows.length)),
    },
    encoding: {
      x,
      y: quantity('magnitude', {
        title: 'magnitude of eigenvalue, |λ|',
        scale: { type: 'log', domain: ends, nice: false },
        axis: { values: labelled, format: '~e' },
      }),
      color: signScale(looks.map((look) => look.colour)),
      shape: signScale(looks.map((look) => look.shape)),
      tooltip: [quantity('rank'), quantity('value', { title: 'eigenvalue λ', format: '.6~e' })],
    },
  };
}

/** Ranks to label: the first, and multiples of 1, 2 or 5 times a power of ten. */
function ranks(count: number): number[] {
  const power = 10 ** Math.floor(Math.log10(count / MOST_LABELS));
  const steps = [power, 2 * power, 5 * power, 10 * power].filter((step) => step >= 1);
  const step = steps.find((candidate) => count / candidate <= MOST_LABELS) ?? 1;
  const labelled = step > 2 ? [1] : [];
  for (let rank = step; rank <= count; rank += step) labelled.push(rank);
  return labelled;
}

/** Powers of ten around the magnitudes, at most one beyond them, kept inside the double range. */
function decades({ low, high }: Interval): {
  readonly ends: readonly number[];
  readonly labelled: readonly number[];
} {
  const first = Math.floor(Math.log10(low));
  const last = Math.max(Math.ceil(Math.log10(high)), first + 1);
  const step = Math.ceil((last - first) / MOST_LABELS);
  const ends = [
    Math.max(Number(`1e${first}`), Number.MIN_VALUE),
    Math.min(Number(`1e${last}`), Number.MAX_VALUE),
  ];
  const labelled: number[] = [];
  for (let exponent = Math.ceil(first / step) * step; exponent <= last; exponent += step) {
    const value = Number(`1e${exponent}`);
    if (value >= ends[0] && value <= ends[1]) labelled.push(value);
  }
  return { ends, labelled };
}
