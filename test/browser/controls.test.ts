/** Each control does what it says. */
import { describe, expect, it } from 'vitest';
import { fromHash } from '../../examples/explorer/engine/link.js';
import {
  INIT_KINDS,
  INITIALIZATIONS,
  defaultScales,
} from '../../examples/explorer/engine/initializations.js';
import { presetData } from '../../examples/explorer/engine/presets.js';
import type { Explorer } from './explorer.js';
import { closeWell, explorers } from './explorer.js';

const { open } = explorers();

/** What stands for a picture, once it says something of a pattern. */
async function pictureSays({ page }: Explorer, name: string, pattern: RegExp): Promise<string> {
  await page.locator(`#${name}-view`).scrollIntoViewIfNeeded();
  const [canvas] = await page.locator(`#${name}-view canvas[role=img]`).all();
  await expect
    .poll(() => canvas.getAttribute('aria-label'), { timeout: 15_000, interval: 50 })
    .toMatch(pattern);
  return (await canvas.getAttribute('aria-label')) ?? '';
}

/** Sets a slider as the keyboard or a pointer would, in the values of its input. */
async function slide({ at }: Explorer, id: string, value: number): Promise<void> {
  await at(id).fill(String(value));
}

async function choose({ at }: Explorer, id: string, value: number | string): Promise<void> {
  await at(id).fill(String(value));
  await at(id).press('Enter');
}

describe('training', () => {
  it('pauses, steps by one frame, plays on, restarts', async () => {
    const explorer = await open();
    const { page, at, frames, hasFrames } = explorer;
    await hasFrames(20);
    await at('play').click();
    await at('play')
      .filter({ hasText: /^Play$/ })
      .waitFor();
    // What was on its way arrives; then nothing comes any more.
    await page.waitForTimeout(300);
    const paused = (await frames()).length;
    await page.waitForTimeout(300);
    expect((await frames()).length).toBe(paused);
    await at('step').click();
    await hasFrames(paused + 1);
    await page.waitForTimeout(200);
    expect((await frames()).length).toBe(paused + 1);
    await at('play').click();
    await hasFrames(paused + 10);
    await at('play').click();
    await at('restart').click();
    await page.waitForFunction(() => window.reluSplinesExplorer?.frames().length === 1);
    expect((await explorer.frame()).time).toBe(0);
    await closeWell(explorer);
  });

  it('is scrubbed back through what was recorded, and goes on from the latest', async () => {
    const explorer = await open();
    await explorer.hasFrames(30);
    await slide(explorer, 'scrub', 7);
    expect(await explorer.frame()).toEqual((await explorer.frames())[7]);
    await explorer
      .at('play')
      .filter({ hasText: /^Play$/ })
      .waitFor();
    const words = await pictureSays(explorer, 'loss', /at the start/);
    expect(words).toContain('frames');
    await explorer.at('play').click();
    const before = (await explorer.frames()).length;
    await explorer.hasFrames(before + 5);
    expect((await explorer.frame()).time).toBeGreaterThan((await explorer.frames())[7].time);
    await closeWell(explorer);
  });

  it('ends in the words of the library, and is played again from the start', async () => {
    const explorer = await open('#width=3&data=points,0~1,1~0&speed=10');
    expect(await explorer.says('status', /./)).toMatch(/^Stationary at time /);
    await explorer
      .at('play')
      .filter({ hasText: /^Replay$/ })
      .waitFor();
    expect(await explorer.at('step').isDisabled()).toBe(true);
    expect(await explorer.at('readout').textContent()).toContain('ended: stationary');
    await explorer.at('play').click();
    expect(await explorer.status()).toBe('');
    await explorer.says('status', /^Stationary at time /);
    await closeWell(explorer);
  });

  it('has its frames further apart at a higher speed, on the same run', async () => {
    const explorer = await open('#method=gd&rate=0.001&width=5&speed=1');
    await explorer.hasFrames(10);
    await explorer.at('play').click();
    await slide(explorer, 'speed', 1);
    expect((await explorer.configuration()).speed).toBe(10);
    expect(await explorer.at('speed-value').textContent()).toBe('× 10');
    await explorer.page.waitForTimeout(200);
    const [before] = (await explorer.frames()).slice(-1);
    await explorer.at('step').click();
    const count = (await explorer.frames()).length;
    await explorer.hasFrames(count);
    await explorer.page.waitForFunction(
      (time) => (window.reluSplinesExplorer?.frame()?.time ?? 0) > time,
      before.time,
    );
    const { step } = await explorer.frame();
    // By docs of the session: the frames of speed s grow by 10^(s/100) from (step + 20).
    expect(step - before.step).toBe(Math.round(Math.expm1((10 * Math.LN10) / 100) * (before.step + 20)));
    await closeWell(explorer);
  });

  it('trains by the method chosen, with a step size that suits it', async () => {
    const explorer = await open();
    expect(await explorer.at('rate').isVisible()).toBe(false);
    await explorer.at('method').selectOption('gd');
    await explorer.hasFrames(10);
    const { method, rate } = await explorer.configuration();
    expect(method).toBe('gd');
    expect(await explorer.at('rate').inputValue()).toBe(String(rate));
    // Descent knows steps, and no units that slide.
    const [, second] = await explorer.frames();
    expect(second.slidingOn).toBeNull();
    expect(second.time).toBe(second.step * rate);
    await choose(explorer, 'rate', 0.001);
    await explorer.page.waitForFunction(() => window.reluSplinesExplorer?.configuration().rate === 0.001);
    await explorer.at('method').selectOption('adam');
    await explorer.hasFrames(10);
    expect(await explorer.configuration()).toMatchObject({ method: 'adam', rate: 0.01 });
    await explorer.at('method').selectOption('flow');
    await explorer.hasFrames(10);
    expect((await explorer.frame()).slidingOn).toHaveLength(40);
    expect(await explorer.at('rate').isVisible()).toBe(false);
    await closeWell(explorer);
  });
});

