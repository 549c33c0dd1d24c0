/** What a tab wrote down is read back as it was; what is too old, foreign or broken counts for nothing. */
import { describe, expect, it } from 'vitest';
import { noteOf, readNotes, writeNotes } from '../../../src/app/kept-notes';
import type { DockerfileDocument, ReportDocument } from '../../../src/app/state.svelte';

const draft = { name: 'Dockerfile', text: 'FROM a\n', original: 'FROM b\n' };
const written = (files: unknown, at: unknown = 10, rules: unknown = {}): string => JSON.stringify({ at, files, rules });
const NOTHING = { files: [], rules: {} };

describe('notes of open files', () => {
  it('keep their order and place', () => {
    const files = [
      {}, { handle: 'x' }, { handle: 'y', draft }, { draft: { ...draft, pasted: true, rulesOff: ['DL3006'] } }, { report: { name: 'a', link: 'r1.a' } }, { report: { name: 'b', json: '{}' } },
    ];
    const rules = { dive: { name: '.dive-ci', text: 'rules:' }, hadolint: { name: 'hadolint.yaml', text: '' } };
    expect(readNotes(writeNotes({ files, rules }, 10) ?? null, 9)).toEqual({ files, rules });
  });

  it('are nothing when they are too old', () => {
    expect(readNotes(written([{ handle: 'x' }]), 10)).toEqual(NOTHING);
    expect(readNotes(written([{ handle: 'x' }], 'soon'), 9)).toEqual(NOTHING);
  });

  it('are nothing when they are broken', () => {
    for (const text of [null, '', '{', 'null', '[]', '7', written({}), written('files'), '{"at":10}']) expect(readNotes(text, 9)).toEqual(NOTHING);
  });

  it('lose what is not of their shape, and keep the place', () => {
    const bad = [null, 7, 'x', { handle: 7 }, { draft: 'x' }, { draft: { ...draft, text: 7 } }, { draft: { ...draft, rulesOff: 'DL3006' } }, { draft: { ...draft, rulesOff: [7] } }];
    const badReports = ['x', {}, { name: 'a' }, { name: 7, link: 'r1.a' }, { name: 'a', link: 7 }, { name: 'a', json: {} }].map((report) => ({ report }));
    expect(readNotes(written([...bad, ...badReports, { handle: 'x' }]), 9).files).toEqual([...[...bad, ...badReports].map(() => ({})), { handle: 'x' }]);
    expect(readNotes(written([{ draft: { ...draft, pasted: 'yes', extra: 1 }, report: { name: 'a', link: 'r1.a', json: '{}' } }]), 9).files)
      .toEqual([{ draft, report: { name: 'a', link: 'r1.a' } }]);
    const rules = { dive: 'x', own: { name: 'a' }, hadolint: { name: 'a', text: 'b', extra: 1 }, other: { name: 'a', text: 'b' }, __proto__: { name: 'a', text: 'b' } };
    expect(readNotes(written([], 10, rules), 9).rules).toEqual({ hadolint: { name: 'a', text: 'b' } });
    for (const foreign of [7, null, 'x', [7]]) expect(readNotes(written([{}], 10, foreign), 9)).toEqual({ files: [{}], rules: {} });
  });

  it('are not made where there is nothing to open again', () => {
    expect(writeNotes({ files: [{}, {}], rules: {} }, 10)).toBeUndefined();
    expect(writeNotes({ files: [{}], rules: { own: { name: 'a', text: '' } } }, 10)).toBeDefined();
  });
});

describe('the note of a document', () => {
  const dockerfile: DockerfileDocument = { kind: 'dockerfile', key: 'd', bytes: 7, phase: 'ready', ...draft, text: draft.original };
  const shared = { kind: 'report', key: 'r', name: 'plan', bytes: 7, report: {} } as ReportDocument;

  it('has a text only where that stands nowhere else', () => {
    expect(noteOf(dockerfile, undefined)).toEqual({});
    expect(noteOf(dockerfile, 'x')).toEqual({ handle: 'x' });
    expect(noteOf({ ...dockerfile, text: draft.text }, 'x')).toEqual({ handle: 'x', draft });
    expect(noteOf({ ...dockerfile, pasted: true }, undefined)).toEqual({ draft: { ...draft, text: draft.original, pasted: true } });
  });

  it('has the link of a report, or its text unless that is very long', () => {
    expect(noteOf({ ...shared, link: 'p1.a' }, undefined)).toEqual({ report: { name: 'plan', link: 'p1.a' } });
    expect(noteOf({ ...shared, json: '{}' }, undefined)).toEqual({ report: { name: 'plan', json: '{}' } });
    expect(noteOf({ ...shared, json: ' '.repeat(1_000_001) }, undefined)).toEqual({});
    expect(noteOf(shared, undefined)).toEqual({});
  });

  it('has nothing of a link that could not be read', () => {
    expect(noteOf({ kind: 'refused', key: 'l', name: 'Shared link', bytes: 7, link: 'r1.a', problem: { kind: 'x', message: '', advice: '' } }, undefined)).toEqual({});
  });
});
