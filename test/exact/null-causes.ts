import type { Dataset, ShallowNetwork } from 'relu-splines';
import { modularNullSpace, ModularSpan, modulo, residue } from './modular.js';

/**
 * The dimension that each of the nine causes adds, by elimination in exact arithmetic: every cause as the span
 * of what it means, inserted one after the other. Nothing is shared with the library but the definitions.
 */
export function exactNullDimensions(network: ShallowNetwork, data: Dataset): number[] {
  const { inputWeights: w, inputBiases: b, outputWeights: v } = network;
  const width = w.length;
  const size = 3 * width + 1;
  const units = Array.from(w, (_, i) => i);
  const places = [...new Set(data.x)];
  const whole = places.length;
  const active = units.map((i) => places.map((x) => w[i] * x + b[i] > 0));
  const seen = active.map((row) => row.filter(Boolean).length);
  const sees = active.map((row) => row.map(Number).join(''));

  const axis = (...entries: [number, number][]): number[] => {
    const out = new Array<number>(size).fill(0);
    for (const [index, value] of entries) out[index] = modulo(value);
    return out;
  };
  const W = (i: number): number => i;
  const B = (i: number): number => width + i;
  const V = (i: number): number => 2 * width + i;
  const b0 = 3 * width;
  const [rw, rb, rv] = [w, b, v].map((values) => Array.from(values, residue));

  // A parameter's effect is a line c + d·x on what its unit sees.
  const lines: [constant: number, slope: number][] = [
    ...units.map((i): [number, number] => [0, rv[i]]),
    ...units.map((i): [number, number] => [rv[i], 0]),
    ...units.map((i): [number, number] => [rb[i], rw[i]]),
    [1, 0],
  ];
  const unitOf = (index: number): number | null => (index === b0 ? null : index % width);
  const at = ([constant, slope]: [number, number], x: number): number =>
    modulo(constant + modulo(slope * residue(x)));
  const isActive = (index: number, g: number): boolean => {
    const i = unitOf(index);
    return i === null || active[i][g];
  };
  const jacobian = places.map((x, g) => lines.map((line, j) => (isActive(j, g) ? at(line, x) : 0)));

  // Null vectors of rows of which only some parameters take part.
  const nullAmong = (rows: readonly (readonly number[])[], part: readonly number[]): number[][] =>
    modularNullSpace(
      rows.map((row) => part.map((j) => row[j])),
      part.length,
    ).map((vector) => axis(...vector.map((value, k): [number, number] => [part[k], value])));
  const parameters = (some: readonly number[]): number[] => some.flatMap((i) => [W(i), B(i), V(i)]);

  const patterns = [...new Set(sees)].filter((pattern) => pattern.includes('1'));
  const members = (pattern: string): number[] => {
    const part = parameters(units.filter((i) => sees[i] === pattern));
    return pattern.includes('0') ? part : [...part, b0];
  };
  const formalRows = [lines.map(([constant]) => constant), lines.map(([, slope]) => slope)];

  const shared = patterns.flatMap((pattern) => {
    const part = members(pattern);
    if (pattern.split('1').length > 2 || part.some((j) => j < width && v[j] !== 0)) {
      return nullAmong(formalRows, part);
    }
    // One datum and all v = 0: any two of the units' outputs, constant units being the output bias's equals.
    const hinges = part.filter((j) => j !== b0 && j >= 2 * width && w[j - 2 * width] !== 0);
    return hinges.flatMap((j) => hinges.filter((k) => k > j).flatMap((k) => nullAmong(jacobian, [j, k])));
  });
  const single = patterns
    .filter((pattern) => pattern.split('1').length === 2)
    .flatMap((pattern) => nullAmong(jacobian, members(pattern)));

  // As if there were data enough on both sides of every split: a line on all data and, at each split, the line
  // that is added right of it.
  const splitOf = (i: number): number | null =>
    seen[i] === 0 || seen[i] === whole ? null : active[i][0] ? seen[i] : whole - seen[i];
  const paired = Array.from({ length: Math.max(whole - 1, 0) }, (_, k) => k + 1).filter((split) =>
    [true, false].every((right) => units.some((i) => splitOf(i) === split && active[i][0] !== right)),
  );
  const involved = [
    ...parameters(
      units.filter((i) => seen[i] === whole || (splitOf(i) !== null && paired.includes(splitOf(i) ?? 0))),
    ),
    b0,
  ];
  const formal = (): number[][] => {
    const value = (index: number): { everywhere: boolean; split: number | null; left: boolean } => {
      const i = unitOf(index);
      if (i === null) return { everywhere: true, split: null, left: false };
      const split = splitOf(i);
      const left = split !== null && active[i][0];
      return { everywhere: seen[i] === whole || left, split, left };
    };
    const rows: number[][] = [0, 1].map((part) =>
      lines.map((line, j) => (value(j).everywhere ? line[part] : 0)),
    );
    for (const split of paired) {
      const jump = (component: (line: [number, number]) => number): number[] =>
        lines.map((line, j) => {
          const { split: own, left } = value(j);
          if (own !== split) return 0;
          return left ? modulo(-component(line)) : component(line);
        });
      // Where a side has one datum, a line there is a number. On the left: the line added left, not right.
      if (split === whole - 1) {
        rows.push(jump((line) => at(line, places[split])));
      } else {
        rows.push(
          jump(([constant]) => constant),
          jump(([, slope]) => slope),
        );
      }
    }
    if (paired[0] !== 1 || whole === 2) return rows;
    // The first datum alone: its value is that of all data, less what is added right of it.
    const right = rows.slice(2, 4);
    return [
      ...[0, 1].map((part) => rows[part].map((entry, j) => modulo(entry + right[part][j]))),
      lines.map((line, j) => (isActive(j, 0) ? at(line, places[0]) : 0)),
      ...rows.slice(4),
    ];
  };
  const complementary = whole === 2 ? nullAmong(jacobian, involved) : nullAmong(formal(), involved);

  const dead = units.filter((i) => seen[i] === 0);
  const always = units.filter((i) => seen[i] === whole);
  const causes: number[][][] = [
    units.map((i) => axis([W(i), rw[i]], [B(i), rb[i]], [V(i), -rv[i]])),
    units.filter((i) => v[i] === 0).flatMap((i) => [axis([W(i), 1]), axis([B(i), 1])]),
    always
      .filter((i) => w[i] === 0)
      .flatMap((i) => [axis([B(i), 1], [b0, -rv[i]]), axis([V(i), 1], [b0, -rb[i]])]),
    dead.flatMap((i) => [axis([W(i), 1]), axis([B(i), 1]), axis([V(i), 1])]),
    always.map((i) => axis([B(i), 1], [b0, -rv[i]])),
    shared,
    single,
    paired.length === 0 ? [] : complementary,
    modularNullSpace(jacobian, size),
  ];
  const span = new ModularSpan();
  return causes.map((vectors) => {
    const before = span.dimension;
    for (const vector of vectors) span.insert(vector);
    return span.dimension - before;
  });
}
