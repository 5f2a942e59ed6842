import { integerIn, show } from '../numeric/checks.js';
import type { ConfigurationOf, Definition, Setting } from './definition.js';

/**
 * The whole configuration that `config` is a part of.
 *
 * @throws `TypeError` for what is not an object or a value whose kind is not that of the default; `RangeError` for an
 * unknown key, a word that is not among the choices, an empty list or a number that is not finite.
 */
export function configure<C extends ConfigurationOf<C>, P, M>(
  definition: Pick<Definition<C, P, M>, 'name' | 'defaults' | 'choices' | 'check'>,
  config: unknown,
): C {
  const { name, defaults, choices } = definition;
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw new TypeError(`${name}: the configuration must be an object, got ${show(config)}`);
  }
  const known = Object.entries<Setting>(defaults);
  const words: Readonly<Record<string, readonly string[] | undefined>> = { ...choices };
  for (const key of Object.keys(config)) {
    if (!Object.hasOwn(defaults, key)) {
      const keys = known.map(([each]) => each).join(', ');
      throw new RangeError(`${name}: there is no setting ${show(key)}; the settings are ${keys}`);
    }
  }
  const given = config as Readonly<Record<string, unknown>>;
  const values = known.map(([key, model]) => {
    const value = given[key];
    if (value === undefined) return [key, model];
    return [key, checkSetting(name, key, value, model, words[key])];
  });
  const full = Object.fromEntries(values) as C;
  integerIn(name, 'seeds', full.seeds, 1);
  integerIn(name, 'firstSeed', full.firstSeed, 0);
  integerIn(name, 'the last seed', full.firstSeed + full.seeds - 1, 0);
  definition.check?.(full);
  return full;
}

function checkSetting(
  where: string,
  key: string,
  value: unknown,
  model: Setting,
  words: readonly string[] | undefined,
): Setting {
  if (typeof model === 'object') {
    if (!Array.isArray(value)) {
      throw new TypeError(`${where}: ${key} must be a list, got ${show(value)}`);
    }
    if (value.length === 0) throw new RangeError(`${where}: ${key} must not be empty`);
    const [first] = model;
    return value.map((each: unknown, i) => checkScalar(where, `${key}[${i}]`, each, first, words)) as
      number[] | string[];
  }
  return checkScalar(where, key, value, model, words);
}

function checkScalar(
  where: string,
  key: string,
  value: unknown,
  model: number | string | boolean,
  words: readonly string[] | undefined,
): number | string | boolean {
  if (typeof value !== typeof model) {
    throw new TypeError(`${where}: ${key} must be a ${typeof model}, got ${show(value)}`);
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new RangeError(`${where}: ${key} must be finite, got ${value}`);
  }
  if (typeof value === 'string' && words !== undefined && !words.includes(value)) {
    throw new RangeError(`${where}: ${key} must be one of ${words.map(show).join(', ')}, got ${show(value)}`);
  }
  return value as number | string | boolean;
}
