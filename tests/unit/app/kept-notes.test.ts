/** What a tab wrote down is read back as it was; what is too old, foreign or broken counts for nothing. */
import { describe, expect, it } from 'vitest';
import { readNotes } from '../../../src/app/kept-notes';

const draft = { name: 'Dockerfile', text: 'FROM a\n', original: 'FROM b\n' };
const written = (files: unknown, at: unknown = 10): string => JSON.stringify({ at, files });

describe('notes of open files', () => {
  it('keep their order and place', () => {
    const files = [{}, { handle: 'x' }, { handle: 'y', draft }, { draft: { ...draft, pasted: true, rulesOff: ['DL3006'] } }];
    expect(readNotes(written(files), 9)).toEqual(files);
  });

  it('are nothing when they are too old', () => {
    expect(readNotes(written([{ handle: 'x' }]), 10)).toEqual([]);
    expect(readNotes(written([{ handle: 'x' }], 'soon'), 9)).toEqual([]);
  });

  it('are nothing when they are broken', () => {
    for (const text of [null, '', '{', 'null', '[]', '7', written({}), written('files'), '{"at":10}']) expect(readNotes(text, 9)).toEqual([]);
  });

  it('lose what is not of their shape, and keep the place', () => {
    const bad = [null, 7, 'x', { handle: 7 }, { draft: 'x' }, { draft: { ...draft, text: 7 } }, { draft: { ...draft, rulesOff: 'DL3006' } }, { draft: { ...draft, rulesOff: [7] } }];
    expect(readNotes(written([...bad, { handle: 'x' }]), 9)).toEqual([...bad.map(() => ({})), { handle: 'x' }]);
    expect(readNotes(written([{ draft: { ...draft, pasted: 'yes', extra: 1 } }]), 9)).toEqual([{ draft }]);
  });
});
