/** Markdown and HTML: what they hold, how they are cut, and that hostile texts stay texts. */
import { describe, expect, it } from 'vitest';
import { commandText, shareText, sizeText, visibleLine } from '../../../src/core/export/figures';
import { escapeHtml, writeHtml } from '../../../src/core/export/html';
import { codeSpan, markdownTable, plainText, writeMarkdown } from '../../../src/core/export/markdown';
import type { BudgetReport } from '../../../src/core/report/report';
import { dockerfileReport, everyReport, imageReport } from '../report/samples';
import { hostileReports } from './hostile';

const budget: BudgetReport = {
  outcome: 'fail', problems: [],
  checks: [{ rule: 'highestWastedBytes', source: 'dive', figures: 'dive', outcome: 'fail', limit: '10MB', value: 18_000_500, reason: '18.0 MB are wasted.' }],
};

describe('Markdown', () => {
  it('is a summary with tables', () => {
    const text = writeMarkdown(imageReport({ budget }));
    expect(text).toContain('# Image `app.tar`\n');
    expect(text).toContain('| Wasted | 18.0 MB | 18.0 MB |');
    expect(text).toContain('| 18.0 MB | deleted | 1 by 2 | `var/lib/apt/lists/deb.debian.org_debian_dists_bookworm_main_Packages.lz4` |');
    expect(text).toContain('❌ At least one rule is broken.');
    expect(text).toContain('| FAIL | `highestWastedBytes` | `10MB` | dive | 18.0 MB are wasted. |  |');
    expect(text).toContain('`RUN rm -rf /var/lib/apt/lists/*`');
  });

  it('cuts long tables and says so, so that it fits a comment', () => {
    const waste = Array.from({ length: 5000 }, (_, index) => ({ path: `some/rather/long/path/to/file-${index}`, bytes: 5000 - index, reason: 'deleted' as const, layers: [0] }));
    const text = writeMarkdown(imageReport({ waste }));
    expect(text).toContain('… and 4975 more');
    expect(text.length).toBeLessThan(65_536);
  });

  it('keeps the source of a Dockerfile inside its fence', () => {
    const text = writeMarkdown(dockerfileReport({ dockerfile: 'FROM x\n# ```\n# ````js\nRUN y\n' }));
    expect(text).toContain('`````dockerfile\nFROM x\n# ```\n# ````js\nRUN y\n`````');
  });

  it('shows hostile texts without letting them act', () => {
    for (const report of hostileReports()) {
      const lines = writeMarkdown(report).replace(/(`{3,})dockerfile\n[\s\S]*?\n\1/g, '').split('\n');
      for (const line of lines) {
        const outside = line.replace(/(?<!`)(`+)(?!`)(?:[\s\S]*?[^`])?\1(?!`)/g, '').replaceAll('<!-- -->', '');
        expect(outside, line).not.toMatch(/<\/?[a-z!]|(?<!\\)\]\(|(?<!\\)!\[/i);
        expect(line).not.toMatch(/[\u0000-\u0008\u001b\u202e]/);
      }
    }
  });

  it.each([
    ['plain', '`plain`'], ['a`b', '`` a`b ``'], ['``', '``` `` ```'], ['a|b', '`a\\|b`'], ['', ''], ['two\nlines', '`two lines`'], [' ', '` `'],
  ])('makes a code span of %j', (text, span) => {
    expect(codeSpan(text)).toBe(span);
  });

  it('neither mentions nor links', () => {
    expect(plainText('@me see https://x.org and www.x.org')).toBe('@<!-- -->me see https:<!-- -->//x.org and www<!-- -->.x.org');
    expect(plainText('- not a list')).toBe('\\- not a list');
  });

  it('makes a table to paste', () => {
    expect(markdownTable(['Path', 'Bytes'], [['a|b', '1']])).toBe('| Path | Bytes |\n| --- | --- |\n| `a\\|b` | `1` |');
  });
});

describe('HTML', () => {
  it('is one page without anything that runs or loads', () => {
    for (const report of [...everyReport(), ...hostileReports()]) {
      const page = writeHtml(report);
      const tags = new Set([...page.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map((match) => match[1]!.toLowerCase()));
      expect([...tags].filter((tag) => !['html', 'head', 'meta', 'title', 'style', 'body', 'main', 'h1', 'h2', 'p', 'div', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'code', 'pre'].includes(tag))).toEqual([]);
      expect(page).not.toMatch(/<[^>]*\s(?:on\w+|src|href|style)\s*=/i);
      expect(page).not.toMatch(/url\(|@import/);
      expect(page.match(/<\/style>/g)).toHaveLength(1);
    }
  });

  it('escapes for text and for attributes', () => {
    expect(escapeHtml('<a href="x">\'&\u0000')).toBe('&lt;a href=&quot;x&quot;&gt;&#39;&amp;\uFFFD');
  });

  it('forbids itself everything but its own style', () => {
    expect(writeHtml(imageReport())).toContain('content="default-src \'none\'; style-src \'unsafe-inline\'"');
  });

  it('is light on paper, whatever the screen prefers', () => {
    expect(writeHtml(imageReport()).match(/@media[^{]*dark[^{]*/g)).toEqual(['@media screen and (prefers-color-scheme: dark) ']);
  });

  it('has the exact figure behind every rounded one', () => {
    expect(writeHtml(imageReport())).toContain('<td class="number" title="18,000,500 bytes">18.0 MB</td>');
  });
});

describe('figures', () => {
  it.each([[0, '0 B'], [999, '999 B'], [1000, '1.00 kB'], [999_600, '1.00 MB'], [18_000_500, '18.0 MB'], [1_428_181_154, '1.43 GB'], [-4000, '-4.00 kB']])('%i bytes are %s', (bytes, text) => {
    expect(sizeText(bytes)).toBe(text);
  });

  it('does not print what cannot be computed', () => {
    expect(shareText(null)).toBe('–');
    expect([0.984, 1, 0.9999, 0, 0.0001].map(shareText)).toEqual(['98.4 %', '100.0 %', '>99.9 %', '0.0 %', '<0.1 %']);
  });

  it('writes out what cannot be seen', () => {
    expect(visibleLine('a\u202eb\u0000c\nd\ud800')).toBe('a\\u{202e}b\\u{0}c d\\u{d800}');
    expect(visibleLine('naïve 漢字 😀')).toBe('naïve 漢字 😀');
  });

  it('shows commands as people know them', () => {
    expect(commandText('/bin/sh -c #(nop)  CMD ["x"]')).toBe('CMD ["x"]');
    expect(commandText('RUN /bin/sh -c make # buildkit')).toBe('RUN make');
  });
});
