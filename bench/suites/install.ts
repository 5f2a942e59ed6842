import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { goal } from '../goals.js';
import type { Goal } from '../goals.js';
import { figure, table } from '../record.js';
import type { Figure, SuiteRecord } from '../record.js';
import type { Session } from '../session.js';

interface Packed {
  readonly size: number;
  readonly unpackedSize: number;
  readonly entryCount: number;
}

interface Bundle {
  readonly name: string;
  readonly size: number;
}

interface LockFile {
  readonly packages: Readonly<Record<string, { dev?: boolean; optional?: boolean }>>;
}

/** What a user installs, and what a page loads. */
export function installSuite(session: Session): SuiteRecord {
  if (!existsSync('../dist/index.js')) {
    session.absent('the built package', 'run `npm run build` first');
    return session.record({
      name: 'install',
      title: 'Install',
      tables: [],
      plots: [],
      exponents: [],
      goals: goals(null, null, null),
    });
  }
  // Scripts of the package would build it anew: what is measured is the build that is there.
  const packed = (ask('npm', 'pack', '--dry-run', '--ignore-scripts', '--json') as Packed[])[0];
  const bundles = ask('npx', 'size-limit', '--json') as Bundle[];
  const packages = installed();
  const own = figure(packed.unpackedSize / 1e6, 'MB');
  const all = figure(packed.unpackedSize / 1e6 + packages.megabytes, 'MB');
  const core = bundles.find(({ name }) => name.startsWith('all of the core entry'));
  const size = (bytes: number): Figure => figure(bytes / 1e3, 'kB');
  return session.record({
    name: 'install',
    title: 'Install',
    tables: [
      table({
        id: 'package',
        title: 'What is installed',
        note: 'The package as npm packs it, and what it brings with it. 1 MB is 10⁶ bytes.',
        head: 'what',
        columns: ['figure'],
        rows: [
          { name: 'packages, this one included', cells: [figure(packages.count)] },
          { name: 'this package, packed', cells: [figure(packed.size / 1e6, 'MB')] },
          { name: 'this package, unpacked', cells: [own] },
          { name: 'files in it', cells: [figure(packed.entryCount)] },
          { name: 'all packages, unpacked', cells: [all] },
        ],
      }),
      table({
        id: 'bundles',
        title: 'What a page loads',
        note: 'Bundled by esbuild, minified and gzipped. 1 kB is 10³ bytes.',
        head: 'what',
        columns: ['size'],
        rows: bundles.map(({ name, size: bytes }) => ({ name, cells: [size(bytes)] })),
      }),
    ],
    plots: [],
    exponents: [],
    goals: goals(figure(packages.count), all, core === undefined ? null : size(core.size)),
  });
}

function goals(packages: Figure | null, megabytes: Figure | null, core: Figure | null): Goal[] {
  return [
    goal({
      aim: 'install',
      what: 'packages, this one included',
      goal: '≤ 8',
      measured: packages,
      atMost: 8,
    }),
    goal({ aim: 'install', what: 'all packages, unpacked', goal: '≤ 3 MB', measured: megabytes, atMost: 3 }),
    goal({
      aim: 'install',
      what: 'core entry, minified and gzipped, without ml-matrix',
      goal: '≤ 15 kB',
      measured: core,
      atMost: 15,
    }),
  ];
}

/** What a command says in JSON, run where the package is. */
function ask(program: string, ...words: readonly string[]): unknown {
  const { status, stdout, stderr } = spawnSync(program, words, { cwd: '..' });
  if (status !== 0) throw new Error(`${program} ${words.join(' ')}: ${String(stderr)}`);
  return JSON.parse(String(stdout));
}

/** Packages that come with a run-time install, by the lock file, and the size of those this one depends on. */
function installed(): { count: number; megabytes: number } {
  const { packages } = JSON.parse(readFileSync('../package-lock.json', 'utf8')) as LockFile;
  const needed = Object.entries(packages).filter(([path, { dev = false, optional = false }]) => {
    return path !== '' && !dev && !optional;
  });
  const bytes = needed.flatMap(([path]) =>
    readdirSync(`../${path}`, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath, entry.name)).size),
  );
  return { count: needed.length + 1, megabytes: bytes.reduce((sum, each) => sum + each, 0) / 1e6 };
}
