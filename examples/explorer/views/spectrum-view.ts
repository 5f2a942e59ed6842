import type { SpectrumModel, View } from './models.js';
import { createPictureView } from './picture-view.js';
import { paintSpectrum, spectrumWords } from './spectrum-picture.js';

/** The spectrum of the Hessian by sign and magnitude, with the null directions by cause. */
export function createSpectrumView(host: HTMLElement): View<SpectrumModel> {
  const { draw, svg, destroy } = createPictureView<SpectrumModel>(host, {
    leastHeight: 240,
    paint: paintSpectrum,
    words: spectrumWords,
  });
  return { draw, svg, destroy };
}
