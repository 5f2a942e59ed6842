/** A slider that keys move, over a part of a picture. It is seen only while it has the focus. */
export interface KeySlider {
  readonly update: (state: SliderState) => void;
  readonly destroy: () => void;
}

/** Where a slider stands. */
export interface SliderState {
  readonly area: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  };
  readonly accent: string;
  readonly least: number;
  readonly most: number;
  readonly now: number;
  /** What `now` is, in words. */
  readonly words: string;
}

/** Puts a slider over a picture. `onKey` says whether it made something of a key. */
export function createKeySlider(
  root: HTMLElement,
  label: string,
  onKey: (key: string, isLarge: boolean) => boolean,
): KeySlider {
  const element = document.createElement('div');
  element.setAttribute('role', 'slider');
  element.setAttribute('aria-label', label);
  for (const bound of ['min', 'max', 'now']) element.setAttribute(`aria-value${bound}`, '0');
  element.tabIndex = 0;
  element.style.cssText = 'position:absolute;pointer-events:none;outline:none;border-radius:3px';
  let ring = '';
  element.addEventListener('focus', () => {
    element.style.boxShadow = element.matches(':focus-visible') ? ring : 'none';
  });
  element.addEventListener('blur', () => {
    element.style.boxShadow = 'none';
  });
  element.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (onKey(event.key, event.shiftKey)) event.preventDefault();
  });
  root.append(element);
  let last = '';
  return {
    update: ({ area, accent, least, most, now, words }) => {
      const state = [area.left, area.top, area.width, area.height, accent, least, most, now, words].join();
      if (state === last) return;
      last = state;
      ring = `0 0 0 2px ${accent}`;
      element.style.left = `${area.left}px`;
      element.style.top = `${area.top}px`;
      element.style.width = `${area.width}px`;
      element.style.height = `${area.height}px`;
      element.setAttribute('aria-valuemin', String(least));
      element.setAttribute('aria-valuemax', String(most));
      element.setAttribute('aria-valuenow', String(now));
      element.setAttribute('aria-valuetext', words);
    },
    destroy: () => {
      element.remove();
    },
  };
}
