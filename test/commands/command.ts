import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { root } from '../examples/command.js';

/** What somebody sees who runs a command to its end. */
export interface CommandOutcome {
  readonly status: number | null;
  readonly output: string;
  readonly complaint: string;
}

/** Runs `npm run NAME -- args` to its end, without npm around it. */
export function runCommand(name: string, args: readonly string[]): CommandOutcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['commands/run.mjs', name, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, output: stdout, complaint: stderr };
}

/** Starts the same and lets it run. */
export function startCommand(name: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['commands/run.mjs', name, ...args], { cwd: root });
}
