/** Values over places as the points of a curve; where a value is no number there is none. */
export function curve(
  places: ArrayLike<number>,
  values: ArrayLike<number>,
): { readonly x: number; readonly y: number }[] {
  return Array.from(places, (x, n) => ({ x, y: values[n] })).filter(({ y }) => Number.isFinite(y));
}
