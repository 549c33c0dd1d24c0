/** Installs without documentation and manuals: a setting of dpkg, or an option of each install command of dnf and its kin. */
import type { CommandInstruction } from '../dockerfile/model';
import { fixOf, lineEndOf } from '../lint/fixes/edits';
import { prependCommand } from '../lint/fixes/prepend-command';
import { insertAfter } from '../lint/hadolint-rule';
import { installed, packageName } from '../lint/plimsoll/packages';
import { commandsOf } from '../lint/plimsoll/plimsoll-rule';
import type { LintContext } from '../lint/rule';
import type { Fix } from '../report/report';
import { OF_DOCUMENTATION } from './price/asked';
import type { ImageFacts } from './price/facts';
import { bytesOfAll, type Saving } from './price/saving';

/** As the Ubuntu base images have it; copyright files stay, for licences ask for them. */
const SETTING = '/etc/dpkg/dpkg.cfg.d/01-nodoc';
const EXCLUDES = ['path-exclude=/usr/share/doc/*', 'path-include=/usr/share/doc/*/copyright', 'path-exclude=/usr/share/man/*', 'path-exclude=/usr/share/info/*', 'path-exclude=/usr/share/lintian/*'];
const OPTIONS: Readonly<Record<string, string>> = { dnf: '--setopt=tsflags=nodocs', yum: '--setopt=tsflags=nodocs', microdnf: '--nodocs' };
/** Of their bytes so much has to come from the package manager that the setting is for. */
const MOST = 0.9;

/** Undefined where packages brought only a part of them, or where the install commands cannot be edited. */
export function leaveOutDocs(facts: ImageFacts, context: LintContext, { payloads }: Pick<Saving, 'payloads'>): Fix | undefined {
  const stage = facts.match?.target;
  const runs = context.instructions.filter((one): one is CommandInstruction => one.kind === 'RUN' && one.stage === stage);
  const installs = runs.flatMap((run) => commandsOf(context, run).filter((command) => installed(command).length > 0).map((command) => ({ run, command })));
  const [first] = installs;
  // Documentation that is asked for by name would be left out as well.
  if (first === undefined || installs.some(({ command }) => installed(command).some((word) => OF_DOCUMENTATION.test(packageName(word))))) return undefined;
  if (/^apt(?:-get|itude)?$/.test(first.command.name)) {
    if (partOf(facts, payloads, 'dpkg') < MOST) return undefined;
    const { dockerfile } = context;
    const setting = `printf '${EXCLUDES.map((line) => `${line}\\n`).join('')}' > ${SETTING} ${dockerfile.escape}${lineEndOf(dockerfile)}   `;
    return fixOf('Let dpkg leave documentation and manuals out', 'review', [prependCommand(context, first.run, first.command.shell, setting)]);
  }
  if (partOf(facts, payloads, 'rpm') < MOST) return undefined;
  return fixOf('Install without documentation', 'review', installs.map(({ command }) => {
    const option = OPTIONS[command.name];
    return option === undefined || command.args.includes(option) ? undefined : insertAfter(command, ['install', 'in'], option);
  }));
}

function partOf(facts: ImageFacts, payloads: readonly number[], manager: string): number {
  const { fs, packages } = facts;
  const owned = payloads.filter((payload) => packages.packages[packages.owner[fs.node[payload]!]!]?.manager === manager);
  return bytesOfAll(facts, owned) / Math.max(bytesOfAll(facts, payloads), 1);
}
