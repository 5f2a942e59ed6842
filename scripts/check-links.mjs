// No link of the built site is dead: every href and src within it leads to a file, every #anchor to an id of its page.
// `npm run docs` runs it after the build.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const site = resolve(process.argv[2] ?? fileURLToPath(new URL('../site', import.meta.url)));
const pages = readdirSync(site, { recursive: true }).filter((path) => path.endsWith('.html'));
if (pages.length === 0) throw new Error(`${site} has no pages: build it with npm run docs`);

const entities = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'" };
const plain = (text) => text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity]);

const read = new Map();
/** The ids of a page, and where its links and images lead. */
function page(path) {
  if (!read.has(path)) {
    const text = readFileSync(path, 'utf8').replace(/<script[^>]*>.*?<\/script>/gs, '');
    const all = (pattern) => Array.from(text.matchAll(pattern), ([, value]) => plain(value));
    read.set(path, { ids: new Set(all(/\sid="([^"]*)"/g)), links: all(/\s(?:href|src)="([^"]*)"/g) });
  }
  return read.get(path);
}

const dead = new Set();
let checked = 0;
for (const path of pages.map((name) => join(site, name))) {
  for (const link of page(path).links) {
    // Elsewhere, or data in place.
    if (/^[a-z]+:/i.test(link)) continue;
    checked += 1;
    const [file, anchor] = link.split('#').map(decodeURIComponent);
    const target = file === '' ? path : resolve(dirname(path), file);
    const isThere =
      existsSync(target) && statSync(target).isFile() && !relative(site, target).startsWith('..');
    const hasAnchor = () => !anchor || !target.endsWith('.html') || page(target).ids.has(anchor);
    if (!isThere || !hasAnchor()) dead.add(`${relative(site, path)}: ${link}`);
  }
}
console.log(`${pages.length} pages, ${checked} links, ${dead.size} dead`);
for (const link of dead) console.error(link);
process.exitCode = dead.size === 0 ? 0 : 1;
