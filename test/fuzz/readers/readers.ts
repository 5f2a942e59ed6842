import type { Subject } from '../subject.js';
import { npzByteSubject, npzSubject, safetensorsSubject } from './binary.js';
import { checkpointSubject, layersSubject } from './checkpoints.js';
import { csvSubject } from './csv.js';
import { droppedSubject, linkSubject } from './explorer.js';
import { fileSubject } from './files.js';
import { networkJsonSubject, stateDictSubject } from './json.js';
import { recordsSubject, specSubject } from './sweeps.js';

/** Everything in this repository that reads what somebody wrote. */
export const readerSubjects: readonly Subject[] = [
  csvSubject,
  stateDictSubject,
  networkJsonSubject,
  safetensorsSubject,
  npzSubject,
  npzByteSubject,
  checkpointSubject,
  layersSubject,
  fileSubject,
  specSubject,
  recordsSubject,
  droppedSubject,
  linkSubject,
];
