import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { checkSweep, mergeShards, runTask, writeRecord } from 'relu-splines/experiments';
import { version } from '../../package.json';

const run = fileURLToPath(new URL('../../commands/run.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'relu-splines-sweep-'));
const processes: ChildProcess[] = [];
afterAll(() => {
  for (const each of processes) each.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

const cheap = {
  experiment: 'loneliness',
  config: { counts: [10], inits: ['uniform'], seeds: 3 },
  grid: { ratios: [[2], [3, 4]] },
};
/** Each task takes long enough to be caught at it. */
const slow = {
  experiment: 'loneliness',
  config: { counts: [30_000], ratios: [20], inits: ['uniform'], seeds: 4 },
};
const file = (name: string, content: unknown): string => {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return name;
};
file('cheap.json', cheap);
file('slow.json', slow);
file('endless.json', { ...slow, config: { ...slow.config, seeds: 1000 } });

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

// Not what this process may be under itself.
const environment: NodeJS.ProcessEnv = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^SLURM_|^JOB_COMPLETION_INDEX$/.test(name)),
);

function sweep(args: readonly string[], variables: Readonly<Record<string, string>> = {}): Outcome {
  return spawnSync(process.execPath, [run, 'sweep', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...environment, ...variables },
  });
}

const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

/** Starts a sweep; ready when its first task is in the file. */
async function started(
  spec: string,
  out: string,
): Promise<{ child: ChildProcess; ended: Promise<number | null> }> {
  const child = spawn(process.execPath, [run, 'sweep', spec, '--out', out], {
    cwd: folder,
    env: environment,
  });
  processes.push(child);
  const ended = new Promise<number | null>((resolve) => {
    child.on('exit', resolve);
  });
  while (child.exitCode === null && !(existsSync(join(folder, out)) && read(out).includes('\n'))) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return { child, ended };
}

/** What one process writes, but for its timing. */
function singly(spec: typeof slow | typeof cheap): string {
  const { key, tasks } = checkSweep(spec);
  const lines = Array.from({ length: tasks }, (_, task) =>
    writeRecord({ key, ...runTask(spec, task), version }),
  );
  return mergeShards(spec, [{ name: 'here', text: lines.join('') }]).text;
}

describe('a sweep', () => {
  it('runs in shards and threads, and merges to the bytes of one process', () => {
    expect(sweep(['count', 'cheap.json'])).toMatchObject({ status: 0, stdout: '9\n' });
    const array = {
      SLURM_ARRAY_TASK_ID: '3',
      SLURM_ARRAY_TASK_MIN: '2',
      SLURM_ARRAY_TASK_MAX: '3',
      SLURM_ARRAY_TASK_COUNT: '2',
    };
    const second = sweep(['cheap.json', '--out', 'shards/', '--workers', '2'], array);
    expect(second.stderr).toMatch(/^sweep: shard 1\/2: 4 tasks on [12] workers? …\n/);
    expect(second.stderr).toContain('sweep: shard 1/2: 4 of 4 tasks');
    expect(second).toMatchObject({ status: 0, stdout: '' });

    const half = sweep(['merge', 'cheap.json', 'shards/cheap-1-of-2.jsonl', '--out', 'merged.jsonl']);
    expect(half).toMatchObject({ status: 1, stdout: '--array=0,2,4,6,8\n' });
    expect(half.stderr).toBe('sweep: 5 of 9 tasks are missing: 0,2,4,6,8\n');
    expect(existsSync(join(folder, 'merged.jsonl'))).toBe(false);
    expect(sweep(['merge', 'cheap.json', 'shards/cheap-1-of-2.jsonl', '--shards', '2']).stdout).toBe(
      '--array=0\n',
    );

    expect(sweep(['cheap.json', '--shard', '0/2', '--out', 'shards']).status).toBe(0);
    const whole = sweep([
      'merge',
      'cheap.json',
      'shards/cheap-1-of-2.jsonl',
      'shards/cheap-0-of-2.jsonl',
      '--out',
      'merged.jsonl',
    ]);
    expect(whole).toMatchObject({ status: 0, stderr: '' });
    const points = whole.stdout.trimEnd().split('\n\n');
    expect(points).toHaveLength(3);
    expect(points[0]).toMatch(
      /^ratios = 2, init = uniform, count = 10, ratio = 2 \(3 tasks\)\n {2}lonelyShare +0\.\d+ ± 0\.\d+\n/,
    );
    // A metric a line, and the figures below each other.
    const lines = points.flatMap((point) => point.split('\n').slice(1));
    expect(new Set(lines.map((line) => /^ {2}\w+ +/.exec(line)?.[0].length)).size).toBe(1);
    expect(read('merged.jsonl')).toBe(singly(cheap));
    const blocked = sweep(['merge', 'cheap.json', 'merged.jsonl', '--out', 'shards']);
    expect(blocked).toMatchObject({ status: 2, stdout: '' });
    expect(blocked.stderr).toMatch(/^sweep: cannot write here: .*shards: it is a folder\n$/);
    expect(existsSync(join(folder, 'shards.part'))).toBe(false);
  });

  it('goes on after SIGTERM and SIGKILL where it was, whatever is left of the last line', async () => {
    const first = await started('slow.json', 'slow.jsonl');
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(143);
    expect(existsSync(join(folder, 'slow.jsonl.lock'))).toBe(false);
    const kept = read('slow.jsonl');
    expect(kept.endsWith('}\n')).toBe(true);
    expect(kept.trimEnd().split('\n').length).toBeLessThan(4);

    appendFileSync(join(folder, 'slow.jsonl'), kept.slice(0, 60));
    const second = spawn(process.execPath, [run, 'sweep', 'slow.json', '--out', 'slow.jsonl'], {
      cwd: folder,
      env: environment,
    });
    processes.push(second);
    while (second.exitCode === null && read('slow.jsonl').length <= kept.length + 60) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    second.kill('SIGKILL');
    await new Promise((resolve) => second.on('exit', resolve));
    expect(existsSync(join(folder, 'slow.jsonl.lock'))).toBe(true);

    const third = sweep(['slow.json', '--out', 'slow.jsonl']);
    expect(third.stderr).toMatch(/sweep: shard 0\/1: [23] of 4 tasks are in slow.jsonl already\n/);
    expect(third.status).toBe(0);
    expect(read('slow.jsonl').startsWith(kept)).toBe(true);
    expect(read('slow.jsonl').split('\n')).toHaveLength(5);
    expect(sweep(['merge', 'slow.json', 'slow.jsonl', '--out', 'slow-merged.jsonl']).status).toBe(0);
    expect(read('slow-merged.jsonl')).toBe(singly(slow));
  });

  it('has one writer a file', async () => {
    const { child, ended } = await started('endless.json', 'two.jsonl');
    const other = sweep(['endless.json', '--out', 'two.jsonl']);
    expect(other.status).toBe(2);
    expect(other.stderr).toBe(`sweep: two.jsonl: process ${child.pid ?? 0} on ${hostname()} writes it\n`);
    child.kill('SIGINT');
    expect(await ended).toBe(130);
  });

  it('takes over from an earlier run of its job on another host, and from nobody else there', () => {
    const holder = { host: 'elsewhere', pid: 1, born: '', job: '17', restart: '0' };
    const job = { SLURM_JOB_ID: '17', SLURM_RESTART_COUNT: '1' };
    file('moved.jsonl.lock', holder);
    const refused = sweep(['cheap.json', '--out', 'moved.jsonl']);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toBe(
      'sweep: moved.jsonl: process 1 on elsewhere writes it; if that process is gone, delete moved.jsonl.lock\n',
    );
    expect(sweep(['cheap.json', '--out', 'moved.jsonl'], { ...job, SLURM_RESTART_COUNT: '0' }).status).toBe(
      2,
    );
    expect(sweep(['cheap.json', '--out', 'moved.jsonl'], job).status).toBe(0);
    expect(existsSync(join(folder, 'moved.jsonl.lock'))).toBe(false);

    file('empty.jsonl.lock', '');
    expect(sweep(['cheap.json', '--out', 'empty.jsonl']).stderr).toContain(
      'empty.jsonl.lock does not say which',
    );
  });
});

describe('what has to be put right', () => {
  const key = checkSweep(cheap).key;
  const record = (task: number): string => writeRecord({ key, ...runTask(cheap, task), version });
  file('not.json', '{"experiment":');
  file('unknown.json', { experiment: 'lonely' });
  file('a-file', '');
  file('other.jsonl', record(0).replace(key, '0123456789abcdef'));
  file('old.jsonl', record(0).replace(`"${version}"`, '"0.0.0"'));
  file('broken.jsonl', `${record(0)}{"key":\n${record(1)}`);

  it.each<readonly [string, readonly string[], string | RegExp]>([
    ['no specification', [], 'a specification is needed; --help says more'],
    ['a file that is not there', ['none.json'], 'none.json: there is no such file or folder'],
    ['a folder', ['.'], '.: it is a folder'],
    ['what is not JSON', ['not.json'], /^not.json: must be JSON: /],
    [
      'an unknown experiment',
      ['unknown.json'],
      /^unknown.json: there is no experiment "lonely"; there are (.+, )?loneliness/,
    ],
    [
      'a shard out of range',
      ['cheap.json', '--shard', '2/2'],
      'shard: i must be from 0 to 1 for 2 shards, got 2',
    ],
    [
      'no workers',
      ['cheap.json', '--workers', '0'],
      '--workers must be a whole number of at least 1, got "0"',
    ],
    ['an unknown option', ['cheap.json', '--sharb', '1'], /^Unknown option '--sharb'/],
    [
      'two specifications',
      ['cheap.json', 'slow.json'],
      'there is nothing to do with slow.json; --help says more',
    ],
    [
      'a folder that cannot be written',
      ['cheap.json', '--out', 'a-file/in/it.jsonl'],
      /^cannot write here: .*: a part of the path is no folder$/,
    ],
    [
      'a device',
      ['cheap.json', '--out', '/dev/null'],
      '/dev/null: must be a file, and is a pipe or a device',
    ],
    [
      'a file of another sweep',
      ['cheap.json', '--out', 'other.jsonl'],
      `other.jsonl:1: the record is of another sweep: its key is 0123456789abcdef, not ${key}`,
    ],
    [
      'a file of another version',
      ['cheap.json', '--out', 'old.jsonl'],
      `old.jsonl:1: version 0.0.0 ran it, and this is ${version}`,
    ],
    [
      'a broken file',
      ['cheap.json', '--out', 'broken.jsonl'],
      'broken.jsonl:2: must be a record of a sweep, got "{\\"key\\":"',
    ],
    ['merging nothing', ['merge', 'cheap.json'], 'merge needs the files of the shards; --help says more'],
    [
      'merging a broken file',
      ['merge', 'cheap.json', 'broken.jsonl'],
      'broken.jsonl:2: must be a record of a sweep, got "{\\"key\\":"',
    ],
    [
      'merging a file that is not there',
      ['merge', 'cheap.json', 'none.jsonl'],
      'none.jsonl: there is no such file or folder',
    ],
  ])('%s: one line, status 2, before any work', (_, args, message) => {
    const { status, stdout, stderr } = sweep(args);
    expect(stderr).toMatch(/^sweep: [^\n]+\n$/);
    expect(stderr.slice('sweep: '.length, -1)).toMatch(
      message instanceof RegExp ? message : new RegExp(`^${escaped(message)}$`),
    );
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  it('a gapped array', () => {
    const gapped = {
      SLURM_ARRAY_TASK_ID: '3',
      SLURM_ARRAY_TASK_MIN: '3',
      SLURM_ARRAY_TASK_MAX: '9',
      SLURM_ARRAY_TASK_COUNT: '4',
    };
    expect(sweep(['cheap.json'], gapped).stderr).toBe(
      'sweep: shard: the array has gaps: 4 jobs from 3 to 9; say the number of shards\n',
    );
  });

  it('is told by --help', () => {
    const { status, stdout } = sweep(['--help']);
    expect(status).toBe(0);
    for (const word of ['--shard i/n', '--shards n', '--out', '--workers', 'merge', 'count'])
      expect(stdout).toContain(word);
  });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
