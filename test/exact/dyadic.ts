/**
 * Exact arithmetic on dyadic rationals m·2^e.
 *
 * Every finite double is one, and sums, differences and products stay among them: what a kernel computes with
 * rounding can be computed here without, and the error measured instead of guessed.
 */
export class Dyadic {
  static readonly zero = new Dyadic(0n, 0);

  private constructor(
    private readonly mantissa: bigint,
    private readonly exponent: number,
  ) {}

  /** The exact value of a finite double. */
  static of(value: number): Dyadic {
    if (value === 0) return Dyadic.zero;
    if (!Number.isFinite(value)) throw new RangeError(`Dyadic.of: value must be finite, got ${value}`);
    view.setFloat64(0, value);
    const bits = view.getBigUint64(0);
    const biased = Number((bits >> 52n) & 0x7ffn);
    const fraction = bits & 0xfffffffffffffn;
    const magnitude = biased === 0 ? fraction : fraction | (1n << 52n);
    return new Dyadic(value < 0 ? -magnitude : magnitude, Math.max(biased, 1) - 1075);
  }

  plus(other: Dyadic): Dyadic {
    if (this.mantissa === 0n) return other;
    if (other.mantissa === 0n) return this;
    const shift = this.exponent - other.exponent;
    return shift >= 0
      ? new Dyadic((this.mantissa << BigInt(shift)) + other.mantissa, other.exponent)
      : new Dyadic(this.mantissa + (other.mantissa << BigInt(-shift)), this.exponent);
  }

  negated(): Dyadic {
    return new Dyadic(-this.mantissa, this.exponent);
  }

  minus(other: Dyadic): Dyadic {
    return this.plus(other.negated());
  }

  times(other: Dyadic): Dyadic {
    return new Dyadic(this.mantissa * other.mantissa, this.exponent + other.exponent);
  }

  half(): Dyadic {
    return new Dyadic(this.mantissa, this.exponent - 1);
  }

  /** −1, 0 or 1. */
  sign(): number {
    return this.mantissa === 0n ? 0 : this.mantissa < 0n ? -1 : 1;
  }

  /** The nearest double, ties to even; ±Infinity beyond the double range. */
  toNumber(): number {
    const magnitude = this.mantissa < 0n ? -this.mantissa : this.mantissa;
    if (magnitude === 0n) return 0;
    const length = bitLength(magnitude);
    // Bits that a double holds at this size: 53, fewer among the subnormals.
    const kept = Math.max(0, Math.min(53, length + this.exponent + 1074));
    const dropped = length - kept;
    let rounded = magnitude;
    let exponent = this.exponent;
    if (dropped > 0) {
      const places = BigInt(dropped);
      rounded = magnitude >> places;
      const rest = magnitude - (rounded << places);
      const middle = 1n << (places - 1n);
      if (rest > middle || (rest === middle && (rounded & 1n) === 1n)) rounded += 1n;
      exponent += dropped;
    }
    // In three factors, since 2^exponent alone may leave the double range while the product does not; none of
    // the products rounds.
    const third = Math.trunc(exponent / 3);
    const scaled = Number(rounded) * 2 ** (exponent - 2 * third) * 2 ** third * 2 ** third;
    return this.mantissa < 0n ? -scaled : scaled;
  }
}

const view = new DataView(new ArrayBuffer(8));

function bitLength(magnitude: bigint): number {
  const digits = magnitude.toString(16);
  return 4 * (digits.length - 1) + (32 - Math.clz32(parseInt(digits[0], 16)));
}

/** |approximation − exact| as a double; Infinity where the approximation is not finite. */
export function exactError(approximation: number, exact: Dyadic): number {
  if (!Number.isFinite(approximation)) return Infinity;
  return Math.abs(Dyadic.of(approximation).minus(exact).toNumber());
}
