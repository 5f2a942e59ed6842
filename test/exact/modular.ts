/**
 * Linear algebra modulo a prime.
 *
 * Every finite double is an integer times a power of two and so has a residue, and polynomials in doubles have
 * one without rounding. A rank modulo a prime is never above the rational one, and is below it only if the prime
 * divides a minor: a chance of about 1e−8 an elimination step for numbers that were not chosen with the prime in
 * mind. The largest prime below 2^26: products of residues are exact in doubles.
 */
const PRIME = 67_108_859;

/** The residue of an integer below 2^53 in size. */
export function modulo(value: number): number {
  const rest = value % PRIME;
  return rest < 0 ? rest + PRIME : rest;
}

/** The residue of a finite double. */
export function residue(value: number): number {
  let halvings = 0;
  let mantissa = value;
  // Doubling is exact, and makes an integer of any double.
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    halvings++;
  }
  let result = modulo(Number(BigInt(mantissa) % BigInt(PRIME)));
  const half = inverse(2);
  for (; halvings > 0; halvings--) result = modulo(result * half);
  return result;
}

function inverse(value: number): number {
  let [old, rest] = [PRIME, value];
  let [s, t] = [0, 1];
  while (rest !== 0) {
    const quotient = Math.floor(old / rest);
    [old, rest] = [rest, old - quotient * rest];
    [s, t] = [t, s - quotient * t];
  }
  return modulo(s);
}

interface Row {
  readonly pivot: number;
  readonly entries: readonly number[];
}

function reduced(vector: readonly number[], rows: readonly Row[]): number[] {
  const left = vector.slice();
  for (const { pivot, entries } of rows) {
    const share = left[pivot];
    if (share === 0) continue;
    for (let k = 0; k < left.length; k++) left[k] = modulo(left[k] - modulo(share * entries[k]));
  }
  return left;
}

function normalised(vector: readonly number[], pivot: number): Row {
  const scale = inverse(vector[pivot]);
  return { pivot, entries: vector.map((entry) => modulo(entry * scale)) };
}

/** A linear span that grows by one vector at a time. */
export class ModularSpan {
  private readonly rows: Row[] = [];

  get dimension(): number {
    return this.rows.length;
  }

  /** Adds a vector. */
  insert(vector: readonly number[]): void {
    const left = reduced(vector, this.rows);
    const pivot = left.findIndex((entry) => entry !== 0);
    if (pivot >= 0) this.rows.push(normalised(left, pivot));
  }
}

/** Rank of the matrix of these rows. */
export function modularRank(rows: readonly (readonly number[])[]): number {
  const span = new ModularSpan();
  for (const row of rows) span.insert(row);
  return span.dimension;
}

/** A basis of the vectors that all rows, of this many entries, are orthogonal to. */
export function modularNullSpace(rows: readonly (readonly number[])[], columns: number): number[][] {
  // The rows of [Aᵀ | 1] whose first part is reduced to nothing hold the null vectors in their second.
  const done: Row[] = [];
  const basis: number[][] = [];
  for (let j = 0; j < columns; j++) {
    const unit = Array.from({ length: columns }, (_, k) => (k === j ? 1 : 0));
    const left = reduced([...rows.map((row) => row[j]), ...unit], done);
    const pivot = left.findIndex((entry) => entry !== 0);
    if (pivot >= rows.length) basis.push(left.slice(rows.length));
    else done.push(normalised(left, pivot));
  }
  return basis;
}
