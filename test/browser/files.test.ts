/** Files: what is dropped is shown, what is malformed is refused in the words of the library. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { networkFromLayers } from 'relu-splines';
import { readCheckpoint, readCsv } from 'relu-splines/io';
import { parametersOf } from '../../examples/explorer/engine/recording.js';
import { bytesOf, closeWell, dropFile, explorers, saved } from './explorer.js';

const { open } = explorers();

/** Where nothing has to move, nothing plays until it is asked to. */
const STILL = { reducedMotion: 'reduce' } as const;

const fixture = async (name: string): Promise<Uint8Array> =>
  new Uint8Array(await readFile(new URL(`../fixtures/${name}`, import.meta.url)));

/** What the library throws here. */
async function refusal(read: () => unknown): Promise<string> {
  try {
    await read();
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  throw new Error('the library refused nothing');
}

describe('a checkpoint', () => {
  it.each(['mcycle_shallow.safetensors', 'mcycle_shallow.npz', 'mcycle_shallow.json'])(
    'that is dropped is shown as it is, and trains when played: %s',
    async (name) => {
      const bytes = await fixture(name);
      const explorer = await open('#data=mcycle&alpha=3');
      await dropFile(explorer.page, name, bytes);
      const said = await explorer.says('status', /network of 64 units, read as/);
      expect(said).toContain(name);
      const { layers } = await readCheckpoint(bytes);
      const parameters = Array.from(parametersOf(networkFromLayers(layers)));
      await explorer.page.waitForFunction(
        (count) => window.reluSplinesExplorer?.frame()?.parameters.length === count,
        parameters.length,
      );
      const shown = await explorer.frame();
      expect(shown.parameters).toEqual(parameters);
      expect(await explorer.configuration()).toMatchObject({ alpha: 1, init: { kind: 'weights' } });
      await explorer
        .at('play')
        .filter({ hasText: /^Play$/ })
        .waitFor();
      expect(await explorer.at('width').isDisabled()).toBe(true);
      // What the report of the library says of the function comes after it.
      await explorer.says('status', /pieces/);
      await explorer.at('play').click();
      await explorer.hasFrames(3);
      expect((await explorer.frame()).loss).toBeLessThan(shown.loss);
      await closeWell(explorer);
    },
  );

  it.each([
    ['cut short', 'cut.safetensors', async () => (await fixture('mcycle_shallow.safetensors')).slice(0, 700)],
    ['with a header of another length', 'length.safetensors', () => new Uint8Array(16).fill(255)],
    ['cut short', 'cut.npz', async () => (await fixture('mcycle_shallow.npz')).slice(0, 500)],
    ['that is no JSON', 'bad.json', () => new TextEncoder().encode('{"layers": [')],
    ['of another kind', 'picture.png', () => new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 0, 0])],
    ['that is empty', 'empty.npz', () => new Uint8Array(0)],
    ['of a deep network', 'mcycle_deep.safetensors', () => fixture('mcycle_deep.safetensors')],
  ])('%s is refused with the message of the library: %s', async (_, name, make) => {
    const bytes = await make();
    const message = await refusal(async () => networkFromLayers((await readCheckpoint(bytes)).layers));
    const explorer = await open('', STILL);
    const before = await explorer.configuration();
    await dropFile(explorer.page, name, bytes);
    expect(await explorer.says('alert', /./)).toBe(message);
    expect(await explorer.configuration()).toEqual(before);
    await explorer.at('step').click();
    await explorer.hasFrames(2);
    await closeWell(explorer);
  });

  it('that is larger than anything of use is not even read', async () => {
    const explorer = await open();
    await explorer.page.evaluate(() => {
      const carried = new DataTransfer();
      carried.items.add(new File([new Uint8Array(21 * 2 ** 20)], 'large.npz'));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: carried, bubbles: true }));
    });
    expect(await explorer.says('alert', /./)).toBe(
      `large.npz: a file must have at most ${20 * 2 ** 20} bytes, got ${21 * 2 ** 20}`,
    );
    await closeWell(explorer);
  });
});

describe('a CSV', () => {
  const CSV = 'hours,degrees\n1,10\n2,14\n4,12\n';

  it('that is pasted becomes the data, as it is or standardised', async () => {
    const explorer = await open();
    await explorer.at('standardise').uncheck();
    await explorer.page.getByText('Paste a CSV').click();
    await explorer.at('csv').fill(CSV);
    await explorer.at('use-csv').click();
    expect(await explorer.status()).toBe('3 data: degrees against hours.');
    expect((await explorer.configuration()).data).toEqual({ kind: 'points', x: [1, 2, 4], y: [10, 14, 12] });
    expect(await explorer.at('preset').inputValue()).toBe('points');
    await explorer.at('standardise').check();
    await explorer.at('use-csv').click();
    expect(await explorer.status()).toMatch(
      /^3 data: degrees against hours, brought to mean 0 and deviation 1: hours − 2\.33333 over 1\.24722/,
    );
    const { data } = await explorer.configuration();
    const y = data.kind === 'points' ? data.y : [];
    // 10, 14, 12 around 12, over their deviation.
    const deviation = Math.sqrt(8 / 3);
    expect(y.map((value) => value * deviation).map((value) => Number(value.toFixed(12)))).toEqual([-2, 2, 0]);
    await closeWell(explorer);
  });

  it('is taken when it is dropped, or chosen as a file', async () => {
    const explorer = await open();
    await explorer.at('standardise').uncheck();
    await dropFile(explorer.page, 'own.csv', CSV);
    await explorer.says('status', /^3 data/);
    await explorer.at('file').setInputFiles({
      name: 'more.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`${CSV}5,11\n`),
    });
    await explorer.says('status', /^4 data/);
    expect((await explorer.configuration()).data).toMatchObject({ x: [1, 2, 4, 5] });
    await closeWell(explorer);
  });

  it.each([
    ['a word among numbers', 'x,y\n1,2\n2,three\n'],
    ['a row too short', 'x,y\n1,2\n2\n'],
    ['nothing', ''],
  ])('with %s is refused with the message of the library', async (_, text) => {
    const message = await refusal(() => readCsv(text));
    const explorer = await open('', STILL);
    await explorer.page.getByText('Paste a CSV').click();
    await explorer.at('csv').fill(text);
    await explorer.at('use-csv').click();
    expect(await explorer.alert()).toBe(message);
    await closeWell(explorer);
  });

  it('of a million rows is refused, and the page goes on', async () => {
    const explorer = await open();
    await dropFile(explorer.page, 'long.csv', `x,y\n${'1,2\n'.repeat(1_000_000)}`);
    expect(await explorer.says('alert', /./)).toBe('CSV: there must be at most 2000 rows, got 1000000');
    const count = (await explorer.frames()).length;
    await explorer.hasFrames(count + 2);
    await closeWell(explorer);
  });
});

it('what was saved can be dropped again: the link in the file of a run', async () => {
  const explorer = await open('#width=6&data=random');
  await explorer.hasFrames(5);
  const download = await saved(explorer.page, () => explorer.at('export-json').click());
  const { link } = JSON.parse((await bytesOf(download)).toString()) as { link: string };
  const again = await open(link);
  expect(await again.configuration()).toEqual(await explorer.configuration());
  await closeWell(again);
  await closeWell(explorer);
});
