import type { Suite } from '../session.js';
import { accuracySuite } from './accuracy.js';
import { deepSuite } from './deep.js';
import { descentSuite } from './descent.js';
import { fitSuite } from './fit.js';
import { flowSuite } from './flow.js';
import { gradientSuite } from './gradient.js';
import { hessianSuite } from './hessian.js';
import { initSuite } from './init.js';
import { installSuite } from './install.js';
import { kernelSuite } from './kernel.js';
import { limitsSuite } from './limits.js';
import { momentsSuite } from './moments.js';
import { multivariateSuite } from './multivariate.js';
import { segmentsSuite } from './segments.js';
import { splinesSuite } from './splines.js';

/** Every suite by its name, in the order of the report. */
export const SUITES: ReadonlyMap<string, Suite> = new Map(
  Object.entries({
    gradient: gradientSuite,
    moments: momentsSuite,
    accuracy: accuracySuite,
    hessian: hessianSuite,
    descent: descentSuite,
    flow: flowSuite,
    init: initSuite,
    splines: splinesSuite,
    segments: segmentsSuite,
    fit: fitSuite,
    kernel: kernelSuite,
    limits: limitsSuite,
    deep: deepSuite,
    multivariate: multivariateSuite,
    install: installSuite,
  }),
);
