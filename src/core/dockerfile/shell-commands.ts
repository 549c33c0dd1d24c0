/** Finds the simple commands in a bash syntax tree, with their words, redirections and the way they are joined. */
import type { Span } from './model';
import type { ShellCommand, ShellRedirect, ShellScript, ShellStatement, ShellWord } from './shell';
import type { ShellNode } from './shell-tree';
import { expansionsIn, expansionsOf, readWord } from './shell-word';

type Joint = NonNullable<ShellCommand['joinedBy']>;

interface Draft {
  start: number;
  end: number;
  name?: ShellWord;
  readonly words: ShellWord[];
  readonly assignments: ShellWord[];
  readonly redirects: ShellRedirect[];
  inPipeline: boolean;
  pipesInto: boolean;
  joinedBy?: Joint;
  readonly depth: number;
}

/** What is known of a script that cannot be parsed. */
const UNREADABLE: ShellScript = { commands: [], hasPipe: false, hasErrors: true, connectives: [], statements: [] };

/** What is known of a script that is too long, too deep or too slow to be parsed: told by being this very object. */
export const TOO_MUCH: ShellScript = { ...UNREADABLE };

/** Constructs whose commands are one level deeper. */
const NESTING: ReadonlySet<string> = new Set([
  'subshell', 'compound_statement', 'command_substitution', 'process_substitution', 'if_statement', 'while_statement',
  'for_statement', 'c_style_for_statement', 'case_statement', 'function_definition',
]);

const JOINTS: Readonly<Record<string, Joint>> = { '&&': '&&', '||': '||', ';': ';', ';;': ';', '&': '&', '\n': 'newline' };

/**
 * Reads a script out of its tree.
 * @param stop where reading stopped though the text goes on; 0 if nothing of it makes sense
 */
export function readScript(text: string, root: ShellNode, stop: number | undefined, offsetAt: (index: number) => number): ShellScript {
  if (stop === 0) return UNREADABLE;
  const drafts: Draft[] = [];
  const connectives: (Span & { operator: Exclude<Joint, '|'> })[] = [];
  let hasPipe = false;

  const span = (start: number, end: number): Span => {
    const from = offsetAt(start);
    return { start: from, end: end > start ? offsetAt(end - 1) + 1 : from };
  };

  // A file may have a hundred thousand words: each is made once, and not out of parts.
  const word = (start: number, end: number, nodes: readonly ShellNode[]): ShellWord => {
    const { value, simplified, literal } = readWord(text, start, end, expansionsIn(nodes));
    const from = offsetAt(start);
    return { value, simplified, literal, raw: text.slice(start, end), start: from, end: end > start ? offsetAt(end - 1) + 1 : from };
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

  const redirect = (node: ShellNode, owner: Draft | undefined, depth: number): void => {
    const operator = node.children.find((child) => !child.named)?.type ?? '';
    const target = node.children.find((child) => child.type === 'word');
    owner?.redirects.push({ operator, ...span(node.start, node.end), ...(target === undefined ? {} : { target: word(target.start, target.end, [target]) }) });
    for (const child of node.children) walkExpansions(child.type === 'heredoc_body' ? child.children : [child], depth);
  };

  const command = (node: ShellNode, depth: number, joint: Joint | undefined): Draft => {
    const draft = begin(node, depth, joint);
    for (const child of node.children) {
      const list = child.type === 'variable_assignment' ? draft.assignments : draft.words;
      list.push(word(child.start, child.end, [child]));
    }
    walkExpansions(node.children, depth);
    return draft;
  };

  /** Walks one statement; answers with its last simple command, to which trailing redirections belong. */
  const walk = (node: ShellNode, depth: number, joint: Joint | undefined): Draft | undefined => {
    switch (node.type) {
      case 'command':
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
          hasPipe = true;
          for (const draft of drafts.slice(before)) if (draft.depth === depth) draft.inPipeline = true;
        }
        return tail;
      }
      case 'redirected_statement': {
        let tail: Draft | undefined;
        for (const child of node.children) {
          if (isRedirect(child)) redirect(child, tail, depth);
          else tail = walk(child, depth, joint);
        }
        return tail;
      }
      case 'negated_command':
        return walkAll(node.children, depth, joint);
      case 'variable_assignments':
      case 'test_command':
        walkExpansions(node.children, depth);
        return undefined;
      default:
        walkInside(node, depth);
        return undefined;
    }
  };

  const walkAll = (nodes: readonly ShellNode[], depth: number, first: Joint | undefined): Draft | undefined => {
    let joint = first;
    let tail: Draft | undefined;
    for (const node of nodes) {
      if (!node.named) {
        const next = JOINTS[node.type];
        if (next === undefined) continue;
        joint = next;
        if (depth === 0 && next !== '|') connectives.push({ operator: next, ...span(node.start, node.end) });
      } else {
        tail = walk(node, depth, joint);
        joint = undefined;
      }
    }
    return tail;
  };

  walkAll(root.children, 0, undefined);
  return {
    commands: drafts.flatMap((draft) => finish(draft, span)), hasPipe, hasErrors: stop !== undefined, connectives,
    statements: statementsOf(root, span),
  };
}

function statementsOf(root: ShellNode, span: (start: number, end: number) => Span): readonly ShellStatement[] {
  return root.children.flatMap((node, index) => {
    if (!node.named) return [];
    const background = root.children[index + 1]?.type === '&';
    const heredoc = holdsHeredoc(node);
    return [{ type: node.type, background, heredoc, ...span(node.start, heredoc ? endBehindHeredocs(node) : node.end) }];
  });
}

function holdsHeredoc(node: ShellNode): boolean {
  return node.type === 'heredoc_redirect' || node.children.some(holdsHeredoc);
}

/** The text of a heredoc stands behind the line that its statement ends in. */
function endBehindHeredocs(node: ShellNode): number {
  return node.children.reduce((end, child) => Math.max(end, endBehindHeredocs(child)), node.end);
}

function isRedirect(node: ShellNode): boolean {
  return node.type === 'file_redirect' || node.type === 'heredoc_redirect' || node.type === 'herestring_redirect';
}

/** Turns a draft into a command; drops what has no name. */
function finish(draft: Draft, span: (start: number, end: number) => Span): readonly ShellCommand[] {
  const [name, ...args] = draft.words;
  if (name === undefined) return [];
  return [{
    name, args, assignments: draft.assignments, redirects: draft.redirects, inPipeline: draft.inPipeline, pipesInto: draft.pipesInto,
    depth: draft.depth, ...(draft.joinedBy === undefined ? {} : { joinedBy: draft.joinedBy }), ...span(draft.start, draft.end),
  }];
}
