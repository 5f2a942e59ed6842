/** Data that are dragged, added and deleted, with a pointer and with keys. */
import { describe, expect, it } from 'vitest';
import { evaluate } from 'relu-splines';
import { networkOf } from '../../examples/explorer/engine/recording.js';
import type { Explorer, PlainFrame } from './explorer.js';
import { closeWell, explorers } from './explorer.js';

const { open } = explorers();

const THREE = '#data=points,-1~0,0~1,1~0&width=20&show=none&speed=5';

async function points({ configuration }: Explorer): Promise<{ x: readonly number[]; y: readonly number[] }> {
  const { data } = await configuration();
  if (data.kind !== 'points') throw new Error('the data are those of a preset');
  return data;
}

function valueAt({ parameters }: PlainFrame, x: number): number {
  return evaluate(networkOf(Float64Array.from(parameters)), x);
}

/** Goes from the middle of a datum's handle by so many pixels. */
async function drag({ page }: Explorer, datum: number, right: number, down: number): Promise<void> {
  const box = await page.locator('#function-view circle').nth(datum).boundingBox();
  if (box === null) throw new Error('the datum is not there');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + right / 2, y + down / 2, { steps: 4 });
  await page.mouse.move(x + right, y + down, { steps: 4 });
  await page.mouse.up();
}

describe('with a pointer', () => {
  it('a datum that is dragged takes the fit with it', async () => {
    const explorer = await open(THREE);
    await explorer.says('status', /^Stationary/);
    const before = await explorer.frame();
    expect(valueAt(before, 0)).toBeCloseTo(1, 4);
    await drag(explorer, 1, 0, 150);
    const { x, y } = await points(explorer);
    expect(x[1]).toBeCloseTo(0, 1);
    expect(y[1]).toBeLessThan(0.7);
    expect([x[0], x[2], y[0], y[2]]).toEqual([-1, 1, 0, 0]);
    // The new run comes to where the old one was, which had fitted every datum.
    await explorer.page.waitForFunction((time) => {
      const explored = window.reluSplinesExplorer;
      const [last = { time: 0 }] = explored?.frames().slice(-1) ?? [];
      return explored !== undefined && (explored.ending() !== null || last.time >= time);
    }, before.time);
    expect(valueAt(await explorer.frame(), x[1])).toBeCloseTo(y[1], 2);
    await closeWell(explorer);
  });

  it('a double click adds a datum there, the buttons one in the middle and take away the chosen one', async () => {
    const explorer = await open(THREE);
    const box = await explorer.at('function-view').boundingBox();
    if (box === null) throw new Error('the view is not there');
    const [left, top] = [box.width * 0.3, box.height * 0.6];
    await explorer.page.mouse.dblclick(box.x + left, box.y + top);
    const added = await points(explorer);
    expect(added.x).toHaveLength(4);
    // The handle of the datum lies where the pointer was.
    const handle = await explorer.page.locator('#function-view circle').nth(3).boundingBox();
    expect(handle?.x).toBeCloseTo(box.x + left - 11, 0);
    expect(handle?.y).toBeCloseTo(box.y + top - 11, 0);
    await explorer.at('add-point').click();
    expect((await points(explorer)).x).toHaveLength(5);
    await explorer.at('delete-point').click();
    await explorer.at('delete-point').click();
    expect((await points(explorer)).x).toHaveLength(3);
    await closeWell(explorer);
  });

  it('the cursor of the breakpoints is dragged through time, a click on a line chooses its unit', async () => {
    const explorer = await open('#unit=none&show=none');
    await explorer.hasFrames(60);
    await explorer.at('play').click();
    const breakpoints = explorer.page.locator('#breakpoint-view canvas').first();
    const box = await breakpoints.boundingBox();
    if (box === null) throw new Error('the view is not there');
    // The axis below the lines.
    await explorer.page.mouse.move(box.x + box.width * 0.5, box.y + box.height - 30);
    await explorer.page.mouse.down();
    await explorer.page.mouse.move(box.x + box.width * 0.2, box.y + box.height - 30, { steps: 3 });
    await explorer.page.mouse.up();
    const frames = await explorer.frames();
    const shown = frames.findIndex(({ step, time }, k) => k > 0 && time > 0 && step >= 0);
    expect(shown).toBeGreaterThan(0);
    expect((await explorer.frame()).time).toBeLessThan(frames[frames.length - 1].time);
    await explorer.page.mouse.click(box.x + box.width * 0.12, box.y + box.height * 0.6);
    expect((await explorer.configuration()).view.unit).not.toBeNull();
    await closeWell(explorer);
  });
});

describe('with keys', () => {
  it('a datum is moved, in small steps with Shift, and the next one is chosen by x', async () => {
    const explorer = await open(THREE);
    await explorer.page.locator('#function-view circle').nth(0).focus();
    const wide = (1.06 + 1.06) * 2 * 0.5;
    await explorer.page.keyboard.press('ArrowRight');
    const { x } = await points(explorer);
    const step = x[0] + 1;
    // A hundredth of the box, which is the data and 6 % of their width at each side.
    expect(step).toBeCloseTo((wide + 0.12) / 100, 3);
    await explorer.page.keyboard.press('Shift+ArrowUp');
    const { y } = await points(explorer);
    expect(y[0]).toBeGreaterThan(0);
    expect(y[0]).toBeLessThan(0.003);
    await explorer.page.keyboard.press('PageDown');
    await explorer.page.keyboard.press('ArrowDown');
    expect((await points(explorer)).y[1]).toBeLessThan(1);
    await closeWell(explorer);
  });

  it('a datum is added and deleted; the last one stays, with a message', async () => {
    const explorer = await open(THREE);
    await explorer.page.locator('#function-view circle').nth(0).focus();
    await explorer.page.keyboard.press('Insert');
    expect((await points(explorer)).x).toHaveLength(4);
    await explorer.page.locator('#function-view circle').nth(0).focus();
    for (const left of [3, 2, 1]) {
      await explorer.page.keyboard.press('Delete');
      expect((await points(explorer)).x).toHaveLength(left);
      // The keyboard stays with the data.
      await explorer.page.waitForFunction(() => document.activeElement instanceof SVGCircleElement);
    }
    await explorer.page.keyboard.press('Delete');
    expect((await points(explorer)).x).toHaveLength(1);
    expect(await explorer.alert()).toBe('data: there must be at least one point, this is the last');
    await closeWell(explorer);
  });
});
