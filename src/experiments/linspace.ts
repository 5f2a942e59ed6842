/**
 * `count` equally spaced places from `low` to `high`, the last exactly there; one place is `high`. Steps are counted from
 * the low end; the grids of `init` are weighed from both ends and round otherwise, and the stored runs rest on these.
 */
export function linspace(low: number, high: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) =>
    i === count - 1 ? high : low + ((high - low) * i) / (count - 1),
  );
}
