/** The page for everybody: by keys alone, read aloud, calm, small, dark. */
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import type { AxeResults, RunOptions } from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { toHash } from '../../examples/explorer/engine/link.js';
import { SCENES } from '../../examples/explorer/engine/scenes.js';
import { closeWell, explorers } from './explorer.js';

const { open } = explorers();

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe has against the page as it is. */
async function violations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: AXE });
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: (options: RunOptions) => Promise<AxeResults> } };
    const found = await axe.run({ resultTypes: ['violations'] });
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  });
}

describe('axe finds nothing', () => {
  it.each<[string, BrowserContextOptions]>([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['light, 400 pixels wide', { colorScheme: 'light', viewport: { width: 400, height: 800 } }],
    ['dark, 400 pixels wide', { colorScheme: 'dark', viewport: { width: 400, height: 800 } }],
  ])('%s', async (_, options) => {
    const explorer = await open(toHash(SCENES[1].configuration), options);
    await explorer.hasFrames(5);
    expect(await violations(explorer.page)).toEqual([]);
    // With everything open, something refused and something chosen.
    await explorer.at('method').selectOption('gd');
    await explorer.page.getByText('Paste a CSV').click();
    await explorer.at('use-csv').click();
    expect(await explorer.alert()).not.toBe('');
    await explorer.page.locator('#function-view circle').first().focus();
    expect(await violations(explorer.page)).toEqual([]);
    await closeWell(explorer);
  });
});

it.each([320, 400, 1400])('nothing sticks out sideways at %i pixels', async (width) => {
  const explorer = await open(toHash(SCENES[2].configuration), { viewport: { width, height: 800 } });
  await explorer.hasFrames(5);
  const wide = await explorer.page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(width);
  await closeWell(explorer);
});

describe('by keys alone', () => {
  it('Tab reaches everything that can be operated, and shows where it is', async () => {
    const explorer = await open('#method=gd&data=random');
    await explorer.at('play').click();
    await explorer.page.locator('body').focus();
    const all = await explorer.page.evaluate(() => {
      const every = document.querySelectorAll(
        'a[href], button, input, select, textarea, summary, [tabindex]',
      );
      const reachable = [...every].filter(
        (one) => one.getAttribute('tabindex') !== '-1' && !one.matches(':disabled') && one.checkVisibility(),
      );
      reachable.forEach((one, k) => {
        one.setAttribute('data-stop', String(k));
      });
      return reachable.length;
    });
    expect(all).toBeGreaterThan(35);
    const reached = new Set<number>();
    await explorer.page.evaluate(() => {
      window.getSelection()?.removeAllRanges();
      (document.activeElement as HTMLElement | null)?.blur();
    });
    for (let press = 0; press < all + 3; press++) {
      await explorer.page.keyboard.press('Tab');
      const stop = await explorer.page.evaluate(() => {
        const one = document.activeElement;
        if (!one?.hasAttribute('data-stop')) return null;
        const { outlineStyle, outlineWidth, boxShadow, stroke } = getComputedStyle(one);
        const isRinged = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
        const { top, bottom } = one.getBoundingClientRect();
        return {
          index: Number(one.getAttribute('data-stop')),
          isSeen: isRinged || boxShadow !== 'none' || (one.tagName === 'circle' && stroke !== 'none'),
          isInSight: bottom > 0 && top < window.innerHeight,
          name: one.outerHTML.slice(0, 120),
        };
      });
      if (stop === null) continue;
      reached.add(stop.index);
      expect(stop).toMatchObject({ isSeen: true, isInSight: true });
    }
    expect([...reached].sort((a, b) => a - b)).toEqual(Array.from({ length: all }, (_, k) => k));
    await closeWell(explorer);
  });

  it('a scene is chosen, played, paused; sliders, data and units are moved', async () => {
    const explorer = await open();
    const { page, at } = explorer;
    const press = (key: string): Promise<void> => page.keyboard.press(key);
    await page.getByRole('link', { name: SCENES[2].title }).focus();
    await press('Enter');
    expect(await at('scene-paragraph').textContent()).toBe(SCENES[2].paragraph);
    await explorer.hasFrames(30);
    await at('play').focus();
    await press('Space');
    await at('play')
      .filter({ hasText: /^Play$/ })
      .waitFor();
    await at('scrub').focus();
    await press('Home');
    expect((await explorer.frame()).time).toBe(0);
    await press('ArrowRight');
    expect(await explorer.frame()).toEqual((await explorer.frames())[1]);
    expect(await at('scrub').getAttribute('aria-valuetext')).toMatch(/^time .* loss /);
    const breakpoints = page.getByRole('slider', { name: /^Breakpoints/ });
    await breakpoints.focus();
    const { unit } = (await explorer.configuration()).view;
    await press('ArrowUp');
    const above = (await explorer.configuration()).view.unit;
    expect(above).not.toBe(unit);
    await expect.poll(() => breakpoints.getAttribute('aria-valuetext')).toContain(`unit ${above} at`);
    await press('ArrowRight');
    expect(await explorer.frame()).toEqual((await explorer.frames())[2]);
    await press('Escape');
    expect((await explorer.configuration()).view.unit).toBeNull();
    await page.getByRole('slider', { name: /^Time of the loss/ }).focus();
    await press('End');
    const frames = await explorer.frames();
    expect(await explorer.frame()).toEqual(frames[frames.length - 1]);
    await at('alpha').focus();
    await press('ArrowRight');
    expect((await explorer.configuration()).alpha).toBeGreaterThan(0.2);
    await page.locator('#function-view circle[tabindex="0"]').focus();
    await press('ArrowUp');
    expect((await explorer.configuration()).data.kind).toBe('points');
    await closeWell(explorer);
  });
});

describe('for readers who want it calm', () => {
  it('nothing moves until Play is pressed', async () => {
    const explorer = await open('', { reducedMotion: 'reduce' });
    await explorer.page.waitForTimeout(500);
    expect(await explorer.frames()).toHaveLength(1);
    expect(await explorer.at('play').textContent()).toBe('Play');
    await explorer.page.getByRole('link', { name: SCENES[0].title }).click();
    await explorer.page.waitForTimeout(500);
    expect((await explorer.frames()).length).toBeLessThanOrEqual(1);
    const moving = await explorer.page.evaluate(
      () =>
        [...document.querySelectorAll('*')].filter((one) => {
          const { transitionDuration, animationName } = getComputedStyle(one);
          return transitionDuration !== '0s' || animationName !== 'none';
        }).length,
    );
    expect(moving).toBe(0);
    await explorer.at('play').click();
    await explorer.hasFrames(5);
    await closeWell(explorer);
  });
});
