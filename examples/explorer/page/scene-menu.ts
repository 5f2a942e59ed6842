/** The guided scenes: links, and the paragraph of the one that is shown. */
import { sameRun } from '../engine/configuration.js';
import type { Configuration } from '../engine/configuration.js';
import { toHash } from '../engine/link.js';
import { SCENES } from '../engine/scenes.js';
import { element } from './elements.js';

/** Fills the menu; `onChoose` is given the configuration of the scene that is followed. */
export function createScenes(onChoose: (configuration: Configuration) => void): {
  /** Shows the paragraph of the scene whose run this is, if it is one's. */
  readonly show: (configuration: Configuration) => void;
} {
  const list = element('scenes', HTMLUListElement);
  const paragraph = element('scene-paragraph', HTMLParagraphElement);
  const links = SCENES.map(({ title, configuration }) => {
    const link = document.createElement('a');
    link.textContent = title;
    link.href = toHash(configuration);
    link.addEventListener('click', (event) => {
      // To be opened elsewhere, it is a link like any other.
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      onChoose(configuration);
    });
    const item = document.createElement('li');
    item.append(link);
    list.append(item);
    return link;
  });
  return {
    show: (configuration) => {
      const shown = SCENES.findIndex((scene) => sameRun(scene.configuration, configuration));
      links.forEach((link, k) => {
        if (k === shown) link.setAttribute('aria-current', 'true');
        else link.removeAttribute('aria-current');
      });
      paragraph.hidden = shown === -1;
      paragraph.textContent = shown === -1 ? '' : SCENES[shown].paragraph;
    },
  };
}
