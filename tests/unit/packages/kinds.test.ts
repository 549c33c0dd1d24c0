/** Kinds told by name: what is asked of a name's ends must let every name through that tells something. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kindOfFile, KINDS, mayTellKind } from '../../../src/core/packages/kinds';
import { PathIndex } from '../../../src/core/image/path-index';
import { encodeUtf8 } from '../../../src/core/bytes/text';

const TELLING = [
  'var/lib/dpkg/status-old', 'srv/notes~', 'srv/.notes.swp', 'srv/.notes.swo', 'srv/a.orig', 'srv/a.rej', 'srv/.DS_Store', 'srv/Thumbs.db', 'srv/a.pyc', 'srv/a.pyo',
  'usr/lib/liba.a', 'usr/lib/liba.la', 'srv/a.debug', 'srv/a.pdb', 'srv/a.js.map', 'srv/core', 'srv/core.17', 'core',
];

const names = fc.oneof(
  fc.constantFrom(...TELLING.map((path) => path.slice(path.lastIndexOf('/') + 1))),
  fc.stringMatching(/^[a-z.]{0,4}(?:-old|~|\.sw[op]|\.orig|\.rej|\.DS_Store|Thumbs\.db|\.py[co]|\.l?a|\.debug|\.pdb|\.js\.map|core\.?\d*|copyright|\.so\.1|x)$/),
);

test('each kind that a name tells is told', () => {
  for (const path of TELLING) {
    const cut = path.lastIndexOf('/') + 1;
    expect(kindOfFile(path.slice(cut), -1, () => path.slice(0, cut)), path).not.toBe(-1);
  }
  const docs = KINDS.findIndex(({ id }) => id === 'docs');
  expect(kindOfFile('copyright', docs, () => 'usr/share/doc/a/'), 'licences are kept').toBe(-1);
});

test('a name whose ends tell nothing leaves its file the kind of its folder', () => {
  fc.assert(
    fc.property(names, fc.integer({ min: -1, max: KINDS.length - 1 }), fc.constantFrom('', 'usr/lib/', 'var/lib/dpkg/', 'srv/'), (name, ofFolder, folder) => {
      fc.pre(name !== '');
      const paths = new PathIndex();
      const node = paths.add(0, encodeUtf8(name), 0, name.length);
      if (!mayTellKind(paths.nameByte(node, 0), paths.nameEnd(node))) expect(kindOfFile(name, ofFolder, () => folder)).toBe(ofFolder);
    }),
    { numRuns: 2000 },
  );
});
