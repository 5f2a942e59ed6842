/** The controls: from a configuration to inputs, and from inputs to changes of it. */
import { DYNAMICS, LIMITS, METHODS, UNIT_CLASSES, widthOf } from '../engine/configuration.js';
import type { Configuration } from '../engine/configuration.js';
import { INITIALIZATIONS, INIT_KINDS, defaultScales } from '../engine/initializations.js';
import { PRESETS, PRESET_TITLES } from '../engine/presets.js';
import { suggestedRate } from '../engine/session.js';
import { element, fillSelect, showValue } from './elements.js';

/** What changes: as little of a configuration as an input says, not yet checked. */
export type Change = (configuration: Configuration) => unknown;

/** What the controls tell the page. */
export interface ControlCallbacks {
  /**
   * An input has changed; returns whether the change was taken. `continuous`: it is being dragged, and the run should
   * come to where it was.
   */
  readonly onChange: (change: Change, continuous: boolean) => boolean;
}

/** The inputs of a configuration. */
export interface Controls {
  readonly show: (configuration: Configuration) => void;
}

const METHOD_TITLES = {
  flow: 'Gradient flow (event-exact)',
  gd: 'Gradient descent',
  adam: 'Adam',
} as const;
const CLASS_TITLES = {
  unit: 'the kind of the chosen unit',
  'right+': 'units that face right, v > 0',
  'right-': 'units that face right, v < 0',
  'left+': 'units that face left, v > 0',
  'left-': 'units that face left, v < 0',
} as const;
const DYNAMICS_TITLES = {
  flow: 'the flow: where it pushes',
  slice: 'the slice: where loss falls',
} as const;

/** Below the first scale breakpoints move as slopes do; above the second they hardly move at all. */
const ADAPTIVE = 0.5;
const KERNEL = 8;

