import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';
import type { Machine, Versions } from './results.js';

/** The machine that this runs on. */
export function machine(): Machine {
  const all = cpus();
  return {
    processor: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    memory: Math.round(totalmem() / 2 ** 29) / 2,
    platform: `${platform()} ${release()} ${arch()}`,
  };
}

/** Node, its engine, and the library of the checkout. */
export function versions(): Versions {
  const { version } = JSON.parse(readFileSync('../package.json', 'utf8')) as { version: string };
  return { node: process.versions.node, v8: process.versions.v8, library: version };
}

/** Processes that wanted a core, over the last minute. */
export function load(): number {
  return Math.round(loadavg()[0] * 100) / 100;
}

/** The commit of the checkout, and whether files of the library or of the benchmarks differ from it. */
export function commit(): { commit: string; isDirty: boolean } {
  const git = (...words: readonly string[]): string | undefined => {
    const { status, stdout } = spawnSync('git', words);
    return status === 0 ? String(stdout).trim() : undefined;
  };
  const changed = git(
    'status',
    '--porcelain',
    '--',
    '../src',
    '.',
    ':!README.md',
    ':!results.json',
    ':!plots',
  );
  return { commit: git('rev-parse', '--short', 'HEAD') ?? 'unknown', isDirty: changed !== '' };
}
