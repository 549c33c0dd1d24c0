/** What somebody asked for by name: of a package manager, in metadata and manifests, in the image's environment. */
import { describe, expect, it } from 'vitest';
import { latin1Bytes } from '../../../src/core/bytes/latin1';
import { Case } from '../../../src/core/compare/case';
import { findConcerns, type ConcernRow } from '../../../src/core/compare/concerns';
import { findDifference } from '../../../src/core/compare/difference';
import { readFacts } from '../../../src/core/compare/facts/file-facts';
import { treeOfImage } from '../../../src/core/compare/file-tree';
import type { RunConfig } from '../../../src/core/image/image';
import { packageRecord, type PackageManager } from '../../../src/core/packages/package';
import { dir, file, layer, merged, symlink, type Entry } from '../image/layers';
import { compare, flagged, image } from './images';

const bin = (path: string, content = 'x'): Entry => file(path, content, { mode: 0o755 });
const BASE = [file('a', '1')];
const automatic = (...names: readonly string[]): Entry => file('var/lib/apt/extended_states', names.map((name) => `Package: ${name}\nArchitecture: amd64\nAuto-Installed: 1\n\n`).join(''));

/** Concerns of an image of which only the file `a` is kept, or what `kept` names; packages (`NAME provides NAME needs NAME …`) own what begins as listed. */
function concernsOf(manager: PackageManager, layers: readonly (readonly Entry[])[], packages: readonly string[], owned: readonly (readonly string[])[], config: RunConfig = {}, kept: readonly string[] = ['a']): ConcernRow[] {
  const before = treeOfImage(merged(...layers.map((entries) => layer(...entries))).fs);
  const after = treeOfImage(merged(layer(...layers.flat().filter(({ path }) => kept.includes(path)))).fs);
  const { removed, changed } = findDifference(before, after);
  const isApp = (path: string): boolean => path.startsWith('srv/app/');
  const facts = new Map(layers.flat().flatMap(({ path, content }) => (content === undefined ? [] : [[path, readFacts(path, latin1Bytes(content), isApp(path), undefined)] as const])));
  const records = packages.map((text) => {
    const [name = '', provided] = text.split(' needs ')[0]!.split(' provides ');
    return { ...packageRecord(manager, name, '1'), depends: text.split(' needs ').slice(1), provides: provided === undefined ? [] : [provided] };
  });
  const ownership = { packages: records, ownerOf: (path: string) => owned.findIndex((beginnings) => beginnings.some((beginning) => path.startsWith(beginning))) };
  return findConcerns(new Case({ before, after, removed, changed, facts, config, ownership, isApp, originOf: () => undefined }));
}

const askedFor = (...of: Parameters<typeof concernsOf>): string[] => flagged(concernsOf(...of), 'installed-by-name', 2);

describe('packages that were installed by name', () => {
  const status = ['syncer needs helper needs libown1', 'tex needs tex-base', 'tex-base', 'helper', 'libown1', 'alien', 'own-dev'];
  const lists = [['usr/bin/syncer'], ['usr/share/doc/tex'], ['usr/share/tex/'], ['usr/share/helper/', 'usr/bin/helped'], ['usr/lib/libother'], ['usr/bin/alien'], ['usr/share/own-dev/']];
  const lost = [bin('usr/bin/syncer'), symlink('usr/bin/sync-now', 'syncer'), file('usr/share/tex/a.fmt', 'x'), file('usr/share/helper/x', 'x'), bin('usr/bin/helped'), file('usr/lib/libother.so.1', 'x'), bin('usr/bin/alien'), file('usr/share/own-dev/x', 'x')];
  const states = automatic('tex-base', 'helper', 'libown1', 'alien');

  it('are told by apt’s states: with what a package without files stands for, and programs and data of what they depend on', () => {
    const of = (...layers: readonly (readonly Entry[])[]) => askedFor('dpkg', layers, status, lists);
    expect(of(BASE, [...lost, states])).toEqual(['usr/bin/helped', 'usr/bin/sync-now', 'usr/bin/syncer', 'usr/share/helper/x', 'usr/share/tex/a.fmt']);
    expect(of(BASE, lost)).toEqual([]);
    // What lies in the lowest of several layers came with the distribution.
    expect(of([...BASE, ...lost, states], [file('b', '1')])).toEqual([]);
  });

  it('are told by apk’s world, by dnf’s reasons and by pip’s REQUESTED', () => {
    expect(askedFor('apk', [BASE, [...lost, file('etc/apk/world', 'tex-base>1\nnone\n')]], status, lists)).toEqual(['usr/share/tex/a.fmt']);
    expect(askedFor('rpm', [BASE, [...lost, file('usr/lib/sysimage/libdnf5/packages.toml', 'version = "1.0"\n[packages]\n"alien.x86_64" = {reason = "User"}\n"helper.x86_64" = {reason = "Dependency"}\n')]], status, lists)).toEqual(['usr/bin/alien']);
    const site = 'usr/lib/python3.11/site-packages';
    const distributions = ['drawn', 'along'].map((name) => file(`${site}/${name}.py`, 'x = 1\n'));
    expect(askedFor('pip', [BASE, [...distributions, file(`${site}/drawn-1.dist-info/REQUESTED`, 'x')]], ['drawn', 'along'], [[`${site}/drawn`], [`${site}/along`]])).toEqual([`${site}/drawn-1.dist-info/REQUESTED`, `${site}/drawn.py`]);
  });

  it('and files that a step of the build put where users and services have theirs', () => {
    const files = ['root/models/words.bin', 'usr/local/share/corpus/a', 'root/.cache/pip/x', 'var/cache/x', 'etc/alternatives/x', 'etc/owned'].map((path) => file(path, 'x'));
    expect(askedFor('dpkg', [[...BASE, file('etc/motd', 'x')], files], ['owner'], [['etc/owned']])).toEqual(['root/models/words.bin', 'usr/local/share/corpus/a']);
  });
});

