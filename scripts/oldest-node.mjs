// Runs the tests with the oldest Node that package.json promises, fetched from npm into .cache, and then uses the
// packed tarball with it:
//
//   npm run test:oldest                         all tests, and the tarball
//   npm run test:oldest -- test/forms test/io   these tests alone
//   npm run test:oldest -- --node 26.10.0       another Node; with --tarball the tarball alone
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values, positionals } = parseArgs({
  options: { node: { type: 'string' }, tarball: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const version = values.node ?? oldestPromised();
const binary = fetched(version);
// Whatever the tests start in their turn finds this Node first.
const environment = { ...process.env, PATH: `${dirname(binary)}${delimiter}${process.env.PATH}` };

function oldestPromised() {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const match = /^>=(\d+)\.(\d+)(?:\.(\d+))?$/.exec(engines.node);
  if (match === null) throw new Error(`oldest-node: cannot tell the oldest Node of "${engines.node}"`);
  const [, major, minor, patch = '0'] = match;
  return `${major}.${minor}.${patch}`;
}

/** Path of the Node of that version, which npm has as a package for each platform. */
function fetched(wanted) {
  const folder = join(root, '.cache', `node-${wanted}`);
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const prefix = platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  const name = `${prefix}-${platform}-${process.arch}`;
  const path = join(folder, 'node_modules', name, 'bin', platform === 'win' ? 'node.exe' : 'node');
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    // A root of its own: without one, npm would install into the repository.
    writeFileSync(join(folder, 'package.json'), '{ "private": true }');
    run('npm', ['install', '--no-audit', '--no-fund', '--prefix', folder, `${name}@${wanted}`], process.env);
  }
  return path;
}

function run(command, args, env) {
  const { status, error } = spawnSync(command, args, { cwd: root, env, stdio: 'inherit' });
  if (error !== undefined) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

run(binary, ['--version'], environment);
if (!values.tarball) {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  // Results of their own: the check script counts those of `npm test`.
  run(binary, [vitest, 'run', '--outputFile.json=.cache/oldest-results.json', ...positionals], environment);
}
if (positionals.length === 0) {
  if (!existsSync(join(root, 'dist/index.js'))) run('npm', ['run', 'build'], environment);
  run(binary, [join(root, 'scripts/test-package.mjs')], environment);
}
