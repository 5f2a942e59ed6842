import { show } from '../numeric/checks.js';
import { FormatError } from './format-error.js';

/** What the header of a `.npy` file says. */
export interface NpyHeader {
  /** Type of an element: byte order, kind and bytes, such as `<f4`. */
  readonly descr: string;
  /** Whether the first index runs fastest. */
  readonly fortranOrder: boolean;
  /** Length of each dimension, as written; the limits are checked later. */
  readonly shape: readonly number[];
}

/** The next token of a Python literal: punctuation, a quoted text without escapes, a word, or digits. */
const TOKEN = /\s*(?:([{}()[\],:])|'([^'\\\n]*)'|"([^"\\\n]*)"|([A-Za-z_]+)|(\d+))/y;

interface Token {
  readonly kind: 'mark' | 'text' | 'word' | 'digits';
  readonly value: string;
}

/**
 * Parses the header of a `.npy` file, a Python dictionary such as
 * `{'descr': '<f4', 'fortran_order': False, 'shape': (64, 1), }`, with exactly these keys in any order.
 *
 * Only this dictionary, not Python: nothing is evaluated.
 *
 * @param title Names the array in errors.
 * @throws `FormatError` for anything else.
 */
export function parseNpyHeader(title: string, text: string): NpyHeader {
  const tokens = new Tokens(title, text);
  let descr: string | undefined;
  let fortranOrder: boolean | undefined;
  let shape: readonly number[] | undefined;
  tokens.expect('{');
  while (!tokens.accept('}')) {
    const key = tokens.take('text', 'a key');
    tokens.expect(':');
    if (key === 'descr' && descr === undefined) {
      if (tokens.accept('[')) {
        throw new FormatError(`${title} must hold plain numbers, got records with named fields`);
      }
      descr = tokens.take('text', 'the type of an element');
    } else if (key === 'fortran_order' && fortranOrder === undefined) {
      const word = tokens.take('word', 'True or False');
      if (word !== 'True' && word !== 'False') {
        throw new FormatError(`${title}: fortran_order must be True or False, got ${show(word)}`);
      }
      fortranOrder = word === 'True';
    } else if (key === 'shape' && shape === undefined) {
      shape = tuple(tokens);
    } else {
      throw new FormatError(
        `${title}: the header must have the keys descr, fortran_order and shape, once each, got ${show(key)}`,
      );
    }
    if (!tokens.accept(',')) {
      tokens.expect('}');
      break;
    }
  }
  tokens.expectEnd();
  if (descr === undefined || fortranOrder === undefined || shape === undefined) {
    throw new FormatError(`${title}: the header must have the keys descr, fortran_order and shape`);
  }
  return { descr, fortranOrder, shape };
}

/** A Python tuple of integers: `()`, `(3,)`, `(3, 4)`; `(3)` is not one. */
function tuple(tokens: Tokens): number[] {
  const lengths: number[] = [];
  tokens.expect('(');
  while (!tokens.accept(')')) {
    lengths.push(Number(tokens.take('digits', 'a length')));
    if (tokens.accept(',')) continue;
    if (lengths.length === 1) tokens.expect(',');
    tokens.expect(')');
    break;
  }
  return lengths;
}

class Tokens {
  private position = 0;
  private next: Token | null;

  constructor(
    private readonly title: string,
    private readonly text: string,
  ) {
    this.next = this.read();
  }

  /** Consumes the punctuation mark if it comes next. */
  accept(mark: string): boolean {
    if (this.next?.kind !== 'mark' || this.next.value !== mark) return false;
    this.next = this.read();
    return true;
  }

  /** Consumes the punctuation mark, which must come next. */
  expect(mark: string): void {
    if (!this.accept(mark)) this.fail(`'${mark}'`);
  }

  /** Consumes a token of that kind, which must come next. */
  take(kind: Token['kind'], what: string): string {
    if (this.next?.kind !== kind) this.fail(what);
    const { value } = this.next;
    this.next = this.read();
    return value;
  }

  /** Checks that only padding is left. */
  expectEnd(): void {
    if (this.next !== null) this.fail('the end');
  }

  private fail(expected: string): never {
    throw new FormatError(
      `${this.title}: the header must be a dictionary of descr, fortran_order and shape; ` +
        `expected ${expected}, got ${this.next ? show(this.next.value) : 'its end'}`,
    );
  }

  private read(): Token | null {
    TOKEN.lastIndex = this.position;
    const match = TOKEN.exec(this.text);
    if (!match) {
      const rest = this.text.slice(this.position).trimStart();
      if (rest === '') return null;
      throw new FormatError(`${this.title}: the header must be a dictionary, got ${show(rest)} in it`);
    }
    this.position = TOKEN.lastIndex;
    const [, mark, single, double, word, digits] = match as (string | undefined)[];
    if (mark !== undefined) return { kind: 'mark', value: mark };
    if (word !== undefined) return { kind: 'word', value: word };
    if (digits !== undefined) return { kind: 'digits', value: digits };
    return { kind: 'text', value: single ?? double ?? '' };
  }
}
