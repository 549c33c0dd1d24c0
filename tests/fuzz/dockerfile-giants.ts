/** Dockerfiles that no hand writes: each must be answered within its bounds of time, with findings or a plain refusal. */
import { decodeSource } from '../../src/core/dockerfile/decode';
import type { ShellParser } from '../../src/core/dockerfile/shell';
import { lintDockerfile } from '../../src/core/lint/lint-dockerfile';
import { ALL_RULES } from '../../src/core/lint/registry';

/** Milliseconds of processor time. */
export const GIANT_LIMIT = 2000;

interface Giant {
  readonly name: string;
  make(): Uint8Array;
}

const text = (name: string, make: () => string): Giant => ({ name, make: () => Buffer.from(make()) });
const lines = (count: number, line: (at: number) => string): string => Array.from({ length: count }, (_, at) => line(at)).join('\n');

export const GIANTS: readonly Giant[] = [
  { name: 'noise of 10 MB', make: () => Buffer.alloc(10_000_000, 'ÿ\x00\x7fELF', 'latin1') },
  { name: 'UTF-16 of 10 MB', make: () => Buffer.from(`\ufeff${'FROM debian\n'.repeat(400_000)}`, 'utf16le') },
  text('a BOM before ordinary lines', () => `\ufeff${'FROM debian:12\nRUN apt-get update\n'.repeat(2000)}`),
  text('a NUL in every line', () => `FROM debian\n${'RUN a\0b | c\n'.repeat(3000)}`),
  text('a RUN of 10 MB in one line', () => `FROM debian\nRUN ${'x '.repeat(5_000_000)}`),
  text('a RUN of 10 MB of commands', () => `FROM debian\nRUN ${'apt-get install -y curl && '.repeat(380_000)}true`),
  text('a RUN of 250 kB of commands', () => `FROM debian\nRUN ${'apt-get install -y curl && '.repeat(9_000)}true`),
  text('a comment of 10 MB', () => `# ${'hadolint ignore=DL3008,'.repeat(430_000)}\nFROM debian`),
  text('an ENV of 10 MB', () => `FROM debian\nENV ${'A="b c" '.repeat(1_250_000)}`),
  text('an ENV of 10 MB of references', () => `FROM debian\nENV A=${'${B:-$A}'.repeat(1_250_000)}`),
  text('a JSON form of 10 MB', () => `FROM debian\nCMD [${'"a",'.repeat(2_500_000)}"b"]`),
  text('only carriage returns', () => 'FROM debian\rRUN apt-get update\r'.repeat(100_000)),
  text('mixed line ends', () => 'FROM debian\r\nRUN apt-get update\n\rRUN cd /x\r'.repeat(5_000)),
  text('a million lines of RUN', () => `FROM debian\n${'RUN a\n'.repeat(1_000_000)}`),
  text('a million continued lines', () => `FROM debian\nRUN a \\\n${' && b \\\n'.repeat(1_000_000)}`),
  text('a million lines of rubbish', () => 'what is this\n'.repeat(1_000_000)),
  text('a million comments', () => `${'# hadolint ignore=DL3008\n'.repeat(1_000_000)}FROM debian`),
  text('a million blank lines in a RUN', () => `FROM debian\nRUN a \\\n${'\n'.repeat(1_000_000)} b`),
  text('five thousand ordinary instructions', () => `FROM debian\n${lines(5000, (at) => `RUN apt-get update && apt-get install -y p${at} | tee log && cd /x && sudo rm a`)}`),
  text('five thousand stages', () => lines(5000, (at) => `FROM s${at - 1} AS s${at}`)),
  text('five thousand variables', () => `FROM debian\n${lines(4999, (at) => `ENV V${at}=$V${at - 1}x`)}`),
  text('values that double', () => `FROM debian\nENV A=xxxxxxxx\n${'ENV A=$A$A\n'.repeat(200)}`),
  text('triggers of triggers', () => 'ONBUILD '.repeat(500_000)),
  text('an unclosed quote', () => `FROM debian\nRUN echo "${'a\n'.repeat(200_000)}`),
  text('an unclosed single quote in a RUN of 200 kB', () => `FROM debian\nRUN echo '${'a && b '.repeat(28_000)}`),
  text('unclosed heredocs', () => `FROM debian\n${lines(5000, (at) => `RUN <<E${at}\nRUN echo a`)}`),
  text('many heredocs in one line', () => `FROM debian\nRUN ${'<<E '.repeat(20_000)}\n`),
  text('an open continuation', () => `FROM debian\n${'RUN a \\\n'.repeat(200_000)}`),
  ...[['(', ')'], ['$(', ')'], ['`', '`'], ['"$(', ')"'], ['${A:-', '}'], ['{ ', ';}'], ['$((', '))'], ['if a; then ', '; fi'], ['[[ ', ' ]]'], ['<(', ')'], ['a | ', ''], ['! ', '']].flatMap(([open = '', close = '']) => [
    text(`${open} nested 50,000 deep`, () => `FROM debian\nRUN ${open.repeat(50_000)}a${close.repeat(50_000)}`),
    text(`${open} opened 20,000 times`, () => `FROM debian\nRUN ${open.repeat(20_000)}`),
  ]),
  ...[['/', 'COPY x', 'b /'], ['/', 'COPY x /a', 'b'], ['"', 'WORKDIR x', 'b'], ['0', 'HEALTHCHECK --interval=', ' CMD true'], ['conda', 'RUN --mount=type=cache,target=/', ' true'], [' ', 'RUN a', '"b"'], [';a=$(x y', "RUN echo '", "'\nRUN true"]]
    .map(([part = '', before = '', behind = '']) => text(`${before}, then 400,000 characters of ${part}`, () => `FROM debian\n${before}${part.repeat(400_000 / part.length)}${behind}\n`)),
  text('files that a RUN makes and deletes', () => `FROM debian\nRUN ${lines(8_000, (at) => `curl -o /a${at} b;rm /b${at};\\`)}\n true`),
  text('clones, and folders that are deleted', () => `FROM debian\nRUN ${lines(6_000, (at) => `git clone https://a.b/c${at};rm -r /d${at};\\`)}\n true`),
  text('folders that grow', () => `FROM debian\n${`WORKDIR ${'a/'.repeat(200)}\n`.repeat(4_999)}`),
  text('substitutions in an ENV 100,000 deep', () => `FROM debian\nENV A=${'${A:-'.repeat(100_000)}${'}'.repeat(100_000)}`),
  text('patterns that back up', () => `FROM debian\nENV A=${'a'.repeat(20_000)}\nENV B=\${A#${'*a'.repeat(5000)}b} C=\${A//${'a*'.repeat(5000)}c/d}`),
];

/** The bad example of each rule: its instructions as often as the parser reads them, and its file as often. */
export const RULE_GIANTS: readonly Giant[] = ALL_RULES.flatMap(({ code, bad }) => {
  const [first = '', ...rest] = bad.split(/(?<=\n)/);
  const count = Math.floor(5000 / Math.max(1, rest.length));
  return [
    ...(rest.length === 0 ? [] : [text(`${code}, many times in a stage`, () => first + rest.join('').repeat(count))]),
    text(`${code}, many stages`, () => `${bad}\n`.repeat(Math.floor(5000 / (rest.length + 1)))),
  ];
});

/** Lints one; answers its milliseconds of processor time and how much was said. Throws only what the engine throws. */
export function runGiant({ make }: Giant, shell: ShellParser): { readonly milliseconds: number; readonly said: number } {
  const bytes = make();
  const before = process.cpuUsage();
  const decoded = decodeSource(bytes);
  const report = decoded.ok ? lintDockerfile(decoded.value, { shell }) : undefined;
  const said = report === undefined ? 1 : report.findings.length + report.diagnostics.length;
  const { user, system } = process.cpuUsage(before);
  return { milliseconds: (user + system) / 1000, said };
}
