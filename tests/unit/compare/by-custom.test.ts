/** Programs that are started by custom, what lies beside a kept program or library, and what the second tier needs itself. */
import { describe, expect, it } from 'vitest';
import { Case } from '../../../src/core/compare/case';
import { findConcerns } from '../../../src/core/compare/concerns';
import { isTickedAtFirst } from '../../../src/core/compare/default-ticks';
import { findDifference } from '../../../src/core/compare/difference';
import { readFacts } from '../../../src/core/compare/facts/file-facts';
import { treeOfImage, type FileTree } from '../../../src/core/compare/file-tree';
import { latin1Bytes } from '../../../src/core/bytes/latin1';
import type { RunConfig } from '../../../src/core/image/image';
import { packageRecord, type PackageRecord } from '../../../src/core/packages/package';
import { file, layer, merged, symlink, type Entry } from '../image/layers';
import { compare, flagged, image } from './images';

const bin = (path: string, content = 'x'): Entry => file(path, content, { mode: 0o755 });
const program = (...texts: readonly string[]): string => `\x7fELF\x02\x01${'\0'.repeat(80)}${texts.join('\0')}\0`;

/** Concerns of a pair whose files belong to packages of dpkg (`NAME of SOURCE`, maybe `needs NAME`), by the beginning of their paths; all others depend on `depends`. */
function concernsOf(config: RunConfig, kept: readonly Entry[], lost: readonly Entry[], packages: Readonly<Record<string, readonly string[]>>, depends: readonly string[] = []) {
  const [before, after] = [[...kept, ...lost], kept].map((entries) => treeOfImage(merged(layer(...entries)).fs)) as [FileTree, FileTree];
  const { removed, changed } = findDifference(before, after);
  const isApp = (path: string): boolean => path.startsWith('srv/app/');
  const facts = new Map([...kept, ...lost].flatMap(({ path, content }) => (content === undefined ? [] : [[path, readFacts(path, latin1Bytes(content), isApp(path), undefined)] as const])));
  const names = Object.entries(packages);
  const records = names.map(([name]): PackageRecord => ({ ...packageRecord('dpkg', name.split(' of ')[0]!, '1'), source: name.split(/ of | needs /)[1]!, depends: name.includes(' needs ') ? name.split(' needs ').slice(1) : depends }));
  const ownership = { packages: records, ownerOf: (path: string) => names.findIndex(([, folders]) => folders.some((folder) => path.startsWith(folder))) };
  return findConcerns(new Case({ before, after, removed, changed, facts, config, ownership, isApp, originOf: () => undefined }));
}

describe('programs that are started by custom', () => {
  it('names the tools that every system has, with the links under which they are known', () => {
    const rows = concernsOf({}, [bin('srv/own')], [bin('usr/bin/sort'), bin('usr/sbin/chroot'), bin('usr/bin/mawk'), symlink('usr/bin/awk', 'mawk'), bin('usr/bin/gcc')], { 'coreutils of coreutils': ['usr/bin/sort', 'usr/sbin/'], 'mawk of mawk': ['usr/bin/mawk'], 'gcc of gcc': ['usr/bin/gcc'] });
    expect(flagged(rows, 'everyday-tools', 2)).toEqual(['usr/bin/awk', 'usr/bin/mawk', 'usr/bin/sort']);
  });

  it('names sub-commands of a kept program, and no program that only begins alike', () => {
    const rows = concernsOf({}, [bin('usr/bin/forge')], [bin('usr/bin/forge-lfs'), bin('usr/bin/forger'), bin('usr/libexec/x/bin/forge-make')], {});
    expect(flagged(rows, 'everyday-tools', 2)).toEqual(['usr/bin/forge-lfs', 'usr/libexec/x/bin/forge-make']);
  });
});

