import { category } from './spec.js';
import type { JsonObject } from './spec.js';
import { palette } from './theme.js';

/** Colours of layers, as far as they stay apart. */
const COLOURS = [
  palette.blue,
  palette.vermillion,
  palette.green,
  palette.purple,
  palette.orange,
  palette.skyBlue,
];

/** The colour of a layer; beyond the sixth they come again, and place alone tells them apart. */
export function layerColour(layer: number): string {
  return COLOURS[layer % COLOURS.length];
}

/** Layers as an axis of rows or a legend has them: the deepest, next to the function, first. */
export function layersDownwards(depth: number): number[] {
  return Array.from({ length: depth }, (_, l) => depth - 1 - l);
}

/** The colour of the field `layer`; without a legend, for rows and panels say the same. */
export function layerColours(depth: number): JsonObject {
  const layers = layersDownwards(depth);
  return category('layer', { scale: { domain: layers, range: layers.map(layerColour) }, legend: null });
}
