import type { Range, TimeAxis } from '../models.js';
import { timeUnit } from './scales.js';

/** A place on an axis, with its words. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** Round numbers in a range, about `count` of them: multiples of 1, 2 or 5 times a power of ten. */
export function linearTicks({ low, high }: Range, count: number): Tick[] {
  const width = high - low;
  if (!(width > 0) || !Number.isFinite(width)) return [];
  const rough = width / Math.max(count, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10) * power;
  const ticks: Tick[] = [];
  // By multiples, not by adding up, so that zero is zero.
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) {
    ticks.push({ value: k * step, label: stepLabel(k * step, step) });
    if (ticks.length > 100) break;
  }
  return ticks;
}

/** Powers of ten in a range of positive numbers, at most `count` of them; below a decade also 2 and 5 times these. */
export function logTicks({ low, high }: Range, count: number): Tick[] {
  if (!(low > 0) || !(high > low) || !Number.isFinite(high)) return [];
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const stride = Math.max(1, Math.ceil((last - first) / Math.max(count, 1)));
  const factors = last - first <= 2 ? [1, 2, 5] : [1];
  const ticks: Tick[] = [];
  for (let exponent = Math.ceil(first / stride) * stride; exponent <= last; exponent += stride) {
    for (const factor of factors) {
      const value = Number(`${factor}e${exponent}`);
      if (value >= low * (1 - 1e-12) && value <= high * (1 + 1e-12)) {
        ticks.push({ value, label: factors.length > 1 ? numberLabel(value) : powerLabel(exponent) });
      }
    }
  }
  return ticks;
}

/** Ticks of a time axis; on a log scale the beginning and the powers of ten after its unit. */
export function timeTicks(axis: TimeAxis, firstStep: number, count: number): Tick[] {
  const { from, to } = axis;
  if (axis.scale === 'linear') return linearTicks({ low: from, high: to }, count);
  const unit = timeUnit(axis, firstStep);
  const later = logTicks({ low: unit, high: to - from }, Math.max(count - 1, 1));
  const start = numberLabel(from);
  const prefix = from === 0 ? '' : `${start} + `;
  return [
    { value: from, label: start },
    ...later.map(({ value, label }) => ({ value: from + value, label: prefix + label })),
  ];
}

/** 10ⁿ. */
export function powerLabel(exponent: number): string {
  if (exponent === 0) return '1';
  if (exponent === 1) return '10';
  const raised = String(exponent).replace(/./g, (digit) => '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'['-0123456789'.indexOf(digit)]);
  return `10${raised}`;
}

/** A number in at most `digits` digits, with a true minus sign. */
export function numberLabel(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'none' : value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  const isPlain = size === 0 || (size >= 1e-3 && size < 1e6);
  const text = isPlain ? String(Number(value.toPrecision(digits))) : exponential(value, digits - 1);
  return text.replace('-', '−');
}

function exponential(value: number, decimals: number): string {
  const [mantissa, exponent] = value.toExponential(decimals).split('e');
  return `${String(Number(mantissa))}e${exponent.replace('+', '').replace('-', '−')}`;
}

function stepLabel(value: number, step: number): string {
  const size = Math.abs(value);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  if (value === 0) return '0';
  const isPlain = decimals <= 5 && size < 1e7;
  const digits = Math.min(Math.max(1, Math.floor(Math.log10(size)) + decimals + 1), 16);
  return isPlain ? value.toFixed(decimals).replace('-', '−') : exponentialStep(value, digits - 1);
}

function exponentialStep(value: number, decimals: number): string {
  return exponential(value, Math.max(decimals, 0)).replace('-', '−');
}
