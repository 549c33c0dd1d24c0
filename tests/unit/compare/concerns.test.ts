import { describe, expect, it } from 'vitest';
import { Case } from '../../../src/core/compare/case';
import { compareImages, type Comparison } from '../../../src/core/compare/compare-images';
import { comparisonReport } from '../../../src/core/compare/comparison-report';
import { findConcerns } from '../../../src/core/compare/concerns';
import { findDifference } from '../../../src/core/compare/difference';
import { readFacts } from '../../../src/core/compare/facts/file-facts';
import { treeOfImage, type FileTree } from '../../../src/core/compare/file-tree';
import { checkList } from '../../../src/core/compare/lists/check-list';
import { keepLists } from '../../../src/core/compare/lists/keep-lists';
import { compareBuilds } from '../../../src/core/compare/several-builds';
import { repairEntries } from '../../../src/core/compare/repair';
import { latin1, latin1Bytes } from '../../../src/core/bytes/latin1';
import type { RunConfig } from '../../../src/core/image/image';
import { EntryType } from '../../../src/core/image/layer-table';
import type { PackageRecord } from '../../../src/core/packages/package';
import { dir, file, hardlink, layer, merged, symlink, type Entry } from '../image/layers';
import { compare, fixture, flagged, image } from './images';

const bin = (path: string, content: string): Entry => file(path, content, { mode: 0o755 });
const SHELL = [bin('usr/bin/sh', 'x'), bin('usr/bin/sort', 'x'), bin('usr/bin/env', 'x'), symlink('bin', 'usr/bin')];

