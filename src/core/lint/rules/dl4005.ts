/** DL4005: /bin/sh is replaced by a link. */
import { calls, head, operands, type Command } from '../commands';
import type { Instruction } from '../../dockerfile/model';
import type { Fix } from '../../report/report';
import { fixOf, withFix } from '../fixes/edits';
import type { LintContext } from '../rule';
import { hadolintRule, perRun } from '../hadolint-rule';

export const dl4005 = hadolintRule({
  code: 'DL4005', name: 'use-shell', severity: 'warning', onbuild: true, fixable: 'review',
  checks: 'RUN links `/bin/sh` to something else.',
  why: 'SHELL says which shell the following instructions use, and leaves the system alone.',
  bad: 'FROM debian:12\nRUN ln -sf /bin/bash /bin/sh\n',
  good: 'FROM debian:12\nSHELL ["/bin/bash", "-c"]\n',
  check(context) {
    return perRun(context, (commands, run) => {
      const command = commands.find((one) => calls(one, 'ln', '/bin/sh'));
      if (command === undefined) return undefined;
      return { at: head(command, '/bin/sh'), message: 'Choose the shell with SHELL and leave /bin/sh alone.', ...withFix(toShell(context, run, commands)) };
    });
  },
});

/** Only where the link is all that the RUN makes. */
function toShell(context: LintContext, run: Instruction, commands: readonly Command[]): Fix | undefined {
  const made = commands.filter(({ name, args }) => name !== 'rm' || args.some((arg) => !arg.startsWith('-') && arg !== '/bin/sh'));
  const [link] = made;
  const target = link === undefined || made.length > 1 ? undefined : operands(link)[0]?.value;
  if (run.onbuild || run.flags.length > 0 || run.heredocs.length > 0 || !/^(?:\/usr)?(?:\/bin\/)?(?:bash|zsh|ksh)$/.test(target ?? '')) return undefined;
  if (context.scriptsOf(run)[0]?.connectives.some(({ operator }) => operator !== '&&')) return undefined;
  const path = target?.startsWith('/') === true ? target : `/bin/${target ?? ''}`;
  return fixOf('Choose it with SHELL', 'review', [{ start: run.keywordSpan.start, end: run.span.end, text: `SHELL ["${path}", "-c"]` }]);
}