describe('the start', () => {
  it('is made by the initialization chosen, with its scales, and its law is drawn', async () => {
    const explorer = await open();
    for (const kind of INIT_KINDS) {
      await explorer.at('init').selectOption(kind);
      const { title, fields } = INITIALIZATIONS[kind];
      expect((await explorer.configuration()).init).toEqual({
        kind,
        width: 40,
        seed: 1,
        scales: defaultScales(kind),
      });
      expect(await explorer.page.locator('#scales input').count()).toBe(fields.length);
      await pictureSays(explorer, 'law', new RegExp(`Breakpoint law of ${title.replace(/[()]/g, '\\$&')}`));
    }
    await explorer.at('init').selectOption('gaussian');
    const before = await pictureSays(explorer, 'law', /Gaussian/);
    await choose(explorer, 'scale-sigmaB', 0.01);
    expect((await explorer.configuration()).init).toMatchObject({ scales: { sigmaB: 0.01 } });
    // Breakpoints −b/w come near zero with smaller biases.
    await expect
      .poll(() => explorer.page.locator('#law-view canvas').getAttribute('aria-label'))
      .not.toBe(before);
    await closeWell(explorer);
  });

  it('has the width and the seed chosen; refused ones are marked and said', async () => {
    const explorer = await open();
    await choose(explorer, 'width', 7);
    await explorer.page.waitForFunction(() => window.reluSplinesExplorer?.frame()?.parameters.length === 22);
    await explorer.at('init').selectOption('torch');
    await explorer.hasFrames(2);
    const [first] = await explorer.frames();
    await choose(explorer, 'seed', 2);
    await explorer.page.waitForFunction(
      (w) => (window.reluSplinesExplorer?.frames()[0]?.parameters[0] ?? w) !== w,
      first.parameters[0],
    );
    await choose(explorer, 'width', 5000);
    expect(await explorer.alert()).toBe(
      'configuration: width must be a whole number from 1 to 4000, got 5000',
    );
    expect(await explorer.at('width').getAttribute('aria-invalid')).toBe('true');
    expect((await explorer.configuration()).init).toMatchObject({ width: 7 });
    await choose(explorer, 'width', 8);
    expect(await explorer.alert()).toBe('');
    expect(await explorer.at('width').getAttribute('aria-invalid')).toBeNull();
    await closeWell(explorer);
  });

  it('is scaled by α, with the regime in words, on a slider of powers of ten', async () => {
    const explorer = await open();
    await explorer.hasFrames(10);
    for (const [power, alpha, regime] of [
      [-1, 0.1, 'Adaptive regime'],
      [0.5, 3.16, 'Between the regimes'],
      [1.5, 31.6, 'Kernel regime'],
    ] as const) {
      await slide(explorer, 'alpha', power);
      expect((await explorer.configuration()).alpha).toBe(alpha);
      expect(await explorer.at('alpha-value').textContent()).toBe(`= ${alpha}`);
      expect(await explorer.at('regime').textContent()).toContain(regime);
      await explorer.hasFrames(3);
      // The grid has input weights of size 1 and output weights 0: (αw, αb, v/α).
      const [start] = await explorer.frames();
      expect(Math.abs(start.parameters[0])).toBeCloseTo(alpha, 12);
    }
    await closeWell(explorer);
  });
});

