/** DL4006: a pipe hides failures. */
import { hasFlag } from '../commands';
import { found, hadolintRule } from '../hadolint-rule';
import type { HadolintScript } from '../rule';

export const dl4006 = hadolintRule({
  code: 'DL4006', name: 'pipefail', severity: 'warning',
  checks: 'RUN has a pipe, and no SHELL of the stage sets `-o pipefail`.',
  why: 'A pipe answers with the state of its last command: when an earlier one fails, the build goes on.',
  links: ['https://docs.docker.com/build/building/best-practices/#using-pipes'],
  bad: 'FROM debian:12\nRUN curl https://example.com/a | tar -x\n',
  good: 'FROM debian:12\nSHELL ["/bin/bash", "-o", "pipefail", "-c"]\nRUN curl https://example.com/a | tar -x\n',
  *check(context) {
    let safe = false;
    for (const instruction of context.instructions) {
      if (instruction.kind === 'FROM') safe = false;
      else if (instruction.kind === 'SHELL') safe = isSafe(context.hadolintScript(instruction));
      else if (instruction.kind === 'RUN' && !safe) {
        const script = context.hadolintScript(instruction);
        if (!script.hasPipe) continue;
        const piped = script.script.commands.find((command) => command.pipesInto);
        yield found(instruction, { at: piped ?? instruction.keywordSpan, message: 'If this command fails the build goes on: set SHELL with -o pipefail.' });
      }
    }
  },
});

/** hadolint 2.15.1 knows such a shell in /bin only, its next version wherever it lies. */
function isSafe({ text, commands }: HadolintScript): boolean {
  if (/^(?:pwsh|powershell|cmd)/.test(text)) return true;
  return commands.some((command) => ['bash', 'zsh', 'ash'].includes(command.name.replace(/^.*\//, '')) && hasFlag(command, 'o') && command.args.includes('pipefail'));
}
