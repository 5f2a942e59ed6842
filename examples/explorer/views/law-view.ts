import { lawWords, paintLaw } from './law-picture.js';
import type { LawModel, View } from './models.js';
import { createPictureView } from './picture-view.js';

/** The breakpoint law that an initialization induces, with the breakpoints there are. */
export function createLawView(host: HTMLElement): View<LawModel> {
  const { draw, svg, destroy } = createPictureView<LawModel>(host, {
    leastHeight: 140,
    paint: paintLaw,
    words: lawWords,
  });
  return { draw, svg, destroy };
}
