import type { KernelWeight, LocalMoments } from '../density.js';
import { symmetricWeight, termsOfIntegrals } from './symmetric.js';

/**
 * p = q/2 of a network with uniform weights (theory 11.3): flat on [−r, r], r = a_b/a_w, and falling like β⁻⁴ beyond.
 */
export function uniformNetworkWeight(aB: number, aW: number): KernelWeight {
  const r = aB / aW;
  // p at 0, a_w²/(16r).
  const top = (aW / (16 * r)) * aW;
  const mass = (aW * aW) / 6;
  const second = (aB * aB) / 6;
  // In units of r and p(0): what lies beyond U ≥ 1.
  const beyond = (U: number): LocalMoments => ({
    zeroth: 1 / (3 * U ** 3),
    first: 1 / (6 * U * U),
    second: 1 / (3 * U),
  });
  const scaledTail = (u: number): LocalMoments => {
    if (u <= -1) return beyond(-u);
    const edge = beyond(1);
    if (u <= 1) {
      const d = u + 1;
      return {
        zeroth: edge.zeroth + d,
        first: edge.first + d * edge.zeroth + (d * d) / 2,
        second: edge.second + 2 * d * edge.first + d * d * edge.zeroth + d ** 3 / 3,
      };
    }
    // All there is, less what lies on the other side of u: little, since u is on the far side of the mass.
    const other = beyond(u);
    const all = 8 / 3;
    return {
      zeroth: all - other.zeroth,
      first: all * u + other.first,
      second: all + all * u * u - other.second,
    };
  };
  return symmetricWeight({
    density: (beta) => (beta <= r ? top : top * (r / beta) ** 4),
    special: [-r, r],
    mass,
    second,
    curvedTerms: termsOfIntegrals(
      (t) => {
        const u = t / r;
        return top * r * r * (u <= 1 ? (u * u) / 2 : -1 + (4 * u) / 3 + 1 / (6 * u * u));
      },
      (t) => {
        const u = t / r;
        return top * r ** 3 * (u <= 1 ? u ** 3 / 6 : 2 / 3 - u + (2 * u * u) / 3 - 1 / (6 * u));
      },
    ),
    leftTail(x) {
      const { zeroth, first, second: square } = scaledTail(x / r);
      return { zeroth: top * r * zeroth, first: top * r * r * first, second: top * r ** 3 * square };
    },
  });
}
