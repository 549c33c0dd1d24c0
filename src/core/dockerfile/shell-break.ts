/** Where a script stops making sense, by ShellCheck's measure: hadolint's rules see the commands before that place, or none. */
import type { ShellFault, ShellNode } from './shell-tree';

/** Reserved words that cannot begin a command; tree-sitter-bash takes them for names. */
const RESERVED: ReadonlySet<string> = new Set(['then', 'else', 'elif', 'fi', 'do', 'done', 'esac']);

/** What ends ShellCheck's reading at the top of a script without a parse error; it only notes that it stopped. */
const STOPPERS = /^(?:\)|;|&)/;

/**
 * Index at which the script breaks off, 0 if nothing of it can be trusted, undefined if all is well.
 */
export function breakOf(text: string, root: ShellNode, faults: readonly ShellFault[]): number | undefined {
  let stop: number | undefined = misplaced(text, root, 0);
  for (const fault of faults) {
    if (stop !== undefined && stop <= fault.start) continue;
    const part = text.slice(fault.start, fault.end).trim();
    if (part === ';' && /(?:then|do|else)\s*$/.test(text.slice(0, fault.start))) continue;
    if (fault.missing || fault.depth > 0 || fault.start === 0) return 0;
    const stops = afterSeparator(text, fault.start) ? /^(?:&&|\|)/.test(part) || STOPPERS.test(part) : STOPPERS.test(part) && (!part.startsWith('&') || part === '&');
    if (!stops) return 0;
    stop = fault.start;
  }
  return stop;
}

/** Whether the command before `at` is complete: behind `;` or `&` an operator ends the reading, where otherwise it spoils all of it. */
function afterSeparator(text: string, at: number): boolean {
  return /(?:;|(?:^|[^&])&)\s*$/.test(text.slice(Math.max(0, at - 200), at));
}

/** Reserved words, `;;` and parentheses where no command may have them. */
function misplaced(text: string, node: ShellNode, depth: number): number | undefined {
  for (const child of node.children) {
    if (child.type === 'command') {
      const name = child.children.find((part) => part.type === 'command_name');
      if (name !== undefined && RESERVED.has(text.slice(name.start, name.end))) return depth === 0 ? child.start : 0;
      const parenthesis = child.children.find((part) => part.type === 'subshell');
      if (parenthesis !== undefined) {
        const alone = child.children.length === 2 && /^[\w.:/@%+,-]+$/.test(text.slice(child.start, name?.end ?? child.start));
        return depth === 0 && !alone ? parenthesis.start : 0;
      }
    } else if (!child.named && child.type === ';;' && depth === 0) return child.start;
    // `[a]`: a test without its blank.
    if (child.type === 'test_command' && /^\[[^\s[]/.test(text.slice(child.start, child.start + 2))) return 0;
    const inner = misplaced(text, child, node.type === 'program' || node.type === 'list' ? depth : depth + 1);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/**
 * Rewrites what the grammar misreads, length for length; words are then read from the text as it was. `` `# a comment` `` is an empty
 * substitution to bash: it becomes a variable. `&;` is an error that ShellCheck only notes. A word that begins with an escaped blank becomes one of letters, and so do a `$` that
 * expands nothing, extended globs such as `!(a|b)`, and `${X:$n}`, which the grammar does not know.
 */
export function easeForGrammar(text: string): string {
  let eased = text;
  if (text.includes('`#')) {
    eased = eased.replace(/(^|\s)(`#[^`'"]*`)/g, (_all, before: string, comment: string) => `${before}$${'_'.repeat(comment.length - 1)}`);
  }
  if (/\\[ \t]/.test(eased)) eased = eased.replace(/(^|[\s;&|(])\\[ \t]/g, '$1__');
  if (eased.includes('<>')) eased = eased.replace(/<>/g, '< ');
  if (eased.includes('&')) eased = eased.replace(/(?<![&>|;<])&([ \t]*);(?!;)/g, '&$1 ');
  if (/\$[^\w{([@*#?$!'"`\-\s]/.test(eased)) eased = eased.replace(/\$(?=[^\w{([@*#?$!'"`\-\s])/g, '_');
  if (/[@!?+*]\(/.test(eased)) eased = eased.replace(/([@!?+*])\([^()\s'"`$;&]*\)/g, easeGlob);
  if (/\$\{\w+:\$/.test(eased)) eased = eased.replace(/(\$\{\w+:)\$(?=\w)/g, '$1-');
  return eased;
}

/** `!(` where a command may begin is a negated subshell. */
function easeGlob(glob: string, mark: string, at: number, text: string): string {
  const before = text.slice(Math.max(0, at - 50), at);
  if (/[\\$]$/.test(before)) return glob;
  if (mark === '!' && (!/[\w./~-][ \t]*$/.test(before) || /(?:^|[\s;&|(])(?:if|while|until|then|do|else|elif|time)[ \t]*$/.test(before))) return glob;
  return glob.replace(/[()|]/g, '_');
}
