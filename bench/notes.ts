import { readFileSync, readdirSync } from 'node:fs';
import type { Notes } from './document.js';

/** The hand-written prose in `bench/notes`. */
export function readNotes(): Notes {
  const folder = new URL('notes/', import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith('.md'));
  return Object.fromEntries(
    names.map((name) => [name.slice(0, -'.md'.length), readFileSync(new URL(name, folder), 'utf8')]),
  );
}
