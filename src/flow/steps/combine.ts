/**
 * out += factor·Σ weights[k]·row k, the rows being those of `arena` from `firstRow` on, each of the length of `out`.
 *
 * Up to four rows a pass and all in one array: that halves the time, most of which goes into the memory.
 */
export function addRows(
  out: Float64Array,
  arena: Float64Array,
  firstRow: number,
  weights: readonly number[],
  factor: number,
): void {
  const size = out.length;
  for (let k = 0; k < weights.length; k += 4) {
    const a = (firstRow + k) * size;
    const alpha = factor * weights[k];
    const beta = factor * (weights[k + 1] ?? 0);
    const gamma = factor * (weights[k + 2] ?? 0);
    const delta = factor * (weights[k + 3] ?? 0);
    const rows = Math.min(4, weights.length - k);
    if (rows === 1) addOne(out, arena, a, alpha);
    else if (rows === 2) addTwo(out, arena, a, alpha, beta);
    else if (rows === 3) addThree(out, arena, a, alpha, beta, gamma);
    else addFour(out, arena, a, alpha, beta, gamma, delta);
  }
}

function addOne(out: Float64Array, m: Float64Array, a: number, alpha: number): void {
  const size = out.length;
  for (let i = 0; i < size; i = (i + 1) | 0) out[i] += alpha * m[(a + i) | 0];
}

function addTwo(out: Float64Array, m: Float64Array, a: number, alpha: number, beta: number): void {
  const size = out.length;
  const b = a + size;
  for (let i = 0; i < size; i = (i + 1) | 0) out[i] += alpha * m[(a + i) | 0] + beta * m[(b + i) | 0];
}

function addThree(
  out: Float64Array,
  m: Float64Array,
  a: number,
  alpha: number,
  beta: number,
  gamma: number,
): void {
  const size = out.length;
  const b = a + size;
  const c = b + size;
  for (let i = 0; i < size; i = (i + 1) | 0) {
    out[i] += alpha * m[(a + i) | 0] + beta * m[(b + i) | 0] + gamma * m[(c + i) | 0];
  }
}

function addFour(
  out: Float64Array,
  m: Float64Array,
  a: number,
  alpha: number,
  beta: number,
  gamma: number,
  delta: number,
): void {
  const size = out.length;
  const b = a + size;
  const c = b + size;
  const d = c + size;
  for (let i = 0; i < size; i = (i + 1) | 0) {
    out[i] +=
      alpha * m[(a + i) | 0] + beta * m[(b + i) | 0] + (gamma * m[(c + i) | 0] + delta * m[(d + i) | 0]);
  }
}
