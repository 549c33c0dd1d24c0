/** What a smaller image may still need, found by each kind of evidence, and not found where nothing is missed. */
import { describe, expect, it } from 'vitest';
import { latin1, latin1Bytes } from '../../../src/core/bytes/latin1';
import { keepLists } from '../../../src/core/compare/lists/keep-lists';
import { dir, file, symlink, type Entry } from '../image/layers';
import { compare, fixture, flagged, image } from './images';

const bin = (path: string, content: string): Entry => file(path, content, { mode: 0o755 });
const SHELL = [bin('usr/bin/sh', 'x'), bin('usr/bin/sort', 'x'), bin('usr/bin/env', 'x'), symlink('bin', 'usr/bin')];

/** The same file as a library: nothing loads it as a program (PT_INTERP becomes PT_NULL). */
function withoutInterpreter(elf: string): string {
  const bytes = latin1Bytes(elf);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  for (let index = 0; index < view.getUint16(56, true); index += 1) {
    const at = Number(view.getBigUint64(32, true)) + index * view.getUint16(54, true);
    if (view.getUint32(at, true) === 3) view.setUint32(at, 0, true);
  }
  return latin1(bytes);
}

describe('concerns', () => {
  it('finds a needed library by run path, with the links on the way and the loader', async () => {
    const libraries = [file('opt/lib/libown.so.1.0', fixture('libown.so.1')), symlink('opt/lib/libown.so.1', 'libown.so.1.0'), symlink('lib64', 'usr/lib64'), bin('usr/lib64/ld-linux-x86-64.so.2', 'x'), file('etc/own.conf', 'x')];
    const { concerns } = await compare(image({}, [bin('opt/bin/program', fixture('program')), ...libraries]), image({}, [bin('opt/bin/program', fixture('program'))]));
    expect(flagged(concerns, 'needed-library', 1)).toEqual(['opt/lib/libown.so.1', 'opt/lib/libown.so.1.0']);
    expect(flagged(concerns, 'elf-interpreter', 1)).toEqual(['lib64', 'usr/lib64/ld-linux-x86-64.so.2']);
    expect(flagged(concerns, 'named-path', 2)).toEqual(['etc/own.conf']);
  });

  it('takes $ORIGIN for the folder of each name under which a library is opened, and for the real one of a program', async () => {
    const own = fixture('libown.so.1');
    for (const [content, lost, found] of [
      [withoutInterpreter(fixture('program')), 'opt/lib/libown.so.1', ['opt/lib/libown.so.1']],
      // The library lies beside the file itself: whoever opens the link does not find it there.
      [withoutInterpreter(fixture('program')), 'opt/real/lib/libown.so.1', ['opt/real/lib/libown.so.1']],
      [fixture('program'), 'opt/lib/libown.so.1', []],
      [fixture('program'), 'opt/real/lib/libown.so.1', ['opt/real/lib/libown.so.1']],
    ] as const) {
      const kept = [bin('opt/real/bin/plug.so', content), symlink('opt/bin/plug.so', '../real/bin/plug.so')];
      const { concerns } = await compare(image({}, [...kept, file(lost, own)]), image({}, kept));
      expect(flagged(concerns, 'needed-library', 1)).toEqual(found);
    }
    const kept = [bin('opt/real/bin/plug.so', withoutInterpreter(fixture('program'))), symlink('opt/bin/plug.so', '../real/bin/plug.so'), file('opt/real/lib/libown.so.1', own)];
    const { concerns } = await compare(image({}, [...kept, symlink('opt/lib/libown.so.1', '../real/lib/libown.so.1')]), image({}, kept));
    expect(flagged(concerns, 'needed-library', 1)).toEqual(['opt/lib/libown.so.1']);
  });

  it('says nothing where a library resolves elsewhere, or never did', async () => {
    const program = bin('opt/bin/program', fixture('program'));
    const { concerns } = await compare(image({}, [program, file('usr/lib/libown.so.1', fixture('libown.so.1')), file('x', '1')]), image({}, [program, file('usr/lib/libown.so.1', fixture('libown.so.1'))]));
    expect(flagged(concerns, 'needed-library')).toEqual([]);
    expect(flagged((await compare(image({}, [program, file('x', '1')]), image({}, [program]))).concerns, 'needed-library')).toEqual([]);
  });

  it('follows an application’s late imports through modules to their libraries', async () => {
    const stdlib = 'usr/lib/python3.11';
    const base = [bin('usr/bin/python3.11', 'x'), file(`${stdlib}/os.py`, '1'), dir(`${stdlib}/lib-dynload`)];
    const lost = [file(`${stdlib}/sqlite3/__init__.py`, 'from sqlite3.dbapi2 import *'), file(`${stdlib}/sqlite3/dbapi2.py`, 'import _sqlite3'), file(`${stdlib}/lib-dynload/_sqlite3.cpython-311-x86_64-linux-gnu.so`, fixture('program')),
      file('usr/lib/libown.so.1', fixture('libown.so.1')), file(`${stdlib}/unused.py`, 'x')];
    const app = [file('app/server.py', 'def db():\n    import sqlite3\n'), file('app/templates/page.txt', 'hello'), file('app/README.md', 'no')];
    const config = { workingDir: '/app', cmd: ['python3.11', 'server.py'] };
    const { concerns, difference } = await compare(image(config, [...base, ...lost], app), image(config, [...base, app[0]!]));
    expect(flagged(concerns, 'python-import', 1)).toEqual(['usr/lib/libown.so.1', `${stdlib}/lib-dynload/_sqlite3.cpython-311-x86_64-linux-gnu.so`, `${stdlib}/sqlite3/__init__.py`, `${stdlib}/sqlite3/dbapi2.py`]);
    expect(concerns.find(({ check }) => check === 'python-import')?.files.at(-1)?.evidence).toBe(
      `app/server.py line 2 imports sqlite3 → ${stdlib}/sqlite3/__init__.py imports sqlite3.dbapi2 (line 1) → ${stdlib}/sqlite3/dbapi2.py imports _sqlite3 (line 1) → ${stdlib}/lib-dynload/_sqlite3.cpython-311-x86_64-linux-gnu.so needs libown.so.1`);
    expect(flagged(concerns, 'application-file', 1)).toEqual(['app/templates/page.txt']);
    expect(difference.removed.some(({ path }) => path === 'app/README.md')).toBe(true);
  });

  it('finds packages of Node with what they depend on, and names in texts', async () => {
    const lost = [file('app/node_modules/pug/package.json', '{"main":"./lib/index","dependencies":{"void-elements":"1"}}'), file('app/node_modules/pug/lib/index.js', "require('../../pug/lib/index.js'); require('void-elements')"),
      file('app/node_modules/void-elements/package.json', '{}'), file('app/node_modules/void-elements/index.js', ''), file('app/lang/de.json', '{}')];
    const kept = [file('app/server.js', "app.set('view engine', 'pug'); require('./lang/' + x)")];
    const config = { workingDir: '/app' };
    const { concerns } = await compare(image(config, [file('a', '1')], [...kept, ...lost]), image(config, kept));
    expect(flagged(concerns, 'node-module', 1)).toEqual(['app/lang/de.json', ...lost.slice(0, 4).map(({ path }) => path)].sort());
  });

  it('finds commands of scripts, interpreters, links and what the configuration starts', async () => {
    const script = bin('app/run.sh', '#!/usr/bin/env sh\nprintf x | sort\n');
    const config = { entrypoint: ['/app/run.sh'], user: 'app', healthcheck: { test: ['CMD-SHELL', 'sort x'] } };
    const accounts = file('etc/passwd', 'app:x:1:1::/:/bin/sh\n');
    const { concerns } = await compare(image(config, [...SHELL, accounts, symlink('usr/bin/s', 'sort')], [script]), image(config, [symlink('usr/bin/s', 'sort')], [script]));
    expect(flagged(concerns, 'run-command', 1)).toContain('usr/bin/sort');
    expect(flagged(concerns, 'script-interpreter', 1)).toEqual(['usr/bin/env', 'usr/bin/sh']);
    expect(flagged(concerns, 'dangling-link', 1)).toEqual(['usr/bin/sort']);
    expect(flagged(concerns, 'image-config', 1)).toContain('etc/passwd');
  });

  it('takes texts of a compiled class that starts processes for commands, in the second tier', async () => {
    const constant = (text: string): string => `\u0001\0${String.fromCharCode(text.length)}${text}`;
    const compiled = (starter: string): string => `\u00ca\u00fe\u00ba\u00be\0\0\0\u003d\0\u0004${constant('sort')}\u0008\0\u0001${constant(starter)}`;
    const config = { workingDir: '/app', env: ['PATH=/usr/bin'] };
    for (const [starter, found] of [['java/lang/ProcessBuilder', ['usr/bin/sort']], ['java/lang/String', []]] as const) {
      const app = [file('app/Main.class', compiled(starter))];
      const { concerns } = await compare(image(config, SHELL, app), image(config, [SHELL[0]!, SHELL[2]!, SHELL[3]!], app));
      expect([flagged(concerns, 'run-command', 2), flagged(concerns, 'run-command', 1)]).toEqual([found, []]);
    }
  });

  it('raises a family to the first tier when the application asks for it', async () => {
    const base = [file('usr/lib/x86_64-linux-gnu/libc.so.6', 'x')];
    const lost = [file('usr/lib/locale/locale-archive', 'x'), file('usr/share/zoneinfo/Europe/Berlin', 'x'), file('usr/share/zoneinfo/Asia/Tokyo', 'x'), file('etc/ssl/certs/ca-certificates.crt', 'x')];
    const app = file('app/a.py', "import ssl\nlocale.setlocale(locale.LC_ALL, 'de_DE.UTF-8')\nZoneInfo('Europe/Berlin')\nssl.create_default_context()");
    const config = { workingDir: '/app' };
    const { concerns } = await compare(image(config, [...base, ...lost], [app]), image(config, base, [app]));
    expect(flagged(concerns, 'runtime-family', 1)).toEqual(['etc/ssl/certs/ca-certificates.crt', 'usr/lib/locale/locale-archive', 'usr/share/zoneinfo/Europe/Berlin']);
    expect(flagged(concerns, 'runtime-family', 2)).toEqual(['usr/share/zoneinfo/Asia/Tokyo']);
  });

  it('reports lost rights, and writes them so that mint keeps the bit', async () => {
    const before = image({}, [file('usr/bin/sudo', 's', { mode: 0o4755 }), file('usr/bin/ping', 'p', { mode: 0o755, xattrs: { 'security.capability': 'x' } }), file('data', 'd', { uid: 7, gid: 8 })]);
    const after = image({}, [file('usr/bin/sudo', 's', { mode: 0o755 }), file('usr/bin/ping', 'p', { mode: 0o755 }), file('data', 'd')]);
    const compared = await compare(before, after);
    expect(flagged(compared.concerns, 'lost-rights', 1)).toEqual(['usr/bin/ping', 'usr/bin/sudo']);
    expect(keepLists(compared, () => true).pathPerms).toBe('/data:644#7#8\n/usr/bin/sudo:4755\n');
  });

  it('ignores what runtimes put into containers, and byte code', async () => {
    const { concerns } = await compare(image({ workingDir: '/app' }, [file('a', '1')], [file('etc/hosts', 'x'), file('app/__pycache__/a.pyc', 'x')]), image({}, [file('a', '1'), dir('app')]));
    expect(concerns).toEqual([]);
  });
});
