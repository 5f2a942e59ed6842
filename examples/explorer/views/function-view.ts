import { schemes } from './colours.js';
import { createPointHandles } from './function-points.js';
import { functionLayout, functionWords, paintFunction } from './function-picture.js';
import type { FunctionCallbacks, FunctionModel, View } from './models.js';
import { createPictureView } from './picture-view.js';

/**
 * The network as a function: data that can be dragged, its spline by its own knots, breakpoints as triangles that
 * point to the side where their unit is active, and other curves for comparison.
 */
export function createFunctionView(
  host: HTMLElement,
  callbacks: FunctionCallbacks = {},
): View<FunctionModel> {
  const view = createPictureView<FunctionModel>(host, {
    leastHeight: 280,
    paint: paintFunction,
    words: functionWords,
    onDrawn: (model, size) => {
      handles.update(model, functionLayout(model, size), schemes[model.scheme]);
    },
  });
  const handles = createPointHandles(view.stage.root, callbacks);
  return {
    draw: view.draw,
    svg: view.svg,
    destroy: () => {
      handles.destroy();
      view.destroy();
    },
  };
}
