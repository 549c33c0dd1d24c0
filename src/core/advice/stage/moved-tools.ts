/** Build tools that an install command names among what stays: the build stage installs them instead, where only it needs them. */
import type { Instruction } from '../../dockerfile/model';
import type { ShellWord } from '../../dockerfile/shell';
import type { Command } from '../../lint/commands';
import { cleanUpOf } from '../../lint/plimsoll/managers';
import { installed, packageName } from '../../lint/plimsoll/packages';
import { commandsOf } from '../../lint/plimsoll/plimsoll-rule';
import type { LintContext } from '../../lint/rule';
import { isBuildTool } from '../../packages/build-tools';
import type { PackageRecord } from '../../packages/package';
import type { TextEdit } from '../../report/report';
import type { ImageFacts } from '../price/facts';
import { readInstall } from '../price/installs';
import { groupByInstall, installsOf, type Installs, type SystemManager } from '../price/system-installs';
import type { Placed } from './roles';

export interface MovedTools {
  /** They take the names out of the commands that install them. */
  readonly edits: readonly TextEdit[];
  /** What RUN installs them where the build stage begins. */
  readonly command: string;
  /** As written, in the order of the file. */
  readonly names: readonly string[];
  /** Packages that stand in their place: what the program loads or starts of all that came along. */
  readonly named: readonly string[];
  /** Lines of commands that also have to do without recommendations, for the stage asks for what they had brought. */
  readonly leaner: ReadonlySet<number>;
  /** Payloads of all that nothing needs any more. */
  readonly payloads: ReadonlySet<number>;
}

/** Compilers that an install command brings as a recommendation and later lines call: by its line, with the edits that leave recommendations out. */
export type Brought = ReadonlyMap<number, { readonly names: readonly string[]; readonly edits: readonly TextEdit[] }>;

