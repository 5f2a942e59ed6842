/**
 * A configuration as the hash of a link, and back: `#data=sine&width=40&init=grid,-2.5,2.5&alpha=1…`, each number with
 * the digits that give the same double back.
 */
import { Refusal, show } from './checks.js';
import { DEFAULT_CONFIGURATION, checkConfiguration } from './configuration.js';
import type { Configuration, DataChoice, InitChoice } from './configuration.js';
import { INITIALIZATIONS, INIT_KINDS, defaultScales } from './initializations.js';

/** Longer hashes are not read: no configuration within the limits needs more. */
export const LONGEST_HASH = 500_000;

const WHERE = 'link';
const KEYS = [
  'data',
  'dataseed',
  'init',
  'width',
  'seed',
  'alpha',
  'method',
  'rate',
  'speed',
  'unit',
  'class',
  'types',
  'show',
] as const;
type Key = (typeof KEYS)[number];

const OVERLAYS = ['linear', 'natural', 'limit'] as const;

/** The hash of a configuration, with its `#`. */
export function toHash({ data, init, view, ...rest }: Configuration): string {
  const parts: [Key, string | number][] = [];
  if (data.kind === 'preset') {
    parts.push(['data', data.preset]);
    if (data.preset === 'random') parts.push(['dataseed', data.seed]);
  } else {
    parts.push(['data', `points,${data.x.map((x, n) => `${digits(x)}~${digits(data.y[n])}`).join(',')}`]);
  }
  if (init.kind === 'weights') {
    const units = init.inputWeights.map((w, i) =>
      [w, init.inputBiases[i], init.outputWeights[i]].map(digits).join('~'),
    );
    parts.push(['init', ['weights', digits(init.outputBias), ...units].join(',')]);
  } else {
    const scales = INITIALIZATIONS[init.kind].fields.map(({ name }) => digits(init.scales[name]));
    parts.push(['init', [init.kind, ...scales].join(',')], ['width', init.width], ['seed', init.seed]);
  }
  parts.push(['alpha', rest.alpha], ['method', rest.method]);
  parts.push(['rate', rest.rate], ['speed', rest.speed]);
  parts.push(['unit', view.unit ?? 'none'], ['class', view.unitClass], ['types', view.dynamics]);
  parts.push(['show', OVERLAYS.filter((name) => view[name]).join(',') || 'none']);
  return `#${parts.map(([key, value]) => `${key}=${value}`).join('&')}`;
}

/**
 * The configuration that a hash holds; what it does not mention is as by default, and an empty one is the default.
 *
 * @throws `Refusal` for anything else, with a sentence for the page.
 */
