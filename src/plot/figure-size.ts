import { positiveNumber, show } from '../numeric/checks.js';
import { subtitleLines } from './axes.js';
import { SCHEMA } from './spec.js';
import type { Json, JsonObject, VegaLiteSpec } from './spec.js';
import { figureWidth, themeConfig } from './theme.js';

/** How large a figure is, and how much it says: for slides, for a column of a paper. */
export interface FigureSize {
  /** Width of a row of panels in pixels, without what the axes write beside them. Default 640. */
  readonly width?: number;
  /** Height of a panel in pixels: of the tallest one, the others in proportion. Default as the figure has it. */
  readonly height?: number;
  /** Size of the numbers on the axes in pixels; all other text grows with them. Default 11. */
  readonly fontSize?: number;
  /** Write under the title what is drawn and what is left out? Default true; the figure's `description` always says it. */
  readonly subtitle?: boolean;
}

/** Size of the numbers on the axes by default. */
const FONT_SIZE = 11;

/** Where there is no canvas to measure text with, Vega takes this part of the font size for a character. */
const CHARACTER = 0.8;

/** What {@link sized} does with heights. */
export interface SizeRules {
  /**
   * `'asked'` (default): as `height` says. `'as-widths'`: both axes have the same units. `'own'`: the figure has seen to
   * it.
   */
  readonly heights?: 'asked' | 'as-widths' | 'own';
  /** Panels of rows of words, whose height goes with the font. */
  readonly wordPanels?: readonly JsonObject[];
}

/** How much larger than by default the text is. */
export function textScale({ fontSize = FONT_SIZE }: FigureSize): number {
  return fontSize / FONT_SIZE;
}

/**
 * A figure under its title and a subtitle of sentences, which with the title are its description, in the look and the
 * size that are asked for.
 *
 * @param body The panel or the panels, and what else Vega-Lite has to know.
 * @throws As {@link sized}.
 */
export function captioned(
  where: string,
  size: FigureSize,
  title: string,
  sentences: readonly string[],
  body: JsonObject,
  rules?: SizeRules,
): VegaLiteSpec {
  const figure = {
    $schema: SCHEMA,
    description: `${title}. ${sentences.join(' ')}`,
    title: { text: title, subtitle: subtitleLines(sentences) },
    ...body,
    config: themeConfig,
  };
  return sized(where, size, figure, sentences, rules);
}

/**
 * A finished figure in the size that is asked for; the figure itself, if nothing is.
 *
 * @param sentences Those of the subtitle, to break anew.
 * @throws `RangeError` for a size that is not positive and finite, `TypeError` for the wrong kind of thing.
 */
export function sized(
  where: string,
  size: FigureSize,
  figure: VegaLiteSpec,
  sentences: readonly string[],
  { heights = 'asked', wordPanels = [] }: SizeRules = {},
): VegaLiteSpec {
  const { width, height, fontSize, subtitle } = size;
  for (const [name, value] of Object.entries({ width, height, fontSize })) {
    if (value !== undefined) positiveNumber(where, name, value);
  }
  if (subtitle !== undefined && typeof subtitle !== 'boolean') {
    throw new TypeError(`${where}: subtitle must be true or false, got ${show(subtitle)}`);
  }
  if (width === undefined && height === undefined && fontSize === undefined && subtitle !== false) {
    return figure;
  }
  const text = textScale(size);
  const across = (width ?? figureWidth) / figureWidth;
  const tallest = tallestOf(figure, wordPanels);
  const asked = height === undefined || tallest === 0 ? 1 : height / tallest;
  const up = { asked, 'as-widths': across, own: 1 }[heights];
  const resize = (view: JsonObject): JsonObject =>
    mapped(view, (key, value) => {
      if (key === 'vconcat' || key === 'concat') return (value as readonly JsonObject[]).map(resize);
      if (key === 'width') return Math.round(Number(value) * across);
      if (key === 'height') return Math.round(Number(value) * (wordPanels.includes(view) ? text : up));
      return value;
    });
  const resized = withText(resize(figure), text) as VegaLiteSpec;
  const length = Math.max(1, Math.floor((width ?? figureWidth) / (CHARACTER * FONT_SIZE * text)));
  return {
    ...resized,
    ...titleOf(resized.title, subtitle !== false, subtitleLines(sentences, length)),
    ...(text === 1 ? {} : { config: withLimits(resized.config as JsonObject, text) }),
  };
}

/** Words that are larger are not to be cut sooner: Vega's limits, in pixels, go with them. */
function withLimits(config: JsonObject, text: number): JsonObject {
  const legend = { ...(config.legend as JsonObject), labelLimit: 160 * text };
  return { ...config, legend, axis: { ...(config.axis as JsonObject), labelLimit: 180 * text } };
}

/** The title with its lines broken anew, or without them. */
function titleOf(title: Json, hasSubtitle: boolean, lines: readonly string[]): JsonObject {
  if (typeof title !== 'object' || title === null || !('subtitle' in title)) return { title };
  const entries = Object.entries(title).filter(([key]) => key !== 'subtitle');
  return { title: Object.fromEntries(hasSubtitle ? [...entries, ['subtitle', lines]] : entries) };
}

function tallestOf(view: JsonObject, wordPanels: readonly JsonObject[]): number {
  const panels = (view.vconcat ?? view.concat ?? []) as readonly JsonObject[];
  const own = wordPanels.includes(view) ? 0 : Number(view.height ?? 0);
  return panels.reduce((most, panel) => Math.max(most, tallestOf(panel, wordPanels)), own);
}

/** All sizes of text and of its lines, wherever they are but in the data. */
function withText(value: Json, scale: number): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((entry) => withText(entry, scale));
  if (typeof value !== 'object' || value === null) return value;
  return mapped(value as JsonObject, (key, entry) => {
    if (key === 'data') return entry;
    return typeof entry === 'number' && /(fontSize|FontSize|LineHeight)$/.test(key)
      ? entry * scale
      : withText(entry, scale);
  });
}

function mapped(record: JsonObject, change: (key: string, value: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(key, value)]));
}
