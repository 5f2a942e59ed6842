import { schemes } from './colours.js';
import type { Colours } from './colours.js';
import { svgPen } from './drawing/svg-pen.js';
import { block } from './drawing/pen.js';
import type { Pen } from './drawing/pen.js';
import type { Scheme, View } from './models.js';
import { createStage } from './stage.js';
import type { Size, Stage } from './stage.js';

/** A picture as functions of a model. */
export interface Picture<Model> {
  readonly paint: (pen: Pen, model: Model, size: Size, colours: Colours) => void;
  /** The text alternative, with the main figures. */
  readonly words: (model: Model) => string;
  /** The least height in pixels. */
  readonly leastHeight: number;
  /** Called after each drawing, with what was drawn. */
  readonly onDrawn?: (model: Model, size: Size) => void;
}

/** A view that has its stage, for what lies on top of the picture. */
export interface PictureView<Model> extends View<Model> {
  readonly stage: Stage;
  /** The model drawn last. */
  readonly shown: () => Model | null;
}

/** A view of one canvas that draws its whole picture each time. */
export function createPictureView<Model extends { readonly scheme: Scheme }>(
  host: HTMLElement,
  { paint, words, leastHeight, onDrawn }: Picture<Model>,
): PictureView<Model> {
  let shown: Model | null = null;
  const paintAll = (pen: Pen, model: Model, size: Size): void => {
    paint(pen, model, size, schemes[model.scheme]);
  };
  const redraw = (): void => {
    if (shown === null) return;
    const [layer] = stage.layers;
    const size = stage.size();
    block(layer.pen, { left: 0, top: 0, ...size }, schemes[shown.scheme].ground);
    paintAll(layer.pen, shown, size);
    stage.describe(words(shown));
    onDrawn?.(shown, size);
  };
  const stage = createStage(host, { leastHeight, onResize: redraw });
  return {
    stage,
    shown: () => shown,
    draw: (model) => {
      shown = model;
      stage.refit();
      redraw();
    },
    svg: () => {
      const size = stage.size();
      if (shown === null) return svgPen(size.width, size.height, schemes.light.ground, 'empty').document();
      const { pen, document } = svgPen(size.width, size.height, schemes[shown.scheme].ground, words(shown));
      paintAll(pen, shown, size);
      return document();
    },
    destroy: stage.destroy,
  };
}
