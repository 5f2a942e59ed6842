import { palette } from 'relu-splines/plot';
import type { KnotTypeName, OverlayKind, Scheme } from './models.js';

/** The colours of a scheme, for views and page alike. */
export interface Colours {
  /** Behind everything. */
  readonly ground: string;
  /** Lines and text that carry the message. */
  readonly ink: string;
  /** Text and guides that explain it. */
  readonly softInk: string;
  /** Guides and areas behind the marks. */
  readonly shade: string;
  /** The network's curve, and other curves of the network as a whole. */
  readonly curve: string;
  /** The cursor, and what is chosen. */
  readonly accent: string;
  /** Units that face right with v > 0. */
  readonly rightUp: string;
  /** Units that face right with v < 0. */
  readonly rightDown: string;
  /** Units that face left with v > 0. */
  readonly leftUp: string;
  /** Units that face left with v < 0. */
  readonly leftDown: string;
  readonly overlays: Readonly<Record<OverlayKind, string>>;
  readonly knots: Readonly<Record<KnotTypeName, string>>;
}

/**
 * Cool colours face right, warm ones left. The hues are the house's (Okabe and Ito 2008); on a dark ground they are
 * lighter, so that each keeps a contrast of 3 to 1.
 */
export const schemes: Readonly<Record<Scheme, Colours>> = {
  light: {
    ground: '#FFFFFF',
    ink: '#1A1A1A',
    softInk: '#5A5A5A',
    shade: '#E6E6E6',
    curve: '#1A1A1A',
    accent: '#8A2BB8',
    rightUp: palette.blue,
    rightDown: palette.green,
    leftUp: palette.vermillion,
    leftDown: '#B9558F',
    overlays: { 'linear-spline': '#8C6100', 'natural-spline': palette.green, 'width-limit': palette.purple },
    knots: {
      attractor: palette.blue,
      repeller: palette.vermillion,
      'passthrough-left': '#2E86B5',
      'passthrough-right': '#A87400',
      degenerate: palette.grey,
    },
  },
  dark: {
    ground: '#16181C',
    ink: '#F2F2F2',
    softInk: '#B4B8BF',
    shade: '#363A41',
    curve: '#F2F2F2',
    accent: '#D9A6FF',
    rightUp: '#5CB3EF',
    rightDown: '#2FC79B',
    leftUp: '#FF8F45',
    leftDown: '#E79CC6',
    overlays: { 'linear-spline': palette.orange, 'natural-spline': '#2FC79B', 'width-limit': '#E79CC6' },
    knots: {
      attractor: '#5CB3EF',
      repeller: '#FF8F45',
      'passthrough-left': palette.skyBlue,
      'passthrough-right': palette.orange,
      degenerate: '#9A9EA5',
    },
  },
};

/** The classes of units, in the order of the legends. */
export const unitClasses = [
  { orientation: 1, outputSign: 1, key: 'rightUp', name: 'faces right, v > 0' },
  { orientation: 1, outputSign: -1, key: 'rightDown', name: 'faces right, v < 0' },
  { orientation: -1, outputSign: 1, key: 'leftUp', name: 'faces left, v > 0' },
  { orientation: -1, outputSign: -1, key: 'leftDown', name: 'faces left, v < 0' },
] as const;

/** Index of the class of a unit among {@link unitClasses}, from s and sgn μ = s·sgn v; v = 0 counts as v > 0. */
export function classOf(orientation: number, deltaSlope: number): number {
  if (orientation > 0) return deltaSlope >= 0 ? 0 : 1;
  return deltaSlope <= 0 ? 2 : 3;
}

/** The dash of units with v < 0. */
export const downDash: readonly number[] = [5, 3];
