/** What nothing names in full: programs, modules and data that belong to what is kept. */
import { describe, expect, it } from 'vitest';
import { Case } from '../../../src/core/compare/case';
import { findConcerns } from '../../../src/core/compare/concerns';
import { findDifference } from '../../../src/core/compare/difference';
import { readFacts } from '../../../src/core/compare/facts/file-facts';
import { treeOfImage, type FileTree } from '../../../src/core/compare/file-tree';
import { latin1Bytes } from '../../../src/core/bytes/latin1';
import type { RunConfig } from '../../../src/core/image/image';
import type { PackageRecord } from '../../../src/core/packages/package';
import { dir, file, layer, merged, symlink, type Entry } from '../image/layers';
import { compare, flagged, image } from './images';

const bin = (path: string, content: string): Entry => file(path, content, { mode: 0o755 });

describe('packages of a distribution', () => {
  /** Concerns of a pair whose files belong to packages of dpkg: `NAME of SOURCE`, maybe `needs NAME`, by the beginning of their paths. */
  function concernsOf(config: RunConfig, kept: readonly Entry[], lost: readonly Entry[], packages: Readonly<Record<string, readonly string[]>>) {
    const [before, after] = [[...kept, ...lost], kept].map((entries) => treeOfImage(merged(layer(...entries)).fs)) as [FileTree, FileTree];
    const { removed, changed } = findDifference(before, after);
    const isApp = (path: string): boolean => path.startsWith('srv/app/');
    const facts = new Map([...kept, ...lost].flatMap(({ path, content }) => (content === undefined ? [] : [[path, readFacts(path, latin1Bytes(content), isApp(path), undefined)] as const])));
    const names = Object.entries(packages);
    const records = names.map(([name]): PackageRecord => ({ manager: 'dpkg', name: name.split(' of ')[0]!, version: '1', source: name.split(/ of | needs /)[1]!, depends: name.split(' needs ').slice(1), recommends: [], provides: [], essential: false, statedBytes: 0 }));
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

  it('takes a program for kept where the command is a link into a folder of the package’s own', () => {
    const rows = concernsOf({ cmd: ['sh'] }, [bin('bin/sh', 'x'), symlink('usr/bin/pl', '../lib/pl/bin/x86/pl'), bin('usr/lib/pl/bin/x86/pl', 'x')], [file('usr/lib/pl/library/lists', 'x')], { 'pl of pl': ['usr/lib/pl/'] });
    expect(flagged(rows, 'partial-package', 2)).toEqual(['usr/lib/pl/library/lists']);
  });

  it('names the tools that came along with the server that the image starts or keeps, but not those of a shell', () => {
    const of = (cmd: readonly string[]) => flagged(concernsOf(
      { cmd }, [bin('usr/sbin/stored', 'x'), bin('bin/sh', 'x')], [bin('usr/bin/stored-dump', 'x'), bin('bin/shtool', 'x'), file('usr/share/doc/stored/x', 'x')],
      { 'stored-server of stored': ['usr/sbin/stored'], 'stored-client of stored': ['usr/bin/stored-dump', 'usr/share/doc/stored'], 'sh of sh': ['bin/sh'] },
    ), 'partial-package', 2);
    expect(of(['stored'])).toEqual(['usr/bin/stored-dump']);
    expect(of(['sh', '-c', 'exec /usr/sbin/stored --foreground'])).toEqual(['usr/bin/stored-dump']);
    expect(of(['sh'])).toEqual(['usr/bin/stored-dump']);
  });

  it('names what the package of the started program depends on, and the links under which its commands are known', () => {
    const rows = concernsOf(
      { cmd: ['mailer'] }, [bin('usr/sbin/mailer', 'x')],
      [bin('usr/bin/spool', 'x'), symlink('usr/bin/queue', '../../etc/alternatives/queue'), symlink('etc/alternatives/queue', '../../usr/bin/spool'), file('usr/share/spool/rules', 'x'), file('usr/share/doc/spool/x', 'x'), file('usr/share/far/x', 'x')],
      { 'mailer of mailer needs spool': ['usr/sbin/'], 'spool of spool needs far': ['usr/bin/spool', 'usr/share/spool', 'usr/share/doc'], 'far of far': ['usr/share/far'] },
    );
    expect(flagged(rows, 'partial-package', 2)).toEqual(['etc/alternatives/queue', 'usr/bin/queue', 'usr/bin/spool', 'usr/share/spool/rules']);
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

  it('restores a package of Python that settings name, with its metadata; words of the standard library are words', async () => {
    const modules = 'usr/lib/python3/dist-packages';
    const base = [bin('usr/bin/python3', 'x'), file('usr/lib/python3.11/os.py', '1'), dir(modules)];
    const theme = [file(`${modules}/own_theme/__init__.py`, '1'), file(`${modules}/own_theme/layout.html`, 'x'), file(`${modules}/own_theme-1.0.egg-info/entry_points.txt`, 'x')];
    const app = [file('app/conf.py', "html_theme = 'own_theme'\nkind = 'string'\n")];
    const config = { workingDir: '/app' };
    const { concerns } = await compare(image(config, [...base, ...theme, file('usr/lib/python3.11/string.py', '1'), file(`${modules}/other/__init__.py`, '1')], app), image(config, base, app));
    expect(flagged(concerns, 'python-import', 2)).toEqual(theme.map(({ path }) => path).sort());
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
