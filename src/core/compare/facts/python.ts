/** Imports of a Python source: which modules, from which line, and whether they run with the module or only when a function is called. */

export interface PythonImport {
  /** Dotted name without leading dots; empty for `from . import x`. */
  readonly module: string;
  /** Leading dots of a relative import. */
  readonly level: number;
  /** Names behind `from … import`, which may be modules themselves. */
  readonly names: readonly string[];
  readonly line: number;
  /** Inside a function: runs only when that is called. */
  readonly lazy: boolean;
  /** Inside try: the program may go on without. */
  readonly guarded: boolean;
}

interface Block {
  readonly indent: number;
  readonly kind: 'def' | 'try' | 'skip' | 'main';
}

/** Imports in order. `TYPE_CHECKING` blocks never run and are left out; so is what cannot be understood. */
export function readPythonImports(source: string): PythonImport[] {
  const imports: PythonImport[] = [];
  const lines = withoutTexts(source).split('\n');
  let blocks: Block[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = at + 1;
    let text = lines[at]!.replace(/#.*$/, '');
    if (text.trim() === '') continue;
    const indent = indentOf(text);
    blocks = blocks.filter((block) => block.indent < indent);
    if (/^\s*(?:from|import)\s/.test(text)) {
      // Parentheses and backslashes carry a statement over several lines.
      for (let more = 0; more < 400 && at + 1 < lines.length && (open(text) > 0 || /\\\s*$/.test(text)); more += 1) {
        at += 1;
        text = `${text.replace(/\\\s*$/, '')} ${lines[at]!.replace(/#.*$/, '')}`;
      }
      if (!blocks.some(({ kind }) => kind === 'skip')) {
        const lazy = blocks.some(({ kind }) => kind === 'def' || kind === 'main');
        const guarded = blocks.some(({ kind }) => kind === 'try');
        for (const part of text.split(';')) imports.push(...statement(part.trim(), line, lazy, guarded));
      }
      continue;
    }
    const trimmed = text.trim();
    if (/^(?:async\s+)?def\s|^lambda\b/.test(trimmed)) blocks.push({ indent, kind: 'def' });
    else if (/^(?:if|elif)\s+(?:typing\.|t\.)?TYPE_CHECKING\b/.test(trimmed)) blocks.push({ indent, kind: 'skip' });
    else if (/^if\s+__name__\s*==/.test(trimmed)) blocks.push({ indent, kind: 'main' });
    else if (/^(?:try|except|else|finally)\b.*:\s*$/.test(trimmed)) blocks.push({ indent, kind: 'try' });
    const inline = /^[^:]*:\s*((?:from|import)\s.*)$/.exec(trimmed);
    if (inline && !blocks.some(({ kind }) => kind === 'skip')) {
      imports.push(...statement(inline[1]!, line, blocks.some(({ kind }) => kind === 'def' || kind === 'main'), true));
    }
  }
  for (const match of source.matchAll(/\b(?:import_module|__import__|find_spec)\(\s*(['"])([\w.]+)\1/g)) {
    const module = match[2]!;
    imports.push({ module: module.replace(/^\.+/, ''), level: /^\.*/.exec(module)![0].length, names: [], line: lineAt(source, match.index), lazy: true, guarded: false });
  }
  return imports;
}

function statement(text: string, line: number, lazy: boolean, guarded: boolean): PythonImport[] {
  const from = /^from\s+(\.*)\s*([\w.]*)\s+import\s+\(?([^)]*)\)?/.exec(text);
  if (from) {
    const names = from[3]!.split(',').map((name) => name.trim().split(/\s+as\s+/)[0]!.trim()).filter((name) => /^[\w*]+$/.test(name));
    return [{ module: from[2]!, level: from[1]!.length, names, line, lazy, guarded }];
  }
  const plain = /^import\s+(.+)$/.exec(text);
  if (!plain) return [];
  return plain[1]!.split(',').map((name) => name.trim().split(/\s+as\s+/)[0]!.trim()).filter((name) => /^[\w.]+$/.test(name))
    .map((module) => ({ module, level: 0, names: [], line, lazy, guarded }));
}

/** Blanks the inside of triple-quoted texts, lines kept. */
function withoutTexts(source: string): string {
  return source.replace(/\r\n?/g, '\n').replace(/("""|''')[\s\S]*?\1/g, (text) => `""${'\n'.repeat(text.split('\n').length - 1)}`);
}

function indentOf(text: string): number {
  let width = 0;
  for (const char of text) {
    if (char === ' ') width += 1;
    else if (char === '\t') width += 8 - (width % 8);
    else break;
  }
  return width;
}

function open(text: string): number {
  return (text.match(/\(/g)?.length ?? 0) - (text.match(/\)/g)?.length ?? 0);
}

/** Line of an offset, from 1. */
export function lineAt(source: string, offset: number): number {
  let line = 1;
  for (let at = source.indexOf('\n'); at >= 0 && at < offset; at = source.indexOf('\n', at + 1)) line += 1;
  return line;
}
