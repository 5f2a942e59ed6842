import { joined } from '../parts.js';
import type { SuiteRecord } from '../record.js';
import type { Session } from '../session.js';
import { accuracyPart, precisionPart } from './flow/precision.js';
import { stepPart } from './flow/steps.js';
import { noisePart, smoothPart } from './flow/sweeps.js';

/** Gradient flow: the cost of a step, white noise, smooth targets, and work against precision beside SciPy. */
export function flowSuite(session: Session): SuiteRecord {
  return session.record({
    name: 'flow',
    title: 'Gradient flow',
    ...joined([
      stepPart(session),
      noisePart(session, 'spaced'),
      noisePart(session, 'random'),
      smoothPart(session),
      precisionPart(session),
      accuracyPart(session),
    ]),
  });
}
