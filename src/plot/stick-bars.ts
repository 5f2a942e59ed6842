import type { JsonObject } from './spec.js';
import type { CheckedRecords, StickRecord } from './trajectory-records.js';

/** A time during which about the same number of breakpoints lies on a datum, facing the same way. */
export interface StickBar extends JsonObject {
  readonly from: number;
  readonly to: number;
  /** The datum. */
  readonly x: number;
  /** The largest number during that time. */
  readonly count: number;
  /** Rounded down, the logarithm of the number to the base 2: the same all the time. */
  readonly level: number;
}

/** All bars of one orientation. */
export interface FacingBars {
  /** +1, −1, or 0 where it is not told. */
  readonly orientation: number;
  readonly bars: readonly StickBar[];
}

/** The times on data of all units, added up by datum and orientation and cut to [`begin`, `end`]. */
export function stickBars(
  sticks: readonly StickRecord[],
  records: CheckedRecords,
  distinct: Float64Array,
  { begin, end }: { readonly begin: number; readonly end: number },
): FacingBars[] {
  const changes = new Map<string, { orientation: number; datum: number; at: Map<number, number> }>();
  for (const stick of sticks) {
    const from = Math.max(stick.from, begin);
    const to = Math.min(stick.to, end);
    if (!(from < to)) continue;
    const orientation = facingOf(stick, records);
    const key = `${stick.datum} ${orientation}`;
    const entry = changes.get(key) ?? { orientation, datum: stick.datum, at: new Map<number, number>() };
    changes.set(key, entry);
    entry.at.set(from, (entry.at.get(from) ?? 0) + 1);
    entry.at.set(to, (entry.at.get(to) ?? 0) - 1);
  }
  const bars = new Map<number, StickBar[]>([1, -1, 0].map((orientation) => [orientation, []]));
  for (const { orientation, datum, at } of changes.values()) {
    const steps = [...at].sort(([a], [b]) => a - b).filter(([, change]) => change !== 0);
    const rows: StickBar[] = [];
    let count = 0;
    steps.forEach(([from, change], k) => {
      count += change;
      if (count === 0) return;
      const [level, to] = [Math.floor(Math.log2(count)), steps[k + 1][0]];
      const last = rows.at(-1);
      if (last?.level === level && last.to === from) {
        rows[rows.length - 1] = { ...last, to, count: Math.max(last.count, count) };
      } else rows.push({ from, to, x: distinct[datum], count, level });
    });
    bars.get(orientation)?.push(...rows);
  }
  return Array.from(bars, ([orientation, rows]) => ({ orientation, bars: rows })).filter(
    (facing) => facing.bars.length > 0,
  );
}

/** A stuck unit faces one way throughout: as it is recorded then, or next. */
function facingOf({ unit, from }: StickRecord, { times, orientations }: CheckedRecords): number {
  if (orientations === null) return 0;
  const next = times.findIndex((time) => time >= from);
  return orientations[next === -1 ? times.length - 1 : next][unit];
}