describe('packages around what is started', () => {
  it('counts a command that is a link for the package of the link as well, with what depends on either', () => {
    const rows = concernsOf(
      { cmd: ['pdftype', '/srv/a'] }, [bin('usr/bin/type'), symlink('usr/bin/pdftype', 'type')], [file('usr/share/types/a.fmt', 'x'), file('usr/share/fonts-own/a', 'x'), file('usr/share/alien/a', 'x')],
      { 'type-bin of type-bin': ['usr/bin/type'], 'type-formats of type-formats': ['usr/bin/pdftype', 'usr/share/types/'], 'more of more needs type-bin': ['usr/share/fonts-own/'], 'alien of alien': ['usr/share/alien/'] },
    );
    expect(flagged(rows, 'partial-package', 2)).toEqual(['usr/share/fonts-own/a', 'usr/share/types/a.fmt']);
  });

  it('takes kept sources in a package’s own folder for its program', () => {
    const rows = concernsOf({ cmd: ['php', '-t', '/usr/share/wiki'] }, [bin('usr/bin/php'), file('usr/share/wiki/index.php', '<?php'), file('usr/share/php/Twig/a.php', '<?php')], [file('usr/share/wiki/inc/auth.php', '<?php'), file('usr/share/php/Twig/b.php', '<?php'), file('etc/wiki.ini', 'x')], { 'wiki of wiki': ['usr/share/wiki/', 'etc/wiki'], 'twig of twig': ['usr/share/php/Twig/'] });
    expect(flagged(rows, 'partial-package', 2)).toEqual(['etc/wiki.ini', 'usr/share/wiki/inc/auth.php']);
  });

  it('names programs beside a kept one of the same package', () => {
    const rows = concernsOf({ cmd: ['served'] }, [bin('usr/bin/dug'), bin('usr/bin/served'), bin('usr/bin/sort')], [bin('usr/bin/lookup'), bin('usr/bin/sum'), bin('usr/bin/other')], { 'dug of dug': ['usr/bin/dug', 'usr/bin/lookup'], 'coreutils of coreutils': ['usr/bin/sort', 'usr/bin/sum'], 'served of served': ['usr/bin/served'], 'other of other': ['usr/bin/other'] });
    expect(flagged(rows, 'partial-package', 2)).toEqual(['usr/bin/lookup']);
  });

  it('names data and libraries of a package that a kept library depends on, but no module of a language', () => {
    const rows = concernsOf({}, [file('usr/lib/libpage.so.1', program())], [file('usr/share/cmaps/a', 'x'), file('usr/lib/libcmaps.so.2', program()), file('usr/lib/python3/dist-packages/cmaps/a.py', 'x')], { 'libpage1 of page': ['usr/lib/libpage'], 'cmaps of cmaps': ['usr/share/cmaps/', 'usr/lib/libcmaps', 'usr/lib/python3/'] }, ['cmaps']);
    expect(flagged(rows, 'namesake', 2)).toEqual(['usr/lib/libcmaps.so.2', 'usr/share/cmaps/a']);
  });

  it('names applets whose links belong to no package', () => {
    const rows = concernsOf({}, [bin('bin/busybox')], [symlink('usr/bin/sort', '/bin/busybox'), symlink('usr/bin/own', '/srv/own'), bin('srv/own')], { 'busybox of busybox': ['bin/busybox'] });
    expect(flagged(rows, 'everyday-tools', 2)).toEqual(['usr/bin/sort']);
  });
});

describe('rows of one pool', () => {
  it('are one row with all files, as far as that is ticked at first', () => {
    const large = 'x'.repeat(9 * 1024 * 1024);
    const sources = ['a', 'b', 'c'];
    const kept = sources.map((name) => bin(`usr/bin/${name}`));
    const lost = sources.map((name) => file(`usr/share/${name}-data/x`, name === 'c' ? large : name));
    const rows = concernsOf({}, kept, lost, Object.fromEntries(sources.map((name) => [`${name} of ${name}`, [`usr/bin/${name}`, `usr/share/${name}-data/`]]))).filter(({ check, tier }) => check === 'partial-package' && tier === 2);
    expect(rows.map(({ title, files, named, bytes }) => [title, files.map(({ path }) => path), named, bytes])).toEqual([
      ['Data of c', ['usr/share/c-data/x'], 1, large.length], ['Data of kept programs', ['usr/share/a-data/x', 'usr/share/b-data/x'], 2, 2],
    ]);
    expect(rows.map((row) => isTickedAtFirst(row))).toEqual([false, true]);
  });
});