describe('plug-ins', () => {
  it('of a kept package of Python are found by the groups of their entry points', async () => {
    const site = 'usr/lib/python3.11/site-packages';
    const kept = [bin('usr/bin/python3'), file(`${site}/host/__init__.py`, 'x = 1\n')];
    const lost = [file(`${site}/guest.py`, 'y = 1\n'), file(`${site}/guest-1.dist-info/entry_points.txt`, '[host.commands]\nown = guest:main\n'), file(`${site}/alien.py`, 'y = 1\n'), file(`${site}/alien-1.dist-info/entry_points.txt`, '[console_scripts]\nalien = alien:main\n\n[hosting]\na = alien\n')];
    const { concerns } = await compare(image({}, BASE, [...kept, ...lost]), image({}, BASE, kept));
    expect(flagged(concerns, 'python-import', 2)).toEqual([`${site}/guest-1.dist-info/entry_points.txt`, `${site}/guest.py`]);
  });

  it('and transports that the application’s package.json asks for are loaded by names put together', async () => {
    const app = [file('srv/app/main.js', 'load("driver-" + kind);\n'), file('srv/app/package.json', '{"dependencies":{"driver-a":"1"},"devDependencies":{"lint":"1"}}')];
    const lost = ['driver-a', 'lint', 'under-a'].flatMap((name) => [file(`srv/app/node_modules/${name}/index.js`, '1'), file(`srv/app/node_modules/${name}/package.json`, JSON.stringify({ name, dependencies: name === 'driver-a' ? { 'under-a': '1' } : {} }))]);
    const { concerns } = await compare(image({ workingDir: '/srv/app' }, [...BASE, ...lost], app), image({ workingDir: '/srv/app' }, BASE, app.slice(0, 1)));
    expect(flagged(concerns, 'node-module', 2)).toEqual(['driver-a', 'under-a'].flatMap((name) => [`srv/app/node_modules/${name}/index.js`, `srv/app/node_modules/${name}/package.json`]));
  });
});

describe('what the environment and a starting script name', () => {
  it('files, folders and programs of Env', async () => {
    const lost = [file('usr/share/words/a', 'x'), file('usr/share/words/b', 'x'), bin('usr/bin/ed'), bin('usr/bin/vi'), file('usr/lib/x/own.rc', 'x')];
    const env = ['PATH=/usr/bin', 'WORDS=/nowhere:/usr/share/words', 'EDITOR=ed -s', 'MODE=vi', 'OWN_RC=/usr/lib/x/own.rc', 'HOME=/usr'];
    const { concerns } = await compare(image({ env }, [...BASE, ...lost]), image({ env }, BASE));
    expect(flagged(concerns, 'image-config', 2)).toEqual(['usr/bin/ed', 'usr/lib/x/own.rc', 'usr/share/words/a', 'usr/share/words/b']);
  });

  it('counts the server that the image’s own script starts as started', () => {
    const base = [bin('usr/bin/served'), bin('bin/sh'), file('usr/lib/served-add-on/x', '1')];
    const app = bin('srv/app/start.sh', '#!/bin/sh\nset -e\nexec served --foreground\n');
    const rows = concernsOf('dpkg', [base, [app]], ['served', 'add-on needs served'], [['usr/bin/served'], ['usr/lib/served-add-on/']], { cmd: ['/srv/app/start.sh'] }, ['usr/bin/served', 'bin/sh', 'srv/app/start.sh']);
    expect(flagged(rows, 'partial-package', 2)).toEqual(['usr/lib/served-add-on/x']);
  });
});

