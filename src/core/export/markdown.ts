/** Markdown that fits into a pull request's comment: tables, with whatever came from the input kept from being interpreted. */
import type { Report } from '../report/report';
import { documentOf, type Block, type Cell } from './document';
import { visibleLine } from './figures';

/** GitHub takes 65,536 characters in a comment. */
const LIMITS = { rows: 25, command: 120 };

/** The report in GitHub-flavoured Markdown. Long tables are cut and say so; JSON and CSV have every row. */
export function writeMarkdown(report: Report): string {
  return `${documentOf(report, LIMITS).map(blockText).join('\n\n')}\n`;
}

/** A table to paste elsewhere; cells are texts of the input, shown as code and with nothing unseen in them. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return tableText(head, rows.map((row) => row.map((text): Cell => ({ kind: 'code', text: visibleLine(text) }))), 0);
}

function blockText(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${plainText(block.text)}${block.code === undefined || block.code === '' ? '' : ` ${codeSpan(block.code)}`}`;
    case 'paragraph': return block.cells.map(cellText).join(' ');
    case 'verdict': return `${block.passed ? '✅' : '❌'} ${plainText(block.text)}`;
    case 'table': return tableText(block.head, block.rows, block.more);
    case 'source': return fenced(block.text);
  }
}

function tableText(head: readonly string[], rows: readonly (readonly Cell[])[], more: number): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const aligned = head.map((_title, column) => (rows.length > 0 && rows[0]![column]?.kind === 'number' ? '---:' : '---'));
  const lines = [line(head.map(plainText)), line(aligned), ...rows.map((row) => line(row.map(cellText)))];
  return lines.join('\n') + (more > 0 ? `\n\n… and ${more} more` : '');
}

function cellText(cell: Cell): string {
  return cell.kind === 'code' ? codeSpan(cell.text) : plainText(cell.text);
}

/**
 * A code span: longer fences than any run of backticks inside; `|` would end a table's cell even there, so it is escaped as GitHub
 * asks. Line ends would end the row.
 */
export function codeSpan(text: string): string {
  const line = text.replace(/[\r\n]+/g, ' ');
  if (line.trim() === '') return line === '' ? '' : '` `';
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = line.startsWith('`') || line.endsWith('`') || longest > 0 ? ' ' : '';
  return `${fence}${pad}${line.replaceAll('|', '\\|')}${pad}${fence}`;
}

/** Text that stays text: no markup, no HTML, no mention, no link that its author did not make. */
export function plainText(text: string): string {
  return text
    .replace(/[\r\n]+/g, ' ')
    .replace(/[\\`*_[\]|~#!&]/g, '\\$&')
    .replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    .replace(/@(?=\w)/g, '@<!-- -->')
    .replace(/:(?=\/\/)/g, ':<!-- -->')
    .replace(/\b(www)\./gi, '$1<!-- -->.')
    .replace(/^(\s*)([-+])(\s)/, '$1\\$2$3');
}

function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}dockerfile\n${text.replace(/\n*$/, '\n')}${fence}`;
}
