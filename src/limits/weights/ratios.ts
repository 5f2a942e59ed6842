import { cauchyLaw } from '../../init/laws/cauchy.js';
import { uniformRatioLaw } from '../../init/laws/uniform-ratio.js';
import type { KernelWeight } from '../density.js';
import { symmetricWeight, termsOfIntegrals } from './symmetric.js';

/** Cauchy breakpoints of scale g (theory 11.2). */
export function cauchyWeight(g: number): KernelWeight {
  const law = cauchyLaw(g);
  return symmetricWeight({
    density: law.pdf,
    // Nothing happens at 0, but seen from afar the density is a narrow peak there.
    special: [0],
    mass: 1,
    second: Infinity,
    // ∫ (β − m)(M − β)/(g² + β²) dβ by parts; the difference of two arcs is an arc.
    curvedTerms(m, M) {
      const arc = Math.atan2(g * (M - m), g * g + m * M);
      const squares = (M - m) * (M + m);
      // ln (g² + M²)/(g² + m²), the larger one above.
      const ratio =
        squares >= 0 ? Math.log1p(squares / (g * g + m * m)) : -Math.log1p(-squares / (g * g + M * M));
      return [-(M - m), ((M + m) / 2) * ratio, g * arc, -((m * M) / g) * arc].map(
        (term) => (term * g) / Math.PI,
      );
    },
    leftTail: (x) => ({ zeroth: law.cdf(x), first: Infinity, second: Infinity }),
  });
}

/** Breakpoints that are the ratio of two uniform numbers, flat on [−r, r] (theory 11.2). */
export function uniformRatioWeight(r: number): KernelWeight {
  const law = uniformRatioLaw(r);
  return symmetricWeight({
    density: law.pdf,
    special: [-r, r],
    mass: 1,
    second: Infinity,
    curvedTerms: termsOfIntegrals(
      (t) => {
        const u = t / r;
        return (r / 4) * (u <= 1 ? (u * u) / 2 : 0.5 + 2 * (u - 1) - Math.log(u));
      },
      (t) => {
        const u = t / r;
        const e = u - 1;
        const integral = u <= 1 ? u ** 3 / 6 : 1 / 6 + e / 2 + e * e - (u * Math.log(u) - e);
        return ((r * r) / 4) * integral;
      },
    ),
    leftTail: (x) => ({ zeroth: law.cdf(x), first: Infinity, second: Infinity }),
  });
}
