import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FormatError,
  layersOf,
  networkFromJson,
  networkToJson,
  readCheckpoint,
  readCsv,
  readNpz,
  readSafetensors,
  readStateDict,
  ShapeError,
} from 'relu-splines/io';
import type { Tensor } from 'relu-splines/io';
import { fixture, npy, npyHeader, npzOf, numbers, safetensors } from './files.js';

const ALLOWED = [FormatError, ShapeError, RangeError, TypeError];

/** Runs a reader: what it gives must be well formed, what it throws must be one of ours, with its name. */
async function expectOrderly(read: () => unknown, check: (result: unknown) => void): Promise<void> {
  let result: unknown;
  try {
    result = await read();
  } catch (error) {
    expect(
      ALLOWED.some((kind) => error instanceof kind),
      String(error),
    ).toBe(true);
    // Every message of ours begins with the reader's name; one of the engine's does not.
    expect((error as Error).message).toMatch(/^(read\w+|layersOf|networkFromJson): \S/);
    return;
  }
  check(result);
}

function checkTensors(result: unknown): void {
  for (const { name, shape, values } of result as Tensor[]) {
    expect(typeof name).toBe('string');
    expect(values).toBeInstanceOf(Float64Array);
    expect(values.length).toBe(shape.reduce((product, length) => product * length, 1));
    expect(values.every(Number.isFinite)).toBe(true);
  }
}

function checkTable(result: unknown): void {
  const { columns, values } = result as ReturnType<typeof readCsv>;
  expect(new Set(columns).size).toBe(columns.length);
  expect(new Set(values.map((column) => column.length)).size).toBe(1);
  for (const column of values) expect(column.every(Number.isFinite)).toBe(true);
}

function checkCheckpoint(result: unknown): void {
  const { layers, tensors } = result as Awaited<ReturnType<typeof readCheckpoint>>;
  checkTensors(tensors);
  layers.forEach(({ inputs, outputs, weights, biases }, k) => {
    expect(weights.length).toBe(inputs * outputs);
    expect(biases.length).toBe(outputs);
    if (k > 0) expect(inputs).toBe(layers[k - 1].outputs);
  });
}

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const NETWORK = networkToJson({
  inputWeights: [1, 2],
  inputBiases: [0.5, -1],
  outputWeights: [3, 4],
  outputBias: 5,
});
const ARRAY = npy(npyHeader('<f2', '(2, 2)', true), numbers('uint16', [0x3c00, 0xbc00, 1, 2]));

/** Every reader with valid files of its own. */
const readers: readonly {
  readonly name: string;
  readonly read: (bytes: Uint8Array) => unknown;
  readonly check: (result: unknown) => void;
  readonly seeds: readonly Uint8Array[];
}[] = [
  {
    name: 'readSafetensors',
    read: readSafetensors,
    check: checkTensors,
    seeds: [
      fixture('mcycle_shallow.safetensors'),
      safetensors(
        {
          a: { dtype: 'F16', shape: [2], data_offsets: [0, 4] },
          b: { dtype: 'I64', shape: [], data_offsets: [4, 12] },
        },
        new Uint8Array(12),
      ),
    ],
  },
  {
    name: 'readNpz',
    read: readNpz,
    check: checkTensors,
    seeds: [fixture('mcycle_shallow.npz'), npzOf('a', ARRAY), npzOf('a.weight', ARRAY, true)],
  },
  {
    name: 'readStateDict',
    read: (bytes) => readStateDict(text(bytes)),
    check: checkTensors,
    seeds: [new TextEncoder().encode('{"0.weight": [[1.5], [-2e3]], "0.bias": [0, 1], "n": 3}')],
  },
  {
    name: 'networkFromJson',
    read: (bytes) => networkFromJson(text(bytes)),
    check: (result) => {
      expect(networkFromJson(networkToJson(result as never))).toEqual(result);
    },
    seeds: [new TextEncoder().encode(NETWORK)],
  },
  {
    name: 'readCsv',
    read: readCsv,
    check: checkTable,
    seeds: [new TextEncoder().encode('"x";y\r\n1;2e3\n"-3.5";.4\n\n')],
  },
  {
    name: 'readCheckpoint',
    read: readCheckpoint,
    check: checkCheckpoint,
    seeds: ['json', 'safetensors', 'npz', 'onnx'].map((kind) => fixture(`mcycle_shallow.${kind}`)),
  },
];

