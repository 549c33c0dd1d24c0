/** PL024: dnf brings weak dependencies along. */
import { calls, head } from '../commands';
import { fixAll, insertAfter } from '../hadolint-rule';
import { withFix } from '../fixes/edits';
import { commandsOf, lastingRuns, plimsollRule } from './plimsoll-rule';

const VERBS = ['install', 'in', 'groupinstall'];

export const pl024 = plimsollRule({
  code: 'PL024', name: 'dnf-weak-deps', fixable: 'review',
  checks: '`dnf` installs without `--setopt=install_weak_deps=False`.',
  why: 'dnf installs weak dependencies unless told not to: what Debian calls recommended packages. Images with `microdnf` turn them off in its configuration.',
  cost: 'from a few to some hundred MB',
  links: ['https://dnf.readthedocs.io/en/latest/conf_ref.html'],
  bad: 'FROM fedora:41\nRUN dnf install -y git && dnf clean all\n',
  good: 'FROM fedora:41\nRUN dnf install -y --setopt=install_weak_deps=False git && dnf clean all\n',
  *check(context) {
    if (/install_weak_deps|setopt=\*?\.?weak/i.test(context.dockerfile.text.replace(/--setopt=install_weak_deps\S*/g, ''))) return;
    for (const run of lastingRuns(context)) {
      const all = commandsOf(context, run).filter((command) => calls(command, 'dnf', ...VERBS)
        && !command.args.some((arg) => arg.includes('install_weak_deps')));
      const [first] = all;
      if (first === undefined) continue;
      const fix = fixAll('Add --setopt=install_weak_deps=False', 'review', all, (command) => insertAfter(command, VERBS, '--setopt=install_weak_deps=False'));
      yield {
        instruction: run, span: head(first, ...VERBS),
        message: 'Weak dependencies are installed too: add --setopt=install_weak_deps=False.', ...withFix(fix),
      };
    }
  },
});
