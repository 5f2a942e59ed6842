import type { Colours } from './colours.js';
import { nearestPoint } from './drawing/hits.js';
import { numberLabel } from './drawing/ticks.js';
import type { FunctionLayout } from './function-picture.js';
import type { FunctionCallbacks, FunctionModel } from './models.js';

/** The handles of the data: what a pointer or a key takes hold of. They lie over the dots of the picture. */
export interface PointHandles {
  readonly update: (model: FunctionModel, layout: FunctionLayout, colours: Colours) => void;
  readonly destroy: () => void;
}

const SVG = 'http://www.w3.org/2000/svg';
const RADIUS = 11;

/** An arrow key moves a datum by this part of the box; with Shift by a tenth of that. */
const KEY_STEP = 0.01;

/**
 * Makes the data of a function view into handles. Tab reaches one of them; Page Up and Page Down go through the
 * others by x, arrow keys move, Delete removes, Insert or + adds a datum beside.
 */
export function createPointHandles(root: HTMLElement, callbacks: FunctionCallbacks): PointHandles {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('role', 'group');
  svg.setAttribute(
    'aria-label',
    'Data: arrow keys move a datum, Page Up and Page Down choose another, Delete removes it, Insert adds one; ' +
      'a double click adds one there',
  );
  svg.style.cssText = 'position:absolute;inset:0;width:100%;height:100%;touch-action:pan-y';
  const style = document.createElementNS(SVG, 'style');
  svg.append(style);
  root.append(svg);
  const handles: SVGCircleElement[] = [];
  let model: FunctionModel | null = null;
  let layout: FunctionLayout | null = null;
  let dragged: number | null = null;
  let grip = { x: 0, y: 0 };
  let focusAfterDelete = false;

  const placeOf = (event: MouseEvent): { x: number; y: number } => {
    const box = svg.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const datumOf = (event: Event): number =>
    event.target instanceof SVGCircleElement ? handles.indexOf(event.target) : -1;
  /** The datum under a pointer: the nearest one, not the one that happens to lie on top. */
  const datumNear = (event: MouseEvent): number => {
    if (model === null || layout === null) return -1;
    const { x, y } = placeOf(event);
    const { data } = model;
    return nearestPoint(
      Float64Array.from(data.x, layout.x.at),
      Float64Array.from(data.y, layout.y.at),
      x,
      y,
      RADIUS,
    );
  };
  const moveTo = (event: PointerEvent, isFinal: boolean): void => {
    if (dragged === null || layout === null || model === null) return;
    const { area, x, y } = layout;
    const at = placeOf(event);
    const px = Math.min(Math.max(at.x + grip.x, area.left), area.left + area.width);
    const py = Math.min(Math.max(at.y + grip.y, area.top), area.top + area.height);
    callbacks.onMove?.(dragged, x.inverse(px), y.inverse(py), isFinal);
  };
  const isEditable = (): boolean => model !== null && model.editable !== false;

  svg.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || model === null || layout === null) return;
    const datum = datumNear(event);
    callbacks.onSelect?.(datum < 0 ? null : datum);
    if (datum < 0 || !isEditable()) return;
    dragged = datum;
    const at = placeOf(event);
    grip = { x: layout.x.at(model.data.x[datum]) - at.x, y: layout.y.at(model.data.y[datum]) - at.y };
    svg.setPointerCapture(event.pointerId);
    handles[datum].focus();
    event.preventDefault();
  });
  svg.addEventListener('pointermove', (event) => {
    moveTo(event, false);
  });
  const release = (event: PointerEvent): void => {
    moveTo(event, true);
    dragged = null;
  };
  svg.addEventListener('pointerup', release);
  svg.addEventListener('pointercancel', () => {
    dragged = null;
  });
  svg.addEventListener('dblclick', (event) => {
    if (layout === null || !isEditable() || datumNear(event) >= 0) return;
    const { x, y } = placeOf(event);
    const { area } = layout;
    const isInside =
      x >= area.left && x <= area.left + area.width && y >= area.top && y <= area.top + area.height;
    if (isInside) callbacks.onAdd?.(layout.x.inverse(x), layout.y.inverse(y));
  });
  svg.addEventListener('focusin', (event) => {
    const datum = datumOf(event);
    if (datum >= 0 && model?.chosenDatum !== datum) callbacks.onSelect?.(datum);
  });
  svg.addEventListener('keydown', (event) => {
    const datum = datumOf(event);
    if (datum < 0 || model === null) return;
    const { data, box } = model;
    const part = KEY_STEP * (event.shiftKey ? 0.1 : 1);
    const dx = part * (box.x.high - box.x.low);
    const dy = part * (box.y.high - box.y.low);
    const ways: Readonly<Record<string, readonly [number, number]>> = {
      ArrowLeft: [-dx, 0],
      ArrowRight: [dx, 0],
      ArrowUp: [0, dy],
      ArrowDown: [0, -dy],
    };
    if (event.key in ways) {
      if (!isEditable()) return;
      const [right, up] = ways[event.key];
      callbacks.onMove?.(datum, data.x[datum] + right, data.y[datum] + up, true);
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      if (!isEditable()) return;
      focusAfterDelete = true;
      callbacks.onDelete?.(datum);
    } else if (event.key === 'Insert' || event.key === '+') {
      if (!isEditable()) return;
      callbacks.onAdd?.(data.x[datum] + 2 * KEY_STEP * (box.x.high - box.x.low), data.y[datum]);
    } else if (event.key === 'PageDown' || event.key === 'PageUp') {
      handles[neighbour(model, datum, event.key === 'PageDown' ? 1 : -1)].focus();
    } else if (event.key === 'Escape') callbacks.onSelect?.(null);
    else return;
    event.preventDefault();
  });

  return {
    update: (nextModel, nextLayout, { accent }) => {
      const isSame =
        model !== null &&
        layout !== null &&
        model.data.x === nextModel.data.x &&
        model.data.y === nextModel.data.y &&
        model.chosenDatum === nextModel.chosenDatum &&
        model.scheme === nextModel.scheme &&
        sameLayout(layout, nextLayout);
      model = nextModel;
      layout = nextLayout;
      // While a network learns the data stay: then there is nothing to do.
      if (isSame) return;
      const { data, chosenDatum, editable = true } = nextModel;
      style.textContent =
        `circle{fill:transparent;outline:none;touch-action:none;cursor:${editable ? 'grab' : 'default'}}` +
        `circle:focus-visible{stroke:${accent};stroke-width:3}`;
      const isFewer = data.x.length < handles.length;
      while (handles.length > data.x.length) handles.pop()?.remove();
      while (handles.length < data.x.length) {
        const handle = document.createElementNS(SVG, 'circle');
        handle.setAttribute('role', 'button');
        handle.setAttribute('aria-roledescription', 'datum');
        handle.setAttribute('r', String(RADIUS));
        svg.append(handle);
        handles.push(handle);
      }
      const reachable = chosenDatum !== null && chosenDatum < handles.length ? chosenDatum : 0;
      handles.forEach((handle, n) => {
        handle.setAttribute('cx', String(nextLayout.x.at(data.x[n])));
        handle.setAttribute('cy', String(nextLayout.y.at(data.y[n])));
        handle.setAttribute('tabindex', n === reachable ? '0' : '-1');
        handle.setAttribute('aria-pressed', String(n === chosenDatum));
        handle.setAttribute(
          'aria-label',
          `datum ${n + 1} of ${data.x.length}: x ${numberLabel(data.x[n])}, y ${numberLabel(data.y[n])}`,
        );
      });
      // The keyboard stays with the data when the datum it was on goes.
      if (focusAfterDelete && isFewer && handles.length > 0) handles[reachable].focus();
      focusAfterDelete = false;
    },
    destroy: () => {
      svg.remove();
    },
  };
}

/** The datum next to one by x, in the given way; the same one at the end. */
function neighbour({ data }: FunctionModel, datum: number, way: 1 | -1): number {
  const order = Array.from({ length: data.x.length }, (_, n) => n);
  order.sort((a, b) => data.x[a] - data.x[b] || a - b);
  return order[order.indexOf(datum) + way] ?? datum;
}

function sameLayout(a: FunctionLayout, b: FunctionLayout): boolean {
  const corners = (layout: FunctionLayout): number[] => {
    const { area, x, y } = layout;
    return [
      area.left,
      area.top,
      area.width,
      area.height,
      x.inverse(area.left),
      x.inverse(area.left + area.width),
      y.inverse(area.top),
      y.inverse(area.top + area.height),
    ];
  };
  const there = corners(b);
  return corners(a).every((value, k) => value === there[k]);
}
