import { describe, expect, it } from 'vitest';
import { currentInputs, watchdog } from '../../commands/fuzz/watchdog.js';
import type { Current } from '../../commands/fuzz/watchdog.js';
import { runCommand } from './command.js';

describe('npm run fuzz', () => {
  it('tries the inputs and tells what came of them', () => {
    const { status, output } = runCommand('fuzz', ['all', '--count', '300', '--workers', '1', '--markdown']);
    expect(output).toMatch(/^\| subject +\| inputs/m);
    expect(output).toMatch(/^\| csv \| \d+ \| .*accepted \d+.* \| 0 \|$/m);
    expect(output).toMatch(/^\| flow-integers \| \d+ \| .*time \d+.* \| 0 \|$/m);
    expect(output).toMatch(/300 inputs, seed 1, Node v[\d.]+: 0 failures in /);
    expect(status).toBe(0);
  });

  it('has one input again', () => {
    const args = ['readers', '--only', 'csv', '--seed', '5', '--from', '17', '--count', '1'];
    const { status, output } = runCommand('fuzz', args);
    expect(output).toMatch(/^csv +1 +(?:accepted|\w+Error) 1 +\d+\.\d \(17\) +0$/m);
    expect(status).toBe(0);
  });

  it.each([
    [['writers'], /^there is no campaign "writers"; there are\n {2}readers: csv, /],
    [['readers', 'flow'], /^name one campaign, or all; got 2 names$/],
    [['--only', 'xml'], /^there is no subject "xml"; there are\n/],
    [['--from', '3'], /^--from goes with the name of one subject, --only$/],
    [['--count', '0'], /^--count must be a whole number of at least 1, got "0"$/],
    [['--sead', '1'], /^Unknown option '--sead'/],
  ])('refuses %j', (args, message) => {
    const { status, output, complaint } = runCommand('fuzz', args);
    expect(complaint.replace(/\nnpm run fuzz -- --help says what there is\n$/, '')).toMatch(message);
    expect({ status, output }).toEqual({ status: 2, output: '' });
  });
});

describe('the watchdog', () => {
  it('tells of an input that has no end, and of no other', async () => {
    const pulse = new SharedArrayBuffer(12);
    const beats = new Int32Array(pulse);
    beats.set([-1, 8, 0]);
    expect(currentInputs(pulse)).toEqual([{ slot: 1, index: 7 }]);
    const moving = setInterval(() => beats[2]++, 5);
    const found = await new Promise<Current>((resolve) => watchdog(pulse, 300, resolve));
    clearInterval(moving);
    expect(found).toEqual({ slot: 1, index: 7 });
  });
});
