// The licences of what the build bundles, for the tarball: the @stdlib packages behind `relu-splines/init`, and ml-matrix
// with what it depends on in the module for pages without a bundler.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const stdlib = new URL('../node_modules/@stdlib/', import.meta.url);
const packages = readdirSync(stdlib).sort();
const read = (name, path) => readFileSync(new URL(`${name}/${path}`, stdlib), 'utf8');

// Parts that @stdlib itself took from elsewhere carry their notices in comments; each distinct one is kept.
const notices = new Map();
for (const name of packages) {
  for (const file of readdirSync(new URL(`${name}/lib/`, stdlib)).filter((path) => path.endsWith('.js'))) {
    const block = /\* ## Notice\n(.*?)\*\//s.exec(read(name, `lib/${file}`));
    if (block === null) continue;
    const text = block[1].replace(/^\* ?/gm, '').trim();
    notices.set(text, [...(notices.get(text) ?? []), `@stdlib/${name}`]);
  }
}

const sections = [
  `Parts of this package are bundled from the @stdlib packages, ${read(packages[0], 'NOTICE').trim()}`,
  `under the following licence: ${packages.map((name) => `@stdlib/${name}`).join(', ')}.`,
  read(packages[0], 'LICENSE').trim(),
  ...Array.from(notices, ([text, names]) => `Of ${names.join(', ')}:\n\n${text}`),
];
for (const name of ['ml-matrix', 'ml-array-rescale', 'is-any-array']) {
  const licence = readFileSync(new URL(`../node_modules/${name}/LICENSE`, import.meta.url), 'utf8').trim();
  sections.push(`dist/page/ml-matrix.js holds ${name}, under the following licence:\n\n${licence}`);
}
writeFileSync(
  fileURLToPath(new URL('../dist/THIRD-PARTY-NOTICES.txt', import.meta.url)),
  `${sections.join('\n\n')}\n`,
);
