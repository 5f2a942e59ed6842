import type { CriticalKind, Dataset, ShallowNetwork } from 'relu-splines';

/** Tolerances of {@link criticalityByDefinition}. */
export interface OracleOptions {
  readonly tolerance: number;
  readonly stuckWithin: number;
  readonly residualFloor: number;
}

/** What `criticality` finds, by its definitions: sums over all units and data, for small dyadic numbers. */
export interface CriticalityByDefinition {
  readonly kind: CriticalKind;
  readonly smoothLevel: number;
  readonly generalisedLevel: number;
  readonly worstUnit: number | null;
  readonly stuck: readonly { readonly unit: number; readonly x: number; readonly distance: number }[];
  readonly stuckLevels: readonly { readonly activity: number; readonly level: number }[];
  readonly pieceLevel: number;
  readonly worstPiece: number;
  readonly noBreakpointOnDatum: boolean;
  readonly inputInSpan: 'always-active-unit' | 'opposite-pair' | null;
  readonly lonely: boolean;
  readonly unitInEveryGap: boolean;
}

export function criticalityByDefinition(
  { inputWeights: w, inputBiases: b, outputWeights: v, outputBias: b0 }: ShallowNetwork,
  { x, y }: Dataset,
  { tolerance, stuckWithin, residualFloor }: OracleOptions,
): CriticalityByDefinition {
  const units = Array.from(w, (_, i) => i);
  const data = Array.from(x, (_, n) => n);
  const z = (i: number, n: number): number => Math.max(0, w[i] * x[n] + b[i]);
  const total = (over: readonly number[], term: (n: number) => number): number =>
    over.reduce((sum, n) => sum + term(n), 0);
  const epsilon = data.map((n) => y[n] - b0 - total(units, (i) => v[i] * z(i, n)));
  const terms = data.map(
    (n) => Math.abs(y[n]) + Math.abs(b0) + total(units, (i) => Math.abs(v[i]) * z(i, n)),
  );
  const size = data.map((n) => Math.abs(epsilon[n]) + residualFloor * terms[n]);
  /** |Σ ε·arm| over Σ |ε|·|arm|. */
  const level = (over: readonly number[], arm: (n: number) => number): number => {
    const scale = total(over, (n) => size[n] * Math.abs(arm(n)));
    return scale === 0 ? 0 : Math.abs(total(over, (n) => epsilon[n] * arm(n))) / scale;
  };
  const sees = units.map((i) => data.filter((n) => z(i, n) > 0));
  const slopeLevel = units.map((i) =>
    Math.max(
      level(sees[i], () => 1),
      level(sees[i], (n) => x[n]),
    ),
  );
  const unitLevel = units.map((i) =>
    Math.max(
      level(sees[i], (n) => z(i, n)),
      v[i] === 0 ? 0 : slopeLevel[i],
    ),
  );
  const bias = level(data, () => 1);

  const distinct = [...new Set(x)];
  const reach = stuckWithin * (x[x.length - 1] - x[0]);
  const beta = units.map((i) => -b[i] / w[i]);
  const nearest = units.map((i) =>
    distinct.reduce(
      (best, at) => (Math.abs(at - beta[i]) <= Math.abs(best - beta[i]) ? at : best),
      distinct[0],
    ),
  );
  const stuckUnits = units.filter((i) => w[i] !== 0 && Math.abs(beta[i] - nearest[i]) <= reach);
  const stuckLevels = stuckUnits.map((i) => {
    const at = nearest[i];
    const beyond = data.filter((n) => (w[i] > 0 ? x[n] > at : x[n] < at));
    const there = data.filter((n) => x[n] === at);
    const pull = total(there, (n) => epsilon[n]);
    const force = total(beyond, (n) => epsilon[n]);
    const activity = pull === 0 ? 0 : -force / pull;
    const held = Math.min(1, Math.max(0, activity));
    const scale = total([...beyond, ...there], (n) => size[n]);
    const left = scale === 0 || v[i] === 0 ? 0 : Math.abs(force + held * pull) / scale;
    const isFitted = Math.abs(pull) <= tolerance * total(there, (n) => terms[n]);
    return {
      activity: isFitted ? NaN : activity,
      level: Math.max(
        left,
        level([...beyond, ...there], (n) => x[n] - at),
      ),
    };
  });
  const heldLevel = units.map((i) => stuckLevels[stuckUnits.indexOf(i)]?.level ?? unitLevel[i]);
  const smoothLevel = Math.max(bias, ...unitLevel);
  const generalisedLevel = Math.max(bias, ...heldLevel);

  const cuts = [...new Set(beta.filter(Number.isFinite))];
  const pieceOf = (n: number): number => cuts.filter((cut) => cut <= x[n]).length;
  const pieces = cuts.concat(NaN).map((_, piece) => {
    const inside = data.filter((n) => pieceOf(n) === piece);
    const middle = (x[inside[0]] + x[inside[inside.length - 1]]) / 2;
    return Math.max(
      level(inside, () => 1),
      level(inside, (n) => x[n] - middle),
    );
  });
  const pieceLevel = Math.max(0, ...pieces);

  const isTied = (i: number): boolean => data.some((n) => w[i] * x[n] + b[i] === 0);
  const tied = units.some(isTied);
  const used = units.filter((i) => v[i] !== 0);
  const gaps = distinct.slice(1).map((high, g) => [distinct[g], high]);
  const isPair = (i: number, j: number): boolean =>
    w[i] > 0 &&
    w[j] < 0 &&
    sees[i].length > 0 &&
    sees[j].length > 0 &&
    sees[i].length + sees[j].length === x.length &&
    sees[i][0] === sees[j].length;
  const residualLevel = Math.max(...data.map((n) => (terms[n] === 0 ? 0 : Math.abs(epsilon[n]) / terms[n])));
  const hidden = units.some((i) => v[i] === 0 && slopeLevel[i] > tolerance);
  return {
    kind:
      residualLevel <= tolerance
        ? 'global-minimum'
        : smoothLevel <= tolerance && !tied
          ? hidden
            ? 'strict-saddle'
            : 'local-minimum'
          : generalisedLevel <= tolerance
            ? 'generalised-critical-point'
            : 'not-critical',
    smoothLevel,
    generalisedLevel,
    worstUnit: generalisedLevel > bias ? heldLevel.indexOf(generalisedLevel) : null,
    stuck: stuckUnits.map((unit) => ({
      unit,
      x: nearest[unit],
      distance: Math.abs(beta[unit] - nearest[unit]),
    })),
    stuckLevels,
    pieceLevel,
    worstPiece: pieceLevel > 0 ? pieces.indexOf(pieceLevel) : -1,
    noBreakpointOnDatum: stuckUnits.length === 0 && !tied,
    inputInSpan: used.some((i) => sees[i].length === x.length)
      ? 'always-active-unit'
      : used.some((i) => used.some((j) => isPair(i, j)))
        ? 'opposite-pair'
        : null,
    lonely: new Set(data.map(pieceOf)).size === x.length,
    unitInEveryGap: gaps.every(([low, high]) =>
      used.some((i) => w[i] !== 0 && beta[i] > low && beta[i] < high),
    ),
  };
}
