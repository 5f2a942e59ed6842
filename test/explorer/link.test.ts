import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DEFAULT_CONFIGURATION,
  LIMITS,
  METHODS,
  UNIT_CLASSES,
  checkConfiguration,
} from '../../examples/explorer/engine/configuration.js';
import type { Configuration } from '../../examples/explorer/engine/configuration.js';
import { INITIALIZATIONS, INIT_KINDS } from '../../examples/explorer/engine/initializations.js';
import { LONGEST_HASH, fromHash, toHash } from '../../examples/explorer/engine/link.js';
import { PRESETS } from '../../examples/explorer/engine/presets.js';
import { SCENES } from '../../examples/explorer/engine/scenes.js';

const inside = (low: number, high: number): fc.Arbitrary<number> =>
  fc.double({ min: low, max: high, noNaN: true });
const value = inside(-LIMITS.size, LIMITS.size);
const seed = fc.integer({ min: 0, max: LIMITS.seed });

const data = fc.oneof(
  fc.record({ kind: fc.constant('preset'), preset: fc.constantFrom(...PRESETS), seed: fc.constant(1) }),
  fc.record({ kind: fc.constant('preset'), preset: fc.constant('random'), seed }),
  fc
    .array(fc.tuple(value, value), { minLength: 1, maxLength: 8 })
    .map((points) => ({ kind: 'points', x: points.map(([x]) => x), y: points.map(([, y]) => y) })),
);

const init = fc.oneof(
  fc.constantFrom(...INIT_KINDS).chain((kind) =>
    fc.record({
      kind: fc.constant(kind),
      width: fc.integer({ min: 1, max: LIMITS.width }),
      seed,
      scales: fc.record(
        Object.fromEntries(
          INITIALIZATIONS[kind].fields.map(({ name, low, high }) => {
            // The two ends of an interval have to be in order.
            if (name === 'low') return [name, inside(low, 0)];
            return [name, inside(name === 'high' ? 1e-9 : low, high)];
          }),
        ),
      ),
    }),
  ),
  fc
    .tuple(value, fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 5 }))
    .map(([b0, units]) => ({
      kind: 'weights',
      inputWeights: units.map(([w]) => w),
      inputBiases: units.map(([, b]) => b),
      outputWeights: units.map(([, , v]) => v),
      outputBias: b0,
    })),
);

const configurations = fc
  .record({
    data,
    init,
    alpha: inside(1e-4, 1e4),
    method: fc.constantFrom(...METHODS),
    rate: inside(1e-9, 1e3),
    speed: inside(0.05, 20),
    view: fc.record({
      unit: fc.constantFrom(null, 0),
      unitClass: fc.constantFrom(...UNIT_CLASSES),
      dynamics: fc.constantFrom('flow', 'slice'),
      linear: fc.boolean(),
      natural: fc.boolean(),
      limit: fc.boolean(),
    }),
  })
  .map((given) => checkConfiguration(given));

describe('links', () => {
  it('hold a whole configuration, to the last digit', () => {
    fc.assert(
      fc.property(configurations, (configuration) => {
        expect(fromHash(toHash(configuration))).toStrictEqual(configuration);
      }),
      { seed: 20261122, numRuns: 300 },
    );
  });

  it('survive being escaped by other programs', () => {
    for (const { configuration } of SCENES) {
      const escaped = `#${encodeURIComponent(toHash(configuration).slice(1)).replaceAll('%26', '&')}`;
      expect(fromHash(escaped)).toStrictEqual(configuration);
    }
  });

  it('take what they do not mention as it is by default', () => {
    expect(fromHash('')).toStrictEqual(DEFAULT_CONFIGURATION);
    expect(fromHash('#')).toStrictEqual(DEFAULT_CONFIGURATION);
    expect(fromHash('#alpha=3')).toStrictEqual({ ...DEFAULT_CONFIGURATION, alpha: 3 });
    const he: Configuration['init'] = { kind: 'he', width: 7, seed: 1, scales: { sigmaB: 1 } };
    expect(fromHash('#init=he&width=7').init).toStrictEqual(he);
  });

  it.each([
    ['#alpha', 'link: alpha must be followed by = and its value, got "alpha"'],
    ['#alpha=1=2', 'link: alpha must be followed by = and its value'],
    ['#alpha=1&alpha=2', 'link: alpha must be given once, got it twice'],
    ['#colour=red', 'link: each part must be one of data, dataseed,'],
    ['#__proto__=1', 'link: each part must be one of'],
    ['#alpha=%E0%A4%A', 'link: it must have no broken %-escapes'],
    ['#alpha=big', 'link: alpha must be a number, got "big"'],
    ['#alpha=NaN', 'link: alpha must be a number, got "NaN"'],
    ['#alpha=1e999', 'link: alpha must be a number, got "1e999"'],
    ['#alpha=0', 'configuration: alpha must be a number from 0.0001 to 10000, got 0'],
    ['#width=1e9', 'configuration: width must be a whole number from 1 to 4000, got 1000000000'],
    ['#width=2.5', 'configuration: width must be a whole number from 1 to 4000, got 2.5'],
    ['#data=moon', 'configuration: preset must be one of sine,'],
    ['#data=sine,1', 'link: data must be one name, got "sine,1"'],
    ['#data=points', 'configuration: there must be at least one point, got none'],
    ['#data=points,1~2~3', 'link: a point must be 2 numbers with ~ between, got "1~2~3"'],
    ['#data=points,1~x', 'link: a point must be a number, got "x"'],
    ['#data=points,1~1e10', 'configuration: y[0] must be a number from -1000000000 to 1000000000'],
    ['#init=magic', 'configuration: init must be one of grid, he,'],
    ['#init=grid,1', 'link: init=grid must be followed by 2 numbers (low, high), got 1'],
    ['#init=grid,2,1', 'configuration: the first breakpoint must be left of the last, got 2 and 1'],
    ['#init=weights', 'link: the output bias must be a number, got ""'],
    ['#init=weights,0', 'configuration: there must be at least one unit, got none'],
    ['#init=weights,0,1~2', 'link: a unit must be 3 numbers with ~ between, got "1~2"'],
    ['#init=weights,0,1~2~3&width=3', 'link: width must be left out where weights are given, got "3"'],
    ['#unit=40', 'configuration: unit must be a whole number from 0 to 39, got 40'],
    ['#method=magic', 'configuration: method must be one of flow, gd, adam, got "magic"'],
    ['#show=everything', 'link: show must be of linear, natural, limit or none, got "everything"'],
    [`#data=${'x'.repeat(LONGEST_HASH)}`, `link: it must have at most ${LONGEST_HASH} characters`],
  ])('are refused with a sentence: %#', (hash, message) => {
    expect(() => fromHash(hash)).toThrow(message);
  });

  it('are refused or read, whatever is in them', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'data',
        'init',
        'points',
        'weights',
        '=',
        '&',
        ',',
        '~',
        '-',
        '1',
        'e',
        '%',
        'grid',
        'unit',
      ),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        try {
          checkConfiguration(fromHash(`#${pieces.join('')}`));
        } catch (error) {
          expect(error).toMatchObject({ name: 'Refusal' });
        }
      }),
      { seed: 8, numRuns: 500 },
    );
  });

  it('know one zero among whole numbers', () => {
    const configuration = fromHash('#data=random&dataseed=-0');
    expect(configuration.data).toEqual({ kind: 'preset', preset: 'random', seed: 0 });
    expect(fromHash(toHash(configuration))).toEqual(configuration);
  });
});
