import { schemes } from './colours.js';
import { nearestIndex } from './drawing/hits.js';
import { clamp } from './drawing/scales.js';
import { numberLabel } from './drawing/ticks.js';
import { lossLayout, lossWords, paintLoss } from './loss-picture.js';
import type { LossCallbacks, LossModel, View } from './models.js';
import { createPictureView } from './picture-view.js';
import { createKeySlider } from './slider.js';

/** Loss over time on a logarithmic scale, with a cursor that pointer and keys move. */
export function createLossView(host: HTMLElement, callbacks: LossCallbacks = {}): View<LossModel> {
  const view = createPictureView<LossModel>(host, {
    leastHeight: 180,
    paint: paintLoss,
    words: lossWords,
    onDrawn: (model, size) => {
      const { times, losses, cursor } = model;
      slider.update({
        area: lossLayout(model, size).area,
        accent: schemes[model.scheme].accent,
        least: 0,
        most: Math.max(times.length - 1, 0),
        now: cursor,
        words:
          cursor < times.length
            ? `time ${numberLabel(times[cursor])}, loss ${numberLabel(losses[cursor])}`
            : 'no frames yet',
      });
    },
  });
  const scrubTo = (frame: number): void => {
    const model = view.shown();
    if (model === null || model.times.length === 0) return;
    const next = clamp(frame, 0, model.times.length - 1);
    if (next !== model.cursor) callbacks.onScrub?.(next);
  };
  const slider = createKeySlider(view.stage.root, 'Time of the loss: left and right move', (key, isLarge) => {
    const model = view.shown();
    if (model === null) return false;
    const stride = isLarge ? 10 : 1;
    if (key === 'ArrowLeft' || key === 'ArrowDown') scrubTo(model.cursor - stride);
    else if (key === 'ArrowRight' || key === 'ArrowUp') scrubTo(model.cursor + stride);
    else if (key === 'Home') scrubTo(0);
    else if (key === 'End') scrubTo(model.times.length - 1);
    else return false;
    return true;
  });
  const [{ canvas }] = view.stage.layers;
  canvas.style.touchAction = 'pan-y';
  const scrub = (event: PointerEvent): void => {
    const model = view.shown();
    if (model === null) return;
    const { time } = lossLayout(model, view.stage.size());
    scrubTo(nearestIndex(model.times, time.inverse(event.clientX - canvas.getBoundingClientRect().left)));
  };
  let isScrubbing = false;
  canvas.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    isScrubbing = true;
    canvas.setPointerCapture(event.pointerId);
    scrub(event);
  });
  canvas.addEventListener('pointermove', (event) => {
    if (isScrubbing) scrub(event);
  });
  for (const end of ['pointerup', 'pointercancel'] as const) {
    canvas.addEventListener(end, () => {
      isScrubbing = false;
    });
  }
  return {
    draw: view.draw,
    svg: view.svg,
    destroy: () => {
      slider.destroy();
      view.destroy();
    },
  };
}
