/**
 * `base` to a whole power from 0 on, by products alone. ECMAScript leaves the last digit of `**` to the engine, and
 * engines differ; products are the same everywhere, and so are runs that use them. The relative error is at most
 * `exponent` roundings, as if the factors were multiplied one by one.
 */
export function integerPower(base: number, exponent: number): number {
  let result = 1;
  let factor = base;
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result *= factor;
    factor *= factor;
  }
  return result;
}
