/** What the caller has to put right: told in one line, with exit status 2. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** Runs `action`; a complaint of the library, of Node about a file, of its argument parser or of JSON becomes a {@link Refusal}. */
export function refusing<Result>(where: string, action: () => Result): Result {
  try {
    return action();
  } catch (cause) {
    if (isMistake(cause)) {
      const why = isSystemError(cause) ? fileProblem(cause, where) : cause.message;
      throw new Refusal(where === '' ? why : `${where}: ${why}`, { cause });
    }
    throw cause;
  }
}

/** Whether it is Node's complaint about a file, with a code such as `ENOENT`. */
export function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

/** What Node's codes mean to somebody who typed a name. */
const PROBLEMS: Readonly<Record<string, string | undefined>> = {
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'a part of the path is no folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission is denied',
};

/** Node's complaint about a file in words, with the name of the file unless `told` has it. */
export function fileProblem(error: Error & { readonly code: string }, told = ''): string {
  const problem = PROBLEMS[error.code];
  if (problem === undefined) return error.message;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : '';
  return path === '' || told.includes(path) ? problem : `${path}: ${problem}`;
}

// `SyntaxError` is JSON's.
function isMistake(cause: unknown): cause is Error {
  const kinds = [TypeError, RangeError, SyntaxError];
  return kinds.some((kind) => cause instanceof kind) || isSystemError(cause);
}
