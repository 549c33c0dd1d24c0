/** Finds the simple commands in a bash syntax tree, with their words, redirections and the way they are joined. */
import type { Span } from './model';
import type { ShellCommand, ShellRedirect, ShellScript, ShellStatement, ShellWord } from './shell';
import { breakOf } from './shell-break';
import type { ShellFault, ShellNode } from './shell-tree';
import { expansionsIn, expansionsOf, readWord } from './shell-word';

type Joint = NonNullable<ShellCommand['joinedBy']>;

/** A word with its index in the script. */
type PlacedWord = ShellWord & { readonly at: number };

interface Draft {
  start: number;
  end: number;
  name?: ShellWord;
  readonly words: PlacedWord[];
  readonly assignments: ShellWord[];
  readonly redirects: ShellRedirect[];
  inPipeline: boolean;
  pipesInto: boolean;
  joinedBy?: Joint;
  readonly depth: number;
}

/** What is known of a script that cannot be parsed. */
export const UNREADABLE: ShellScript = { commands: [], hasPipe: false, hasErrors: true, connectives: [], statements: [] };

/** What is known of a script that is too long, too deep or too slow to be parsed: told by being this very object. */
export const TOO_MUCH: ShellScript = { ...UNREADABLE };

/** Constructs whose commands are one level deeper. */
const NESTING: ReadonlySet<string> = new Set([
  'subshell', 'compound_statement', 'command_substitution', 'process_substitution', 'if_statement', 'while_statement',
  'for_statement', 'c_style_for_statement', 'case_statement', 'function_definition',
]);

const JOINTS: Readonly<Record<string, Joint>> = { '&&': '&&', '||': '||', ';': ';', ';;': ';', '&': '&', '\n': 'newline' };

/**
 * Reads a script out of its tree. tree-sitter-bash puts words that follow a redirection into that redirection, and breaks some
 * words at quotes or braces; both are put right here.
 */
export function readScript(text: string, root: ShellNode, faults: readonly ShellFault[], offsetAt: (index: number) => number): ShellScript {
  const stop = breakOf(text, root, faults);
  if (stop === 0) return UNREADABLE;
  const drafts: Draft[] = [];
  const connectives: (Span & { operator: Exclude<Joint, '|'> })[] = [];
  let firstPipe = Infinity;

  const span = (start: number, end: number): Span => {
    const from = offsetAt(start);
    return { start: from, end: end > start ? offsetAt(end - 1) + 1 : from };
  };

  // A file may have a hundred thousand words: each is made once, and not out of parts.
  const word = (start: number, end: number, nodes: readonly ShellNode[]): PlacedWord => {
    const { value, simplified, literal } = readWord(text, start, end, expansionsIn(nodes));
    const from = offsetAt(start);
    return { value, simplified, literal, raw: text.slice(start, end), start: from, end: end > start ? offsetAt(end - 1) + 1 : from, at: start };
  };

  /** Joins nodes that touch: a shell word ends at a blank or an operator only. */
  const words = (nodes: readonly ShellNode[]): PlacedWord[] => {
    const groups: ShellNode[][] = [];
    let end = -1;
    for (const node of nodes) {
      if (node.end === node.start) continue;
      if (node.start === end) groups[groups.length - 1]?.push(node);
      else groups.push([node]);
      end = node.end;
    }
    return groups.map((group) => {
      const start = group[0]?.start ?? 0;
      return word(start, group[group.length - 1]?.end ?? start, group);
    });
  };

  /** Commands inside the expansions of words. */
  const walkExpansions = (nodes: readonly ShellNode[], depth: number): void => {
    for (const node of nodes) for (const expansion of expansionsOf(node)) walkInside(expansion, depth);
  };

  const walkInside = (node: ShellNode, depth: number): void => {
    walkAll(node.children, NESTING.has(node.type) ? depth + 1 : depth, undefined);
  };

  const begin = (node: ShellNode, depth: number, joint: Joint | undefined): Draft => {
    const draft: Draft = {
      start: node.start, end: node.end, words: [], assignments: [], redirects: [], inPipeline: false, pipesInto: false, depth,
      ...(joint === undefined ? {} : { joinedBy: joint }),
    };
    drafts.push(draft);
    return draft;
  };

  const redirect = (node: ShellNode, owner: Draft | undefined, depth: number): Draft | undefined => {
    const targets = node.children.filter((child) => child.named && child.type !== 'file_descriptor' && !isHeredocPart(child));
    const operator = node.children.find((child) => !child.named)?.type ?? '';
    const list = words(targets.filter((child) => !isStatement(child)));
    const heredoc = node.type === 'heredoc_redirect';
    const [target] = list;
    const extra = heredoc ? list : list.slice(1);
    let tail = owner;
    if (tail === undefined && extra.length > 0) tail = begin(node, depth, undefined);
    tail?.redirects.push({ operator, ...span(node.start, node.end), ...(target === undefined || heredoc ? {} : { target }) });
    tail?.words.push(...extra);
    walkExpansions(targets.filter((child) => !isStatement(child)), depth);
    for (const child of node.children) {
      if (child.type === 'heredoc_body') walkExpansions(child.children, depth);
      else if (isStatement(child)) walk(child, depth, child.type === 'pipeline' ? '|' : undefined);
    }
    if (node.children.some((child) => child.type === 'pipeline')) {
      firstPipe = Math.min(firstPipe, node.start);
      if (tail !== undefined) {
        tail.inPipeline = true;
        tail.pipesInto = true;
      }
    }
    return tail;
  };

  const command = (node: ShellNode, depth: number, joint: Joint | undefined): Draft => {
    const draft = begin(node, depth, joint);
    const plain: ShellNode[] = [];
    const later: ShellNode[] = [];
    for (const child of node.children) {
      if (child.type === 'variable_assignment' && node.type === 'command') draft.assignments.push(word(child.start, child.end, [child]));
      else if (isRedirect(child)) { later.push(child); continue; }
      else if (child.type === 'subshell' || child.type === 'comment') { later.push(child); continue; }
      else plain.push(child);
      later.push(child);
    }
    draft.words.push(...words(plain));
    for (const child of later) {
      if (isRedirect(child)) redirect(child, draft, depth);
      else if (child.type === 'subshell') walk(child, depth, undefined);
      else walkExpansions([child], depth);
    }
    return draft;
  };

  /** Walks one statement; answers with its last simple command, to which trailing redirections belong. */
  const walk = (node: ShellNode, depth: number, joint: Joint | undefined): Draft | undefined => {
    switch (node.type) {
      case 'command':
      case 'declaration_command':
      case 'unset_command':
        return command(node, depth, joint);
      case 'list':
        return walkAll(node.children, depth, joint);
      case 'pipeline': {
        let tail: Draft | undefined;
        const before = drafts.length;
        let join = joint;
        const count = node.children.filter((child) => child.named).length;
        let seen = 0;
        for (const child of node.children) {
          if (!child.named) continue;
          tail = walk(child, depth, join);
          seen += 1;
          if (tail !== undefined) tail.pipesInto ||= seen < count;
          join = '|';
        }
        if (count > 1) {
          firstPipe = Math.min(firstPipe, node.start);
          for (const draft of drafts.slice(before)) if (draft.depth === depth) draft.inPipeline = true;
        }
        return tail;
      }
      case 'redirected_statement': {
        let tail: Draft | undefined;
        for (const child of node.children) {
          if (isRedirect(child)) tail = redirect(child, tail, depth);
          else tail = walk(child, depth, joint);
        }
        return tail;
      }
      case 'negated_command':
        return walkAll(node.children, depth, joint);
      case 'variable_assignment':
      case 'variable_assignments':
      case 'test_command':
        walkExpansions(node.children, depth);
        return undefined;
      default:
        if (isRedirect(node)) return redirect(node, undefined, depth);
        walkInside(node, depth);
        return undefined;
    }
  };

  const walkAll = (nodes: readonly ShellNode[], depth: number, first: Joint | undefined): Draft | undefined => {
    let joint = first;
    let tail: Draft | undefined;
    for (const node of nodes) {
      if (!node.named) {
        const next = JOINTS[node.type] ?? (node.type.includes('\n') ? 'newline' : undefined);
        if (next === undefined) continue;
        joint = next;
        if (depth === 0 && next !== '|') connectives.push({ operator: next, ...span(node.start, node.end) });
      } else if (node.type === 'comment') continue;
      else {
        tail = walk(node, depth, joint);
        joint = undefined;
      }
    }
    return tail;
  };

  walkAll(root.children, 0, undefined);
  const read = stop === undefined ? drafts : drafts.filter((draft) => draft.start < stop);
  return {
    commands: read.flatMap((draft) => finish(draft, span)), hasPipe: firstPipe < (stop ?? Infinity), hasErrors: stop !== undefined, connectives,
    statements: statementsOf(root, span),
  };
}