/** A few bytes overwritten, some removed, some put in, or the end cut off. */
function damaged(seeds: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const byte = fc.oneof(
    fc.integer({ min: 0, max: 255 }),
    fc.constantFrom(0, 1, 0x7f, 0x80, 0xff, ...new TextEncoder().encode('"\\[]{}(),:;-+.eE019 \n\r')),
  );
  const edit = fc.record({
    // Headers, directories and end records lie at the two ends.
    place: fc.oneof(fc.nat(63), fc.integer({ min: -120, max: -1 }), fc.nat(1e5)),
    kind: fc.constantFrom('set', 'set', 'set', 'insert', 'remove', 'cut'),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 4 }),
    byte,
  });
  return fc
    .tuple(fc.constantFrom(...seeds), fc.array(edit, { minLength: 1, maxLength: 4 }))
    .map(([seed, edits]) => {
      let content = Array.from(seed);
      for (const { place, kind, bytes, byte: value } of edits) {
        const at = content.length === 0 ? 0 : ((place % content.length) + content.length) % content.length;
        if (kind === 'set') content[at] = value;
        else if (kind === 'insert') content.splice(at, 0, ...bytes);
        else if (kind === 'remove') content.splice(at, bytes.length);
        else content = content.slice(0, at);
      }
      return Uint8Array.from(content);
    });
}

describe.each(readers)('$name', ({ read, check, seeds }) => {
  it('reads its own seeds', async () => {
    for (const seed of seeds.slice(0, 3)) check(await read(seed));
  });

  it('stays orderly on any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        await expectOrderly(() => read(bytes), check);
      }),
      { seed: 21, numRuns: 500 },
    );
  });

  it('stays orderly on damaged files', async () => {
    await fc.assert(
      fc.asyncProperty(damaged(seeds), async (bytes) => {
        await expectOrderly(() => read(bytes), check);
      }),
      { seed: 22, numRuns: 1500 },
    );
  });
});

describe('with the outside intact', () => {
  it('readNpz stays orderly on damaged arrays in a sound zip', async () => {
    await fc.assert(
      fc.asyncProperty(damaged([ARRAY]), fc.boolean(), async (array, deflate) => {
        await expectOrderly(() => readNpz(npzOf('a', array, deflate)), checkTensors);
      }),
      { seed: 23, numRuns: 1000 },
    );
  });

  it('readSafetensors stays orderly on any header that is JSON', async () => {
    const small = fc.integer({ min: -2, max: 20 });
    const field = fc.oneof(
      small,
      fc.constantFrom(2 ** 31, 2 ** 53, 1e308, null, '4'),
      fc.array(small, { maxLength: 3 }),
    );
    const info = fc.record(
      { dtype: fc.constantFrom('F16', 'F32', 'F64', 'BF16', 'I32', 'F8'), shape: field, data_offsets: field },
      { requiredKeys: [] },
    );
    const header = fc.dictionary(
      fc.oneof(fc.constantFrom('__proto__', '__metadata__', 'a.weight'), fc.string()),
      info,
      {
        maxKeys: 4,
      },
    );
    await fc.assert(
      fc.asyncProperty(header, fc.uint8Array({ maxLength: 24 }), async (object, data) => {
        await expectOrderly(() => readSafetensors(safetensors(object, data)), checkTensors);
      }),
      { seed: 24, numRuns: 1500 },
    );
  });

  it('readStateDict and layersOf stay orderly on any JSON', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), async (source) => {
        await expectOrderly(() => readStateDict(source), checkTensors);
        await expectOrderly(
          () => layersOf(readStateDict(source)),
          () => undefined,
        );
      }),
      { seed: 25, numRuns: 1500 },
    );
  });

  it('readCsv stays orderly on any text of the characters that matter', async () => {
    const characters = fc.constantFrom(...Array.from('xy,;\t"\n\r1-.eNA '));
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: characters, maxLength: 40 }), async (source) => {
        await expectOrderly(() => readCsv(source), checkTable);
      }),
      { seed: 26, numRuns: 3000 },
    );
  });
});
