/** A page of the explorer in a browser, watched: what it complains of, and what it asks for. */
import { afterAll, beforeAll, expect, inject } from 'vitest';
import type {
  Browser,
  BrowserContext,
  BrowserContextOptions,
  Download,
  Locator,
  Page,
} from 'playwright-core';
import type { Configuration } from '../../examples/explorer/engine/configuration.js';
import type { Frame } from '../../examples/explorer/engine/recording.js';
import { launchChromium } from './chromium.js';

/** An opened page. */
export interface Explorer {
  readonly page: Page;
  /** Messages of the console, errors that nobody caught, requests that failed. */
  readonly problems: readonly string[];
  /** Addresses outside the server that the page asked for; none was let through. */
  readonly strangers: readonly string[];
  /** The element with an id. */
  readonly at: (id: string) => Locator;
  readonly configuration: () => Promise<Configuration>;
  /** The frame that is shown, with plain arrays. */
  readonly frame: () => Promise<PlainFrame>;
  readonly frames: () => Promise<PlainFrame[]>;
  /** What the message area says was refused, or what was done. */
  readonly alert: () => Promise<string>;
  readonly status: () => Promise<string>;
  /** Waits until the run has recorded so many frames. */
  readonly hasFrames: (count: number) => Promise<void>;
  /** Waits until the page shows a message of a pattern. */
  readonly says: (id: 'alert' | 'status', words: RegExp) => Promise<string>;
}

/** A frame as it comes out of the page. */
export type PlainFrame = Omit<Frame, 'parameters' | 'slidingOn'> & {
  readonly parameters: number[];
  readonly slidingOn: number[] | null;
};

/** Opens pages for the tests of a file, in one browser; after each test of a page it must have behaved. */
export function explorers(): {
  readonly open: (hash?: string, options?: BrowserContextOptions) => Promise<Explorer>;
  /** A page without the explorer on it yet, for what has to be done before. */
  readonly prepare: (options?: BrowserContextOptions) => Promise<Explorer>;
} {
  let browser: Browser | null = null;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
  });
  const prepare = async (options: BrowserContextOptions = {}): Promise<Explorer> => {
    if (browser === null) throw new Error('the browser has not been started');
    const context = await browser.newContext({
      viewport: { width: 1400, height: 1000 },
      reducedMotion: 'no-preference',
      ...options,
    });
    // A page that hangs is told sooner than a whole test is given up.
    context.setDefaultTimeout(15_000);
    return watched(context, await context.newPage());
  };
  return {
    prepare,
    open: async (hash = '', options = {}) => {
      const explorer = await prepare(options);
      await explorer.page.goto(inject('site') + hash);
      await explorer.page.waitForFunction(() => window.reluSplinesExplorer?.frame() !== null);
      return explorer;
    },
  };
}

async function watched(context: BrowserContext, page: Page): Promise<Explorer> {
  const { origin } = new URL(inject('site'));
  const problems: string[] = [];
  const strangers: string[] = [];
  await context.route(
    (url) => url.protocol.startsWith('http') && url.origin !== origin,
    async (route) => {
      strangers.push(route.request().url());
      await route.abort();
    },
  );
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('requestfailed', (request) => problems.push(`${request.url()} failed`));
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.url()} gave ${response.status()}`);
  });
  const at = (id: string): Locator => page.locator(`#${id}`);
  const textOf = async (id: string): Promise<string> => (await at(id).textContent()) ?? '';
  return {
    page,
    problems,
    strangers,
    at,
    configuration: () =>
      page.evaluate(() => {
        const explorer = window.reluSplinesExplorer;
        if (explorer === undefined) throw new Error('the page did not start');
        return explorer.configuration();
      }),
    frame: async () => {
      const frame = await page.evaluate(() => {
        const shown = window.reluSplinesExplorer?.frame() ?? null;
        return shown === null
          ? null
          : {
              ...shown,
              parameters: Array.from(shown.parameters),
              slidingOn: shown.slidingOn === null ? null : Array.from(shown.slidingOn),
            };
      });
      if (frame === null) throw new Error('the page shows no frame');
      return frame;
    },
    frames: () =>
      page.evaluate(() =>
        (window.reluSplinesExplorer?.frames() ?? []).map((frame) => ({
          ...frame,
          parameters: Array.from(frame.parameters),
          slidingOn: frame.slidingOn === null ? null : Array.from(frame.slidingOn),
        })),
      ),
    alert: () => textOf('alert'),
    status: () => textOf('status'),
    hasFrames: async (count) => {
      await page.waitForFunction((most) => (window.reluSplinesExplorer?.frames().length ?? 0) >= most, count);
    },
    says: async (id, words) => {
      await at(id).filter({ hasText: words }).waitFor();
      return textOf(id);
    },
  };
}

/** Closes a page that must have been well-behaved: no complaints, no request that leaves the server. */
export async function closeWell({ page, problems, strangers }: Explorer): Promise<void> {
  expect(problems).toEqual([]);
  expect(strangers).toEqual([]);
  await page.context().close();
}

/** Drops a file on the page, as a reader does with the pointer. */
export async function dropFile(page: Page, name: string, bytes: Uint8Array | string): Promise<void> {
  const base64 = Buffer.from(bytes).toString('base64');
  const transfer = await page.evaluateHandle(
    ([fileName, content]) => {
      const data = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
      const carried = new DataTransfer();
      carried.items.add(new File([data], fileName));
      return carried;
    },
    [name, base64] as const,
  );
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

/** What a click saves: the download. */
export async function saved(page: Page, click: () => Promise<void>): Promise<Download> {
  const [download] = await Promise.all([page.waitForEvent('download', { timeout: 40_000 }), click()]);
  return download;
}

/** The bytes of a download. */
export async function bytesOf(download: Download): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of await download.createReadStream()) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
