/** What each instruction of the final stage would be if it were moved into a build stage, and which instructions can be moved together. */
import type { Instruction } from '../../dockerfile/model';
import { hasFlag, type Command } from '../../lint/commands';
import { cleanUpOf } from '../../lint/plimsoll/managers';
import { installed, packageName, uninstalls } from '../../lint/plimsoll/packages';
import { commandsOf } from '../../lint/plimsoll/plimsoll-rule';
import type { LintContext } from '../../lint/rule';
import { isBuildTool } from '../../packages/build-tools';
import type { ImageFacts } from '../price/facts';

/**
 * `build`: what it leaves is copied. `tools`: installs build tools and nothing else, nothing of it is copied. `account`: makes users and
 * groups, which both stages need. `config`: repeated where the program runs. `stays`: must not move.
 */
export type Role = 'build' | 'tools' | 'account' | 'config' | 'stays';

export interface Placed {
  readonly instruction: Instruction;
  readonly role: Role;
  /** The layer that it made. */
  readonly layer?: number;
  /** After the build stage it does no harm: it deletes, or changes owners and modes. */
  readonly harmless: boolean;
}

const CONFIG: ReadonlySet<string> = new Set([
  'ENV', 'ARG', 'WORKDIR', 'LABEL', 'USER', 'EXPOSE', 'STOPSIGNAL', 'HEALTHCHECK', 'CMD', 'ENTRYPOINT', 'VOLUME', 'SHELL', 'MAINTAINER',
]);
const ACCOUNT = /^(?:user|group)(?:add|mod)$|^add(?:user|group)$/;
const HARMLESS = /^(?:rm|chown|chgrp|chmod|mkdir|ln|true|:|echo|test|\[|set)$/;
const PREPARES = /^(?:set|echo|true|:|cd|export)$/;
/** Package databases: who writes them installs. */
const DATABASES = /^(?:var\/lib\/dpkg\/status|(?:lib|usr\/lib)\/apk\/db\/installed|(?:var|usr)\/lib\/(?:sysimage\/)?rpm\/)/;

/** The instructions of a stage behind its FROM, each with its role. */
export function rolesOf(context: LintContext, facts: ImageFacts, stage: number): readonly Placed[] {
  const layerOf = new Map<Instruction, number>();
  for (const { layer, instructions } of facts.match?.layers ?? []) if (instructions.length === 1) layerOf.set(instructions[0]!, layer);
  const installing = layersWithDatabase(facts);
  return context.instructions.filter((one) => one.stage === stage && one.kind !== 'FROM').map((instruction): Placed => {
    const layer = layerOf.get(instruction);
    return { instruction, role: roleOf(context, instruction, layer, installing), harmless: isHarmless(context, instruction), ...(layer === undefined ? {} : { layer }) };
  });
}

function roleOf(context: LintContext, one: Instruction, layer: number | undefined, installing: ReadonlySet<number>): Role {
  if (one.onbuild) return 'stays';
  if (CONFIG.has(one.keyword)) return 'config';
  if (layer === undefined) return 'stays';
  if (one.kind === 'COPY' || one.kind === 'ADD') return 'build';
  if (one.kind !== 'RUN') return 'stays';
  if (onlyTools(context, one)) return 'tools';
  const commands = commandsOf(context, one);
  if (commands.length > 0 && commands.some(({ name }) => ACCOUNT.test(name)) && commands.every(({ name }) => ACCOUNT.test(name) || PREPARES.test(name))) return 'account';
  return installing.has(layer) ? 'stays' : 'build';
}

/** A RUN whose commands install build tools, fetch lists for that and clean up behind it. */
function onlyTools(context: LintContext, run: Instruction): boolean {
  const commands = commandsOf(context, run);
  const names = commands.flatMap(installed);
  return names.length > 0 && names.every((word) => word.literal && isBuildTool(packageName(word))) && commands.every((command) => installed(command).length > 0
    || cleanUpOf(command) !== undefined || PREPARES.test(command.name) || (!uninstalls(command) && command.args.some((arg) => arg === 'update' || arg === 'clean')));
}

function isHarmless(context: LintContext, one: Instruction): boolean {
  if (one.kind !== 'RUN') return true;
  const commands = commandsOf(context, one);
  return one.json === undefined && commands.length > 0
    && commands.every((command) => !missesFiles(command) && (HARMLESS.test(command.name) || ACCOUNT.test(command.name) || cleanUpOf(command) !== undefined || command.args.includes('clean')));
}

/** A deletion that fails where there is nothing to delete: what it names may have stayed in the build stage. */
function missesFiles(command: Command): boolean {
  return command.name === 'rmdir' || command.name === 'unlink' || (command.name === 'rm' && !hasFlag(command, 'f', 'force'));
}

function layersWithDatabase({ fs, pathOf }: ImageFacts): ReadonlySet<number> {
  const layers = new Set<number>();
  for (let version = 0; version < fs.versions; version += 1) if (!layers.has(fs.born[version]!) && DATABASES.test(pathOf(version))) layers.add(fs.born[version]!);
  return layers;
}

/** A range of `Placed`, both ends included. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Ends that are looked at, from the last one up. */
const MOST_ENDS = 3;
/** Beginnings that are looked at for an end. */
const MOST_BEGINNINGS = 24;

/**
 * Ranges that could be a build stage: nothing in them has to stay, they begin and end with something that makes a layer, and what comes
 * after them needs none of their tools. Build tools right above the beginning always come along.
 */
export function rangesOf(placed: readonly Placed[]): readonly Range[] {
  const ranges: Range[] = [];
  let ends = 0;
  for (let to = placed.length - 1; to >= 0 && ends < MOST_ENDS; to -= 1) {
    const { role, harmless } = placed[to]!;
    if (role === 'build') {
      ends += 1;
      let beginnings = 0;
      for (let from = to; from >= 0 && placed[from]!.role !== 'stays' && beginnings < MOST_BEGINNINGS; from -= 1) {
        if (placed[from]!.role !== 'build' && placed[from]!.role !== 'tools') continue;
        beginnings += 1;
        if (!toolsAbove(placed, from)) ranges.push({ from, to });
      }
    }
    if (!harmless) break;
  }
  return ranges;
}

function toolsAbove(placed: readonly Placed[], from: number): boolean {
  let above = from - 1;
  while (above >= 0 && (placed[above]!.role === 'config' || placed[above]!.role === 'account')) above -= 1;
  return placed[above]?.role === 'tools';
}
