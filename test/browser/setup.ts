/** Builds and serves the site once for all files of tests. */
import type { TestProject } from 'vitest/node';
import { serveExplorer } from './site.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the page. */
    site: string;
  }
}

/** Before the first test; what it returns is called after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, close } = await serveExplorer();
  project.provide('site', url);
  return close;
}
