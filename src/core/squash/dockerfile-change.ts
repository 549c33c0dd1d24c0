/** The change of a Dockerfile that spares bytes which one layer stores and a later one hides. */
import { commandText } from '../export/figures';
import type { WasteReason } from '../report/report';
import type { Attribute } from '../waste/hidden';

export type ChangeKind =
  /** Two RUNs become one. */
  | 'merge-runs'
  /** Files are removed in the RUN that makes them. */
  | 'move-removal'
  /** Files are not copied in the first place. */
  | 'leave-out'
  /** COPY sets owner or mode itself. */
  | 'copy-with-attributes'
  /** COPY puts files where they belong. */
  | 'copy-to-place'
  /** Files are copied as they will be in the end. */
  | 'copy-once'
  /** The later step writes what is there already. */
  | 'drop-rewrite';

export interface DockerfileChange {
  readonly kind: ChangeKind;
  /** The layer that stores the bytes, and the one that hides them. */
  readonly layers: readonly [made: number, hidden: number];
  readonly bytes: number;
  readonly files: number;
  /** Commands of both, shortened. */
  readonly commands: readonly [made: string, hidden: string];
  /** What to do, in a sentence. */
  readonly text: string;
}

/** Files that one layer made and another hid, for one reason. Grows while files are added. */
export interface ChangeGroup {
  readonly made: number;
  readonly hidden: number;
  readonly reason: WasteReason;
  readonly changed: readonly Attribute[];
  bytes: number;
  files: number;
  /** `UID:GID` and octal modes that the later layer gave. */
  readonly owners: Set<string>;
  readonly modes: Set<string>;
}

type Step = 'run' | 'copy' | 'other';

/** Undefined where the history does not tell enough, or nothing in a Dockerfile would help. `commands` are those of all layers. */
export function changeFor(group: ChangeGroup, commands: readonly Command[]): DockerfileChange | undefined {
  const [made, hidden] = [commands[group.made] ?? NO_COMMAND, commands[group.hidden] ?? NO_COMMAND];
  const advice = adviceFor(group, made, hidden);
  if (advice === undefined) return undefined;
  const { bytes, files } = group;
  return { kind: advice[0], layers: [group.made, group.hidden], bytes, files, commands: [made.text, hidden.text], text: advice[1] };
}

export interface Command {
  readonly step: Step;
  readonly text: string;
}

const NO_COMMAND: Command = { step: 'other', text: '' };

function adviceFor(group: ChangeGroup, made: Command, hidden: Command): readonly [ChangeKind, string] | undefined {
  const [first, second] = [`\`${made.text}\` (layer ${group.made})`, `\`${hidden.text}\` (layer ${group.hidden})`];
  if (made.step === 'other' || hidden.step === 'other') return undefined;
  const runs = made.step === 'run' && hidden.step === 'run';
  const join = `Join ${first} and ${second} into one RUN`;
  switch (group.reason) {
    case 'deleted': case 'opaque':
      if (runs) return ['move-removal', `Remove the files in the RUN that makes them: join ${first} and ${second} with &&.`];
      return made.step === 'copy' ? ['leave-out', `Leave the files out of ${first}: list them in .dockerignore, or copy only what is needed; then ${second} need not remove them.`] : undefined;
    case 'moved':
      if (runs) return ['merge-runs', `${join}, so that the files are stored at their last place only.`];
      return made.step === 'copy' ? ['copy-to-place', `Let ${first} put the files where ${second} moves them.`] : undefined;
    case 'metadata-only':
      if (made.step === 'copy') return withAttributes(group, first, second);
      return runs ? ['merge-runs', `${join}, so that the files get their ${group.changed.map((name) => ATTRIBUTE_NAMES[name]).join(' and ')} before they are stored.`] : undefined;
    case 'identical':
      if (runs) return ['merge-runs', `${join}: the second writes again, byte for byte, what the first has stored.`];
      return ['drop-rewrite', `${second} writes again what ${first} has stored, byte for byte: leave that out.`];
    case 'replaced':
      if (runs) return ['merge-runs', `${join}, so that only the last content is stored.`];
      if (made.step === 'copy') return ['copy-once', `Copy the files as they are in the end: ${second} replaces what ${first} has stored.`];
      return undefined;
    default:
      return undefined;
  }
}

const ATTRIBUTE_NAMES: Readonly<Record<Attribute, string>> = { mode: 'mode', owner: 'owner', mtime: 'time', xattrs: 'extended attributes' };

/** COPY and ADD set owner and mode themselves; times and extended attributes they cannot. */
function withAttributes(group: ChangeGroup, first: string, second: string): readonly [ChangeKind, string] | undefined {
  const flags: string[] = [];
  if (group.changed.includes('owner')) flags.push(`--chown=${group.owners.size === 1 ? [...group.owners][0]! : 'USER:GROUP'}`);
  if (group.changed.includes('mode') && !group.changed.includes('owner')) flags.push(`--chmod=${group.modes.size === 1 ? [...group.modes][0]! : 'MODE'}`);
  else if (group.changed.includes('mode') && group.modes.size === 1) flags.push(`--chmod=${[...group.modes][0]!}`);
  return flags.length === 0 ? undefined : ['copy-with-attributes', `Give ${first} ${flags.map((flag) => `\`${flag}\``).join(' and ')}; then ${second} need not store the files again.`];
}

/** What kind of step a history entry is, as builders write them: classic, buildah, BuildKit. */
export function commandOf(createdBy: string): Command {
  const text = commandText(createdBy.replace(/^(RUN )?\|\d+ .*?\/bin\/sh -c /s, 'RUN /bin/sh -c '));
  const isRun = /^RUN /.test(text) || (/^\/bin\/sh -c (?!#\(nop\))/.test(createdBy));
  const step = isRun ? 'run' : /^(COPY|ADD)\b/.test(text) ? 'copy' : 'other';
  // The classic builder names what it copies by a digest, of which a person needs no more than the beginning.
  const named = text.replace(/\b((?:file|dir|multi):[0-9a-f]{8})[0-9a-f]{24,}/g, '$1…');
  const shown = isRun && !named.startsWith('RUN ') ? `RUN ${named}` : named;
  return { step, text: shown.length > 80 ? `${shown.slice(0, 79)}…` : shown };
}
