/** DL3010: an archive is copied in and extracted by a later RUN. */
import { operands, type Command } from '../commands';
import type { Instruction, Word } from '../../dockerfile/model';
import { isArchive } from '../archives';
import { addArchiveFix } from '../fixes/add-archive';
import { withFix } from '../fixes/edits';
import { found, hadolintRule, withoutQuotes } from '../hadolint-rule';

const UNPACKERS: ReadonlySet<string> = new Set(['unzip', 'gunzip', 'bunzip2', 'unlzma', 'unxz', 'zgz', 'uncompress', 'zcat', 'gzcat']);

interface Copied {
  readonly instruction: Instruction;
  readonly word: Word;
  readonly name: string;
}

export const dl3010 = hadolintRule({
  code: 'DL3010', name: 'use-add-for-archives', severity: 'info', bearsOnSize: true, fixable: 'review',
  checks: 'COPY brings an archive that a later RUN of the stage extracts.',
  why: 'The archive stays in its layer although it is not needed any more. ADD extracts a local tar while copying.',
  cost: 'the size of the archive',
  bad: 'FROM debian:12\nCOPY app.tar.gz /tmp/\nRUN tar -xzf /tmp/app.tar.gz -C /opt\n',
  good: 'FROM debian:12\nADD app.tar.gz /opt/\n',
  *check(context) {
    let archives: Copied[] = [];
    let extracted = new Set<Copied>();
    for (const instruction of context.instructions) {
      if (instruction.kind === 'FROM') {
        // hadolint forgets what an earlier stage extracted.
        archives = [];
        extracted = new Set();
      } else if (instruction.kind === 'COPY' && instruction.from === undefined) {
        const { destination } = instruction;
        const words = destination !== undefined && isArchive(destination.value) ? [destination] : instruction.sources.filter((source) => isArchive(source.value));
        for (const word of words) {
          const name = baseName(word.value);
          if (!archives.some((other) => other.instruction === instruction && other.name === name)) archives.push({ instruction, word, name });
        }
      } else if (instruction.kind === 'RUN' && archives.length > 0) {
        const names = new Set(context.hadolintScript(instruction).commands.filter(unpacks).flatMap((command) => operands(command).map((word) => baseName(word.simplified))));
        for (const archive of archives) if (names.has(archive.name)) extracted.add(archive);
      }
    }
    const told = new Set<Instruction>();
    for (const { instruction, word, name } of extracted) {
      if (told.has(instruction)) continue;
      told.add(instruction);
      yield found(instruction, {
        at: word,
        message: `${name} is extracted by a later RUN and stays in this layer: ADD extracts it while copying.`,
        ...withFix(addArchiveFix(context, instruction)),
      });
    }
  },
});

function unpacks(command: Command): boolean {
  if (UNPACKERS.has(command.name)) return true;
  return command.name === 'tar' && command.args.some((arg) => arg === '--extract' || arg === '--get' || (arg.startsWith('-') && arg.includes('x')));
}

function baseName(path: string): string {
  return withoutQuotes(path).replace(/^.*[/\\]/s, '');
}