/** Options that mean the same for the tools alone. */
const OPTIONS: Partial<Record<SystemManager, RegExp>> = {
  dpkg: /^(?:y|yes|assume-yes|q|quiet|no-install-recommends|no-install-suggests|m|fix-missing)$/,
  apk: /^(?:no-cache|U|update-cache|q|quiet|no-progress)$/,
};
/** A name, with a version or without, that needs no quotes. */
const PLAIN = /^[a-z0-9][\w.+:~=-]*$/;
/** They call no compiler and none of its kin, whatever they are given. */
const NEED_NONE = /^(?:set|echo|printf|true|:|cd|export|test|\[|cat|sed|grep|tee|ls|cp|mv|rm|rmdir|unlink|ln|mkdir|touch|install|chown|chgrp|chmod|curl|wget|tar|unzip|gunzip|gpg|locale-gen|update-locale|update-ca-certificates|dpkg-reconfigure|(?:user|group)(?:add|mod)|add(?:user|group)|usermod|chpasswd)$/;
const NONINTERACTIVE = 'DEBIAN_FRONTEND=noninteractive';

interface Site {
  readonly run: Instruction;
  readonly layer: number;
  readonly command: Command;
  readonly words: readonly ShellWord[];
  readonly tools: readonly ShellWord[];
  readonly lean: boolean;
}

/**
 * Of the instructions before `placed[from]`, where the build stage is to begin. Undefined where there are none, or where something in
 * between may need them; what comes after the build stage needs none by the choice of its range.
 */
export function movedTools(facts: ImageFacts, context: LintContext, placed: readonly Placed[], from: number, brought: Brought): MovedTools | undefined {
  for (const installs of installsOf(facts)) {
    if (OPTIONS[installs.manager] === undefined || !isRoot(placed.slice(0, from))) continue;
    const sites = sitesOf(context, placed.slice(0, from), installs);
    const moved = sites.length === 0 ? undefined : moveFrom(facts, context, sites, installs, brought);
    if (moved !== undefined) return moved;
  }
  return undefined;
}

/** Install commands are of no use to another user, or in another shell. */
function isRoot(placed: readonly Placed[]): boolean {
  const user = placed.findLast(({ instruction }) => instruction.kind === 'USER')?.instruction.args.text.trim();
  return (user === undefined || /^(?:root|0)(?::|$)/.test(user)) && !placed.some(({ instruction }) => instruction.kind === 'SHELL');
}

/** From the last instruction up, as far as nothing needs the tools. */
function sitesOf(context: LintContext, placed: readonly Placed[], installs: Installs): readonly Site[] {
  const sites: Site[] = [];
  for (const { instruction: run, layer, role } of placed.toReversed()) {
    if (run.kind !== 'RUN') continue;
    const commands = run.json === undefined && run.heredocs.length === 0 ? commandsOf(context, run) : [];
    if (commands.length === 0) return sites;
    for (const command of commands.toReversed()) {
      const site = layer === undefined || role !== 'stays' ? undefined : siteOf(run, layer, command, installs);
      if (site !== undefined) sites.unshift(site);
      if (!NEED_NONE.test(command.name) && cleanUpOf(command) === undefined && !isManaging(command)) return sites;
    }
  }
  return sites;
}

/** `apt-get update`, `apk add`: a package's own scripts need what it depends on and nothing else. */
function isManaging(command: Command): boolean {
  return /^(?:apt-get|apt|apk)$/.test(command.name);
}

function siteOf(run: Instruction, layer: number, command: Command, { manager, named, running, byLayer }: Installs): Site | undefined {
  const install = readInstall(command, manager);
  if (install === undefined || install.unsure || install.virtual !== undefined || byLayer.get(layer)?.some(({ unsure }) => unsure) !== false) return undefined;
  if (!command.flags.every(({ name }) => OPTIONS[manager]!.test(name))) return undefined;
  const words = installed(command);
  const tools = words.filter((word) => {
    const [record] = named(packageName(word));
    return word.literal && word.raw === word.value && PLAIN.test(word.value) && isBuildTool(packageName(word)) && record !== undefined && !running.has(record);
  });
  // Without any other name the command would install nothing.
  return tools.length === 0 || tools.length === words.length ? undefined : { run, layer, command, words, tools, lean: install.lean };
}

function moveFrom(facts: ImageFacts, context: LintContext, sites: readonly Site[], installs: Installs, brought: Brought): MovedTools | undefined {
  const { manager, named, running, roots, closure, base } = installs;
  const recordsOf = (words: readonly ShellWord[]): readonly PackageRecord[] => words.flatMap((word) => named(packageName(word))[0] ?? []);
  const staying = new Set([...installs.byLayer].flatMap(([layer, all]) => {
    const here = sites.filter((site) => site.layer === layer);
    const gone = new Set(here.flatMap(({ tools }) => tools.map(packageName)));
    return all.flatMap(({ names }) => names.filter((name) => !gone.has(name)).flatMap((name) => named(name)[0] ?? []));
  }));
  const moved = new Set(recordsOf(sites.flatMap(({ tools }) => tools)).filter((record) => !staying.has(record) && !base.has(record.name)));
  if (moved.size === 0) return undefined;
  const left = [...roots].filter((record) => !moved.has(record));
  const asked = closure(left.filter((record) => !running.has(record) || staying.has(record)));
  const unnamed = [...running].filter((record) => !asked.has(record));
  // What another of them needs anyway comes along with it.
  const names = unnamed.filter((record) => !unnamed.some((other) => other !== record && closure([other]).has(record) && !closure([record]).has(other))).map(({ name }) => name).toSorted();
  const lines = new Set(sites.map(({ run }) => run.startLine).filter((line) => brought.has(line)));
  const more = [...lines].flatMap((line) => brought.get(line)!.names);
  const all = closure([...roots, ...more.flatMap((name) => named(name)[0] ?? [])]);
  const needed = closure(left);
  const gone = installs.installed.filter((record) => all.has(record) && !needed.has(record) && !base.has(record.name));
  const payloads = new Set([...groupByInstall(facts, installs, gone).values()].flat());
  const { text } = context.dockerfile;
  const edits = sites.map(({ command, tools }, index) => withoutWords(text, command, tools, index === 0 ? names : []));
  if (edits.some((each) => each === undefined)) return undefined;
  const words = [...new Set([...sites.flatMap(({ tools }) => tools.map(({ value }) => value)), ...more])];
  const lean = [...lines].flatMap((line) => brought.get(line)!.edits);
  return { edits: [...edits.flatMap((each) => each!), ...lean], command: commandFor(manager, sites, words, text), names: words, named: names, leaner: lines, payloads };
}

function commandFor(manager: SystemManager, sites: readonly Site[], words: readonly string[], text: string): string {
  const names = words.join(' ');
  if (manager === 'apk') return `apk add --no-cache ${names}`;
  const quiet = sites.some(({ run }) => text.slice(run.span.start, run.span.end).includes(NONINTERACTIVE)) ? `${NONINTERACTIVE} ` : '';
  return `apt-get update && ${quiet}apt-get install -y ${sites.every(({ lean }) => lean) ? '--no-install-recommends ' : ''}${names}`;
}

/** Each word with the space in front of it; `names` take the place of the first. Undefined where a comment stands in between. */
function withoutWords(text: string, { words, shell }: Command, gone: readonly ShellWord[], names: readonly string[]): readonly TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  for (const word of gone) {
    const before = words[words.indexOf(word) - 1] ?? shell.name;
    if (text.slice(before.end, word.start).includes('#')) return undefined;
    const last = edits.at(-1);
    if (last !== undefined && last.end === before.end) edits[edits.length - 1] = { ...last, end: word.end };
    else edits.push({ start: before.end, end: word.end, text: last === undefined && names.length > 0 ? ` ${names.join(' ')}` : '' });
  }
  return edits;
}