describe('what is shown', () => {
  it('has the data set chosen; the seed is asked of the random one', async () => {
    const explorer = await open();
    for (const [preset, seed] of [
      ['mcycle', 1],
      ['quadratic', 1],
      ['sawtooth', 1],
      ['random', 5],
    ] as const) {
      await explorer.at('preset').selectOption(preset);
      expect(await explorer.at('data-seed').isVisible()).toBe(preset === 'random');
      if (preset === 'random') await choose(explorer, 'data-seed', seed);
      const { x, y } = presetData(preset, seed);
      await pictureSays(explorer, 'function', new RegExp(`^${x.length} data`));
      const first = await explorer.page.locator('#function-view circle').first().getAttribute('aria-label');
      expect(first).toContain(`datum 1 of ${x.length}`);
      // What a datum says has four digits.
      expect(Number(/y (\S+)$/.exec(first?.replaceAll('−', '-') ?? '')?.[1])).toBeCloseTo(y[0], 3);
    }
    await closeWell(explorer);
  });

  it('has the overlays asked for', async () => {
    const explorer = await open('#show=none');
    const none = await pictureSays(explorer, 'function', /loss/);
    expect(none).not.toMatch(/spline of infinite|natural|linear spline|limit/);
    for (const [id, words] of [
      ['linear', /linear spline/],
      ['natural', /natural cubic spline/],
      ['limit', /limit of infinite width/],
    ] as const) {
      await explorer.at(id).check();
      await pictureSays(explorer, 'function', words);
      await explorer.at(id).uncheck();
      await expect
        .poll(() => explorer.page.locator('#function-view canvas').getAttribute('aria-label'))
        .not.toMatch(words);
    }
    await closeWell(explorer);
  });

  it('has the slice and the knot types of the unit, the class and the question chosen', async () => {
    const explorer = await open('#unit=none&init=torch&data=random');
    await explorer.hasFrames(20);
    await explorer.at('play').click();
    await pictureSays(explorer, 'slice', /no unit chosen/);
    await choose(explorer, 'unit', 3);
    await pictureSays(explorer, 'slice', /unit 3/);
    const counts = async (): Promise<string> => {
      const words = await pictureSays(explorer, 'breakpoint', /attractor/);
      return /(\d+ attractor.*\d+ degenerate)/.exec(words)?.[1] ?? '';
    };
    const seen = new Set<string>();
    for (const kind of ['right+', 'right-', 'left+', 'left-']) {
      await explorer.at('unit-class').selectOption(kind);
      await explorer.page.waitForTimeout(100);
      expect((await explorer.configuration()).view.unitClass).toBe(kind);
      seen.add(await counts());
    }
    // Attractors of one sign of v are repellers of the other.
    expect(seen.size).toBeGreaterThan(1);
    const flow = await pictureSays(explorer, 'slice', /unit 3/);
    await explorer.at('dynamics').selectOption('slice');
    await pictureSays(explorer, 'slice', /unit 3/);
    expect(flow).not.toBe('');
    expect((await explorer.configuration()).view.dynamics).toBe('slice');
    await choose(explorer, 'unit', 99);
    expect(await explorer.alert()).toContain('unit must be a whole number from 0 to 39, got 99');
    await closeWell(explorer);
  });

  it('has the curvature of the frame shown, with its null directions by cause', async () => {
    const explorer = await open('#init=torch&width=12&data=random');
    const words = await pictureSays(explorer, 'spectrum', /eigenvalues/);
    expect(words).toMatch(/\d+ positive, \d+ zero, \d+ negative eigenvalues; null directions: /);
    await closeWell(explorer);
  });

  it('goes into the address bar as it is changed', async () => {
    const explorer = await open();
    await choose(explorer, 'width', 9);
    await explorer.page.waitForURL(/width=9/);
    expect(fromHash(new URL(explorer.page.url()).hash)).toEqual(await explorer.configuration());
    await closeWell(explorer);
  });
});
