/** The page without a bundler, as it stands in the examples: an import map and the built package. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchChromium } from './chromium.js';
import { serveFolder } from './site.js';
import type { Site } from './site.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
let browser: Browser;
let site: Site;

beforeAll(async () => {
  if (!existsSync(`${root}dist/page/ml-matrix.js`)) throw new Error('This test reads dist: npm run build');
  [browser, site] = await Promise.all([launchChromium(), serveFolder(root)]);
});

afterAll(async () => {
  await browser.close();
  await site.close();
});

it('reads a network with nothing but an import map, and asks for nothing that is not there', async () => {
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('response', (response) => {
    if (response.status() >= 400 && !response.url().endsWith('/favicon.ico')) problems.push(response.url());
  });
  await page.goto(`${site.url}examples/page/index.html`);
  const report = page.locator('#report', { hasText: 'THE FUNCTION' });
  await report.waitFor();
  const words = await report.textContent();
  expect(words).toContain('A shallow ReLU network of 20 units, read as the spline that it is');
  // The dense part came too: the signs of the Hessian's eigenvalues.
  expect(words).toContain('Hessian of 61 parameters');
  expect(problems).toEqual([]);
});

it('names every entry that it imports, where the package has it', () => {
  const html = readFileSync(`${root}examples/page/index.html`, 'utf8');
  const map = /<script type="importmap">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
  const { imports } = JSON.parse(map) as { imports: Record<string, string> };
  const { exports } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
    exports: Record<string, { default: string } | string>;
  };
  for (const [name, path] of Object.entries(imports).filter(([name]) => name !== 'ml-matrix')) {
    const entry = exports[name.replace('relu-splines', '.')];
    expect(typeof entry === 'string' ? entry : entry.default, name).toBe(path.replace('../../', './'));
  }
});
