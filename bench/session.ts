import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Effort } from './harness.js';
import type { SuiteRecord } from './record.js';

/** A suite: it measures, and returns what it found. */
export type Suite = (session: Session) => SuiteRecord | Promise<SuiteRecord>;

/** What a suite is told, and whom it can call. Peers that ran and peers that are not there are written down on the way. */
export interface Session {
  readonly effort: Effort;
  /** Small and short: everything in about a minute. */
  readonly isQuick: boolean;
  /** The first `python3` of the path that has all these modules; the last is the peer. */
  readonly python: (peer: string, ...modules: readonly string[]) => string | undefined;
  /** `Rscript`, where it has the package. */
  readonly r: (peer: string, library: string) => string | undefined;
  /** A package from npm: of this checkout, or of the folder that `--peers` names. */
  readonly npm: (peer: string, name: string) => Promise<unknown>;
  /** Writes down that a peer runs. */
  readonly present: (peer: string, version: string) => void;
  /** Writes down that a peer does not, and why. */
  readonly absent: (peer: string, why: string) => void;
  /** The record of a suite, with the peers that ran and those that did not. */
  readonly record: (found: Omit<SuiteRecord, 'peers' | 'skipped'>) => SuiteRecord;
}

/** A session of one suite. `peersFolder` is a folder with `node_modules` beside this checkout's. */
export function openSession(effort: Effort, isQuick: boolean, peersFolder?: string): Session {
  const peers: Record<string, string> = {};
  const skipped: string[] = [];
  const present = (peer: string, version: string): void => {
    peers[peer] = version;
  };
  const absent = (peer: string, why: string): void => {
    skipped.push(`${peer}: ${why}`);
  };
  return {
    effort,
    isQuick,
    present,
    absent,
    python(peer, ...modules) {
      const found = findPython(modules);
      if (found === undefined) absent(peer, `no python3 with ${modules.join(' and ')}`);
      else present(peer, found.version);
      return found?.program;
    },
    r(peer, library) {
      const version = rVersion(library);
      if (version === undefined) absent(peer, `no Rscript with ${library}`);
      else present(peer, version);
      return version === undefined ? undefined : 'Rscript';
    },
    async npm(peer, name) {
      const found = findPackage(name, peersFolder);
      if (found === undefined) {
        absent(peer, `${name} is not installed`);
        return undefined;
      }
      present(peer, found.version);
      const loaded: unknown = await import(pathToFileURL(found.entry).href);
      return loaded;
    },
    record: (found) => ({ ...found, peers, skipped }),
  };
}

/** What is asked of other programs, asked once. */
function once<Answer>(ask: (words: string) => Answer): (words: string) => Answer {
  const answers = new Map<string, Answer>();
  return (words) => {
    const known = answers.get(words);
    if (known !== undefined || answers.has(words)) return known as Answer;
    const answer = ask(words);
    answers.set(words, answer);
    return answer;
  };
}

const askPython = once((modules): { program: string; version: string } | undefined => {
  const names = modules.split(' ');
  const code = `import platform, ${names.join(', ')}; print(${String(names.at(-1))}.__version__, '(Python', platform.python_version() + ')')`;
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const program = join(folder, 'python3');
    if (!existsSync(program)) continue;
    const asked = spawnSync(program, ['-c', code]);
    if (asked.status === 0) return { program, version: String(asked.stdout).trim() };
  }
  return undefined;
});

function findPython(modules: readonly string[]): { program: string; version: string } | undefined {
  return askPython(modules.join(' '));
}

const rVersion = once((library) => {
  // Packages that come with R have its version, which need not be said twice.
  const code = `v <- packageVersion("${library}"); r <- getRversion(); cat(as.character(v), if (v != r) paste0("(R ", r, ")"))`;
  const asked = spawnSync('Rscript', ['-e', code]);
  return asked.status === 0 ? String(asked.stdout).trim() : undefined;
});

/** A package of the checkout, or of the folder. */
function findPackage(
  name: string,
  folder: string | undefined,
): { entry: string; version: string } | undefined {
  const places = [import.meta.url, ...(folder === undefined ? [] : [pathToFileURL(join(folder, 'x')).href])];
  for (const place of places) {
    const require = createRequire(place);
    // Not `resolve`: few packages export their package.json.
    const home = require.resolve
      .paths(name)
      ?.map((modules) => join(modules, name, 'package.json'))
      .find(existsSync);
    if (home === undefined) continue;
    const { version } = JSON.parse(readFileSync(home, 'utf8')) as { version: string };
    return { entry: require.resolve(name), version };
  }
  return undefined;
}
