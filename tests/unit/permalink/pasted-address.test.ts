/** A link is found in whatever a chat, a mail or an editor made of it, and nothing else is taken for one. */
import { describe, expect, it } from 'vitest';
import { makeLink } from '../../../src/core/permalink/make-link';
import { openLink } from '../../../src/core/permalink/open-link';
import { pastedFragment } from '../../../src/core/permalink/pasted-address';
import { splitFragment } from '../../../src/core/permalink/view-address';
import { planReport } from '../report/samples';

const made = makeLink(planReport(), { view: 'view=waste&layer=7' });
if (!made.ok) throw new Error(made.problem.message);
const { fragment } = made.value;
const address = `https://example.org/plimsoll/${fragment}`;
/** As browsers write what is no part of a fragment. */
const escaped = (text: string): string => encodeURI(text).replaceAll('\'', '%27');
const wrapped = (width: number, lineEnd: string, before = ''): string => before + address.replace(new RegExp(`(.{${width}})`, 'g'), `$1${lineEnd}${before}`);

describe('a link survives', () => {
  it.each(['.', ',', ')', '>', ']', '"', '\'', '`', ';', ':', '!', '?', '*', '_', '~', '…', '...', '”', '»', '’', '。', '）', ').', '>,', '**', '\u00a0', '\u200b', ' '])('%j behind it', (behind) => {
    for (const text of [address + behind, fragment + behind, fragment.slice(1) + behind, fragment + escaped(behind)]) {
      expect(openLink(text), text.slice(-20)).toMatchObject({ ok: true, value: { kind: 'p', view: 'view=waste&layer=7' } });
      expect(splitFragment(text).link).toBe(fragment.split('&').at(-1));
    }
  });

  it.each([
    ['quotes', `"${address}"`], ['curly quotes', `“${address}”`], ['angle brackets', `<${address}>`], ['parentheses', `(${address})`], ['a code span', `\`${address}\``],
    ['Markdown', `[Plimsoll on \`app.tar\`](${address})`], ['Markdown with a title', `[x](${address} "title")`], ['Markdown with a number before', `[issue #5](${address}).`],
    ['a chat of Slack', `<${address}|the report>`], ['HTML', `<a href="${address.replaceAll('&', '&amp;')}">report</a>`], ['bold type', `**${address}**`],
    ['a sentence', `Look at ${address}, please. Thanks`], ['a sentence that goes on at once', `See ${address}: it is large`], ['a channel before it', `#general: ${address}`],
    ['lines of mail', wrapped(76, '\r\n')], ['quoted lines of mail', wrapped(70, '\n', '> ')], ['lines quoted twice', wrapped(70, '\n', '>> ')], ['quoted-printable lines', wrapped(75, '=\r\n')],
    ['a letter', `Hello,\n\nthis is it:\n${wrapped(72, '\n')}\n\nRegards\nBob`], ['indented lines', wrapped(60, '\n    ')], ['zero-width spaces', wrapped(30, '\u200b')], ['soft hyphens', wrapped(30, '\u00ad')],
    ['a byte order mark', `\ufeff${address}\n`],
  ])('in %s', (_name, text) => {
    expect(openLink(text)).toMatchObject({ ok: true, value: { kind: 'p', view: 'view=waste&layer=7' } });
    expect(`#${pastedFragment(text)}`.replace(/[^\da-z]+$/, '')).toBe(fragment);
  });

  it('without its view', () => {
    expect(openLink(`(https://example.org/#${fragment.split('&').at(-1)}).`)).toMatchObject({ ok: true, value: { view: '' } });
  });
});

describe('a damaged link', () => {
  const cut = address.slice(0, -30);

  it.each([
    ['cut', cut], ['cut with dots', `${cut}...`], ['cut with an ellipsis', `${cut}…`], ['cut with an escaped ellipsis', `${cut}%E2%80%A6`], ['cut in brackets', `<${cut}>`], ['cut over lines', cut.replace(/(.{60})/g, '$1\n')],
  ])('that is %s is called cut', (_name, text) => {
    expect(openLink(text)).toMatchObject({ ok: false, problem: { kind: 'link-cut' } });
  });

  it.each([['a letter behind it', `${address}x`], ['a digit behind it', `${address}7`], ['a word in it', address.replace('p1.', 'p1.and')], ['an escape in it', address.replace(/(p1\.\w{9})./, '$1%20')]])('that has %s is called altered', (_name, text) => {
    expect(openLink(text)).toMatchObject({ ok: false, problem: { kind: 'link-altered' } });
  });
});

describe('a text that only mentions something', () => {
  it.each(['RUN curl https://example.org/#r1.x\nRUN ls', 'see #r1.', 'a b', 'RUN echo "#view=waste"\n'])('%j holds no link', (text) => {
    expect(pastedFragment(text)).toBeUndefined();
  });

  it('is read in time that grows with its length', () => {
    for (const text of ['#a=&'.repeat(200_000), `#${'a=&\n'.repeat(100_000)}`, `#${'\na\n=\n&amp;'.repeat(100_000)}`, `#r1.${'A'.repeat(900_000)}`, '> '.repeat(400_000), `#${'r1.'.repeat(300_000)}`, '%20'.repeat(300_000)]) expect(() => openLink(text)).not.toThrow();
  });
});
