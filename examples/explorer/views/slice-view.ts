import type { SliceModel, View } from './models.js';
import { createPictureView } from './picture-view.js';
import { paintSlice, sliceWords } from './slice-picture.js';

/** The loss along the breakpoint of one unit, by its exact parabolas, with every knot's type. */
export function createSliceView(host: HTMLElement): View<SliceModel> {
  const { draw, svg, destroy } = createPictureView<SliceModel>(host, {
    leastHeight: 240,
    paint: paintSlice,
    words: sliceWords,
  });
  return { draw, svg, destroy };
}
