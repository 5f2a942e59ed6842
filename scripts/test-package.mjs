// Packs the tarball, installs it in an empty folder, and uses every entry point from there, as a user would.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MOST_PACKAGES = 8;
const MOST_BYTES = 3e6;

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

try {
  const [{ filename, files }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root, encoding: 'utf8' }),
  );
  const stray = files
    .map(({ path }) => path)
    .filter((path) => !/^(dist\/|LICENSE$|README\.md$|CHANGELOG\.md$|package\.json$)/.test(path));
  if (stray.length > 0) throw new Error(`the tarball has files that no user needs: ${stray.join(', ')}`);

  writeFileSync(join(folder, 'package.json'), '{ "name": "user", "private": true, "type": "module" }');
  run('npm', ['install', '--no-audit', '--no-fund', `./${filename}`]);

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