function statementsOf(root: ShellNode, span: (start: number, end: number) => Span): readonly ShellStatement[] {
  return root.children.flatMap((node, index) => {
    if (!node.named || node.type === 'comment') return [];
    const background = root.children[index + 1]?.type === '&';
    return [{ type: node.type, background, heredoc: holdsHeredoc(node), ...span(node.start, node.end) }];
  });
}

function holdsHeredoc(node: ShellNode): boolean {
  return node.type === 'heredoc_redirect' || node.children.some(holdsHeredoc);
}

function isRedirect(node: ShellNode): boolean {
  return node.type === 'file_redirect' || node.type === 'heredoc_redirect' || node.type === 'herestring_redirect';
}

function isHeredocPart(node: ShellNode): boolean {
  return node.type === 'heredoc_start' || node.type === 'heredoc_body' || node.type === 'heredoc_end';
}

function isStatement(node: ShellNode): boolean {
  return node.type === 'pipeline' || node.type === 'list' || node.type === 'command' || node.type === 'redirected_statement' || isRedirect(node);
}

/** Turns a draft into a command, or into two where `time` or `coproc` runs another; drops what has no name. */
function finish(draft: Draft, span: (start: number, end: number) => Span): readonly ShellCommand[] {
  const words = draft.words.slice().sort((a, b) => a.at - b.at);
  const [name, ...args] = words;
  if (name === undefined) return [];
  const whole: ShellCommand = {
    name, args, assignments: draft.assignments, redirects: draft.redirects, inPipeline: draft.inPipeline, pipesInto: draft.pipesInto,
    depth: draft.depth, ...(draft.joinedBy === undefined ? {} : { joinedBy: draft.joinedBy }), ...span(draft.start, draft.end),
  };
  if (name.value !== 'time' && name.value !== 'coproc') return [whole];
  const inner = args.findIndex((arg) => !/^-|^!$|^[A-Za-z_]\w*=/.test(arg.raw));
  const innerName = args[inner];
  if (innerName === undefined) return [whole];
  return [
    { ...whole, args: args.slice(0, inner).filter(({ raw }) => raw.startsWith('-')), redirects: [] },
    { ...whole, name: innerName, args: args.slice(inner + 1), assignments: args.slice(0, inner).filter(({ raw }) => raw.includes('=')), start: innerName.start },
  ];
}
