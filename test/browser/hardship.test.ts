/** Wide networks, much data, workers that fail or never answer: the page goes on, and says what is the matter. */
import { mkdir, writeFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import { describe, expect, inject, it } from 'vitest';
import type { Explorer } from './explorer.js';
import { closeWell, dropFile, explorers } from './explorer.js';

const { open, prepare } = explorers();

/** Longer than that a reader wonders whether the page is still there. */
const ANSWER = 1000;

/** Milliseconds from a press of the pointer to its handler, at a checkbox that redraws the function view. */
async function answerTime({ page, at }: Explorer): Promise<number> {
  await page.evaluate(() => {
    document.getElementById('linear')?.addEventListener(
      'click',
      ({ timeStamp }) => {
        document.body.dataset.answer = String(performance.now() - timeStamp);
      },
      { once: true },
    );
  });
  await at('linear').click();
  await page.waitForFunction(() => document.body.dataset.answer !== undefined);
  return page.evaluate(() => Number(document.body.dataset.answer));
}

interface FrameTimes {
  /** Frames of the screen, and of the run recorded, in so many seconds. */
  readonly seconds: number;
  readonly screen: number;
  readonly recorded: number;
  /** Milliseconds between frames of the screen. */
  readonly median: number;
  readonly p95: number;
  readonly longest: number;
}

async function frameTimes({ page }: Explorer, seconds: number): Promise<FrameTimes> {
  return page.evaluate(async (length) => {
    const count = (): number => window.reluSplinesExplorer?.frames().length ?? 0;
    const before = count();
    const gaps = await new Promise<number[]>((resolve) => {
      const found: number[] = [];
      const begun = performance.now();
      let last = begun;
      const tick = (): void => {
        const now = performance.now();
        found.push(now - last);
        last = now;
        if (now - begun < 1000 * length) requestAnimationFrame(tick);
        else resolve(found.sort((a, b) => a - b));
      };
      requestAnimationFrame(tick);
    });
    const at = (part: number): number => Number(gaps[Math.floor(part * (gaps.length - 1))].toFixed(1));
    return {
      seconds: length,
      screen: gaps.length,
      recorded: count() - before,
      median: at(0.5),
      p95: at(0.95),
      longest: at(1),
    };
  }, seconds);
}

describe('a thousand units', () => {
  it.each([
    ['event-exact flow', '#width=1000&init=torch&data=mcycle&speed=1'],
    ['gradient descent', '#width=1000&init=torch&data=mcycle&speed=1&method=gd&rate=0.0001'],
  ])('train on the screen while the page answers: %s', async (name, hash) => {
    const explorer = await open(hash);
    await explorer.hasFrames(5);
    const times = await frameTimes(explorer, 3);
    const answer = await answerTime(explorer);
    const folder = new URL('../../.cache/', import.meta.url);
    await mkdir(folder, { recursive: true });
    const measured = { name, ...times, answer: Number(answer.toFixed(1)), load: loadavg()[0] };
    await writeFile(
      new URL(`explorer-frames-${name.replaceAll(' ', '-')}.json`, folder),
      `${JSON.stringify(measured, null, 2)}\n`,
    );
    console.log(`H = 1000, ${JSON.stringify(measured)}`);
    expect(times.recorded).toBeGreaterThan(0);
    expect(answer).toBeLessThan(ANSWER);
    await closeWell(explorer);
  });

  it('show the ends of a spectrum too wide to draw, and the null directions by cause', async () => {
    const explorer = await open('#width=1000&init=torch&data=mcycle', { reducedMotion: 'reduce' });
    await explorer.at('spectrum-view').scrollIntoViewIfNeeded();
    const spectrum = explorer.page.locator('#spectrum-view canvas');
    await expect
      .poll(() => spectrum.getAttribute('aria-label'), { timeout: 15_000 })
      .toMatch(/^The spectrum is too wide to draw: 3001 parameters.* Its ends: .*; null directions: \d+ /);
    await closeWell(explorer);
  });
});

describe('more than is sensible', () => {
  it('the largest network on the most data: the page still answers', async () => {
    const explorer = await open('#width=4000&init=he,1');
    const rows = Array.from({ length: 2000 }, (_, n) => `${n / 1000 - 1},${Math.sin(n / 50)}`);
    await dropFile(explorer.page, 'large.csv', `x,y\n${rows.join('\n')}\n`);
    await explorer.says('status', /^2000 data/);
    expect(await answerTime(explorer)).toBeLessThan(ANSWER);
    await explorer.at('width').fill('10');
    await explorer.at('width').press('Enter');
    await explorer.page.waitForFunction(() => window.reluSplinesExplorer?.frame()?.parameters.length === 31);
    await closeWell(explorer);
  });
});

/** What the server gives in place of the worker. */
async function withWorker(explorer: Explorer, script: string): Promise<() => Promise<void>> {
  const pattern = /worker-.*\.js$/;
  await explorer.page
    .context()
    .route(pattern, (route) => route.fulfill({ contentType: 'text/javascript', body: script }));
  return () => explorer.page.context().unroute(pattern);
}

describe('a worker', () => {
  it('that fails is said to have failed, and the next run gets another', async () => {
    const explorer = await prepare();
    const mend = await withWorker(explorer, 'throw new Error("out of order");');
    await explorer.page.goto(inject('site'));
    expect(await explorer.says('alert', /./)).toBe('The worker failed: Uncaught Error: out of order');
    await mend();
    await explorer.at('restart').click();
    await explorer.at('play').click();
    await explorer.hasFrames(5);
    expect(await explorer.alert()).toBe('');
    await closeWell(explorer);
  });

  it('that never answers is given up after a while, and the next run gets another', async () => {
    const explorer = await prepare();
    await explorer.page.clock.install();
    const mend = await withWorker(explorer, 'onmessage = () => { for (;;); };');
    await explorer.page.goto(inject('site'));
    await explorer.at('linear').check();
    await explorer.page.clock.runFor(10_000);
    expect(await explorer.alert()).toBe('');
    await mend();
    await explorer.page.clock.runFor(6000);
    expect(await explorer.alert()).toBe(
      'The run was given up: no frame came within 15 seconds. Make the network or the data smaller.',
    );
    await explorer.page.clock.resume();
    await explorer.at('play').click();
    await explorer.at('restart').click();
    await explorer.hasFrames(1);
    await closeWell(explorer);
  });
});
