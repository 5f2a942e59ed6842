/** Takes the picture of the explorer that the README shows: `npm run explore:picture`. */
import { fileURLToPath } from 'node:url';
import { launchChromium } from './chromium.js';
import { serveExplorer } from './site.js';

const FILE = fileURLToPath(new URL('../../docs/figures/explorer.png', import.meta.url));

/** The scene, and the time at which its cluster has just been let go. */
const SCENE = 'A cluster sticks, then splits';
const LET_GO = 7;

const site = await serveExplorer();
const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: 1400, height: 1640 }, colorScheme: 'light' });
  await page.goto(site.url);
  await page.getByRole('link', { name: SCENE }).click();
  await page.waitForFunction(() => window.reluSplinesExplorer?.ending() !== null, null, { timeout: 120_000 });
  const frame = await page.evaluate(
    (time) => window.reluSplinesExplorer?.frames().findIndex((shown) => shown.time >= time) ?? 0,
    LET_GO,
  );
  await page.locator('#scrub').fill(String(frame));
  await page.getByRole('button', { name: 'Dismiss' }).click();
  // Until the curvature of this frame has come.
  await page.waitForTimeout(2000);
  await page.mouse.move(0, 0);
  await page.locator('body').click({ position: { x: 2, y: 2 } });
  const loss = await page.locator('#loss-figure').boundingBox();
  const height = Math.ceil((loss?.y ?? 0) + (loss?.height ?? 0) + 12);
  await page.screenshot({ path: FILE, clip: { x: 0, y: 0, width: 1400, height } });
} finally {
  await browser.close();
  await site.close();
}
