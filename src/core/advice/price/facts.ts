/** What pricing looks at, gathered once: which instruction made each layer, which payloads are the Dockerfile's own, what is hidden and by whom. */
import { latin1 } from '../../bytes/latin1';
import { encodeUtf8 } from '../../bytes/text';
import type { Rows } from '../../columns';
import type { Dockerfile, Instruction } from '../../dockerfile/model';
import type { ShellCommand, ShellParser } from '../../dockerfile/shell';
import type { AnalysedImage } from '../../image/analyse';
import { findBase } from '../../image/base-image';
import { EntryType } from '../../image/layer-table';
import { payloads, versionAt, type RootFs } from '../../image/root-fs';
import { toCommand, type Command } from '../../lint/commands';
import { shellTexts } from '../../lint/run-text';
import { KINDS, kindOf } from '../../packages/kinds';
import type { PackageRecord } from '../../packages/package';
import type { PackageIndex } from '../../packages/package-index';
import { findHidden, storedBytesOf, type HiddenPayload } from '../../waste/hidden';
import { readHistoryCommand } from '../match/history-command';
import { formsOf, type StepForm } from '../match/step-form';
import type { HistoryMatch } from '../match/match-result';
import type { OwnerOfPath } from './closure';
import { trimOf } from '../../trim-chars';

/** What made a layer. */
export interface Maker {
  readonly layer: number;
  /** `RUN`, `COPY`, `ADD` … ; empty where nothing is known. */
  readonly keyword: string;
  /** The command or arguments, for people and for looking names up. */
  readonly text: string;
  /** Where it stands in the Dockerfile, if that is known. */
  readonly line?: number;
  readonly instructions: readonly Instruction[];
  /** Shell commands of a RUN; empty for other instructions, and where no shell parser was given. */
  readonly commands: readonly Command[];
  /** COPY and ADD: the destination without a leading slash, where it is known as an absolute path; and the sources. */
  readonly destination?: string;
  readonly sources?: readonly string[];
}

export interface ImageFacts {
  readonly analysed: AnalysedImage;
  readonly fs: RootFs;
  readonly packages: PackageIndex;
  /** Only when the Dockerfile belongs to the image. */
  readonly match?: HistoryMatch;
  readonly dockerfile?: Dockerfile;
  /** Packages whose programs the container starts. */
  readonly started: ReadonlySet<PackageRecord>;
  /** By layer. */
  readonly makers: readonly Maker[];
  /** First layer that is not the base image's: by the Dockerfile where it belongs to the image, else by what the image tells of itself. */
  readonly ownFrom: number;
  /** The same among the entries of the history; undefined where that is not known. */
  readonly ownEntriesFrom?: number;
  /** Payloads with at least one byte that own layers carry, hidden ones included. */
  readonly own: readonly number[];
  readonly hidden: Rows<HiddenPayload>;
  bytesOf(payload: number): number;
  storedBytesOf(payload: number): number;
  pathOf(payload: number): string;
  /** The id of the kind of dead weight that a payload's path tells, or ''. */
  kindOf(payload: number): string;
}

/** A path whose kind has not been looked up; -1 is none. */
const UNKNOWN = -2;

/** Gathers the facts. `shell` reads install commands; without it packages are not told apart. */
export function gatherFacts(
  analysed: AnalysedImage, packages: PackageIndex, match: HistoryMatch | undefined, shell: ShellParser | undefined,
  dockerfile: Dockerfile | undefined, started: ReadonlySet<PackageRecord>,
): ImageFacts {
  const { fs, image } = analysed;
  const belonging = match?.belongs === true ? match : undefined;
  const forms = belonging?.target === undefined || dockerfile === undefined ? [] : formsOf(dockerfile, belonging.target);
  const makers = image.layers.map((layer): Maker => makerOf(analysed, layer.index, belonging, shell, forms));
  const found = belonging === undefined ? findBase(analysed) : undefined;
  const ownFrom = belonging === undefined ? found?.layers ?? 0 : belonging.baseLayers;
  const ownEntriesFrom = belonging === undefined ? found?.entries : belonging.entries.findLastIndex(({ origin }) => origin === 'base') + 1;
  const bytesOf = (payload: number): number => fs.tables[fs.born[payload]!]!.size[fs.row[payload]!]!;
  const own: number[] = [];
  for (const payload of payloads(fs)) if (fs.born[payload]! >= ownFrom && bytesOf(payload) > 0) own.push(payload);
  const kinds = new Int16Array(fs.paths.count).fill(UNKNOWN);
  const pathOf = pathsOfPayloads(fs);
  return {
    analysed, fs, packages, started, makers, ownFrom, ...(ownEntriesFrom !== undefined && { ownEntriesFrom }), own, hidden: findHidden(fs), bytesOf, pathOf,
    ...(belonging === undefined ? {} : { match: belonging, ...(dockerfile && { dockerfile }) }),
    storedBytesOf: (payload) => storedBytesOf(fs.tables[fs.born[payload]!]!, fs.row[payload]!),
    kindOf(payload) {
      const node = fs.node[payload]!;
      if (kinds[node] === UNKNOWN) {
        // The index knows the files that the final tree shows; of the others only the path tells.
        const shown = versionAt(fs, node, fs.tables.length - 1);
        kinds[node] = shown >= 0 && fs.type[shown] === EntryType.file ? packages.kind[node]! : kindOf(pathOf(payload));
      }
      return KINDS[kinds[node]!]?.id ?? '';
    },
  };
}

