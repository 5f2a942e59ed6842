import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** A public name, and what its docstring says. */
export interface Exported {
  readonly name: string;
  /** What it is imported from, such as `relu-splines/flow`. */
  readonly entry: string;
  /** Where it is declared, such as `src/flow/drive.ts`. */
  readonly file: string;
  readonly kind: 'function' | 'class' | 'constant' | 'type';
  readonly text: string;
  readonly examples: readonly string[];
  /** What it says of errors. */
  readonly throws: string;
  /** The types that its declaration speaks of, or that are inferred for it; the body of a function is not looked at. */
  readonly mentions: ReadonlySet<string>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The entries of package.json and their sources. */
export function entries(): { readonly entry: string; readonly source: string }[] {
  const { name, exports } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as {
    readonly name: string;
    readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
  };
  return Object.entries(exports).flatMap(([path, target]) => {
    if (typeof target === 'string') return [];
    const source = target.types.replace('./dist/', `${root}src/`).replace('.d.ts', '.ts');
    return [{ entry: name + path.slice(1), source }];
  });
}

/** Everything that the entries export, as the compiler reads it. */
export function publicNames(): Exported[] {
  const sources = entries();
  const program = ts.createProgram(
    sources.map(({ source }) => source),
    // No library of the language is needed to read names and docstrings.
    {
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      noLib: true,
      types: [],
    },
  );
  const checker = program.getTypeChecker();
  const declared = (symbol: ts.Symbol): ts.Symbol =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return sources.flatMap(({ entry, source }) => {
    const file = program.getSourceFile(source);
    const module = file && checker.getSymbolAtLocation(file);
    if (module === undefined) throw new Error(`${source} exports nothing`);
    return checker.getExportsOfModule(module).map((exported) => {
      const symbol = declared(exported);
      const declarations = symbol.declarations ?? [];
      return {
        name: exported.name,
        entry,
        file: declarations[0].getSourceFile().fileName.slice(root.length),
        kind: kindOf(symbol),
        text: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
        examples: symbol
          .getJsDocTags(checker)
          .filter((tag) => tag.name === 'example')
          .map((tag) => ts.displayPartsToString(tag.text)),
        throws: symbol
          .getJsDocTags(checker)
          .filter((tag) => tag.name === 'throws')
          .map((tag) => ts.displayPartsToString(tag.text))
          .join('\n'),
        mentions: mentionedIn(declarations, checker, declared),
      };
    });
  });
}

function kindOf({ flags }: ts.Symbol): Exported['kind'] {
  if (flags & ts.SymbolFlags.Function) return 'function';
  if (flags & ts.SymbolFlags.Class) return 'class';
  return flags & ts.SymbolFlags.Variable ? 'constant' : 'type';
}

function mentionedIn(
  declarations: readonly ts.Declaration[],
  checker: ts.TypeChecker,
  declared: (symbol: ts.Symbol) => ts.Symbol,
): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isBlock(node)) return;
    if (ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node)) {
      const symbol = checker.getSymbolAtLocation(
        ts.isTypeReferenceNode(node) ? node.typeName : node.expression,
      );
      if (symbol !== undefined) names.add(declared(symbol).name);
    }
    ts.forEachChild(node, visit);
  };
  for (const declaration of declarations) {
    visit(declaration);
    if (!ts.isVariableDeclaration(declaration)) continue;
    const inferred = checker.typeToString(
      checker.getTypeAtLocation(declaration),
      undefined,
      ts.TypeFormatFlags.NoTruncation,
    );
    for (const word of inferred.match(/\w+/g) ?? []) names.add(word);
  }
  return names;
}
