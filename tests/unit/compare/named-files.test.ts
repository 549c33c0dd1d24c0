/** Names in kept files that turn out to be removed ones, and files that come along with a kept program. */
import { describe, expect, it } from 'vitest';
import { dir, file, symlink, type Entry } from '../image/layers';
import { compare, flagged, image } from './images';

const bin = (path: string, content: string): Entry => file(path, content, { mode: 0o755 });
const config = { workingDir: '/srv/app', env: ['PATH=/usr/bin'] };
/** A program of the 64-bit kind whose data holds these texts. */
const program = (...texts: readonly string[]): string => `\x7fELF\x02\x01${'\0'.repeat(80)}${texts.join('\0')}\0`;

describe('programs whose names stand in texts', () => {
  const tools = ['tac', 'rev', 'dc', 'look', 'head', 'words'].map((name) => bin(`usr/bin/${name}`, 'x'));
  const lostOf = async (name: string, text: string): Promise<string[]> => {
    const app = [file(`srv/app/${name}`, text)];
    const { concerns } = await compare(image(config, [file('a', '1'), ...tools], app), image(config, [file('a', '1')], app));
    return flagged(concerns, 'run-command', 2).map((path) => path.slice('usr/bin/'.length));
  };

  it('finds them in languages that no check reads', async () => {
    expect(await lostOf('app.tcl', 'set p [open "|tac $file"]\nexec rev << $words | head -n 1\n')).toEqual(['head', 'rev', 'tac']);
    expect(await lostOf('a.awk', 'BEGIN { "rev /etc/x" | getline n }\n# "tac"\n')).toEqual(['rev']);
  });

  it('finds what a shell variable stands for, and the words of a list', async () => {
    expect(await lostOf('run.sh', 'CALC=${CALC:-dc}\nVIEW=tac\nfor tool in look words; do command -v $tool; done\n')).toEqual(['dc', 'look', 'tac', 'words']);
  });

  it('takes words of texts for people for words', async () => {
    expect(await lostOf('page.html', '<p>"look" | head</p>')).toEqual([]);
    expect(await lostOf('main.py', 'look = head(words)\nname = "tac/x"\n')).toEqual([]);
  });

  it('reads configuration of kept programs, and the data of those that start others', async () => {
    const kept = [file('etc/convert/delegates.xml', '<delegate command="&quot;tac&quot; %i"/>'), bin('usr/bin/pack', program('execvp', 'rev')), bin('usr/bin/list', program('head', 'look')), bin('usr/bin/busybox', program('execvp', 'dc'))];
    const { concerns } = await compare(image({}, [...kept, ...tools]), image({}, kept));
    expect(flagged(concerns, 'run-command', 2)).toEqual(['usr/bin/rev', 'usr/bin/tac']);
  });
});

describe('paths and libraries', () => {
  it('finds folders and patterns in the data of kept programs', async () => {
    const kept = [bin('usr/bin/own', program('/usr/share/own/themes', '/usr/share/own/lang/%s.txt', '/usr/share'))];
    const lost = [file('usr/share/own/themes/dark', 'x'), file('usr/share/own/lang/de.txt', 'x'), file('usr/share/own/other', 'x')];
    const { concerns } = await compare(image({}, [...kept, ...lost]), image({}, kept));
    expect(flagged(concerns, 'named-path', 2)).toEqual(['usr/share/own/lang/de.txt', 'usr/share/own/themes/dark']);
  });

  it('finds paths in kept scripts that are no part of the application', async () => {
    const kept = [bin('usr/bin/tool', '#!/usr/bin/perl\nopen F, "/usr/share/tool/words";\n# /usr/share/tool/unused\n')];
    const lost = [file('usr/share/tool/words', 'x'), file('usr/share/tool/unused', 'x')];
    const { concerns } = await compare(image({}, [...kept, ...lost]), image({}, kept));
    expect(flagged(concerns, 'named-path', 2)).toEqual(['usr/share/tool/words']);
  });

  it('follows foreign function interfaces to the library that they complete the name of', async () => {
    const lost = [file('usr/lib/libmagic.so.1.0', program()), symlink('usr/lib/libmagic.so.1', 'libmagic.so.1.0'), file('usr/lib/libvips.so.42', program()), file('usr/lib/libmagical.so', program())];
    for (const [name, text, found] of [['a.py', "ctypes.util.find_library('magic')", ['usr/lib/libmagic.so.1', 'usr/lib/libmagic.so.1.0']], ['a.rb', 'ffi_lib "libvips.so.42"', ['usr/lib/libvips.so.42']]] as const) {
      const app = [file(`srv/app/${name}`, `${text}\n`)];
      const { concerns } = await compare(image(config, [file('a', '1'), ...lost], app), image(config, [file('a', '1')], app));
      expect(flagged(concerns, 'named-path', 1)).toEqual(found);
    }
  });
});

describe('what came with a program', () => {
  it('takes an application for one whatever its folder is called', async () => {
    const inDocs = { workingDir: '/srv/docs' };
    const { concerns } = await compare(image(inDocs, [file('a', '1'), file('srv/docs/index.md', 'x'), file('srv/docs/page.md', 'x'), file('srv/docs/README.md', 'x')]), image(inDocs, [file('a', '1'), file('srv/docs/index.md', 'x')]));
    expect(flagged(concerns, 'application-file', 1)).toEqual(['srv/docs/page.md']);
  });

  it('names the rest of a folder of /opt or /usr/local by the layer that filled it', async () => {
    const kept = [bin('usr/local/bin/own', 'x'), bin('opt/tool/bin/tool', 'x')];
    const lost = [file('usr/local/share/own/data', 'x'), file('opt/tool/lib/part', 'x'), file('opt/other/part', 'x'), dir('usr/local/lib'), file('usr/local/lib/python3.11/x.py', 'x')];
    const { concerns } = await compare(image({}, [...kept, ...lost]), image({}, kept));
    expect(flagged(concerns, 'partial-package', 2)).toEqual(['opt/tool/lib/part', 'usr/local/share/own/data']);
  });
});
