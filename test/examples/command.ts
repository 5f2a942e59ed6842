import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** What somebody sees who runs a command, and the figures that it left, by file name. */
export interface Outcome {
  readonly status: number | null;
  readonly output: string;
  readonly complaint: string;
  readonly figures: ReadonlyMap<string, string>;
}

/** Runs an example as `npm start` does, with its figures in a folder of their own; `figures` names those to read. */
export function runExample(
  example: string,
  args: readonly string[],
  figures: readonly string[] = [],
): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'relu-splines-'));
  try {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', `examples/${example}`, ...args, '--figures', folder],
      { cwd: root, encoding: 'utf8' },
    );
    return {
      status,
      output: stdout,
      complaint: stderr,
      figures: new Map(figures.map((name) => [name, readFileSync(join(folder, name), 'utf8')])),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