describe('concerns', () => {
  it('finds a needed library by run path, with the links on the way and the loader', async () => {
    const libraries = [file('opt/lib/libown.so.1.0', fixture('libown.so.1')), symlink('opt/lib/libown.so.1', 'libown.so.1.0'), symlink('lib64', 'usr/lib64'), bin('usr/lib64/ld-linux-x86-64.so.2', 'x'), file('etc/own.conf', 'x')];
    const { concerns } = await compare(image({}, [bin('opt/bin/program', fixture('program')), ...libraries]), image({}, [bin('opt/bin/program', fixture('program'))]));
    expect(flagged(concerns, 'needed-library', 1)).toEqual(['opt/lib/libown.so.1', 'opt/lib/libown.so.1.0']);
    expect(flagged(concerns, 'elf-interpreter', 1)).toEqual(['lib64', 'usr/lib64/ld-linux-x86-64.so.2']);
    expect(flagged(concerns, 'named-path', 2)).toEqual(['etc/own.conf']);
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

describe('lists', () => {
  it('names paths with a colon in the way that mint does not drop', async () => {
    const before = image({ workingDir: '/app' }, [file('k', '1')], [file('app/Foo::Bar.pm', 'x', { mode: 0o600 }), file('app/line\nbreak', 'x'), file('app/plain', 'x')]);
    const compared = await compare(before, image({ workingDir: '/app' }, [file('k', '1')]));
    const lists = keepLists(compared, ({ tier }) => tier === 1);
    expect(lists.includePaths).toBe('/app\n/app/Foo::Bar.pm:600\n/app/plain\n');
    expect(lists.notes).toHaveLength(1);
    expect(lists.command).toContain('--include-path-file include-paths.txt');
  });

  it('says hostile names as mint reads them, and lets a folder stand for what no line can say', async () => {
    const odd = ['#hash', 'star*', ' lead', 'a:b#1', 'x:755#1#2', 'back\\slash', '-dash', 'trail ', 'nel\u0085', 'cr\rx'].map((name) => file(`app/${name}`, 'x', { mode: 0o640 }));
    const folder = [dir('app/c:d', { mode: 0o700 }), file('app/c:d/x\ny', 'x'), symlink('app/l:k', '/tool'), file('tool', 'x', { mode: 0o4755 })];
    const compared = await compare(image({ workingDir: '/app' }, [file('k', '1')], [...odd, ...folder]), image({ workingDir: '/app' }, [file('k', '1')], [folder[3]!]));
    const { includePaths, notes } = keepLists(compared, ({ tier }) => tier === 1);
    expect(includePaths.split('\n').slice(0, -1)).toEqual([
      '/app', '/app/ lead', '/app/#hash', '/app/-dash', '/app/a:b#1:640', '/app/back\\slash', '/app/c:d:700', '/app/l:k:4755', '/app/star*', '/app/x:755#1#2:640',
    ]);
    expect(notes).toHaveLength(4);
    const { lines } = checkList(includePaths, 'include', compared);
    expect(lines.every(({ verdict }) => verdict === 'good')).toBe(true);
  });

  it('checks a list of the user’s', async () => {
    const compared = await compare(image({ workingDir: '/app' }, [file('k', '1')], [file('app/a:b', 'x'), file('app/c', 'x')]), image({ workingDir: '/app' }, [file('k', '1')]));
    const { lines, covered } = checkList('# all\n/app/a:b\n/app/c\n\n/app/*\n/none\n/k\nrelative\n/app/c:644#1#2\n', 'include', compared);
    expect(lines.map(({ line, verdict }) => [line, verdict])).toEqual([[1, 'not-a-path'], [2, 'dropped'], [3, 'good'], [5, 'not-a-path'], [6, 'no-match'], [7, 'kept'], [8, 'not-a-path'], [9, 'good']]);
    expect(covered.find(({ id }) => id.startsWith('application-file'))).toMatchObject({ files: 1, of: 2 });
  });
});

describe('stages', () => {
  const original = image({ cmd: ['/app/run.sh'] }, SHELL, [bin('app/run.sh', '#!/bin/sh\n/app/helper.sh\n'), bin('app/helper.sh', '#!/bin/sh\n')]);
  const smaller = image({ cmd: ['/app/run.sh'] }, SHELL, [bin('app/run.sh', '#!/bin/sh\n/app/helper.sh\n')]);

  it('tells the difference before it looks for what is missed, and says so in it', async () => {
    const told: string[] = [];
    let first: Comparison | undefined;
    const whole = await compareImages(original, smaller, {
      onProgress: (phase) => told.push(phase),
      onDifference: (comparison) => {
        told.push('difference');
        first = comparison;
      },
      breathe: () => Promise.resolve(),
    });
    expect([...new Set(told)]).toEqual(['comparing', 'difference', 'packages', 'reading', 'checking']);
    expect(first?.difference.removed.map(({ path }) => path)).toEqual(['app/helper.sh']);
    expect([first?.concerns, first?.diagnostics.map(({ kind }) => kind)]).toEqual([[], ['not-checked']]);
    expect(whole.ok && [whole.value.concerns.length > 0, whole.value.diagnostics]).toEqual([true, []]);
    expect(whole.ok && whole.value.concerns).toEqual((await compare(original, smaller)).concerns);
  });

  it('goes in short steps, however many files there are and however little they tell', async () => {
    const breaks = async (count: number): Promise<number> => {
      const many = Array.from({ length: count }, (_, index) => file(`usr/share/x/${index}`, 'x'));
      let taken = 0;
      await compareImages(image({}, [...many, file('lost', '1')]), image({}, many), { onDifference: () => undefined, breathe: () => {
        taken += 1;
        return undefined;
      } });
      return taken;
    };
    // All entries are gone through about a dozen times, a few hundred in one step.
    expect(await breaks(6000) - (await breaks(1000))).toBeGreaterThan((5000 / 512) * 10);
  });

  it('stops between two steps of either stage', async () => {
    for (const stage of ['reading', 'checking']) {
      let stopped = false;
      const outcome = await compareImages(original, smaller, { onProgress: (phase) => (stopped ||= phase === stage), cancelled: () => stopped });
      expect(!outcome.ok && outcome.problem.kind).toBe('cancelled');
    }
  });
});

describe('pairs', () => {
  const kinds = async (a: ReturnType<typeof image>, b: ReturnType<typeof image>) => (await compare(a, b)).diagnostics.map(({ kind }) => kind);
  const many = Array.from({ length: 40 }, (_, index) => file(`f${index}`, String(index)));

  it('says what is odd about the two sides', async () => {
    expect(await kinds(image({}, many), image({}, many))).toEqual(['same-files']);
    expect(await kinds(image({}, many.slice(0, 10)), image({}, many))).toEqual(['sides-swapped']);
    expect(await kinds(image({}, many.slice(0, 10)), image({}, many.slice(10)))).toEqual(['nothing-in-common']);
  });

  it('reports with fixed fields, and paths as printable text', async () => {
    const report = comparisonReport(await compare(image({ workingDir: '/app' }, [file('k', '1')], [file('app/%', 'x')]), image({}, [file('k', '1')])));
    expect(report.removed).toContainEqual({ path: 'app/%25', size: 1, type: 'file' });
    expect(report.preserve).toEqual(['app/%25']);
    expect(report.concerns[0]).toMatchObject({ check: 'application-file', path: 'app/%25', confidence: 'high', tier: 1 });
  });

  it('joins several builds', async () => {
    const { before } = await compare(image({}, many), image({}, many));
    const builds = [many.slice(0, 3), many.slice(1, 4)].map((entries) => image({}, entries));
    const trees = await Promise.all(builds.map(async (side) => (await compare(side, side)).before.tree));
    expect(compareBuilds(before.tree, trees)).toEqual({ always: 2, union: ['f0', 'f1', 'f2', 'f3'], flickers: [{ path: 'f0', keptBy: [0] }, { path: 'f3', keptBy: [1] }] });
  });
});

describe('repair', () => {
  it('restores owners, modes, capabilities and hard links, with the folders that are missing', () => {
    const original = image({}, [dir('a', { mode: 0o700, uid: 3 }), file('a/x', 'xx', { mode: 0o4755, uid: 1, xattrs: { 'security.capability': 'c' } }), hardlink('a/y', 'a/x'), dir('b'), file('b/z', 'z')]);
    const entries = repairEntries(original.analysed.fs, image({}, [dir('b')]).analysed.fs, ['a/x', 'a/y', 'b/z', 'none']);
    expect(entries.map(({ path, type, mode, uid, link, xattrs }) => [latin1(path), type, mode, uid, link && latin1(link), xattrs])).toEqual([
      ['a', EntryType.dir, 0o700, 3, undefined, undefined], ['a/x', EntryType.file, 0o4755, 1, undefined, { 'security.capability': 'c' }],
      ['b/z', EntryType.file, 0o644, 0, undefined, undefined], ['a/y', EntryType.hardlink, 0o4755, 1, 'a/x', undefined],
    ]);
  });
});

describe('packages of a distribution', () => {
  /** Concerns of a pair whose files belong to packages of dpkg: `NAME of SOURCE`, by the beginning of their paths. */
  function concernsOf(config: RunConfig, kept: readonly Entry[], lost: readonly Entry[], packages: Readonly<Record<string, readonly string[]>>) {
    const [before, after] = [[...kept, ...lost], kept].map((entries) => treeOfImage(merged(layer(...entries)).fs)) as [FileTree, FileTree];
    const { removed, changed } = findDifference(before, after);
    const isApp = (path: string): boolean => path.startsWith('srv/app/');
    const facts = new Map([...kept, ...lost].flatMap(({ path, content }) => (content === undefined ? [] : [[path, readFacts(path, latin1Bytes(content), isApp(path), undefined)] as const])));
    const names = Object.entries(packages);
    const records = names.map(([name]): PackageRecord => ({ manager: 'dpkg', name: name.split(' of ')[0]!, version: '1', source: name.split(' of ')[1]!, depends: [], recommends: [], provides: [], essential: false, statedBytes: 0 }));
    const ownership = { packages: records, ownerOf: (path: string) => names.findIndex(([, folders]) => folders.some((folder) => path.startsWith(folder))) };
    return findConcerns(new Case({ before, after, removed, changed, facts, config, ownership, isApp, originOf: () => undefined }));
  }

  it('restores an imported module with what the distribution keeps elsewhere', () => {
    const modules = 'usr/lib/python3/dist-packages';
    const rows = concernsOf(
      { workingDir: '/srv/app', cmd: ['python3', 'main.py'] }, [bin('usr/bin/python3', 'x'), file('usr/lib/python3.11/os.py', '1'), dir(modules), file('srv/app/main.py', 'def f():\n    import pages\n')],
      [file(`${modules}/pages/__init__.py`, '1'), file('usr/share/pages/template.txt', 't'), file('usr/share/doc/pages/copyright', 'c'), file('usr/share/other/x', 'x')],
      { 'python3-pages of pages': [`${modules}/pages/`], 'pages-common of pages': ['usr/share/pages/', 'usr/share/doc/pages/'], 'other of other': ['usr/share/other/'] },
    );
    expect(flagged(rows, 'python-import', 1)).toEqual([`${modules}/pages/__init__.py`, 'usr/share/pages/template.txt']);
  });

  it('takes programs in a folder of the package’s own for its data, those on PATH not', () => {
    const rows = concernsOf({ cmd: ['sh'] }, [bin('usr/bin/erl', 'x'), bin('bin/sh', 'x')], [bin('usr/lib/erlang/erts/bin/erlexec', 'x'), bin('usr/bin/dialyzer', 'x')], { 'erlang-base of erlang': ['usr/bin/', 'usr/lib/erlang/'] });
    expect(flagged(rows, 'partial-package', 2)).toEqual(['usr/lib/erlang/erts/bin/erlexec']);
  });

  it('names the tools that came along with the server that the image starts, but not those of a shell', () => {
    const of = (cmd: readonly string[]) => flagged(concernsOf(
      { cmd }, [bin('usr/sbin/stored', 'x'), bin('bin/sh', 'x')], [bin('usr/bin/stored-dump', 'x'), bin('bin/shtool', 'x'), file('usr/share/doc/stored/x', 'x')],
      { 'stored-server of stored': ['usr/sbin/stored'], 'stored-client of stored': ['usr/bin/stored-dump', 'usr/share/doc/stored'], 'sh of sh': ['bin/sh'] },
    ), 'partial-package', 2);
    expect(of(['stored'])).toEqual(['usr/bin/stored-dump']);
    expect(of(['sh', '-c', 'exec /usr/sbin/stored --foreground'])).toEqual(['usr/bin/stored-dump']);
    expect(of(['sh'])).toEqual([]);
  });
});

describe('what is loaded by name', () => {
  it('follows a module of Python that hands out its parts on demand, for whoever imports it as a whole', async () => {
    const stdlib = 'usr/lib/python3.11';
    const lazy = 'def __getattr__(name):\n    if name == "Pool":\n        from .pool import Pool\n        return Pool\n    from .other import Other\n    return Other\n';
    const base = [bin('usr/bin/python3.11', 'x'), file(`${stdlib}/os.py`, '1'), file(`${stdlib}/work/__init__.py`, lazy)];
    const app = [file('app/main.py', 'import work as w\ndef f(): return w.Pool(2)\n')];
    const config = { workingDir: '/app', cmd: ['python3.11', 'main.py'] };
    const { concerns } = await compare(image(config, [...base, file(`${stdlib}/work/pool.py`, '1'), file(`${stdlib}/work/other.py`, '1')], app), image(config, [...base, ...app]));
    expect(flagged(concerns, 'python-import', 1)).toEqual([`${stdlib}/work/pool.py`]);
  });

  it('finds extension modules that an extension module names in its data', async () => {
    const modules = 'usr/lib/python3/dist-packages';
    const extension = `\x7fELF\x02\x01${'\0'.repeat(80)}_backend\0other text\0`;
    const kept = [bin('usr/bin/python3', 'x'), file('usr/lib/python3.11/os.py', '1'), dir(modules), file(`${modules}/own/__init__.py`, '1'), file(`${modules}/own/_part.abi3.so`, extension)];
    const lost = ['_backend', '_foreign'].map((name) => file(`${modules}/${name}.cpython-311-x86_64-linux-gnu.so`, 'x'));
    const { concerns } = await compare(image({}, [...kept, ...lost]), image({}, kept));
    expect(flagged(concerns, 'python-import', 2)).toEqual([lost[0]!.path]);
  });

  it('restores the classes beside an autoloader of PHP that the application loads', async () => {
    const library = 'usr/share/php/Twig';
    const kept = [bin('usr/bin/php', 'x'), file(`${library}/autoload.php`, '<?php spl_autoload_register("x");')];
    const app = [file('app/index.php', `<?php require_once '/${library}/autoload.php';\n`)];
    const { concerns } = await compare(image({ workingDir: '/app' }, [...kept, file(`${library}/Loader/File.php`, '<?php'), file('usr/share/php/Other/a.php', '<?php')], app), image({ workingDir: '/app' }, [...kept, ...app]));
    expect(flagged(concerns, 'script-library', 1)).toEqual([`${library}/Loader/File.php`]);
  });

  it('reads an application’s source by its text where neither name nor first line tell the language', () => {
    const languageOf = (text: string, own = true): string | undefined => readFacts('srv/app/handler', latin1Bytes(text), own, undefined).language;
    expect([languageOf('use strict;\nuse warnings;\nrequire Foo;\n'), languageOf('<?php\necho 1;\n'), languageOf('import os\nfrom a.b import c\n')]).toEqual(['perl', 'php', 'python']);
    expect([languageOf('use strictly what you need\n'), languageOf('from here on import taxes\n'), languageOf('use strict;\n', false)]).toEqual([undefined, undefined, undefined]);
    expect(readFacts('srv/app/app.psgi', latin1Bytes('my $x = sub { require Foo::Bar };\n'), true, undefined).requires?.map(({ name }) => name)).toEqual(['Foo::Bar']);
  });
});
