/** The built site, served from a folder of a server of its own: what `npm run explore:build` makes, as a reader gets it. */
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** The page lies deep in the server, so that a path from its root would miss. */
export const FOLDER = '/some/where/explorer/';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
};

/** A site that is served. */
export interface Site {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Builds the explorer into a temporary folder. */
export async function buildExplorer(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'explorer-'));
  await build({
    configFile: fileURLToPath(new URL('../../examples/explorer/vite.config.ts', import.meta.url)),
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true },
  });
  return folder;
}

/** Builds the explorer and serves it on this machine. */
export async function serveExplorer(): Promise<Site> {
  const folder = await buildExplorer();
  const { url, close } = await serveFolder(folder, FOLDER);
  return {
    url,
    close: async () => {
      await close();
      await rm(folder, { recursive: true });
    },
  };
}

/** Serves the files of a folder, and nothing else, below a path of a server on this machine. */
export async function serveFolder(folder: string, path = '/'): Promise<Site> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const inside = pathname.startsWith(path) ? normalize(pathname.slice(path.length)) : '..';
    const file = join(folder, inside === '.' ? 'index.html' : inside);
    const isThere = inside.startsWith('..') ? Promise.resolve(false) : isFile(file);
    void isThere.then((found) => {
      if (!found) {
        response.writeHead(404).end();
        return;
      }
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
      createReadStream(file).pipe(response);
    });
  });
  const port = await listening(server);
  return {
    url: `http://127.0.0.1:${port}${path}`,
    close: () => {
      server.closeAllConnections();
      server.close();
      return Promise.resolve();
    },
  };
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

function listening(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port);
    });
  });
}
