/**
 * A half-precision number (IEEE 754 binary16) as a double, exactly.
 *
 * Subnormals, signed zeros, infinities and NaN included; the payload of a NaN is dropped.
 *
 * @param bits The 16 bits: sign, 5 of exponent, 10 of fraction.
 */
export function float16ToNumber(bits: number): number {
  const sign = bits >> 15 === 0 ? 1 : -1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
