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
      throw new Refusal(where === '' ? cause.message : `${where}: ${cause.message}`, { cause });
    }
    throw cause;
  }
}

/** Whether it is Node's complaint about a file, with a code such as `ENOENT`. */
export function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

// `SyntaxError` is JSON's.
function isMistake(cause: unknown): cause is Error {
  const kinds = [TypeError, RangeError, SyntaxError];
  return kinds.some((kind) => cause instanceof kind) || isSystemError(cause);
}