describe('what removed sources and packages of data lead to', () => {
  it('libraries and programs that a late package opens and starts by itself', async () => {
    const site = 'usr/lib/python3.11/site-packages';
    const app = [file('srv/app/main.py', 'def f():\n    import page\n')];
    const kept = [bin('usr/bin/python3'), dir('usr/bin')];
    const lost = [file(`${site}/page/__init__.py`, 'import ctypes, subprocess\nL = ctypes.CDLL("libpage.so.1")\ndef go():\n    subprocess.run(["topage", "-x"])\n'), file('usr/lib/libpage.so.1', 'x'), bin('usr/bin/topage')];
    const { concerns } = await compare(image({ workingDir: '/srv/app' }, [...kept, ...lost], app), image({ workingDir: '/srv/app' }, kept, app));
    expect(flagged(concerns, 'named-path', 2)).toEqual(['usr/lib/libpage.so.1']);
    expect(flagged(concerns, 'run-command', 2)).toEqual(['usr/bin/topage']);
  });

  it('what data depends on that a kept program depends on, and those who provide a name', () => {
    const paths = ['usr/bin/toxml', 'usr/share/xsl-own/a', 'usr/share/xml-own/dtd', 'usr/bin/mailed', 'usr/lib/code.so', 'usr/share/after-code/a'];
    const layers = [paths.map((path) => bin(path))];
    const rows = concernsOf('dpkg', layers, ['toxml needs xsl needs code needs mail', 'xsl needs xml', 'xml', 'mailer', 'code needs after', 'after'], paths.map((path) => [path]), {}, paths.slice(0, 1));
    expect(flagged(rows, 'namesake', 2)).toEqual(['usr/lib/code.so', 'usr/share/xml-own/dtd', 'usr/share/xsl-own/a']);
    const provided = concernsOf('dpkg', layers, ['toxml needs mail', 'mailer provides mail'], [['usr/bin/toxml'], ['usr/bin/mailed']], {}, paths.slice(0, 1));
    expect(flagged(provided, 'namesake', 2)).toEqual(['usr/bin/mailed']);
  });

  it('modules of Python that are shipped compiled only', async () => {
    const site = 'usr/lib/python3.11/site-packages';
    const app = [file('srv/app/main.py', 'def f():\n    import sealed\n')];
    const { concerns } = await compare(image({ workingDir: '/srv/app' }, [bin('usr/bin/python3'), file(`${site}/sealed.pyc`, 'x'), file(`${site}/__pycache__/sealed.pyc`, 'x')], app), image({ workingDir: '/srv/app' }, [bin('usr/bin/python3')], app));
    expect(flagged(concerns, 'python-import', 1)).toEqual([`${site}/sealed.pyc`]);
  });

  it('what a started compiler works with, and games beside a kept one', () => {
    const lost = ['usr/lib/own/a.h', 'usr/include/own/b.h', 'usr/lib/own/rt.a', 'usr/games/other', 'usr/share/man/own', 'usr/share/own/README'];
    const rows = concernsOf('dpkg', [[bin('usr/bin/ownc'), bin('usr/games/play'), ...lost.map((path) => bin(path))]], ['own', 'play'], [['usr/bin/ownc', 'usr/lib/own', 'usr/include/own', 'usr/share/'], ['usr/games/']], { cmd: ['ownc'] }, ['usr/bin/ownc', 'usr/games/play']);
    expect(flagged(rows, 'partial-package', 2)).toEqual(['usr/games/other', 'usr/include/own/b.h', 'usr/lib/own/a.h', 'usr/lib/own/rt.a']);
  });

  it('headers beside a compiler, functions of zsh', async () => {
    const kept = [bin('usr/bin/x86_64-linux-gnu-gcc-12'), bin('bin/zsh')];
    const lost = [file('usr/include/stdio.h', 'x'), file('usr/lib/x86_64-linux-gnu/crt1.o', 'x'), file('usr/share/zsh/functions/Misc/zmv', 'x')];
    const { concerns } = await compare(image({}, [...kept, ...lost, file('usr/share/doc/a', 'x')]), image({}, kept));
    expect(flagged(concerns, 'runtime-family', 2)).toEqual(lost.map(({ path }) => path));
  });
});
