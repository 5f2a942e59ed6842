import type { Json, JsonObject } from './spec.js';
import { figureWidth, ink, palette } from './theme.js';

/** What the look of a curve depends on. */
interface NamedCurve {
  readonly name: string;
  readonly emphasis?: boolean;
}

/** How all curves of one name look. */
export interface CurveLook {
  readonly name: string;
  readonly isBroad: boolean;
  readonly colour: string;
  readonly dash: readonly number[];
  readonly width: number;
}

const BROAD = 5;
const THIN = 1.5;

/** Light colours under dark ones. */
const broadColours = [palette.skyBlue, palette.orange, palette.purple];
const thinColours = [ink, palette.vermillion, palette.blue, palette.green];

/** The first is solid; the others let it through where they lie on it. Five and four: twenty looks, no two alike. */
const dashes: readonly (readonly number[])[] = [
  [1, 0],
  [7, 5],
  [2, 3],
  [10, 3, 2, 3],
  [4, 2],
];

/** The look of each name, in the order in which curves bring them up. */
export function curveLooks(curves: readonly NamedCurve[]): CurveLook[] {
  const names = Array.from(new Set(curves.map(({ name }) => name)));
  const emphasised = new Set(curves.flatMap(({ name, emphasis }) => (emphasis === true ? [name] : [])));
  const thin = names.filter((name) => !emphasised.has(name));
  const broad = names.filter((name) => emphasised.has(name));
  return names.map((name) => {
    const isBroad = emphasised.has(name);
    const place = (isBroad ? broad : thin).indexOf(name);
    const colours = isBroad ? broadColours : thinColours;
    return {
      name,
      isBroad,
      colour: colours[place % colours.length],
      dash: dashes[isBroad ? 0 : place % dashes.length],
      width: isBroad ? BROAD : THIN,
    };
  });
}

/** Length of a legend's sample, in pixels: long enough for a dash pattern to be told. */
const SAMPLE = 32;

/** Colour, dash and width by name, with one legend for the three. */
export function looksEncoding(looks: readonly CurveLook[]): JsonObject {
  const names = looks.map(({ name }) => name);
  // Where there is no canvas to measure text with, Vega takes 0.8 em a character of 12 pixels.
  const entry = SAMPLE + 24 + 0.8 * 12 * Math.max(0, ...names.map((name) => name.length));
  const columns = Math.max(1, Math.floor(figureWidth / entry));
  // An ordinal scale: Vega-Lite's own choice for widths would space them evenly over the range.
  const channel = (range: readonly Json[]): JsonObject => ({
    field: 'curve',
    type: 'ordinal',
    scale: { type: 'ordinal', domain: names, range },
    legend: { title: null, symbolType: 'stroke', symbolSize: SAMPLE ** 2, labelLimit: 0, columns },
  });
  return {
    color: channel(looks.map(({ colour }) => colour)),
    strokeDash: channel(looks.map(({ dash }) => dash)),
    strokeWidth: channel(looks.map(({ width }) => width)),
  };
}
