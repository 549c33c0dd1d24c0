/** Writes the comment that silences a finding: hadolint's above the instruction, BuildKit's directive at the top of the file. */
import type { Finding } from '../core/report/report';

/** What the builder refuses cannot be ignored away. */
export function canIgnore({ rule, source }: Finding): boolean {
  return rule !== 'DL1000' && rule !== 'BuildError' && (source === 'buildkit' || /^[DLSCP]+\d+$/.test(rule));
}

/** The text with the comment; codes join one that stands there already. */
export function ignoreByComment(text: string, finding: Finding): string {
  const end = /\r\n/.test(text) ? '\r\n' : '\n';
  const lines = text.split(/(?<=\n)/);
  return (finding.source === 'buildkit' ? withDirective(lines, finding.rule, end) : withPragma(lines, finding, end)).join('');
}

const PRAGMA = /^([ \t]*#[ \t]*hadolint[ \t]+ignore[ \t]*=[ \t]*[DLSCP0-9]+(?:[ \t]*,[ \t]*[DLSCP0-9]+)*)(.*)$/s;

function withPragma(lines: readonly string[], { rule, instructionLine }: Finding, end: string): readonly string[] {
  const at = Math.max(0, Math.min(lines.length, instructionLine - 1));
  const above = PRAGMA.exec(lines[at - 1] ?? '');
  return above ? lines.with(at - 1, `${above[1]},${rule}${above[2]}`) : lines.toSpliced(at, 0, `# hadolint ignore=${rule}${end}`);
}

const DIRECTIVE = /^#[ \t]*[A-Za-z][A-Za-z0-9]*[ \t]*=/;
const CHECK = /^(#[ \t]*check[ \t]*=[ \t]*(?:[^;\r\n]*;)*?[ \t]*skip[ \t]*=[ \t]*[^;\s]+)(.*)$/is;
const OTHER_CHECK = /^(#[ \t]*check[ \t]*=[ \t]*[^\r\n]*?)([ \t]*\r?\n?)$/i;

/** Directives stand in the first lines, one below the other; `check` may be there only once. */
function withDirective(lines: readonly string[], rule: string, end: string): readonly string[] {
  let count = 0;
  while (DIRECTIVE.test(lines[count] ?? '')) count += 1;
  for (let at = 0; at < count; at += 1) {
    const line = lines[at] ?? '';
    const skip = CHECK.exec(line);
    if (skip) return lines.with(at, `${skip[1]},${rule}${skip[2]}`);
    const other = OTHER_CHECK.exec(line);
    if (other) return lines.with(at, `${other[1]};skip=${rule}${other[2]}`);
  }
  return lines.toSpliced(count, 0, `# check=skip=${rule}${end}`);
}
