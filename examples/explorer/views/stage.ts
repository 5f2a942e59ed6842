import { canvasPen } from './drawing/canvas-pen.js';
import type { Pen } from './drawing/pen.js';

/** Width and height in the pixels of CSS. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** One canvas of a stage. */
export interface Layer {
  readonly canvas: HTMLCanvasElement;
  readonly pen: Pen;
  /** Wipes it. */
  readonly clear: () => void;
}

/** Canvases on top of each other that fill a host, sharp on every screen. */
export interface Stage {
  readonly root: HTMLElement;
  readonly layers: readonly Layer[];
  readonly size: () => Size;
  /** The words that stand for the picture. */
  readonly describe: (words: string) => void;
  /** Adapts the canvases to a screen of another resolution; whether they were wiped by that. */
  readonly refit: () => boolean;
  readonly destroy: () => void;
}

/**
 * Sets up `count` canvases in a host. The host's style decides the size; without a height of its own it gets
 * `leastHeight`. `onResize` is called when the size has changed and the canvases are empty.
 */
export function createStage(
  host: HTMLElement,
  { count = 1, leastHeight, onResize }: { count?: number; leastHeight: number; onResize: () => void },
): Stage {
  const root = document.createElement('div');
  root.className = 'view';
  root.style.cssText = `position:relative;width:100%;height:100%;min-height:${leastHeight}px;overflow:hidden`;
  host.append(root);
  const layers = Array.from({ length: count }, (_, k) => createLayer(root, k > 0));
  let size = measured(root);
  let resolution = 0;
  const fit = (): void => {
    resolution = window.devicePixelRatio;
    for (const { canvas, context } of layers) {
      canvas.width = Math.max(1, Math.round(size.width * resolution));
      canvas.height = Math.max(1, Math.round(size.height * resolution));
      context.setTransform(resolution, 0, 0, resolution, 0, 0);
    }
  };
  fit();
  const observer = new ResizeObserver(() => {
    const now = measured(root);
    if (now.width === size.width && now.height === size.height) return;
    size = now;
    fit();
    onResize();
  });
  observer.observe(root);
  return {
    root,
    layers: layers.map(({ canvas, context }) => ({
      canvas,
      pen: canvasPen(context),
      clear: () => {
        context.clearRect(0, 0, size.width, size.height);
      },
    })),
    size: () => size,
    describe: (words) => {
      const [{ canvas }] = layers;
      if (canvas.getAttribute('aria-label') !== words) canvas.setAttribute('aria-label', words);
    },
    refit: () => {
      if (window.devicePixelRatio === resolution) return false;
      fit();
      return true;
    },
    destroy: () => {
      observer.disconnect();
      root.remove();
    },
  };
}

function createLayer(
  root: HTMLElement,
  isHidden: boolean,
): { canvas: HTMLCanvasElement; context: CanvasRenderingContext2D } {
  const canvas = document.createElement('canvas');
  canvas.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;display:block';
  if (isHidden) {
    canvas.setAttribute('aria-hidden', 'true');
    canvas.style.pointerEvents = 'none';
  } else {
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', 'empty picture');
  }
  root.append(canvas);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('createStage: the browser gives no canvas to draw on');
  return { canvas, context };
}

function measured(element: HTMLElement): Size {
  const { width, height } = element.getBoundingClientRect();
  // A hidden host has no size; a picture of some size is still good for its SVG.
  return { width: width > 0 ? width : 640, height: height > 0 ? height : 360 };
}
