import type { JsonObject } from './spec.js';

/**
 * Colours that stay apart for colour-blind readers.
 *
 * M. Okabe and K. Ito, "Color Universal Design", 2008; the grey is added for what is neither. No figure tells
 * two things apart by colour alone: shape or place says the same, and survives a grey print.
 *
 * @example
 * ```ts
 * import { palette } from 'relu-splines/plot';
 *
 * palette.blue; // '#0072B2'
 * ```
 */
export const palette = {
  blue: '#0072B2',
  vermillion: '#D55E00',
  skyBlue: '#56B4E9',
  orange: '#E69F00',
  green: '#009E73',
  purple: '#CC79A7',
  grey: '#8C8C8C',
} as const;

/** Lines and text that carry the message. */
export const ink = '#1A1A1A';

/** Text and guides that explain it. */
export const softInk = '#5A5A5A';

/** Guides and areas behind the marks; opaque, so that many are no darker than one. */
export const shade = '#E6E6E6';

/** Width of every figure's panels, in pixels. */
export const figureWidth = 640;

/**
 * Longest line of a subtitle, in characters. Where there is no canvas to measure text with, Vega takes 0.8 em
 * a character, and a longer line would widen the figure.
 */
export const subtitleLength = 72;

/** The part of an axis that is left free at each end, so that no mark is cut by the frame. */
export const margin = 0.04;

/**
 * The look that the figures share: a white ground, no grid, no box, legends under the picture.
 *
 * @example
 * ```ts
 * import { themeConfig } from 'relu-splines/plot';
 *
 * // A figure of your own with the same look.
 * const figure = { mark: 'line', config: themeConfig };
 * figure.config.background; // '#FFFFFF'
 * ```
 */
export const themeConfig: JsonObject = {
  background: '#FFFFFF',
  font: 'Helvetica Neue, Helvetica, Arial, sans-serif',
  padding: 12,
  view: { stroke: null },
  title: {
    anchor: 'start',
    frame: 'group',
    color: ink,
    fontSize: 15,
    fontWeight: 600,
    subtitleColor: softInk,
    subtitleFontSize: 11,
    subtitleLineHeight: 15,
    subtitlePadding: 5,
    offset: 12,
  },
  axis: {
    domainColor: softInk,
    tickColor: softInk,
    labelColor: ink,
    titleColor: ink,
    labelFontSize: 11,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    titlePadding: 8,
    tickSize: 4,
    grid: false,
    labelOverlap: true,
  },
  // Titles of vertical axes lie above them, to be read without turning the head.
  axisY: { titleAngle: 0, titleAlign: 'left', titleBaseline: 'bottom', titleX: 0, titleY: -8 },
  legend: {
    orient: 'bottom',
    direction: 'horizontal',
    titleOrient: 'left',
    titleLimit: 0,
    titleColor: ink,
    titleFontSize: 12,
    titleFontWeight: 'normal',
    labelColor: ink,
    labelFontSize: 12,
    symbolSize: 70,
  },
  text: { color: ink, fontSize: 11 },
};
