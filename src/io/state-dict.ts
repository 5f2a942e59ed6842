import { show } from '../numeric/checks.js';
import { ShapeError } from '../numeric/errors.js';
import { isJsonObject, parseJsonObject } from './json.js';
import { MAX_DIMENSIONS } from './limits.js';
import { finiteTensor, tensorTitle, TensorBudget } from './tensors.js';
import type { Tensor } from './tensors.js';

/**
 * Reads a PyTorch `state_dict` written as JSON: one key a tensor, its value a number or nested lists.
 *
 * In Python: `json.dump({k: v.tolist() for k, v in model.state_dict().items()}, open('net.json', 'w'))`.
 * A key such as `__proto__` is a name like any other. The tensors come in the order of the keys, except that
 * JavaScript puts keys that are whole numbers first.
 *
 * @param source The text, or the object that parsing it gave.
 * @throws `FormatError` for text that is not a JSON object (NaN and Infinity are not JSON) or has a key twice;
 * `ShapeError` for ragged lists, naming the place; `TypeError` for an entry that is not a number; `RangeError`
 * for numbers that overflow a double and for more dimensions, elements or tensors than are read.
 * @example
 * ```ts
 * import { readStateDict } from 'relu-splines/io';
 *
 * const [weight] = readStateDict('{"0.weight": [[1], [-2]], "0.bias": [0, 0.5]}');
 * weight.shape; // [2, 1]
 * weight.values; // Float64Array [1, -2]
 * ```
 */
export function readStateDict(source: string | object): Tensor[] {
  const where = 'readStateDict';
  if (typeof source === 'string') return tensorsOf(where, parseJsonObject(where, 'source', source));
  if (!isJsonObject(source)) {
    throw new TypeError(`${where}: source must be a text or an object of nested arrays, got ${show(source)}`);
  }
  return tensorsOf(where, source);
}

/** The tensors of a parsed state_dict. */
export function tensorsOf(where: string, dictionary: Readonly<Record<string, unknown>>): Tensor[] {
  const budget = new TensorBudget(where);
  return Object.entries(dictionary).map(([name, value]) => {
    const title = `${where}: ${tensorTitle(name)}`;
    const shape = outerShape(title, value);
    const values = new Float64Array(budget.admit(name, shape));
    fill(values, value, { title, shape, indices: [], next: 0 });
    return finiteTensor(where, name, shape, values);
  });
}

/** The lengths along the first entries: the shape, if the lists are not ragged. */
function outerShape(title: string, value: unknown): number[] {
  const shape: number[] = [];
  let inner = value;
  while (Array.isArray(inner)) {
    // Also ends the walk into an array that holds itself.
    if (shape.push(inner.length) > MAX_DIMENSIONS) {
      throw new RangeError(`${title} must have at most ${MAX_DIMENSIONS} dimensions, got more`);
    }
    inner = inner[0];
  }
  return shape;
}

/** Where a walk through nested lists is. */
interface Walk {
  readonly title: string;
  readonly shape: readonly number[];
  /** Indices of the lists that are open. */
  readonly indices: number[];
  /** Flat index of the next number. */
  next: number;
}

/** Writes the numbers of `value` one after the other, checking that every list has the length of the first. */
function fill(out: Float64Array, value: unknown, walk: Walk): void {
  const { shape, indices } = walk;
  const depth = indices.length;
  if (depth === shape.length) {
    if (Array.isArray(value)) throw new ShapeError(`${place(walk)} must be a number, got ${show(value)}`);
    if (typeof value !== 'number') {
      const hint =
        isJsonObject(value) && depth === 0 ? '; if that is the state_dict, hand it over alone' : '';
      throw new TypeError(
        `${place(walk)} must be a number or nested lists of numbers, got ${show(value)}${hint}`,
      );
    }
    out[walk.next++] = value;
    return;
  }
  if (!Array.isArray(value)) {
    throw new ShapeError(
      `${place(walk)} must be a list of ${shape[depth]} like the first, got ${show(value)}`,
    );
  }
  if (value.length !== shape[depth]) {
    throw new ShapeError(
      `${place(walk)} must have the length of the first list, ${shape[depth]}, got ${value.length}`,
    );
  }
  for (let i = 0; i < value.length; i++) {
    indices.push(i);
    fill(out, value[i], walk);
    indices.pop();
  }
}

function place({ title, indices }: Walk): string {
  return title + indices.map((i) => `[${i}]`).join('');
}