describe('beside a kept program or library', () => {
  it('names settings and folders of its name that belong to no package of it', () => {
    const rows = concernsOf({}, [bin('usr/sbin/stored')], [file('etc/stored.conf', 'x'), file('etc/stored/extra.conf', 'x'), file('usr/lib/x86_64-linux-gnu/stored/audit.so', 'x'), file('etc/other.conf', 'x'), file('usr/share/doc/stored/x', 'x')], { 'stored of stored': ['usr/sbin/'], 'audit of audit': ['usr/lib/'] });
    expect(flagged(rows, 'namesake', 2)).toEqual(['etc/stored.conf', 'etc/stored/extra.conf', 'usr/lib/x86_64-linux-gnu/stored/audit.so']);
  });

  it('names plug-ins and data that were built with a kept library, but no library that is linked', () => {
    const rows = concernsOf({}, [file('usr/lib/libpic.so.1', program())], [file('usr/lib/pic/tiff.so', 'x'), file('usr/share/pic/colors', 'x'), file('usr/lib/libpic-extra.so.1', program()), file('usr/share/alien/x', 'x')], { 'libpic1 of pic': ['usr/lib/libpic.so.1'], 'pic-data of pic': ['usr/lib/pic/', 'usr/share/pic/', 'usr/lib/libpic-extra'], 'alien of alien': ['usr/share/alien/'] });
    expect(flagged(rows, 'namesake', 2)).toEqual(['usr/lib/pic/tiff.so', 'usr/share/pic/colors']);
  });

  it('names programs of a package that a kept one depends on', () => {
    const rows = concernsOf({}, [file('usr/share/modules/graphs.tcl', 'x')], [bin('usr/bin/layout'), bin('usr/bin/other')], { 'graphs of graphs': ['usr/share/modules/'], 'layout of layout': ['usr/bin/layout'], 'other of other': ['usr/bin/other'] }, ['layout']);
    expect(flagged(rows, 'namesake', 2)).toEqual(['usr/bin/layout']);
  });
});

describe('what is restored has needs of its own', () => {
  it('follows rows that are ticked at first once, and says nothing twice', () => {
    const rows = concernsOf({ cmd: ['stored'] }, [bin('usr/sbin/stored')], [bin('usr/bin/stored-dump', '#!/bin/sh\npackup "$1"\n'), bin('bin/sh'), bin('usr/bin/packup')], { 'stored of stored': ['usr/sbin/', 'usr/bin/stored-dump'], 'packup of packup': ['usr/bin/packup'] });
    const followed = rows.find(({ id }) => id.endsWith('followed'))!;
    expect(followed.files.map(({ path }) => path)).toEqual(['usr/bin/packup']);
    expect(isTickedAtFirst(followed)).toBe(true);
  });
});

describe('links on the way', () => {
  it('restores the link to a folder along with what lies in it, and a folder of help among the data of a program', () => {
    const rows = concernsOf({ cmd: ['stored'] }, [bin('usr/sbin/stored')], [file('usr/share/stored/1.2.3/a', 'x'), symlink('usr/share/stored/1.2', '1.2.3'), symlink('usr/share/other', 'none'), file('usr/share/stored/doc/help.rst', 'x')], { 'stored of stored': ['usr/sbin/', 'usr/share/stored/1.2.3', 'usr/share/stored/doc'] });
    expect(flagged(rows, 'partial-package', 2)).toEqual(['usr/share/stored/1.2', 'usr/share/stored/1.2.3/a', 'usr/share/stored/doc/help.rst']);
  });
});

