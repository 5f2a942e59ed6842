/** Exact fractions p/q, q > 0, in lowest terms: what sums, products and roots of lines with double coefficients are. */
export class Rational {
  static readonly zero = new Rational(0n, 1n);
  static readonly one = new Rational(1n, 1n);

  private constructor(
    private readonly p: bigint,
    private readonly q: bigint,
  ) {}

  /** The exact value of a double of ordinary size: a multiple of 2^−200. */
  static of(value: number): Rational {
    let scaled = value;
    let shift = 0n;
    while (!Number.isInteger(scaled)) {
      if (shift === 200n)
        throw new RangeError(`Rational.of: value must be a multiple of 2^-200, got ${value}`);
      scaled *= 2;
      shift++;
    }
    return fraction(BigInt(scaled), 1n << shift);
  }

  /** p/q for any q ≠ 0. */
  static ratio(p: bigint, q: bigint): Rational {
    const divisor = gcd(p < 0n ? -p : p, q < 0n ? -q : q) * (q < 0n ? -1n : 1n);
    return new Rational(p / divisor, q / divisor);
  }

  plus(other: Rational): Rational {
    return fraction(this.p * other.q + other.p * this.q, this.q * other.q);
  }

  minus(other: Rational): Rational {
    return fraction(this.p * other.q - other.p * this.q, this.q * other.q);
  }

  times(other: Rational): Rational {
    return fraction(this.p * other.p, this.q * other.q);
  }

  over(other: Rational): Rational {
    return fraction(this.p * other.q, this.q * other.p);
  }

  /** −1, 0 or 1. */
  sign(): number {
    return this.p === 0n ? 0 : this.p < 0n ? -1 : 1;
  }

  compare(other: Rational): number {
    return this.minus(other).sign();
  }

  /** A double within a few units in the last place. */
  toNumber(): number {
    if (this.p === 0n) return 0;
    // Sixty-odd bits of the quotient, so that the division of big integers loses nothing that counts.
    const negative = this.p < 0n;
    const size = negative ? -this.p : this.p;
    let bits = 64;
    for (let t = size; t < this.q; t *= 2n) bits++;
    const value = Number((size << BigInt(bits)) / this.q) * 2 ** -bits;
    return negative ? -value : value;
  }
}

function fraction(p: bigint, q: bigint): Rational {
  return Rational.ratio(p, q);
}

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? 1n : a;
}
