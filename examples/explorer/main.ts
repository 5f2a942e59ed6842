/** The page: reads the link, sets up state, controls and pictures, and listens. */
import { dataFromCsv, readDropped, withDropped } from './engine/files.js';
import type { Dropped } from './engine/files.js';
import { exportRun } from './engine/export.js';
import { fromHash, toHash } from './engine/link.js';
import { DEFAULT_CONFIGURATION } from './engine/configuration.js';
import type { Configuration } from './engine/configuration.js';
import type { Frame } from './engine/recording.js';
import { exportAnimation } from './page/animation.js';
import { createApp } from './page/app.js';
import { createControls } from './page/controls.js';
import { withAdded, withDeleted, withMoved } from './page/data-editing.js';
import { acceptFiles } from './page/drops.js';
import { element } from './page/elements.js';
import { messageArea } from './page/messages.js';
import { PICTURES, createPictures } from './page/pictures.js';
import { createScenes } from './page/scene-menu.js';
import { shownFrame } from './page/state.js';
import { copyText, download } from './page/take-away.js';
import { createTransport } from './page/transport.js';
import { schemes } from './views/index.js';

declare global {
  interface Window {
    /** For tests: what is shown, to the last digit. */
    reluSplinesExplorer?: {
      readonly configuration: () => Configuration;
      readonly frame: () => Frame | null;
      readonly frames: () => readonly Frame[];
      readonly ending: () => { readonly status: string; readonly message: string } | null;
    };
  }
}

const messages = messageArea();

/** The configuration of the link; the default where it is refused, and a message. */
let first = DEFAULT_CONFIGURATION;
messages.attempt(() => {
  first = fromHash(location.hash);
});
const calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;

let hashTimer = 0;
const app = createApp(first, !calm, messages, {
  onDraw: (state) => {
    pictures.draw(state);
    showTransport(state);
    element('delete-point', HTMLButtonElement).disabled = state.chosenDatum === null;
  },
  onConfigured: (configuration) => {
    // Browsers refuse a page that writes its address with every pixel of a drag.
    clearTimeout(hashTimer);
    hashTimer = window.setTimeout(() => {
      history.replaceState(null, '', toHash(configuration));
    }, 300);
    queueMicrotask(() => {
      controls.show(configuration);
      scenes.show(configuration);
    });
  },
});
const { state } = app;

const change = (make: (now: Configuration) => unknown, catchUp = true): boolean => {
  let made: unknown;
  return (
    messages.attempt(() => {
      made = make(state.configuration);
    }) && app.configure(made, { catchUp })
  );
};
const controls = createControls({ onChange: change });
const scenes = createScenes((configuration) => {
  if (app.configure(configuration)) app.play(!calm);
});
const showTransport = createTransport(app);

const add = (x: number, y: number): void => {
  const datum = state.points.x.length;
  if (change((now) => withAdded(now, state.points, x, y))) app.chooseDatum(datum);
};
const remove = (datum: number): void => {
  if (change((now) => withDeleted(now, state.points, datum))) {
    app.chooseDatum(Math.min(datum, state.points.x.length - 1));
  }
};
const pictures = createPictures(
  {
    onMove: (datum, x, y, isFinal) => {
      app.setDragging(!isFinal);
      change((now) => withMoved(now, state.points, datum, x, y));
    },
    onAdd: add,
    onDelete: remove,
    onSelect: app.chooseDatum,
    onChooseUnit: (unit) => {
      change((now) => ({ ...now, view: { ...now.view, unit } }));
    },
    onScrub: app.scrub,
  },
  app.touch,
);

element('add-point', HTMLButtonElement).addEventListener('click', () => {
  const { low, high } = state.box.x;
  const { y } = state.box;
  add((low + high) / 2, (y.low + y.high) / 2);
});
element('delete-point', HTMLButtonElement).addEventListener('click', () => {
  if (state.chosenDatum !== null) remove(state.chosenDatum);
});

const take = (dropped: Dropped): void => {
  app.chooseDatum(null);
  // A checkpoint is shown as it is; it trains on when played.
  if (dropped.kind === 'network') app.play(false);
  if (!app.configure(withDropped(state.configuration, dropped))) return;
  messages.say(dropped.said);
  if (dropped.kind === 'network') app.describe();
};
const standardised = (): boolean => element('standardise', HTMLInputElement).checked;
acceptFiles(element('file', HTMLInputElement), (file) => {
  readDropped(file, standardised()).then(take).catch(messages.alarm);
});
element('use-csv', HTMLButtonElement).addEventListener('click', () => {
  messages.attempt(() => {
    take(dataFromCsv(element('csv', HTMLTextAreaElement).value, standardised()));
  });
});

element('copy-link', HTMLButtonElement).addEventListener('click', () => {
  const link = location.href.replace(/#.*$/, '') + toHash(state.configuration);
  history.replaceState(null, '', toHash(state.configuration));
  void copyText(link).then((copied) => {
    messages.say(
      copied ? 'Copied the link.' : 'The link is in the address bar; the browser lets no page copy it.',
    );
  });
});
element('export-json', HTMLButtonElement).addEventListener('click', () => {
  const { configuration, history: run } = state;
  const { ending, events, recording } = run;
  messages.attempt(() => {
    download('relu-spline-run.json', exportRun({ configuration, frames: recording.frames, events, ending }));
    messages.say(`Saved ${recording.frames.length} frames and ${events.length} events.`);
  });
});
for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-svg]')) {
  const name = PICTURES.find((known) => known === button.dataset.svg);
  if (name === undefined) continue;
  button.setAttribute('aria-label', `Save the ${name} view as SVG`);
  button.addEventListener('click', () => {
    messages.attempt(() => {
      download(`relu-spline-${name}.svg`, pictures.svg(name), 'image/svg+xml');
      messages.say(`Saved relu-spline-${name}.svg.`);
    });
  });
}

let filming: AbortController | null = null;
const filmButton = element('export-video', HTMLButtonElement);
filmButton.addEventListener('click', () => {
  if (filming !== null) {
    filming.abort();
    return;
  }
  const { signal } = (filming = new AbortController());
  app.play(false);
  const { run } = state.history;
  exportAnimation({
    frames: state.history.recording.frames.length,
    show: (frame) => {
      app.scrub(frame);
      app.drawNow();
    },
    hosts: [pictures.host('function'), pictures.host('breakpoint')],
    ground: schemes[window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'].ground,
    isCancelled: () => signal.aborted || state.history.run !== run,
    onProgress: (shown, of) => {
      filmButton.textContent = `Cancel animation (${shown} of ${of})`;
    },
  })
    .then(messages.say)
    .catch(messages.alarm)
    .finally(() => {
      filming = null;
      filmButton.textContent = 'Export animation';
    });
});

window.addEventListener('hashchange', () => {
  messages.attempt(() => {
    const configuration = fromHash(location.hash);
    app.chooseDatum(null);
    app.configure(configuration);
  });
});
window.addEventListener('pagehide', (event) => {
  // A page that may come back keeps its workers.
  if (!event.persisted) app.dispose();
});
window.reluSplinesExplorer = {
  configuration: () => state.configuration,
  frame: () => shownFrame(state),
  frames: () => state.history.recording.frames,
  ending: () => state.history.ending,
};
