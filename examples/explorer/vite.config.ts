import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const source = (path: string): string => fileURLToPath(new URL(`../../src/${path}`, import.meta.url));

export default defineConfig({
  root,
  // Relative, so that the built site works in any folder and from any server.
  base: './',
  resolve: {
    alias: [
      { find: /^relu-splines\/(\w+)$/, replacement: source('$1/index.ts') },
      { find: /^relu-splines$/, replacement: source('index.ts') },
    ],
  },
  worker: { format: 'es' },
  build: { outDir: 'dist', emptyOutDir: true, target: 'es2022' },
});
