// Packs the tarball, looks at what is in it, installs it in an empty folder, and uses every entry point from there, as a
// user would.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MOST_PACKAGES = 8;
const MOST_BYTES = 3e6;
/** Kinds of files in the tarball: papers, and entry points with what the build shares between them. Nothing else. */
const KINDS = [
  /^(package\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
  /^dist\/THIRD-PARTY-NOTICES\.txt$/,
  /^dist\/(\w+\/)?(index|node)\.(js|d\.ts)$/,
  /^dist\/page\/ml-matrix\.js$/,
  /^docs\/(theory|errata|paper-to-code)\.md$/,
  /^dist\/chunk-\w{8}\.js$/,
  /^dist\/[\w-]+-[\w-]{8}\.d\.ts$/,
];
const PAPERS = [
  'package.json',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'dist/THIRD-PARTY-NOTICES.txt',
  'dist/page/ml-matrix.js',
  'docs/theory.md',
  'docs/errata.md',
];

const root = fileURLToPath(new URL('..', import.meta.url));
const { name, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), `${name}-`));

function run(command, args) {
  return execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

function bytesBelow(path) {
  if (!statSync(path).isDirectory()) return statSync(path).size;
  return readdirSync(path).reduce((sum, entry) => sum + bytesBelow(join(path, entry)), 0);
}

/** Everything that has to be in the tarball is there, nothing else is, and what is bundled has its licence beside it. */
function inspect(paths) {
  const stray = paths.filter((path) => !KINDS.some((kind) => kind.test(path)));
  if (stray.length > 0) throw new Error(`the tarball has files that no user needs: ${stray.join(', ')}`);
  const entries = Object.values(exports).flatMap((entry) =>
    typeof entry === 'string' ? [] : Object.values(entry),
  );
  const required = [...PAPERS, ...entries.map((path) => path.slice('./'.length))];
  const missing = required.filter((path) => !paths.includes(path));
  if (missing.length > 0) throw new Error(`the tarball lacks ${missing.join(', ')}`);

  const notices = readFileSync(join(root, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8');
  for (const path of paths) {
    const text = readFileSync(join(root, path), 'utf8');
    if (text.includes(root)) throw new Error(`${path} names the folder it was built in`);
    if (!path.endsWith('.js')) continue;
    if (text.includes('sourceMappingURL'))
      throw new Error(`${path} refers to a source map, which nobody gets`);
    for (const [, bundled] of text.matchAll(/node_modules\/((?:@[\w-]+\/)?[\w.-]+)\//g)) {
      if (!notices.includes(bundled)) throw new Error(`${path} bundles ${bundled} without its licence`);
    }
  }
}

try {
  const [{ filename, files, size }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root, encoding: 'utf8' }),
  );
  inspect(files.map(({ path }) => path));

  writeFileSync(join(folder, 'package.json'), '{ "name": "user", "private": true, "type": "module" }');
  run('npm', ['install', '--no-audit', '--no-fund', `./${filename}`]);

  console.log(`${files.length} files in the tarball of ${(size / 1e6).toFixed(2)} MB`);
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
  const packages = Object.keys(lock.packages).filter((path) => path !== '').length;
  const bytes = bytesBelow(join(folder, 'node_modules'));
  console.log(`${packages} packages, ${(bytes / 1e6).toFixed(2)} MB installed`);
  if (packages > MOST_PACKAGES)
    throw new Error(`installing brings ${packages} packages, more than ${MOST_PACKAGES}`);
  if (bytes > MOST_BYTES) throw new Error(`installing brings ${bytes} bytes, more than ${MOST_BYTES}`);

  const entries = Object.keys(exports).filter((entry) => !entry.endsWith('.json'));
  const script = entries
    .map((entry, i) => `import * as entry${i} from ${JSON.stringify(name + entry.slice(1))};`)
    .concat(
      entries.map(
        (entry, i) => `console.log(${JSON.stringify(entry)}, Object.keys(entry${i}).length, 'exports');`,
      ),
      entries.map(
        (_, i) =>
          `if (Object.keys(entry${i}).length === 0) throw new Error('an entry point exports nothing');`,
      ),
      `const { dataset, evaluate, loss, shallowNetwork } = entry${entries.indexOf('.')};`,
      `const network = shallowNetwork({ inputWeights: [1], inputBiases: [0], outputWeights: [2] });`,
      `if (evaluate(network, 3) !== 6 || loss(network, dataset([3], [5])) !== 0.5) throw new Error('wrong numbers');`,
    )
    .join('\n');
  writeFileSync(join(folder, 'use.js'), script);
  console.log(run('node', ['use.js']).trim());
} finally {
  rmSync(folder, { recursive: true, force: true });
}