/** Sets up the inputs. */
export function createControls({ onChange }: ControlCallbacks): Controls {
  const input = (id: string): HTMLInputElement => element(id, HTMLInputElement);
  const select = (id: string): HTMLSelectElement => element(id, HTMLSelectElement);
  const [preset, init, method] = [select('preset'), select('init'), select('method')];
  const [unitClass, dynamics] = [select('unit-class'), select('dynamics')];
  const [dataSeed, width, seed, rate, unit] = ['data-seed', 'width', 'seed', 'rate', 'unit'].map(input);
  const [alpha, speed] = [input('alpha'), input('speed')];
  const scales = element('scales', HTMLDivElement);
  fillSelect(
    method,
    METHODS.map((name) => [name, METHOD_TITLES[name]]),
  );
  fillSelect(
    unitClass,
    UNIT_CLASSES.map((name) => [name, CLASS_TITLES[name]]),
  );
  fillSelect(
    dynamics,
    DYNAMICS.map((name) => [name, DYNAMICS_TITLES[name]]),
  );
  width.max = String(LIMITS.width);

  const bind = (control: HTMLInputElement | HTMLSelectElement, change: Change): void => {
    control.addEventListener('change', () => {
      const taken = onChange(change, false);
      control.toggleAttribute('aria-invalid', false);
      if (!taken) control.setAttribute('aria-invalid', 'true');
    });
  };
  bind(preset, (now) => ({
    ...now,
    data: preset.value === 'points' ? now.data : { kind: 'preset', preset: preset.value, seed: 1 },
  }));
  bind(dataSeed, (now) => ({ ...now, data: { ...now.data, seed: numberIn(dataSeed) } }));
  bind(init, (now) => {
    const kind = INIT_KINDS.find((known) => known === init.value);
    if (kind === undefined) return now;
    const before = now.init.kind === 'weights' ? { seed: 1 } : { seed: now.init.seed };
    return { ...now, init: { kind, width: widthOf(now.init), ...before, scales: defaultScales(kind) } };
  });
  bind(width, (now) => {
    const count = numberIn(width);
    const chosen = now.view.unit !== null && now.view.unit < count ? now.view.unit : null;
    return { ...now, init: { ...now.init, width: count }, view: { ...now.view, unit: chosen } };
  });
  bind(seed, (now) => ({ ...now, init: { ...now.init, seed: numberIn(seed) } }));
  bind(method, (now) => {
    const chosen = METHODS.find((known) => known === method.value) ?? now.method;
    const next = { ...now, method: chosen };
    return chosen === 'flow' ? next : { ...next, rate: suggestedRate(next) };
  });
  bind(rate, (now) => ({ ...now, rate: numberIn(rate) }));
  bind(unit, (now) => ({
    ...now,
    view: { ...now.view, unit: unit.value === '' ? null : numberIn(unit) },
  }));
  bind(unitClass, (now) => ({ ...now, view: { ...now.view, unitClass: unitClass.value } }));
  bind(dynamics, (now) => ({ ...now, view: { ...now.view, dynamics: dynamics.value } }));
  for (const name of ['linear', 'natural', 'limit'] as const) {
    bind(input(name), (now) => ({ ...now, view: { ...now.view, [name]: input(name).checked } }));
  }
  alpha.addEventListener('input', () => {
    onChange((now) => ({ ...now, alpha: fromLog(alpha) }), true);
  });
  speed.addEventListener('input', () => {
    onChange((now) => ({ ...now, speed: fromLog(speed) }), true);
  });

  const showScales = ({ init: choice }: Configuration): void => {
    const fields = choice.kind === 'weights' ? [] : INITIALIZATIONS[choice.kind].fields;
    if (scales.dataset.kind !== choice.kind) {
      scales.dataset.kind = choice.kind;
      scales.replaceChildren(
        ...fields.map(({ name, label }) => {
          const field = document.createElement('input');
          field.type = 'number';
          field.step = 'any';
          field.id = `scale-${name}`;
          bind(field, (now) => ({
            ...now,
            init:
              now.init.kind === 'weights'
                ? now.init
                : { ...now.init, scales: { ...now.init.scales, [name]: numberIn(field) } },
          }));
          const words = document.createElement('span');
          words.textContent = label;
          const row = document.createElement('label');
          row.append(words, field);
          return row;
        }),
      );
    }
    if (choice.kind === 'weights') return;
    for (const { name } of fields) {
      showValue(element(`scale-${name}`, HTMLInputElement), String(choice.scales[name]));
    }
  };

  return {
    show: (configuration) => {
      const { data, init: choice, view } = configuration;
      for (const marked of document.querySelectorAll('[aria-invalid]'))
        marked.removeAttribute('aria-invalid');
      const isOwn = data.kind === 'points';
      const weights = choice.kind === 'weights';
      refill(preset, [
        ...PRESETS.map((name) => [name, PRESET_TITLES[name]] as const),
        ...(isOwn ? ([['points', 'Points of one’s own']] as const) : []),
      ]);
      refill(init, [
        ...INIT_KINDS.map((name) => [name, INITIALIZATIONS[name].title] as const),
        ...(weights ? ([['weights', 'Weights from a file']] as const) : []),
      ]);
      preset.value = isOwn ? 'points' : data.preset;
      element('data-seed-label', HTMLLabelElement).hidden = isOwn || data.preset !== 'random';
      if (!isOwn) showValue(dataSeed, String(data.seed));
      init.value = choice.kind;
      showScales(configuration);
      width.disabled = seed.disabled = weights;
      showValue(width, String(widthOf(choice)));
      showValue(seed, weights ? '' : String(choice.seed));
      showValue(alpha, String(Math.log10(configuration.alpha)));
      element('alpha-value', HTMLOutputElement).value = `= ${short(configuration.alpha)}`;
      alpha.setAttribute('aria-valuetext', short(configuration.alpha));
      element('regime', HTMLParagraphElement).textContent = regimeOf(configuration.alpha);
      showValue(speed, String(Math.log10(configuration.speed)));
      element('speed-value', HTMLOutputElement).value = `× ${short(configuration.speed)}`;
      speed.setAttribute('aria-valuetext', `times ${short(configuration.speed)}`);
      method.value = configuration.method;
      element('rate-label', HTMLLabelElement).hidden = configuration.method === 'flow';
      showValue(rate, String(configuration.rate));
      unit.max = String(widthOf(choice) - 1);
      showValue(unit, view.unit === null ? '' : String(view.unit));
      unitClass.value = view.unitClass;
      dynamics.value = view.dynamics;
      for (const name of ['linear', 'natural', 'limit'] as const) input(name).checked = view[name];
    },
  };
}

function regimeOf(alpha: number): string {
  if (alpha < ADAPTIVE) return 'Adaptive regime: breakpoints move as slopes do, and gather.';
  if (alpha < KERNEL) return 'Between the regimes: breakpoints move, but not far.';
  return 'Kernel regime: breakpoints hardly move, only slopes learn.';
}

function refill(select: HTMLSelectElement, choices: readonly (readonly [string, string])[]): void {
  if (select.options.length !== choices.length) fillSelect(select, choices);
}

/** What an input says; an empty one NaN, which checks refuse. */
function numberIn(field: HTMLInputElement): number {
  return field.value.trim() === '' ? NaN : Number(field.value);
}

/** A slider of powers of ten, to three digits so that links stay short. */
function fromLog(slider: HTMLInputElement): number {
  return Number((10 ** Number(slider.value)).toPrecision(3));
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
