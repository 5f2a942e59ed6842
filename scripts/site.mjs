// What the API site has beyond TypeDoc's own: titles, names of parameters, and links where the documents and docstrings,
// which must be readable on a code host and in an editor too, have words.
import { readdirSync, readFileSync, renameSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { Converter, DocumentReflection, PageEvent, ReflectionKind, RendererEvent } from 'typedoc';

/** Calls documents by the names given by their paths, and not by their files, of which several are README. */
export const titles = (names) => (app) => {
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, document) => {
    const file = app.files.getReflectionPath(document) ?? '';
    const found = Object.entries(names).find(([path]) => file.endsWith(`/${path}`));
    if (found) document.name = found[1];
  });
};

/** What a destructured parameter is called, which has no name of its own: by its type, or `options`. */
export function parameterNames(app) {
  const words = {
    Dataset: 'data',
    MultivariateDataset: 'data',
    PiecewisePolynomial: 'spline',
    Sweep: 'sweep',
  };
  app.converter.on(Converter.EVENT_CREATE_PARAMETER, (_, parameter) => {
    if (!parameter.kindOf(ReflectionKind.Parameter) || parameter.name !== '__namedParameters') return;
    const type = parameter.type?.type === 'reference' ? parameter.type.name : '';
    parameter.name = words[type] ?? (type.endsWith('Network') ? 'network' : 'options');
  });
}

/** Places in the source are named and not linked: there is no public repository to link to. */
export function placesWithoutLinks(app) {
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const { sources } of Object.values(project.reflections)) {
      for (const source of sources ?? []) delete source.url;
    }
  });
}

/** Anchors that documents set themselves, `<a id="e7">`, are there to be linked to: TypeDoc knows headings alone. */
export function anchorsInDocuments(app) {
  app.renderer.on(PageEvent.END, ({ contents, model }) => {
    if (!(model instanceof DocumentReflection)) return;
    const slugger = app.renderer.router.getSlugger(model);
    for (const [, id] of contents.matchAll(/<a id="([^"]+)"/g)) {
      if (!slugger.hasAnchor(id)) slugger.slug(id);
    }
  });
}

/** Sources that documents link to are copied as text, which every browser shows; some take `.ts` for a video. */
export function sourcesAsText(app) {
  const source = /\.(?:ts|mjs|py|c|sh|sbatch)$/;
  app.renderer.on(PageEvent.END, (page) => {
    page.contents = page.contents?.replace(/href="[^":]*media\/[^"/]+"/g, (link) =>
      source.test(link.slice(0, -1)) ? `${link.slice(0, -1)}.txt"` : link,
    );
  });
  app.renderer.on(RendererEvent.END, ({ outputDirectory }) => {
    const media = join(outputDirectory, 'media');
    for (const file of readdirSync(media).filter((path) => source.test(path))) {
      renameSync(join(media, file), join(media, `${file}.txt`));
    }
  });
}

/**
 * "theory 2.3", "erratum 7", "errata 27, 28" become links, in docstrings and documents; in documents so do the names of
 * functions, to the page of the entry that is named after them (`a`, `b` from `entry`), else of the first that has one.
 */
export function citations(app) {
  const theory = headings(new URL('../docs/theory.md', import.meta.url));
  app.renderer.on(PageEvent.END, (page) => {
    if (!page.contents) return;
    const to = (target) => posix.relative(dirname(page.url), target);
    const isDocument = page.model instanceof DocumentReflection;
    const places = {
      theory: (section) => theory.get(section) && `${to('documents/Theory.html')}#${theory.get(section)}`,
      errat: (number) => `${to('documents/Errata.html')}#e${number}`,
    };
    if (isDocument && places[page.model.name.toLowerCase()]) delete places[page.model.name.toLowerCase()];
    if (isDocument && page.model.name === 'Errata') delete places.errat;
    const names = isDocument ? publicPages(page.project, app.renderer.router) : new Map();
    page.contents = outsideLinks(page.contents, {
      text: (text) =>
        text.replace(
          /\b(theory|errat)(?:um|a)?\s\d+(?:\.\d+)?(?:(?:,\s|\sand\s|\sto\s)\d+(?:\.\d+)?)*/g,
          (list, kind) =>
            list.replace(/(?:\b[a-z]+\s)??\d+(?:\.\d+)?/g, (item) => {
              const href = places[kind]?.(/[\d.]+$/.exec(item)[0]);
              return href ? `<a href="${href}">${item}</a>` : item;
            }),
        ),
      code: (name, after) => {
        const pages = names.get(name);
        if (pages === undefined) return null;
        const entry = /^[^;]*?from <code>([\w/-]+)<\/code>/.exec(after.split(/<\/(?:td|p|li)>/, 1)[0])?.[1];
        return to(pages.get(entry) ?? [...pages.values()][0]);
      },
    });
  });
}

/** The anchors of numbered headings: "2.3" to "23-the-hessian". */
function headings(file) {
  const found = readFileSync(file, 'utf8').matchAll(/^##+ ((\d+(?:\.\d+)?)\.? .+)$/gm);
  const slug = (title) =>
    title
      .toLowerCase()
      .replace(/[.,:*`()]/g, '')
      .replace(/\s/g, '-');
  return new Map(Array.from(found, ([, title, number]) => [number, slug(title)]));
}

/** Of each public value its pages, by entry. */
function publicPages(project, router) {
  const pages = new Map();
  for (const module of project.children ?? []) {
    for (const child of module.children ?? []) {
      if (!child.kindOf([ReflectionKind.Function, ReflectionKind.Variable, ReflectionKind.Class])) continue;
      if (!router.hasOwnDocument(child)) continue;
      const known = pages.get(child.name) ?? new Map();
      pages.set(child.name, known.set(module.name, router.getFullUrl(child)));
    }
  }
  return pages;
}

/** Puts links into the running text of a page and around its code spans, where there are none and no headings. */
function outsideLinks(html, { text, code }) {
  const closed = /^<\/?(?:a|pre|code|script|style|title|h[1-6]|nav|svg|button|summary)[\s>]/;
  let depth = 0;
  let at = 0;
  let out = '';
  for (const [tag] of html.matchAll(/<[^>]+>|[^<]+/g)) {
    const span = depth === 0 && tag === '<code>' && /^<code>(\w+)<\/code>/.exec(html.slice(at, at + 80));
    const href = span ? code(span[1], html.slice(at + span[0].length, at + 2000)) : null;
    at += tag.length;
    if (href) {
      out += `<a href="${href}"><code>`;
      depth = -1;
    } else if (depth === -1) {
      out += tag === '</code>' ? '</code></a>' : tag;
      if (tag === '</code>') depth = 0;
    } else if (tag.startsWith('<')) {
      if (closed.test(tag)) depth += tag.startsWith('</') ? -1 : 1;
      out += tag;
    } else {
      out += depth === 0 ? text(tag) : tag;
    }
  }
  return out;
}
