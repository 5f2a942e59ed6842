/** What a reader takes away: the run as JSON, pictures as SVG, the animation, the link. */
import { describe, expect, it } from 'vitest';
import { PICTURES } from '../../examples/explorer/page/pictures.js';
import { bytesOf, closeWell, explorers, saved } from './explorer.js';

const { open, prepare } = explorers();

describe('exports', () => {
  it('the run is saved as JSON with every recorded frame', async () => {
    const explorer = await open('#init=torch&width=9');
    await explorer.hasFrames(25);
    await explorer.at('play').click();
    await explorer.page.waitForTimeout(200);
    const download = await saved(explorer.page, () => explorer.at('export-json').click());
    expect(download.suggestedFilename()).toBe('relu-spline-run.json');
    const run = JSON.parse((await bytesOf(download)).toString()) as Record<string, unknown>;
    expect(run).toMatchObject({ format: 'relu-splines/run', every: 1, ending: null });
    expect(run.configuration).toEqual(await explorer.configuration());
    expect(run.frames).toEqual(await explorer.frames());
    expect(await explorer.status()).toMatch(/^Saved \d+ frames and \d+ events\.$/);
    await closeWell(explorer);
  });

  it('every view is saved as an SVG that stands alone', async () => {
    const explorer = await open('#show=linear,natural,limit&data=random&init=torch');
    await explorer.hasFrames(40);
    await explorer.at('play').click();
    await explorer.page.waitForTimeout(500);
    for (const name of PICTURES) {
      const button = explorer.page.getByRole('button', { name: `Save the ${name} view as SVG` });
      const download = await saved(explorer.page, () => button.click());
      expect(download.suggestedFilename()).toBe(`relu-spline-${name}.svg`);
      const svg = (await bytesOf(download)).toString();
      const seen = await explorer.page.evaluate(async (text) => {
        const parsed = new DOMParser().parseFromString(text, 'image/svg+xml');
        // As another program would show it.
        const image = new Image();
        image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
        await image.decode();
        return {
          root: parsed.documentElement.namespaceURI,
          errors: parsed.querySelectorAll('parsererror').length,
          paths: parsed.querySelectorAll('path').length,
          foreign: parsed.querySelectorAll('[href], image, use, script, foreignObject').length,
          width: image.naturalWidth,
        };
      }, svg);
      expect(seen).toMatchObject({ root: 'http://www.w3.org/2000/svg', errors: 0, foreign: 0 });
      expect(seen.paths).toBeGreaterThan(2);
      expect(seen.width).toBeGreaterThan(200);
      // Nothing that is not a number got into a path.
      expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    }
    await closeWell(explorer);
  });

  it('the animation is saved as a video, and can be cancelled', async () => {
    const explorer = await open('#width=10&data=random');
    await explorer.hasFrames(20);
    await explorer.at('play').click();
    const download = await saved(explorer.page, () => explorer.at('export-video').click());
    expect(download.suggestedFilename()).toBe('relu-spline.webm');
    // What a WebM file begins with.
    expect((await bytesOf(download)).subarray(0, 4).toString('hex')).toBe('1a45dfa3');
    await explorer.says('status', /^Saved an animation of \d+ frames as relu-spline\.webm\.$/);
    await explorer.at('export-video').click();
    await explorer.at('export-video').filter({ hasText: 'Cancel' }).click();
    expect(await explorer.says('status', /cancelled/)).toBe('The animation was cancelled.');
    expect(await explorer.at('export-video').textContent()).toBe('Export animation');
    await closeWell(explorer);
  });

  it('the animation is saved as single pictures where the browser records no video', async () => {
    const explorer = await prepare();
    await explorer.page.addInitScript(() => {
      Reflect.deleteProperty(window, 'MediaRecorder');
    });
    await explorer.page.goto((await open()).page.url().replace(/#.*/, '') + '#width=5&data=random');
    await explorer.hasFrames(6);
    await explorer.at('play').click();
    const names: string[] = [];
    const parts: Buffer[] = [];
    explorer.page.on('download', (download) => {
      names.push(download.suggestedFilename());
      void bytesOf(download).then((bytes) => parts.push(bytes));
    });
    await explorer.at('export-video').click();
    const said = await explorer.says(
      'status',
      /^This browser records no video; saved \d+ single pictures\.$/,
    );
    const count = Number(/\d+/.exec(said)?.[0]);
    expect(count).toBeGreaterThan(5);
    await expect.poll(() => parts.length).toBe(count);
    expect(names[0]).toBe('relu-spline-00.png');
    for (const part of parts) expect(part.subarray(1, 4).toString()).toBe('PNG');
    await closeWell(explorer);
  });

  it('says so where there is nothing to animate yet', async () => {
    const explorer = await open('', { reducedMotion: 'reduce' });
    await explorer.at('export-video').click();
    expect(await explorer.says('status', /./)).toBe('There is nothing to animate yet: play first.');
    await closeWell(explorer);
  });

  it('the link is copied, or said to be in the address bar', async () => {
    const explorer = await open('#width=11', { permissions: ['clipboard-read', 'clipboard-write'] });
    await explorer.at('copy-link').click();
    await explorer.says('status', /^Copied the link\.$/);
    const copied = await explorer.page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(explorer.page.url());
    expect(copied).toContain('width=11');
    await closeWell(explorer);
  });
});
