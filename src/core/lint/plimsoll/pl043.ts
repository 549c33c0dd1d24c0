/** PL043: a package or archive is copied only to be installed. */
import type { CommandInstruction, Instruction, Word } from '../../dockerfile/model';
import { commandsOf, lasting, plimsollRule } from './plimsoll-rule';

const PACKAGE = /\.(?:deb|rpm|apk|zip|whl|run)$/i;
const INSTALLERS: ReadonlySet<string> = new Set(['dpkg', 'apt', 'apt-get', 'gdebi', 'rpm', 'yum', 'dnf', 'zypper', 'apk', 'unzip', '7z', 'bsdtar', 'pip', 'pip3', 'sh', 'bash']);

/** Copies of one image that are kept in mind at a time. */
const MAX_REMEMBERED = 200;

export const pl043 = plimsollRule({
  code: 'PL043', name: 'copied-package',
  checks: 'COPY or ADD brings a package or zip archive that a later RUN only installs or unpacks.',
  why: 'The package stays in its layer beside its content; deleting it later frees nothing. `RUN --mount=type=bind` shows it to the RUN without storing it.',
  cost: 'the size of the package',
  links: ['https://docs.docker.com/reference/dockerfile/#run---mounttypebind'],
  bad: 'FROM debian:12\nCOPY app.deb /tmp/\nRUN dpkg -i /tmp/app.deb && rm /tmp/app.deb\n',
  good: 'FROM debian:12\nRUN --mount=type=bind,source=app.deb,target=/tmp/app.deb dpkg -i /tmp/app.deb\n',
  *check(context) {
    const copied: { readonly by: Instruction; readonly word: Word; readonly name: string }[] = [];
    for (const instruction of lasting(context)) {
      if (instruction.kind === 'COPY' || instruction.kind === 'ADD') {
        // What is fetched from elsewhere is a matter of PL030.
        for (const word of instruction.sources) if (PACKAGE.test(word.value) && !/^\w+:\/\//.test(word.value) && !/[*?$[]/.test(word.value) && copied.length < MAX_REMEMBERED) copied.push({ by: instruction, word, name: word.value.replace(/^.*\//s, '') });
      } else if (instruction.kind === 'RUN' && copied.length > 0) {
        const used = commandsOf(context, instruction as CommandInstruction).filter(({ name }) => INSTALLERS.has(name)).flatMap(({ args }) => args.map((arg) => arg.replace(/^.*\//s, '')));
        const at = copied.findIndex(({ name }) => used.includes(name));
        const hit = copied[at];
        if (hit === undefined) continue;
        copied.splice(at, 1);
        yield {
          instruction: hit.by, span: hit.word,
          message: `${hit.name} stays in this layer after line ${instruction.startLine} installed it: mount it in that RUN with --mount=type=bind.`,
        };
      }
    }
  },
});
