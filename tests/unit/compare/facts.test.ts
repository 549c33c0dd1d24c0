/** What files tell of themselves: ELF, Java, Python, other languages, commands; any bytes are taken. */
import { describe, expect, it } from 'vitest';
import { readCallCommands, readShellCommands } from '../../../src/core/compare/facts/commands';
import { readElf } from '../../../src/core/compare/facts/elf';
import { readClassCommands } from '../../../src/core/compare/facts/java-class';
import { readPythonImports } from '../../../src/core/compare/facts/python';
import { readNodeRequires, readPerlRequires, readPhpRequires, readRubyRequires } from '../../../src/core/compare/facts/requires';
import { readShebang } from '../../../src/core/compare/facts/shebang';
import { latin1Bytes } from '../../../src/core/bytes/latin1';
import { fixture } from './images';

describe('ELF', () => {
  it('reads interpreter, needed libraries, run path and strings', () => {
    const facts = readElf(latin1Bytes(fixture('program')), { path: () => true, library: () => true, program: () => false, module: () => false, versionsOf: () => [] });
    expect(facts).toMatchObject({ abi: '64 62', interpreter: '/lib64/ld-linux-x86-64.so.2', needed: ['libown.so.1'], runpath: ['$ORIGIN/../lib'], rpath: [] });
    expect(facts?.paths).toContain('/etc/own.conf');
    expect(facts?.libraries).toContain('libplug.so.3');
    expect(readElf(latin1Bytes(fixture('libown.so.1')))).toMatchObject({ soname: 'libown.so.1', needed: [] });
  });

  it('finds paths among texts that no NUL ends, as Go and Rust keep them, with a bounded number of questions', () => {
    let questions = 0;
    const interest = {
      path: (path: string) => {
        questions += 1;
        return path === '/usr/share/own/types.json' || path === '/etc/own';
      }, library: () => false, program: () => false, module: () => false, versionsOf: () => [],
    };
    const inside = (body: string) => readElf(latin1Bytes(`${fixture('libown.so.1')}\0${body}`), interest)?.paths;
    expect(inside('unexpected EOF/usr/share/own/types.jsoninvalid type/etc/ownerless\n\0')).toEqual(['/usr/share/own/types.json', '/etc/own']);
    questions = 0;
    expect(inside('/etc'.repeat(50_000))).toEqual([]);
    expect(questions).toBeLessThan(1_000_000);
  });

  it('takes any bytes: cut files, and every byte changed', () => {
    const bytes = latin1Bytes(fixture('program'));
    for (let length = 0; length < bytes.length; length += 97) readElf(bytes.subarray(0, length));
    for (let at = 4; at < 600; at += 1) {
      const damaged = bytes.slice();
      damaged[at] = 0xff;
      expect(() => readElf(damaged)).not.toThrow();
    }
  });
});

describe('compiled Java', () => {
  const short = (value: number): string => String.fromCharCode(value >> 8, value & 255);
  const utf8 = (text: string): string => `\u0001${short(text.length)}${text}`;
  const classOf = (...pool: readonly string[]): Uint8Array => latin1Bytes(`\u00ca\u00fe\u00ba\u00be\0\0\0\u003d${short(pool.length + 1)}${pool.join('')}`);
  const names = (bytes: Uint8Array): string[] => readClassCommands(bytes).map(({ word }) => word);

  it('reads the texts of a class that starts processes, and of no other', () => {
    // A long takes two places: what follows it has the number that says so.
    const texts = [utf8('convert -resize'), `\u0008${short(1)}`, `\u0005${'\0'.repeat(8)}`, '', utf8('not a word, but text'), `\u0008${short(5)}`];
    expect(names(classOf(...texts, utf8('java/lang/ProcessBuilder'), `\u0007${short(7)}`))).toEqual(['convert', 'not']);
    expect(names(classOf(...texts, utf8('java/lang/String'), `\u0007${short(7)}`))).toEqual([]);
  });

  it('takes any bytes', () => {
    const bytes = classOf(utf8('id'), `\u0008${short(1)}`, utf8('java/lang/Runtime'));
    for (let length = 11; length < bytes.length; length += 1) expect(readClassCommands(bytes.subarray(0, length))).toEqual([]);
    for (let at = 8; at < bytes.length; at += 1) {
      const damaged = bytes.slice();
      damaged[at] = 0xff;
      expect(() => readClassCommands(damaged)).not.toThrow();
    }
  });
});

