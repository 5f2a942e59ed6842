/** The page as it comes: with any link, it loads, says what is wrong with it, and works. */
import { describe, expect, inject, it } from 'vitest';
import { fromHash, toHash } from '../../examples/explorer/engine/link.js';
import { checkConfiguration } from '../../examples/explorer/engine/configuration.js';
import type { Configuration } from '../../examples/explorer/engine/configuration.js';
import { SCENES } from '../../examples/explorer/engine/scenes.js';
import { closeWell, explorers } from './explorer.js';

const { open } = explorers();

/** Where nothing has to move, nothing plays until it is asked to. */
const STILL = { reducedMotion: 'reduce' } as const;

/** Nothing in it is as by default. */
const UNUSUAL: Configuration = {
  data: { kind: 'points', x: [-1.25, 0.1 + 0.2, 2], y: [1e-9, -0.5, 1 / 3] },
  init: { kind: 'gaussian', width: 17, seed: 12345, scales: { sigmaW: 0.7, sigmaB: 1.3, sigmaV: 0.11 } },
  alpha: 2.75,
  method: 'adam',
  rate: 0.0123,
  speed: 0.5,
  view: { unit: 7, unitClass: 'left-', dynamics: 'slice', linear: true, natural: false, limit: true },
};

describe('the page', () => {
  it('loads from a folder without a complaint, asks for nothing outside, and trains', async () => {
    const explorer = await open();
    await explorer.hasFrames(30);
    expect(await explorer.page.title()).toBe('ReLU splines: watch a network learn');
    const frames = await explorer.frames();
    expect(frames[frames.length - 1].loss).toBeLessThan(frames[0].loss);
    expect(await explorer.alert()).toBe('');
    for (const name of ['function', 'breakpoint', 'loss', 'slice', 'spectrum', 'law']) {
      const picture = explorer.page.locator(`#${name}-view canvas[role=img]`);
      await picture.scrollIntoViewIfNeeded();
      // Words that stand for a picture are there once it is drawn.
      await explorer.page.waitForFunction(
        (id) =>
          document.querySelector(`#${id}-view canvas[role=img]`)?.getAttribute('aria-label') !==
          'empty picture',
        name,
      );
    }
    await closeWell(explorer);
  });

  it('holds the whole configuration in its link', async () => {
    const explorer = await open(toHash(UNUSUAL));
    expect(await explorer.configuration()).toEqual(checkConfiguration(UNUSUAL));
    expect(await explorer.at('init').inputValue()).toBe('gaussian');
    expect(await explorer.at('scale-sigmaV').inputValue()).toBe('0.11');
    expect(await explorer.at('width').inputValue()).toBe('17');
    expect(await explorer.at('seed').inputValue()).toBe('12345');
    expect(await explorer.at('alpha-value').textContent()).toBe('= 2.75');
    expect(await explorer.at('method').inputValue()).toBe('adam');
    expect(await explorer.at('rate').inputValue()).toBe('0.0123');
    expect(await explorer.at('speed-value').textContent()).toBe('× 0.5');
    expect(await explorer.at('unit').inputValue()).toBe('7');
    expect(await explorer.at('unit-class').inputValue()).toBe('left-');
    expect(await explorer.at('dynamics').inputValue()).toBe('slice');
    expect(await explorer.at('linear').isChecked()).toBe(true);
    expect(await explorer.at('natural').isChecked()).toBe(false);
    expect(await explorer.at('limit').isChecked()).toBe(true);
    // Back into a link: what is copied holds the same.
    await explorer.at('copy-link').click();
    await explorer.says('status', /link/);
    const { hash } = new URL(explorer.page.url());
    expect(fromHash(hash)).toEqual(checkConfiguration(UNUSUAL));
    await closeWell(explorer);
  });

  it('takes a link that is followed while it is open', async () => {
    const explorer = await open();
    await explorer.page.evaluate((hash) => {
      location.hash = hash;
    }, toHash(UNUSUAL));
    await explorer.page.waitForFunction(() => window.reluSplinesExplorer?.configuration().method === 'adam');
    expect(await explorer.configuration()).toEqual(checkConfiguration(UNUSUAL));
    await closeWell(explorer);
  });

  it.each([
    ['no number', '#alpha=pull', 'link: alpha must be a number, got "pull"'],
    ['too large', '#width=1e9', 'configuration: width must be a whole number from 1 to 4000, got 1000000000'],
    ['a bad point', '#data=points,1~2,x~3', 'link: a point must be a number, got "x"'],
    ['unknown key', '#colour=red', 'link: each part must be one of data, '],
    ['infinity', '#init=weights,0,1~0~inf', 'link: a unit must be a number, got "inf"'],
    ['broken escapes', '#%E0%A4%A', 'link: it must have no broken %-escapes, got "%E0%A4%A"'],
    ['a page in it', '#<img src=x onerror=alert(1)>', 'link: each part must be one of data, '],
    [
      'far too long',
      `#data=points,${'1~1,'.repeat(130_000)}`,
      'link: it must have at most 500000 characters',
    ],
  ])('says what is wrong with a link edited by hand, %s, and works', async (_, hash, message) => {
    const explorer = await open(hash, STILL);
    expect(await explorer.alert()).toContain(message);
    await explorer.at('restart').click();
    await explorer.at('step').click();
    await explorer.hasFrames(2);
    expect(await explorer.alert()).toBe('');
    await closeWell(explorer);
  });
});

describe('the scenes', () => {
  it.each(SCENES)(
    '$title: loads, says its paragraph, trains',
    async ({ title, paragraph, configuration }) => {
      const explorer = await open();
      const link = explorer.page.getByRole('link', { name: title });
      // A link like any other, to be sent or opened elsewhere.
      expect(await link.getAttribute('href')).toBe(toHash(configuration));
      await link.click();
      expect(await explorer.at('scene-paragraph').textContent()).toBe(paragraph);
      expect(await link.getAttribute('aria-current')).toBe('true');
      await explorer.hasFrames(20);
      expect(await explorer.configuration()).toEqual(configuration);
      expect(await explorer.alert()).toBe('');
      await closeWell(explorer);
    },
  );

  it('are the same when their link is opened', async () => {
    const explorer = await open(toHash(SCENES[2].configuration));
    expect(await explorer.at('scene-paragraph').textContent()).toBe(SCENES[2].paragraph);
    expect(explorer.page.url()).toContain(inject('site'));
    await closeWell(explorer);
  });
});