export function fromHash(hash: string): Configuration {
  const text = hash.replace(/^#/, '');
  if (text === '') return DEFAULT_CONFIGURATION;
  if (text.length > LONGEST_HASH) {
    throw new Refusal(`${WHERE}: it must have at most ${LONGEST_HASH} characters, got ${text.length}`);
  }
  const given = partsOf(text);
  const data = dataOf(given.get('data'), given.get('dataseed'));
  const init = initOf(given.get('init'), given.get('width'), given.get('seed'));
  const { alpha, method, rate, speed, view } = DEFAULT_CONFIGURATION;
  const number = (key: Key, initial: number): number => {
    const value = given.get(key);
    return value === undefined ? initial : numberOf(key, value);
  };
  const unit = given.get('unit');
  const shown = given.get('show')?.split(',');
  const stranger = shown?.find((name) => ![...OVERLAYS, 'none'].includes(name));
  if (stranger !== undefined) {
    throw new Refusal(`${WHERE}: show must be of ${OVERLAYS.join(', ')} or none, got ${show(stranger)}`);
  }
  return checkConfiguration({
    data,
    init,
    alpha: number('alpha', alpha),
    method: given.get('method') ?? method,
    rate: number('rate', rate),
    speed: number('speed', speed),
    view: {
      unit: unit === 'none' ? null : unit === undefined ? initialUnit(init) : numberOf('unit', unit),
      unitClass: given.get('class') ?? view.unitClass,
      dynamics: given.get('types') ?? view.dynamics,
      ...Object.fromEntries(OVERLAYS.map((name) => [name, shown?.includes(name) ?? view[name]])),
    },
  });
}

/** The unit chosen by default, if there are as many. */
function initialUnit(init: ReturnType<typeof initOf>): number | null {
  const { unit } = DEFAULT_CONFIGURATION.view;
  const width = 'width' in init ? init.width : 0;
  return unit !== null && unit < width ? unit : null;
}

function partsOf(text: string): Map<Key, string> {
  const given = new Map<Key, string>();
  for (const part of text.split('&')) {
    const pieces = decoded(part).split('=');
    const [name, value] = pieces;
    const key = KEYS.find((known) => known === name);
    if (key === undefined) {
      throw new Refusal(`${WHERE}: each part must be one of ${KEYS.join(', ')}, got ${show(name)}`);
    }
    if (pieces.length !== 2) {
      throw new Refusal(`${WHERE}: ${key} must be followed by = and its value, got ${show(part)}`);
    }
    if (given.has(key)) throw new Refusal(`${WHERE}: ${key} must be given once, got it twice`);
    given.set(key, value);
  }
  return given;
}

/** Mail and chat programs escape what they like. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw new Refusal(`${WHERE}: it must have no broken %-escapes, got ${show(part)}`);
  }
}

function dataOf(value: string | undefined, seed: string | undefined): DataChoice | { kind: string } {
  if (value === undefined) return DEFAULT_CONFIGURATION.data;
  const [kind, ...points] = value.split(',');
  if (kind !== 'points') {
    if (points.length > 0) throw new Refusal(`${WHERE}: data must be one name, got ${show(value)}`);
    const preset = {
      kind: 'preset',
      preset: kind,
      seed: seed === undefined ? 1 : numberOf('dataseed', seed),
    };
    return preset;
  }
  const pairs = points.map((point) => tuple('a point', point, 2));
  return { kind, x: pairs.map(([x]) => x), y: pairs.map(([, y]) => y) };
}

function initOf(
  value: string | undefined,
  width: string | undefined,
  seed: string | undefined,
): InitChoice | { kind: string } {
  const initial = DEFAULT_CONFIGURATION.init;
  const [name, ...numbers] = (value ?? initial.kind).split(',');
  if (name === 'weights') {
    for (const [key, given] of Object.entries({ width, seed })) {
      if (given !== undefined) {
        throw new Refusal(`${WHERE}: ${key} must be left out where weights are given, got ${show(given)}`);
      }
    }
    const [outputBias = '', ...units] = numbers;
    const rows = units.map((unit) => tuple('a unit', unit, 3));
    return {
      kind: name,
      inputWeights: rows.map(([w]) => w),
      inputBiases: rows.map(([, b]) => b),
      outputWeights: rows.map(([, , v]) => v),
      outputBias: numberOf('the output bias', outputBias),
    };
  }
  const kind = INIT_KINDS.find((known) => known === name);
  if (kind === undefined) return { kind: name };
  const { fields } = INITIALIZATIONS[kind];
  if (numbers.length > 0 && numbers.length !== fields.length) {
    const names = fields.map((field) => field.name).join(', ');
    throw new Refusal(
      `${WHERE}: init=${kind} must be followed by ${fields.length} numbers${names === '' ? '' : ` (${names})`}, got ${numbers.length}`,
    );
  }
  const scales =
    numbers.length === 0
      ? defaultScales(kind)
      : Object.fromEntries(fields.map((field, k) => [field.name, numberOf(field.name, numbers[k])]));
  return {
    kind,
    width: width === undefined ? 40 : numberOf('width', width),
    seed: seed === undefined ? 1 : numberOf('seed', seed),
    scales,
  };
}

function tuple(name: string, text: string, count: number): number[] {
  const entries = text.split('~');
  if (entries.length !== count) {
    throw new Refusal(`${WHERE}: ${name} must be ${count} numbers with ~ between, got ${show(text)}`);
  }
  return entries.map((entry) => numberOf(name, entry));
}

const DECIMAL = /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

function numberOf(name: string, text: string): number {
  if (DECIMAL.test(text) && Number.isFinite(Number(text))) return Number(text);
  throw new Refusal(`${WHERE}: ${name} must be a number, got ${show(text)}`);
}

/** The shortest digits that read back as the same double, the sign of zero included; `+` would be read as a space. */
function digits(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value).replace('e+', 'e');
}
