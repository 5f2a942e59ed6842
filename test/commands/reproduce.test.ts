import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { experiments, loneliness } from 'relu-splines/experiments';
import { readRuns } from '../../commands/reproduce/files.js';
import { root } from '../examples/command.js';
import { runCommand, startCommand } from './command.js';
import type { CommandOutcome } from './command.js';

const config = JSON.stringify({ counts: [5], ratios: [1, 4], seeds: 3 });
let folder: string;
let first: CommandOutcome;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'relu-splines-'));
  first = runCommand('reproduce', [
    'loneliness',
    '--config',
    config,
    '--out',
    join(folder, 'deep', 'down'),
    '--report',
    join(folder, 'report.md'),
  ]);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const read = (...path: readonly string[]): string => readFileSync(join(folder, ...path), 'utf8');

describe('npm run reproduce', () => {
  it('prints the table, tells its progress elsewhere and leaves JSON lines, a figure and a report', () => {
    expect(first.status).toBe(0);
    expect(first.output).toContain(
      'Data with a piece of their own, by units per datum (Sahs et al. 2020, figure 11)',
    );
    expect(first.output).toMatch(
      /^uniform, N = 5, H\/N = 1 +part of the data that are lonely +0\.\d+ ± 0\.\d+/m,
    );
    expect(first.output).not.toContain('left');
    // Before the first run has ended, which may take long.
    expect(first.complaint).toMatch(/^12 runs on \d+ workers? …\n/);
    expect(first.complaint).toMatch(/^loneliness: 12 of 12 runs, \d/m);
    expect(readdirSync(join(folder, 'deep', 'down')).sort()).toEqual(['loneliness.jsonl', 'loneliness.svg']);
    expect(read('deep', 'down', 'loneliness.svg')).toMatch(/^<svg /);
    const report = read('report.md');
    expect(report).toContain('(deep/down/loneliness.svg)');
    expect(report).toContain('| uniform, N = 5, H/N = 4 | all data are lonely |');
    expect(report).toContain(
      '`npm run reproduce -- loneliness --config \'{"seeds":3,"counts":[5],"ratios":[1,4]}\'`',
    );
    expect(report).not.toContain('npm run reproduce -- all');
  });

  it('makes the same runs, in the same order, as the function in one process', () => {
    const [header, ...runs] = read('deep', 'down', 'loneliness.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    const expected = loneliness(JSON.parse(config) as object);
    expect(header).toEqual({ experiment: 'loneliness', config: expected.config });
    expect(runs).toEqual(JSON.parse(JSON.stringify(expected.runs)));
  });

  it('renders stored runs again to the same table and figure', () => {
    const svg = read('deep', 'down', 'loneliness.svg');
    const { status, output } = runCommand('reproduce', [
      'loneliness',
      '--render',
      '--out',
      join(folder, 'deep', 'down'),
    ]);
    expect(status).toBe(0);
    expect(output).toBe(first.output);
    expect(read('deep', 'down', 'loneliness.svg')).toBe(svg);
  });

  it('lists every experiment', () => {
    const { status, output } = runCommand('reproduce', ['--list']);
    expect(status).toBe(0);
    for (const { name } of experiments) expect(output).toContain(`  ${name} `);
  });

  const names = experiments.map(({ name }) => name).join(', ');
  it.each([
    [['table-7'], `reproduce: there is no experiment "table-7"; there are ${names}`],
    [[], 'name one experiment, or all; got 0 names'],
    [['loneliness', 'loneliness'], 'name one experiment, or all; got 2 names'],
    [['all', '--seeds', '0'], '--seeds must be a whole number of at least 1, got "0"'],
    [['all', '--seeds', '1e400'], '--seeds must be a whole number of at least 1, got "1e400"'],
    [['all', '--config', '{}'], '--config goes with the name of one experiment'],
    [['loneliness', '--config', '[1]'], '--config must be an object of settings, got [1]'],
    [['loneliness', '--config', '{"counts": 3}'], 'loneliness: counts must be a list, got 3'],
    [['loneliness', '--render', '--seeds', '2'], '--seeds says how to make runs, and --render makes none'],
    [['all', '--render', '--workers', '2'], '--workers says how to make runs, and --render makes none'],
    [['loneliness', '--workers', 'two'], '--workers must be a whole number of at least 1, got "two"'],
  ])('refuses %j before any work', (args, message) => {
    const { status, output, complaint } = runCommand('reproduce', args);
    expect(complaint).toBe(`${message}\nnpm run reproduce -- --help says what there is\n`);
    expect(output).toBe('');
    expect(status).toBe(2);
  });

  it('refuses settings that are not JSON, and options that there are not', () => {
    expect(runCommand('reproduce', ['loneliness', '--config', '{']).complaint).toMatch(/^--config: .*JSON/);
    expect(runCommand('reproduce', ['loneliness', '--sead', '3']).complaint).toMatch(
      /^Unknown option '--sead'/,
    );
  });

  it('refuses a folder that cannot be written, and one without runs to render', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const blocked = runCommand('reproduce', ['loneliness', '--config', config, '--out', join(file, 'below')]);
    expect(blocked.status).toBe(2);
    expect(blocked.complaint).toMatch(
      /^--out: .*file.*: (a part of the path is no folder|permission is denied)\n/,
    );
    const barred = runCommand('reproduce', ['loneliness', '--out', folder, '--report', folder]);
    expect(barred.status).toBe(2);
    expect(barred.complaint).toMatch(/^--report: .*: it is a folder\n/);
    const empty = runCommand('reproduce', ['loneliness', '--render', '--out', folder]);
    expect(empty.status).toBe(2);
    expect(empty.complaint).toMatch(
      /^cannot read the runs of loneliness from .*loneliness\.jsonl: there is no such file or folder\n/,
    );
  });

  it('refuses to render runs that are not those of the experiment', () => {
    const [header, ...runs] = read('deep', 'down', 'loneliness.jsonl').trimEnd().split('\n');
    const complaintAt = (lines: readonly string[]) => () => {
      writeFileSync(join(folder, 'loneliness.jsonl'), lines.map((line) => `${line}\n`).join(''));
      readRuns(folder, loneliness);
    };
    expect(complaintAt(runs)).toThrow('its first line does not name the experiment');
    expect(complaintAt([header, ...runs.slice(1)])).toThrow('it has 11 runs of 12');
    expect(complaintAt([header, ...runs.slice(1), runs[0]])).toThrow('line 2 is not run 0');
    expect(complaintAt([header, ...runs.slice(0, -1), 'null'])).toThrow('line 13 is not run 11');
    expect(complaintAt([header, ...runs.slice(0, -1), '{"a":1}'])).toThrow('line 13 is not run 11');
  });

  it('leaves nothing behind when it is stopped', async () => {
    const bundles = (): string[] =>
      readdirSync(`${root}.cache/commands`).filter((name) => name.startsWith('reproduce-'));
    const before = bundles();
    const child = startCommand('reproduce', ['alpha-sweep', '--seeds', '1', '--out', folder]);
    const ended = new Promise((resolve) => child.on('exit', resolve));
    const own = (): string | undefined => bundles().find((name) => !before.includes(name));
    while (child.exitCode === null && own() === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    const bundle = own();
    expect(bundle).toBeDefined();
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(bundles()).not.toContain(bundle);
  });

  it('removes what was left behind a day ago or more, and nothing younger', () => {
    const old = mkdtempSync(`${root}.cache/commands/left-`);
    const young = mkdtempSync(`${root}.cache/commands/left-`);
    const hours = (count: number): Date => new Date(Date.now() - count * 3600 * 1000);
    utimesSync(old, hours(25), hours(25));
    utimesSync(young, hours(23), hours(23));
    runCommand('reproduce', ['--list']);
    expect([old, young].map((path) => existsSync(path))).toEqual([false, true]);
    rmSync(young, { recursive: true });
  });
});
