/** One self-contained HTML file: no script, nothing loaded, light and dark, fit for print. */
import type { Report } from '../report/report';
import { documentOf, isLong, type Block, type Cell } from './document';

/** A browser lays out this many rows without trouble; JSON and CSV have every row. */
const LIMITS = { rows: 2000, command: 2000 };

const STYLE = `
:root { color-scheme: light dark; --ink: #16202a; --soft: #55626f; --paper: #fff; --line: #d5dce3; --stripe: #f5f7f9; --good: #11703c; --bad: #a8201a; }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #e4e9ee; --soft: #9aa7b4; --paper: #12181e; --line: #2e3943; --stripe: #19212a; --good: #5cc98a; --bad: #ff8a80; } }
body { max-width: 72rem; margin: 2rem auto; padding: 0 1rem; color: var(--ink); background: var(--paper); font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2rem; } h1, h2 { line-height: 1.2; overflow-wrap: anywhere; }
code, pre { font: 0.875em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
pre { padding: 1rem; border: 1px solid var(--line); background: var(--stripe); }
.wide { overflow-x: auto; } td code { white-space: nowrap; } .long { min-width: 15rem; overflow-wrap: anywhere; } .long code { white-space: pre-wrap; } table { border-collapse: collapse; width: 100%; font-size: 0.9375rem; }
th, td { padding: 0.3rem 0.6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; } th { color: var(--soft); font-weight: 600; }
tbody tr:nth-child(even) { background: var(--stripe); } .number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.pass { color: var(--good); font-weight: 600; } .fail { color: var(--bad); font-weight: 600; } .more { color: var(--soft); }
@media print { :root { color-scheme: light; } table { font-size: 9pt; } body { max-width: none; margin: 0; font-size: 10pt; color: #000; background: #fff; } h2 { break-after: avoid; } tr { break-inside: avoid; } thead { display: table-header-group; } .wide { overflow: visible; } .long { min-width: 8rem; } }
`;

/** The report as a page of its own. */
export function writeHtml(report: Report): string {
  const blocks = documentOf(report, LIMITS).map(blockHtml).join('\n');
  return '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    + '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">\n'
    + '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
    + `<title>${escapeHtml(report.subject.name)} – Plimsoll</title>\n<style>${STYLE}</style>\n</head>\n<body>\n<main>\n${blocks}\n</main>\n</body>\n</html>\n`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'heading': {
      const code = block.code === undefined || block.code === '' ? '' : ` <code>${escapeHtml(block.code)}</code>`;
      return `<h${block.level}>${escapeHtml(block.text)}${code}</h${block.level}>`;
    }
    case 'paragraph': return `<p>${block.cells.map(contentHtml).join(' ')}</p>`;
    case 'verdict': return `<p class="${block.passed ? 'pass' : 'fail'}">${block.passed ? '✓' : '✗'} ${escapeHtml(block.text)}</p>`;
    case 'source': return `<pre><code>${escapeHtml(block.text)}</code></pre>`;
    case 'table': {
      const numeric = (column: number): boolean => block.rows[0]?.[column]?.kind === 'number';
      const head = block.head.map((title, column) => `<th scope="col"${numeric(column) ? ' class="number"' : ''}>${escapeHtml(title)}</th>`).join('');
      const rows = block.rows.map((row) => `<tr>${row.map(cellHtml).join('')}</tr>`).join('\n');
      const more = block.more > 0 ? `\n<p class="more">… and ${block.more} more</p>` : '';
      return `<div class="wide"><table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${rows}\n</tbody>\n</table></div>${more}`;
    }
  }
}

function cellHtml(cell: Cell): string {
  const title = cell.title === undefined ? '' : ` title="${escapeHtml(cell.title)}"`;
  return `<td${cell.kind === 'number' ? ' class="number"' : isLong(cell) ? ' class="long"' : ''}${title}>${contentHtml(cell)}</td>`;
}

function contentHtml(cell: Cell): string {
  return cell.kind === 'code' ? `<code>${escapeHtml(cell.text)}</code>` : escapeHtml(cell.text);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Safe between tags and inside quoted attributes. NUL, which HTML cannot hold, becomes U+FFFD. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!).replaceAll('\u0000', '\uFFFD');
}
