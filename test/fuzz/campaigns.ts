import { flowSubjects } from './flow/subjects.js';
import { readerSubjects } from './readers/readers.js';

/** All campaigns. */
export const CAMPAIGNS = { readers: readerSubjects, flow: flowSubjects } as const;
