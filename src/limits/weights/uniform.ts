import { kernelFromTails } from '../density.js';
import type { KernelWeight, LocalMoments } from '../density.js';

const NOTHING: LocalMoments = { zeroth: 0, first: 0, second: 0 };

/** Breakpoints uniform on [a, b]: polynomials of positive terms, inside and outside the interval (theory 11.2). */
export function uniformWeight(a: number, b: number): KernelWeight {
  const L = b - a;
  const centre = a + L / 2;
  const moments = (anchor: number, end: number): LocalMoments => {
    const low = Math.max(Math.min(anchor, end), a);
    const high = Math.min(Math.max(anchor, end), b);
    if (!(low < high)) return NOTHING;
    const width = high - low;
    const near = anchor < end ? low - anchor : anchor - high;
    return {
      zeroth: width / L,
      first: (width / L) * (near + width / 2),
      second: (width / L) * (near * near + near * width + (width * width) / 3),
    };
  };
  return {
    density: (beta) => (beta >= a && beta <= b ? 1 / L : 0),
    support: [a, b],
    special: [a, b],
    byRule: false,
    mass: 1,
    centre,
    spread: (L * L) / 12,
    first: centre,
    moments,
    curved(m, M) {
      const low = Math.max(m, a);
      const high = Math.min(M, b);
      if (!(low < high)) return 0;
      const width = high - low;
      const before = low - m;
      const after = M - high;
      return (width / L) * ((width * width) / 6 + (width * (before + after)) / 2 + before * after);
    },
    kernel: (m, M) => kernelFromTails(moments(m, -Infinity), moments(M, Infinity), M - m),
  };
}
