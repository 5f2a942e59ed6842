import ts from 'typescript';

/** Arguments that a function has been called with. */
export type Call = readonly unknown[];

type Anything = (...values: unknown[]) => unknown;

const calls = new Map<string, Call[]>();

/** The exports of an entry; whoever calls one of its functions leaves the arguments behind. */
export async function recorded(entry: string): Promise<Record<string, unknown>> {
  const exported = (await import(/* @vite-ignore */ entry)) as Record<string, unknown>;
  if (!entry.startsWith('relu-splines')) return exported;
  return Object.fromEntries(
    Object.entries(exported).map(([name, value]) => [
      name,
      typeof value === 'function' && !value.toString().startsWith('class ')
        ? recording(`${entry} ${name}`, value as Anything)
        : value,
    ]),
  );
}

function recording(key: string, call: Anything): Anything {
  return (...values) => {
    calls.set(key, [...(calls.get(key) ?? []), values]);
    return call(...values);
  };
}

/** Runs an example that imports from entries, and keeps what it calls. */
export async function recordExample(code: string): Promise<void> {
  const body = code
    .replace(/import type [^;]*;/g, '')
    .replace(/import \{([^}]*)\} from ('[^']*');/g, (_, names: string, entry: string) => {
      return `const {${names.replace(/ as /g, ': ')}} = await recorded(${entry});`;
    });
  const { outputText } = ts.transpileModule(`const run = async () => {${body}};`, {
    compilerOptions: { target: ts.ScriptTarget.ES2022 },
  });
  // The text of a docstring of this repository, which another test runs as a module of its own.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- as said
  const run = new Function('recorded', `${outputText}; return run();`) as (from: unknown) => Promise<void>;
  await run(recorded);
}

/** The first two calls of a function by the examples that have been recorded. */
export function callsOf(entry: string, name: string): readonly Call[] {
  return (calls.get(`${entry} ${name}`) ?? []).slice(0, 2);
}
