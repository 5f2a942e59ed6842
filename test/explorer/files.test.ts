import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { networkToJson } from 'relu-splines/io';
import { DEFAULT_CONFIGURATION, dataOf, startOf } from '../../examples/explorer/engine/configuration.js';
import { exportRun } from '../../examples/explorer/engine/export.js';
import { LARGEST_FILE, dataFromCsv, readDropped, withDropped } from '../../examples/explorer/engine/files.js';
import type { NamedFile } from '../../examples/explorer/engine/files.js';
import { fromHash } from '../../examples/explorer/engine/link.js';
import { startSession } from '../../examples/explorer/engine/session.js';

const fixture = async (name: string): Promise<NamedFile> => {
  const bytes = await readFile(new URL(`../fixtures/${name}`, import.meta.url));
  return fileOf(name, bytes);
};
const fileOf = (name: string, content: string | Uint8Array): NamedFile => {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : Uint8Array.from(content);
  return { name, size: bytes.length, arrayBuffer: () => Promise.resolve(bytes.buffer) };
};

describe('files dropped on the page', () => {
  it.each(['safetensors', 'npz', 'json'])('are networks: .%s, the same weights in each', async (ending) => {
    const dropped = await readDropped(await fixture(`mcycle_shallow.${ending}`), true);
    const configuration = withDropped({ ...DEFAULT_CONFIGURATION, alpha: 3 }, dropped);
    const network = startOf(configuration);
    expect(network.inputWeights.length).toBe(64);
    // As they are in the file: no scale is laid on them.
    expect(configuration.alpha).toBe(1);
    const json = await readDropped(await fixture('mcycle_shallow.json'), true);
    expect(startOf(withDropped(DEFAULT_CONFIGURATION, json))).toStrictEqual(network);
    expect(startOf(fromHash(linkOf(configuration)))).toStrictEqual(network);
  });

  it('are networks of the library’s own JSON', async () => {
    const network = { inputWeights: [1], inputBiases: [-0.5], outputWeights: [2], outputBias: 1 };
    const dropped = await readDropped(fileOf('net.json', networkToJson(network)), true);
    expect(dropped).toMatchObject({
      kind: 'network',
      init: network,
      said: 'net.json: a network of 1 units, read as json.',
    });
  });

  it('are data, standardised or as they are', async () => {
    const text = 't;v\n10;200\n14;230\n12;190\n';
    const raw = await readDropped(fileOf('a.csv', text), false);
    expect(raw).toMatchObject({
      kind: 'data',
      data: { kind: 'points', x: [10, 12, 14], y: [200, 190, 230] },
    });
    const { x, y } = dataOf(withDropped(DEFAULT_CONFIGURATION, dataFromCsv(text, true)));
    for (const list of [x, y]) {
      expect(list.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 14);
      expect(list.reduce((sum, value) => sum + (value * value) / 3, 0)).toBeCloseTo(1, 14);
    }
  });

  it.each([
    [
      'net.pt',
      'hello',
      'readCheckpoint: input must be a state_dict as JSON, a safetensors file or an .npz archive',
    ],
    ['net.json', '{"0.weight": [[1], [2, 3]]}', 'must have'],
    ['a.csv', 'x,y\n1,NA\n', 'readCsv: line 2, column "y" must have a value, got "NA"'],
    ['a.csv', '', 'readCsv: line 1 must be a header with the names of the columns, got nothing'],
    ['a.csv', 'x\n1\n', 'CSV: there must be two columns, x and y, got x'],
    ['a.csv', `x,y\n${'1,2\n'.repeat(2001)}`, 'CSV: there must be at most 2000 rows, got 2001'],
    ['a.csv', 'x,y\n1e12,1\n', 'CSV: x must be at most 1000000000 in size, got 1000000000000'],
  ])('are refused with the reason: %s %#', async (name, content, message) => {
    await expect(readDropped(fileOf(name, content), false)).rejects.toThrow(message);
  });

  it('are not even read where they are too large', async () => {
    const file: NamedFile = {
      name: 'large.npz',
      size: LARGEST_FILE + 1,
      arrayBuffer: () => Promise.reject(new Error('it was read')),
    };
    await expect(readDropped(file, true)).rejects.toThrow(
      `large.npz: a file must have at most ${LARGEST_FILE} bytes, got ${LARGEST_FILE + 1}`,
    );
  });

  it('are refused where the network is a deep one', async () => {
    await expect(readDropped(await fixture('mcycle_deep.npz'), true)).rejects.toThrow(
      'networkFromLayers: a shallow network has two layers, got 4',
    );
  });
});

describe('the export of a run', () => {
  it('holds the run to the last digit, and the link that makes it again', () => {
    const session = startSession(DEFAULT_CONFIGURATION);
    const { frames, events } = session.advance();
    const text = exportRun({ configuration: DEFAULT_CONFIGURATION, frames, events, ending: null });
    const read = JSON.parse(text) as {
      link: string;
      every: number;
      frames: { time: number; parameters: number[] }[];
      events: unknown[];
    };
    expect(read.every).toBe(1);
    expect(read.frames.map(({ parameters }) => Float64Array.from(parameters))).toStrictEqual(
      frames.map(({ parameters }) => parameters),
    );
    expect(read.events).toStrictEqual(events);
    expect(fromHash(read.link)).toStrictEqual(DEFAULT_CONFIGURATION);
  });

  it('thins long runs of wide networks, and keeps the last frame', () => {
    const frames = Array.from({ length: 101 }, (_, k) => ({
      time: k,
      step: k,
      loss: 0,
      parameters: new Float64Array(60_001),
      slidingOn: null,
    }));
    const text = exportRun({ configuration: DEFAULT_CONFIGURATION, frames, events: [], ending: null });
    const read = JSON.parse(text) as { every: number; frames: { step: number }[] };
    expect(read.every).toBe(3);
    expect(read.frames.map(({ step }) => step).slice(-2)).toStrictEqual([99, 100]);
  });
});

function linkOf(configuration: typeof DEFAULT_CONFIGURATION): string {
  return (JSON.parse(exportRun({ configuration, frames: [], events: [], ending: null })) as { link: string })
    .link;
}
