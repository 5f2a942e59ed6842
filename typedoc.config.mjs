// The API site: `npm run docs` builds it into site/, static files that any host serves and that work from a folder.
import { readFileSync } from 'node:fs';
import {
  anchorsInDocuments,
  citations,
  parameterNames,
  placesWithoutLinks,
  sourcesAsText,
  titles,
} from './scripts/site.mjs';

/** The documents beside the README, in the order of the sidebar, and what they are called there. */
const documents = {
  'docs/theory.md': 'Theory',
  'docs/paper-to-code.md': 'From the paper to the code',
  'docs/errata.md': 'Errata',
  'docs/reproduction.md': 'Reproduction',
  'docs/deep.md': 'Deep networks',
  'examples/sweeps/README.md': 'Sweeps',
  'bench/README.md': 'Benchmarks',
  'ARCHITECTURE.md': 'Architecture',
  'CONTRIBUTING.md': 'Contributing',
  'CHANGELOG.md': 'Changelog',
};

const { name, exports } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8'));

/** @type {Partial<import('typedoc').TypeDocOptions>} */
export default {
  name,
  includeVersion: true,
  // What package.json exports; each is called by the @module tag in its first docstring, as a user imports it.
  entryPoints: Object.values(exports)
    .filter(({ types }) => types !== undefined)
    .map(({ types }) => types.replace('./dist/', 'src/').replace('.d.ts', '.ts')),
  projectDocuments: Object.keys(documents),
  out: 'site',
  plugin: [
    titles(documents),
    parameterNames,
    placesWithoutLinks,
    anchorsInDocuments,
    sourcesAsText,
    citations,
  ],

  treatWarningsAsErrors: true,
  // `npm run types` does that.
  skipErrorChecking: true,
  validation: { notExported: true, invalidLink: true, notDocumented: true, rewrittenLink: true },
  // Not properties: where a name says it all, as in `from` and `to`, a comment would only say it again.
  requiredToBeDocumented: [
    'Module',
    'Class',
    'Constructor',
    'Function',
    'Interface',
    'Method',
    'TypeAlias',
    'Variable',
  ],
  intentionallyNotExported: [
    // Parts of workspaces and memories, which users hand back unopened.
    'src/loss/curvature/unit-sums.ts:UnitSums',
    'src/loss/range-moments.ts:RangeMoments',
    'src/numeric/prefix-sums.ts:PrefixSums',
    'src/loss/curvature/line-gram.ts:LineGramWorkspace',
    'src/flow/rest-watch.ts:RestWatch',
    // Names for what is written out beside them.
    'src/numeric/quadrature.ts:QuadratureOptions',
  ],

  // The link is taken off again by `placesWithoutLinks`.
  disableGit: true,
  sourceLinkTemplate: '{path}#L{line}',
  excludeExternals: true,
  includeHierarchySummary: false,
  sortEntryPoints: false,
  kindSortOrder: ['Document', 'Module', 'Function', 'Class', 'Variable', 'Interface', 'TypeAlias'],
  groupOrder: ['Functions', 'Classes', 'Variables', 'Interfaces', 'Type Aliases', '*'],
  headings: { readme: false },
  useFirstParagraphOfCommentAsSummary: true,
  navigation: { includeFolders: false },
  searchInComments: true,
  searchInDocuments: true,
  customCss: 'docs/site.css',
};