describe('what texts and data tell', () => {
  const config = { workingDir: '/srv/app', env: ['PATH=/usr/bin'] };

  it('finds packages of Python that settings name without quotes', async () => {
    const modules = 'usr/lib/python3/dist-packages';
    const lost = ['inky/__init__.py', 'marks/__init__.py', 'marks/extra.py', 'plain/__init__.py'].map((name) => file(`${modules}/${name}`, 'x = 1\n'));
    const kept = [bin('usr/bin/python3'), file('usr/lib/python3.11/os.py', '1')];
    const app = [file('srv/app/site.yml', 'theme:\n  name: inky\nextensions: [marks.extra, other]\n# plain\n'), file('srv/app/notes.txt', 'name: plain\n')];
    const { concerns } = await compare(image(config, [...kept, ...lost], app), image(config, kept, app));
    expect(flagged(concerns, 'python-import', 2)).toEqual(lost.slice(0, 3).map(({ path }) => path));
  });

  it('reads paths out of texts that stand in a row without an end, and takes a family for asked for that a program names', async () => {
    const kept = [bin('usr/bin/served', program().slice(0, -1) + 'text/html/etc/mime.typesapplication/usr/share/zoneinfo/usr/share/lib/zoneinfo/ and more')];
    const lost = [file('etc/mime.types', 'x'), file('usr/share/zoneinfo/Asia/Tokyo', 'x')];
    const { concerns } = await compare(image({}, [...kept, ...lost, file('usr/share/zoneinfo/UTC', 'x')]), image({}, kept));
    expect(flagged(concerns, 'named-path', 2)).toEqual(['etc/mime.types']);
    expect(flagged(concerns, 'runtime-family', 2)).toEqual(['etc/mime.types', 'usr/share/zoneinfo/Asia/Tokyo', 'usr/share/zoneinfo/UTC']);
  });

  it('finds a program with its arguments in the data of one that starts others', async () => {
    const kept = [bin('usr/bin/view', program('popen', 'unpack -dc %s', 'sort order of names', 'date is past'))];
    const { concerns } = await compare(image({}, [...kept, ...['unpack', 'sort', 'date'].map((name) => bin(`usr/bin/${name}`))]), image({}, kept));
    expect(flagged(concerns, 'run-command', 2)).toEqual(['usr/bin/unpack']);
  });

  it('finds what a kept library starts, and leaves out what the C library’s words say', async () => {
    const kept = [file('usr/lib/python3/dist-packages/draw.py', 'import subprocess\nsubprocess.run(["layout", "-x"])\n'), file('lib/libc.so.6', program('execve', 'ghost'))];
    const { concerns } = await compare(image({}, [...kept, bin('usr/bin/layout'), bin('usr/bin/ghost')]), image({}, kept));
    expect(flagged(concerns, 'run-command', 2)).toEqual(['usr/bin/layout']);
  });

  it('takes a template of a change log for data, and a change log for prose', async () => {
    const names = ['changelog.tmpl', 'changelog.gz', 'README', 'README.en', 'README.md', 'newsfeed.css', 'authors.sql'];
    const app = [file('srv/app/a', '1')];
    const { concerns } = await compare(image(config, [file('a', '1')], [...app, ...names.map((name) => file(`srv/app/${name}`, name))]), image(config, [file('a', '1')], app));
    expect(flagged(concerns, 'application-file', 1)).toEqual(['srv/app/authors.sql', 'srv/app/changelog.tmpl', 'srv/app/newsfeed.css']);
  });

  it('follows exports of a part of a Node package, patterns too', async () => {
    const manifest = JSON.stringify({ name: 'rows', exports: { './sync': { require: './dist/sync.cjs' }, './as/*': './dist/as/*.js', './bad': 3 } });
    const lost = [file('srv/app/node_modules/rows/package.json', manifest), file('srv/app/node_modules/rows/dist/sync.cjs', '1'), file('srv/app/node_modules/rows/dist/as/text.js', '1'), file('srv/app/node_modules/other/index.js', '1')];
    for (const part of ['sync', 'as/text']) {
      const app = [file('srv/app/main.js', `const rows = () => require('rows/${part}');\n`)];
      const { concerns } = await compare(image(config, [file('a', '1'), ...lost], app), image(config, [file('a', '1')], app));
      expect(flagged(concerns, 'node-module', 1)).toEqual(lost.slice(0, 3).map(({ path }) => path).sort());
    }
  });

  it('is sure of the standard library of the language that the application is written in', async () => {
    const lost = [file('usr/lib/python3.11/statistics.py', '1'), file('usr/lib/python3.11/test/x.py', '1')];
    const kept = [bin('usr/bin/python3'), file('usr/lib/python3.11/os.py', '1')];
    for (const [name, found] of [['main.py', ['usr/lib/python3.11/statistics.py']], ['main.txt', []]] as const) {
      const app = [file(`srv/app/${name}`, 'x = 1\n')];
      const { concerns } = await compare(image(config, [...kept, ...lost], app), image(config, kept, app));
      expect(flagged(concerns, 'runtime-family', 1)).toEqual(found);
    }
  });
});
