/** PL028: the whole context is copied before dependencies are installed. */
import type { CommandInstruction, CopyInstruction, Instruction } from '../../dockerfile/model';
import { hasFlag, isPipInstall, type Command } from '../commands';
import type { LintContext } from '../rule';
import { verbIs } from './cache-rule';
import { commandsOf, plimsollRule } from './plimsoll-rule';

export const pl028 = plimsollRule({
  code: 'PL028', name: 'copy-before-install', bearsOnSize: false,
  checks: 'COPY brings the whole build context, and a later RUN of the stage installs dependencies from a manifest in it.',
  why: 'Any change to any file makes the build install everything again. Copy the manifest first, install, then copy the rest.',
  cost: 'the time of the installation, in every build',
  links: ['https://docs.docker.com/build/cache/optimize/#order-your-layers'],
  bad: 'FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\n',
  good: 'FROM node:22\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .\n',
  *check(context) {
    let whole: CopyInstruction | undefined;
    let before = new Set<string>();
    for (const instruction of context.instructions) {
      if (instruction.kind === 'FROM') {
        whole = undefined;
        before = new Set();
      } else if (isWholeContext(instruction)) whole ??= instruction;
      else if (instruction.kind === 'RUN') {
        const tools = manifestTools(context, instruction as CommandInstruction);
        // Installed before from the manifest alone: this one finds most of it done.
        const tool = tools.find((one) => !before.has(one));
        if (whole === undefined) tools.forEach((one) => before.add(one));
        else if (tool !== undefined) {
          yield {
            instruction: whole, span: whole.sources[0] ?? whole.keywordSpan,
            message: `Any change in the context makes line ${instruction.startLine} run ${tool} again: copy its manifest first, and the rest afterwards.`,
          };
          whole = undefined;
          before.add(tool);
        }
      }
    }
  },
});

/** COPY or ADD of `.`, from the build context. */
export function isWholeContext(instruction: Instruction): instruction is CopyInstruction {
  if (instruction.kind !== 'COPY' && instruction.kind !== 'ADD') return false;
  return instruction.from === undefined && instruction.sources.some(({ value }) => value === '.' || value === './' || value === '/');
}

/** Tools that install what a manifest in the working directory names. */
function manifestTools(context: LintContext, run: CommandInstruction): readonly string[] {
  return commandsOf(context, run).flatMap((command) => manifestTool(command) ?? []);
}

function manifestTool(command: Command): string | undefined {
  const { name, args } = command;
  const words = args.filter((arg) => !arg.startsWith('-'));
  // `pip install -e .` needs the project itself.
  if (isPipInstall(command)) return hasFlag(command, 'r', 'requirement') && !args.some((arg) => /^\.(?:\/|\[|$)/.test(arg)) ? 'pip install' : undefined;
  if (name === 'npm' && words.length === 1 && ['install', 'i', 'ci'].includes(words[0] ?? '') && !hasFlag(command, 'g', 'global')) return 'npm install';
  if (name === 'yarn' && (words.length === 0 || (words.length === 1 && words[0] === 'install')) && !hasFlag(command, 'version')) return 'yarn install';
  if (name === 'pnpm' && words.length === 1 && ['install', 'i'].includes(words[0] ?? '')) return 'pnpm install';
  if (verbIs(command, ['bundle', 'composer', 'poetry'], ['install'])) return `${name} install`;
  if (verbIs(command, ['go'], ['mod']) && args.includes('download')) return 'go mod download';
  return verbIs(command, ['dotnet'], ['restore']) ? 'dotnet restore' : undefined;
}