describe('Python imports', () => {
  it('tells functions, guards, type checking and continuation lines apart', () => {
    const source = ['import os, json as j', 'from a.b import (c,', '  d)  # why', 'if TYPE_CHECKING:', '    import never', 'try:', '    import fast', 'except ImportError:', '    fast = None',
      'def f():', '    """', '    import text', '    """', '    from . import near', '    import late; import later', 'class A:', '    import inside', 'x = importlib.import_module("named.one")'].join('\n');
    expect(readPythonImports(source).map(({ module, names, level, lazy, guarded, line }) => [module, names.join(), level, lazy, guarded, line])).toEqual([
      ['os', '', 0, false, false, 1], ['json', '', 0, false, false, 1], ['a.b', 'c,d', 0, false, false, 2], ['fast', '', 0, false, true, 7], ['', 'near', 1, true, false, 14],
      ['late', '', 0, true, false, 15], ['later', '', 0, true, false, 15], ['inside', '', 0, false, false, 17], ['named.one', '', 0, true, false, 18],
    ]);
  });
});

describe('other languages', () => {
  const names = (found: readonly { readonly name: string }[]): string[] => found.map(({ name }) => name);

  it('reads require and import of JavaScript', () => {
    const source = "const a = require('a');\n// require('no')\n/* import 'no' */\nimport b from \"b/sub\";\nimport 'c';\nexport { x } from './d';\nconst e = await import('e');\nrequire('./lang/' + name);";
    expect(names(readNodeRequires(source))).toEqual(['a', 'b/sub', 'c', './d', 'e', './lang/']);
  });

  it('reads Ruby, Perl and PHP', () => {
    expect(names(readRubyRequires("require 'json'\n# require 'no'\nautoload :X, 'x/y'\nrequire_relative '../z'"))).toEqual(['json', 'x/y', '../z']);
    expect(names(readPerlRequires('use strict;\nuse JSON::PP qw(x);\nuse 5.010;\nrequire Foo;\n__END__\nuse No;'))).toEqual(['strict', 'JSON::PP', 'Foo']);
    expect(names(readPhpRequires("<?php require __DIR__ . '/inc/a.php'; include 'b.php'; require_once('/abs/c.php');"))).toEqual(['inc/a.php', 'b.php', '/abs/c.php']);
  });

  it('reads first lines', () => {
    expect(readShebang('#!/usr/bin/env -S FOO=1 python3 -u\n')).toMatchObject({ interpreter: '/usr/bin/env', command: 'python3' });
    expect(readShebang('#! /bin/sh -e\n')).toEqual({ line: '#! /bin/sh -e', interpreter: '/bin/sh' });
    expect(readShebang('#!relative')).toBeUndefined();
  });
});

describe('commands', () => {
  const words = (text: string): string[] => readShellCommands(text).map(({ word }) => word);

  it('finds words in command position', () => {
    expect(words('if grep -q x f; then A=1 exec su-exec app node x | tee log; fi # rm all')).toEqual(['grep', 'su-exec', 'app', 'node', 'tee']);
    expect(words('sudo -n -u nobody id -u')).toEqual(['sudo', 'nobody', 'id']);
    expect(words('f() { mkdir -p a && chmod 1 b; }\nf\nx=$(date +%s)\ncat <<EOF\nrm -rf /\nEOF\nfor i in a b; do stat $i; done')).toEqual(['mkdir', 'chmod', 'date', 'cat', 'stat']);
  });

  it('finds commands in calls that start processes', () => {
    expect(readCallCommands("subprocess.run(\"printf 'b' | sort | tr a b\", shell=True)", false)).toMatchObject({ shell: true, commands: [{ word: 'sort' }, { word: 'tr' }] });
    expect(readCallCommands("subprocess.check_output(['date', '-u'])", false)).toMatchObject({ shell: false, commands: [{ word: 'date' }] });
    expect(readCallCommands("case '/exec': $o = shell_exec('sort x | head -1');", false).commands.map(({ word }) => word)).toEqual(['sort', 'head']);
    expect(readCallCommands('x = `ls -l | wc`', true).commands.map(({ word }) => word)).toEqual(['ls', 'wc']);
  });

  it('reads past what a program puts into the text', () => {
    const words = (source: string, backquotes = false): string[] => readCallCommands(source, backquotes).commands.map(({ word }) => word);
    expect(words("`echo #{'a b'.shellescape} | rev`.strip", true)).toEqual(['rev']);
    expect(words('%x{sort #{file} | uniq}', true)).toEqual(['sort', 'uniq']);
    expect(words('execSync(`cat ${file} | head -1`)')).toEqual(['cat', 'head']);
    expect(words("execSync(`${program} --version | head`)")).toEqual(['head']);
    expect(words('subprocess.run(f"gzip {name} && du", shell=True)')).toEqual(['gzip', 'du']);
    expect(words("os.execute('mkdir -p x'); print(io.popen('expr 2 + 3'):read('a'))")).toEqual(['mkdir', 'expr']);
  });
});