/** Paths are asked for directory by directory, which is written once for all in it. Kept, those of a large image are 30 MB. */
function pathsOfPayloads(fs: RootFs): (payload: number) => string {
  let directory = -1;
  let prefix = '';
  return (payload) => {
    const node = fs.node[payload]!;
    const parent = fs.paths.parentOf(node);
    if (parent !== directory) {
      directory = parent;
      prefix = parent <= 0 ? '' : `${latin1(fs.paths.pathOf(parent))}/`;
    }
    return prefix + latin1(fs.paths.nameOf(node));
  };
}

function makerOf(
  { image }: AnalysedImage, layer: number, match: HistoryMatch | undefined, shell: ShellParser | undefined, forms: readonly StepForm[],
): Maker {
  const matched = match?.layers[layer];
  if (matched?.origin === 'instruction' && matched.instructions.length > 0) {
    const [first] = matched.instructions;
    const run = matched.instructions.find(({ kind }) => kind === 'RUN');
    const text = matched.instructions.map(({ args, heredocs }) => [args.text, ...heredocs.map(({ content }) => content)].join('\n')).join('\n');
    const commands = matched.instructions.flatMap((each) => commandsOf(each, shell));
    const form = run === undefined ? forms.find(({ instruction }) => instruction === first) : undefined;
    return {
      layer, keyword: (run ?? first!).kind, text, line: first!.startLine, instructions: matched.instructions, commands,
      ...copyOf(form?.destinations.at(-1), form?.sources),
    };
  }
  const index = image.layers[layer]?.historyIndex;
  const entry = index === undefined ? undefined : image.history[index];
  if (entry === undefined) return { layer, keyword: '', text: '', instructions: [], commands: [] };
  const command = readHistoryCommand(entry);
  const commands = command.keyword === 'RUN' && shell !== undefined ? shell.parse(command.text, (at) => at).commands : [];
  const destination = command.copy?.destination ?? command.text.split(' ').at(-1);
  const copies = command.keyword === 'COPY' || command.keyword === 'ADD';
  return {
    layer, keyword: command.keyword, text: command.text, instructions: [], commands: commands.flatMap(readable),
    ...(copies && copyOf(destination, undefined)),
  };
}

function copyOf(destination: string | undefined, sources: readonly string[] | undefined): Pick<Maker, 'destination' | 'sources'> {
  return {
    ...(destination?.startsWith('/') === true && { destination: trimOf(destination, '/') }), ...(sources !== undefined && { sources }),
  };
}

function commandsOf(instruction: Instruction, shell: ShellParser | undefined): readonly Command[] {
  if (instruction.kind !== 'RUN' || shell === undefined) return [];
  return shellTexts(instruction).flatMap((placed) => shell.parse(placed.text, (index) => placed.offsetAt(index)).commands.flatMap(readable));
}

function readable(command: ShellCommand): readonly Command[] {
  const read = toCommand(command);
  return read === undefined ? [] : [read];
}

/** Own payloads in directories that pass a test. It is asked once for each, with the path of the directory and a slash behind it. */
export function ownInside({ fs, own, pathOf }: ImageFacts, test: (folder: string) => boolean): readonly number[] {
  const known = new Int8Array(fs.paths.count);
  return own.filter((payload) => {
    const directory = fs.paths.parentOf(fs.node[payload]!);
    if (known[directory] === 0) {
      const path = pathOf(payload);
      known[directory] = test(path.slice(0, path.lastIndexOf('/') + 1)) ? 1 : -1;
    }
    return known[directory] === 1;
  });
}

/** Answers which package of the distribution an absolute path belongs to; `/bin` may be a link to `/usr/bin`. */
export function ownerOfPath({ fs, packages }: Pick<ImageFacts, 'fs' | 'packages'>): OwnerOfPath {
  return (path) => {
    for (const candidate of [path.slice(1), `usr${path}`]) {
      const node = fs.paths.findPath(encodeUtf8(candidate));
      const owner = node < 0 ? undefined : packages.packages[packages.owner[node]!];
      if (owner !== undefined) return owner;
    }
    return undefined;
  };
}

/** The own payloads that stood at a payload's path one after the other, from the oldest up to this one, without a break. */
export function lineageOf({ fs, ownFrom, bytesOf }: ImageFacts, payload: number): readonly number[] {
  const lineage = [payload];
  let after = payload;
  for (let version = fs.previous.of(payload); version >= 0; version = fs.previous.of(version)) {
    if (fs.born[version]! < ownFrom || fs.died[version]! !== fs.born[after]!) break;
    if (fs.payload[version] !== version || fs.row[version]! < 0) break;
    if (bytesOf(version) > 0) lineage.unshift(version);
    after = version;
  }
  return lineage;
}
