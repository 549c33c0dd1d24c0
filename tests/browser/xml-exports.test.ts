/** The XML exports read by a real parser: hostile names and messages come back as they were, and nothing else than was written. */
import { expect, test } from 'vitest';
import { writeHadolint } from '../../src/core/export/hadolint';
import type { Finding } from '../../src/core/report/report';
import { HOSTILE } from '../unit/export/hostile';
import { dockerfileReport } from '../unit/report/samples';

const TEXTS = [...HOSTILE, '</file></checkstyle>', '<![CDATA[x', '-->', '<?php ?>', '&#0;', '&x;', '<!ENTITY a "b">', '\ufffe', 'a\u0085b\u2028c', '😀'];
/** What XML 1.0 cannot hold, as the writer replaces it, and what every parser makes of white space in attributes. */
const asRead = (text: string): string => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Cs}/gu, '\uFFFD').replace(/\r\n|[\t\r\n]/g, ' ');

function parsed(xml: string): Document {
  const document = new DOMParser().parseFromString(xml, 'application/xml');
  expect(document.querySelector('parsererror')?.textContent ?? '').toBe('');
  return document;
}

const findings = (message: string): readonly Finding[] => ['DL3008', 'DL1000'].map((rule) => (
  { rule, severity: 'error', message, line: 2, column: 3, endLine: 2, endColumn: 4, instructionLine: 2, source: 'hadolint', fixable: false }));

test.each(TEXTS)('Checkstyle holds %j', (text) => {
  const document = parsed(writeHadolint(dockerfileReport({ subject: { name: text, bytes: 1 }, findings: findings(text) }), 'checkstyle'));
  expect([...document.querySelectorAll('*')].map(({ tagName }) => tagName)).toEqual(['checkstyle', 'file', 'error', 'error']);
  expect(document.querySelector('file')!.getAttribute('name')).toBe(asRead(text));
  for (const error of document.querySelectorAll('error')) expect(error.getAttribute('message')).toBe(asRead(text));
  expect(document.querySelector('error')!.getAttribute('source')).toBe('DL3008');
});

test.each(TEXTS)('JUnit holds %j', (text) => {
  const document = parsed(writeHadolint(dockerfileReport({ subject: { name: text, bytes: 1 }, findings: findings(text) }), 'junit'));
  expect([...document.querySelectorAll('*')].map(({ tagName }) => tagName)).toEqual(['testsuites', 'testsuite', 'testcase', 'failure', 'testcase', 'failure']);
  expect(document.querySelector('failure')!.getAttribute('message')).toBe(asRead(text));
  expect(document.querySelector('failure')!.textContent.replace(/\s+/g, ' ')).toContain(asRead(text).replace(/\s+/g, ' '));
});
