/** The report: what every analysis ends in, what the page shows, exports and shares. `shared/contract` names the fixed fields. */
import type { Problem } from '../problem';

export const REPORT_VERSION = 1;

export interface ReportHead<Kind extends string> {
  readonly schema: 'plimsoll.report';
  readonly version: typeof REPORT_VERSION;
  readonly kind: Kind;
  readonly tool: { readonly name: 'plimsoll'; readonly version: string };
  /** What was analysed: the file's name and size in bytes. */
  readonly subject: { readonly name: string; readonly bytes: number };
  readonly diagnostics: readonly Problem[];
  /** What a shared link left out to stay within its length; absent in a report that was made from the file itself. */
  readonly omitted?: readonly Omission[];
}

/** One thing that a shared link does not carry, so that no shortened list passes for a whole one. */
export interface Omission {
  /** Name of the report's field, such as `waste`; `commands` where commands were shortened. */
  readonly what: string;
  readonly count: number;
  /** What the omitted rows add up to, where they have bytes. */
  readonly bytes?: number;
}

/** Why bytes of a layer cannot be reached any more. */
export type WasteReason =
  | 'deleted' | 'replaced' | 'metadata-only' | 'identical' | 'opaque' | 'superseded' | 'moved' | 'whiteout-payload';

export interface LayerReport {
  /** Index among data layers, from 0 at the bottom. */
  readonly index: number;
  readonly digest?: string;
  readonly diffId?: string;
  /** The history's command as written there; empty when there is no history for it. */
  readonly command: string;
  readonly mediaType: string;
  readonly entries: number;
  /** Sum of regular-file payloads. */
  readonly bytes: number;
  /** Size of the blob as stored. */
  readonly storedBytes: number;
  readonly hiddenBytes: number;
  /** How much the layer changed the size of the root file system; negative when it removed more than it added. */
  readonly contributedBytes: number;
  /** Size of the root file system up to and including this layer. */
  readonly runningBytes: number;
  /** Stored (compressed) bytes that belong to hidden payloads. */
  readonly hiddenStoredBytes: number;
  readonly compression: string;
  readonly createdAt?: string;
  readonly unreadable?: string;
}

export interface WasteReport {
  readonly path: string;
  readonly bytes: number;
  readonly reason: WasteReason;
  /** The layers that hold the hidden bytes, bottom first. */
  readonly layers: readonly number[];
  /** The layer that hid them last. */
  readonly hiddenBy?: number;
  /** What changed, for `metadata-only`: any of `mode`, `owner`, `mtime`, `xattrs`. */
  readonly changed?: readonly string[];
  /** Share of the stored (compressed) blobs, in bytes. */
  readonly storedBytes?: number;
}

export interface DuplicateReport {
  /** What could be saved: (paths − 1) × size. */
  readonly bytes: number;
  readonly size: number;
  readonly paths: readonly string[];
}

export interface ImageReport extends ReportHead<'image'> {
  readonly format: string;
  readonly images: readonly { readonly tags: readonly string[]; readonly platform: string; readonly digest?: string; readonly present?: boolean }[];
  /** Which of `images` this report is about. */
  readonly image: number;
  readonly layers: readonly LayerReport[];
  readonly history: readonly { readonly createdBy: string; readonly created?: string; readonly comment?: string; readonly emptyLayer: boolean; readonly layer?: number }[];
  readonly totals: {
    readonly bytes: number;
    readonly reachableBytes: number;
    readonly hiddenBytes: number;
    /** reachableBytes / bytes; 1 when nothing is stored; null when a layer could not be read, since what it hides is unknown. */
    readonly efficiency: number | null;
    /** Regular files of the root file system, hard links counted once a name. */
    readonly files: number;
    readonly storedBytes: number;
    readonly hiddenStoredBytes: number;
    readonly duplicateBytes: number;
  };
  readonly waste: readonly WasteReport[];
  readonly duplicates: readonly DuplicateReport[];
  readonly dive: {
    readonly sizeBytes: number;
    readonly userSizeBytes: number;
    readonly inefficientBytes: number;
    readonly efficiencyScore: number;
    /** null when dive would print NaN or Inf. */
    readonly userWastedPercent: number | null;
    readonly inefficiencies?: readonly { readonly path: string; readonly count: number; readonly bytes: number }[];
  };
  /** How a container starts (entrypoint, command, env …), secrets not masked: sharing masks them. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly packages?: PackagesReport;
  /** How the image stands against the rules of `.dive-ci` and `.plimsoll.yaml`, if there are any. */
  readonly budget?: BudgetReport;
  /** Findings of the Dockerfile that was dropped beside the image. */
  readonly findings?: readonly Finding[];
  /** What to do about it, sorted by bytes saved. */
  readonly advice?: AdvicePlan;
}

/** One rule held against one set of figures. */
export interface BudgetCheck {
  /** `lowestEfficiency`, `totalSize`, `forbiddenPaths`, … */
  readonly rule: string;
  /** The file that asks for it. */
  readonly source: 'dive' | 'plimsoll';
  /** `dive`: what dive 0.13 would print, its known errors included; `exact`: ours. */
  readonly figures: 'dive' | 'exact';
  readonly outcome: 'pass' | 'fail' | 'skip';
  /** Shown beside a check that decides, but without a say itself. */
  readonly advisory?: boolean;
  /** The limit as written. */
  readonly limit: string;
  /** Bytes or a ratio, as the rule has it; null when the ratio cannot be computed. */
  readonly value?: number | null;
  /** One plain sentence. */
  readonly reason: string;
  /** What broke the rule, at most the first hundred. */
  readonly offenders?: readonly string[];
}

export interface BudgetReport {
  /** `fail` when a check that is not advisory fails; `invalid` when a rule could not be understood. */
  readonly outcome: 'pass' | 'fail' | 'invalid';
  readonly checks: readonly BudgetCheck[];
  readonly problems: readonly Problem[];
}

/** Who owns the bytes of the root file system. */
export interface PackagesReport {
  readonly packages: readonly { readonly manager: string; readonly name: string; readonly version: string; readonly files: number; readonly bytes: number; readonly buildTool?: boolean }[];
  /** Well-known dead weight: apt lists, caches, docs, man pages, … */
  readonly kinds: readonly { readonly kind: string; readonly files: number; readonly bytes: number; readonly paths: readonly string[] }[];
}

export type Severity = 'error' | 'warning' | 'info' | 'style';
export type FindingSource = 'hadolint' | 'shellcheck' | 'buildkit' | 'plimsoll';

/** One edit of a source text: offsets are UTF-16 indexes, `end` exclusive. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Fix {
  readonly title: string;
  /** `safe`: the build does the same and the image only loses what nobody reads. `review`: a person should look. */
  readonly safety: 'safe' | 'review';
  readonly edits: readonly TextEdit[];
  /** Files that it makes beside the Dockerfile; it is offered only where there is none of the name, or the context is not known. */
  readonly files?: readonly NewFile[];
  /** What must be true for the result to do the same, in plain sentences: what a person should look at. */
  readonly assumes?: readonly string[];
}

export interface NewFile {
  /** Relative to the folder of the Dockerfile. */
  readonly path: string;
  /** All of a new file; of one that is there already, the lines that are added to it. */
  readonly text: string;
  /** What the file holds now; absent where there is none, or where that is not known. */
  readonly before?: string;
}

/** Lines and columns count from 1; the end is exclusive. */
export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** First line of the instruction that the finding is in (hadolint reports everything there). */
  readonly instructionLine: number;
  readonly source: FindingSource;
  readonly fixable: boolean;
  readonly fix?: Fix;
  /** What it costs in the image that was dropped beside the Dockerfile. */
  readonly bytes?: number;
  /** Those bytes are an estimate. */
  readonly estimated?: boolean;
  /**
   * ShellCheck's further comments on the same RUN. hadolint keeps one a RUN, and so does the list of findings, so that the two can be
   * compared; the page and the exports show these too.
   */
  readonly more?: readonly Finding[];
}

/** The eight ways to a smaller image. */
export type AdviceWay = 'base-image' | 'multi-stage' | 'consolidate' | 'squash' | 'lean-install' | 'chown' | 'dockerignore' | 'slim';

/** One step of the plan. Bytes are those of regular files in layers; stored bytes are shares of the blobs as they are in this archive. */
export interface AdviceStep {
  readonly id: string;
  readonly way: AdviceWay;
  readonly title: string;
  /** What to do, in a few plain sentences. */
  readonly detail: string;
  /** The instruction that causes it, by its first line; absent without a Dockerfile. */
  readonly line?: number;
  /** Further instructions that take part: the RUNs to be joined, or the one that hides the files. */
  readonly lines?: readonly number[];
  readonly layers: readonly number[];
  /** What it saves by itself; null where sizes of that kind are not known. */
  readonly bytes: number | null;
  readonly storedBytes: number | null;
  /** What it adds to the plan as it stands by default: what an earlier, more specific step saves already is not in it. */
  readonly adds: { readonly bytes: number; readonly storedBytes: number };
  readonly files: number;
  readonly basis: 'measured' | 'estimated';
  /** In the plan unless left out; proposals that need a decision are not. */
  readonly enabled: boolean;
  /** Order in which steps claim bytes that several would save: lower first. */
  readonly rank: number;
  /** The largest of the files, as escaped paths; those of the build context have neither layer nor size. */
  readonly evidence: readonly { readonly layer?: number; readonly path: string; readonly bytes?: number }[];
  readonly caveat?: string;
  /** Findings that it comes from, as indexes into the report's `findings`. */
  readonly findings: readonly number[];
  readonly fix?: Fix;
  /** Why there is no patch, one sentence; absent where there is one, and without a Dockerfile. */
  readonly byHand?: string;
  /** The line for .dockerignore, where that is the repair. */
  readonly ignore?: string;
  /** What a build need no longer send, for lines of .dockerignore. */
  readonly contextBytes?: number;
  /** For other base images: registry sizes in the catalogue's kind (compressed, one platform). */
  readonly pull?: { readonly from?: number; readonly to: number; readonly platform: string; readonly asOf: string };
}

/** Bytes that exactly these steps would save: what sums over any choice of steps are made of, nothing counted twice. */
export interface AdviceShare {
  /** Indexes into `AdvicePlan.steps`. */
  readonly steps: readonly number[];
  readonly bytes: number;
  readonly storedBytes: number;
}

/** Which line made a layer. */
export interface AdviceLayer {
  readonly layer: number;
  readonly origin: 'instruction' | 'base' | 'unmatched';
  readonly lines: readonly number[];
  readonly confidence: number;
  readonly reason: string;
}

/** What is known of the base image. */
export interface AdviceBase {
  /** `debian 12 (bookworm)`, by os-release. */
  readonly os?: string;
  readonly libc: 'glibc' | 'musl' | 'none' | 'unknown';
  /** The reference that FROM, a label or the history names. */
  readonly reference?: string;
  readonly layers: number;
  /** Where each of these comes from. */
  readonly evidence: readonly string[];
  /** What a change to musl would break. */
  readonly musl?: { readonly binaries: number; readonly wheels: number; readonly names: readonly string[] };
  /** What a distroless image would lack, and who needs it. */
  readonly distroless?: { readonly shell?: string; readonly packageManager?: string; readonly neededBy: readonly string[] };
}

/** What to do about an image, sorted by what each step adds. */
export interface AdvicePlan {
  /** What it was worked out from. */
  readonly known: 'image-and-dockerfile' | 'image' | 'dockerfile';
  readonly now?: { readonly bytes: number; readonly storedBytes: number };
  /** After all enabled steps. */
  readonly after?: { readonly bytes: number; readonly storedBytes: number };
  readonly steps: readonly AdviceStep[];
  readonly shares: readonly AdviceShare[];
  /** The builder whose history it is, and every layer's line; absent without a Dockerfile that belongs to the image. */
  readonly builder?: string;
  readonly layers?: readonly AdviceLayer[];
  readonly base?: AdviceBase;
  /** What cannot be known from what was given, in plain sentences. */
  readonly limits: readonly string[];
}

export interface DockerfileReport extends ReportHead<'dockerfile'> {
  readonly findings: readonly Finding[];
  /** The linted text: it travels with a permalink, so that the reader can edit on. */
  readonly dockerfile?: string;
  /** What can be advised without the image. */
  readonly advice?: AdvicePlan;
}

export interface ComparisonReport extends ReportHead<'comparison'> {
  readonly removed: readonly { readonly path: string; readonly size: number; readonly type: string }[];
  readonly added: readonly { readonly path: string; readonly size: number; readonly type: string }[];
  readonly changed: readonly { readonly path: string; readonly sizeBefore: number; readonly sizeAfter: number; readonly changes: readonly string[] }[];
  readonly concerns: readonly {
    readonly check: string; readonly path: string; readonly evidence: string; readonly confidence: string; readonly tier?: number; readonly bytes?: number;
    /** The row of `families` that it belongs to. */
    readonly family?: string;
  }[];
  readonly preserve: readonly string[];
  /** The two sides, original first. */
  readonly sides?: readonly { readonly name: string; readonly bytes: number; readonly platform?: string; readonly tags: readonly string[]; readonly paths: number }[];
  readonly totals?: {
    readonly unchanged: number;
    /** Of the unchanged ones, those whose time differs. */
    readonly timeOnly: number;
    readonly removed: { readonly files: number; readonly bytes: number };
    readonly added: { readonly files: number; readonly bytes: number };
    readonly changed: number;
    readonly moved: number;
  };
  /** What the removed files add up to; `wholeFolders` are removed folders whose parent is kept. */
  readonly removedBy?: {
    readonly folders: readonly GroupTotal[]; readonly packages: readonly GroupTotal[]; readonly kinds: readonly GroupTotal[]; readonly wholeFolders: readonly GroupTotal[];
  };
  /** Removed files whose content is found at an added path. */
  readonly moved?: readonly { readonly from: string; readonly to: string; readonly size: number }[];
  readonly config?: readonly { readonly field: string; readonly before?: string; readonly after?: string }[];
  readonly packages?: {
    readonly changes: readonly { readonly manager: string; readonly name: string; readonly before?: string; readonly after?: string }[];
    /** The second image lost a package database although it keeps files of its packages. */
    readonly blind: boolean;
  };
  /** Rows to tick: concerns of one reason, closed under their own needs. */
  readonly families?: readonly {
    readonly id: string; readonly check: string; readonly code: string; readonly title: string; readonly tier: number; readonly confidence: string;
    readonly files: number; readonly bytes: number;
    /** The files are kept, but changed. */
    readonly drift: boolean;
    readonly ticked: boolean; readonly evidence: string; readonly examples: readonly string[];
  }[];
  /** What each check looks at, and when it is wrong. */
  readonly checks?: readonly { readonly code: string; readonly id: string; readonly title: string; readonly evidence: string; readonly why: string; readonly falsePositives: string }[];
  readonly gain?: {
    readonly filesBefore: number; readonly filesAfter: number; readonly bytesBefore: number; readonly bytesAfter: number;
    /** Programs that are gone, by kind: shells, package managers, compilers, download tools, setuid programs. */
    readonly gone: Readonly<Record<string, readonly string[]>>;
  };
  /** Files that mint rewrote so that scanners do not know them. */
  readonly obfuscated?: readonly { readonly path: string; readonly found: string }[];
  /** Lists for mint in its exact format, readable twins, the command line, probes. */
  readonly lists?: {
    readonly includePaths: string; readonly preservePaths: string; readonly pathPerms: string;
    readonly includePathsExplained: string; readonly preservePathsExplained: string; readonly pathPermsExplained: string;
    readonly probes: { readonly http?: unknown; readonly exec: readonly string[] };
    readonly command: string; readonly notes: readonly string[];
  };
}

export interface GroupTotal {
  readonly name: string;
  readonly files: number;
  readonly bytes: number;
}

export interface ContextReport extends ReportHead<'context'> {
  readonly sent: { readonly files: number; readonly bytes: number };
  readonly ignored: { readonly files: number; readonly bytes: number };
  /** What COPY and ADD take of the sent files, and what travels for nothing; absent without a Dockerfile. */
  readonly copied?: { readonly files: number; readonly bytes: number };
  readonly unused?: { readonly files: number; readonly bytes: number };
  readonly largest: readonly { readonly path: string; readonly bytes: number; readonly files: number }[];
  readonly suggestions: readonly {
    readonly pattern: string; readonly bytes: number; readonly reason: string;
    readonly kind?: string; readonly files?: number; readonly examples?: readonly string[];
  }[];
  /** The ignore file that applies, as far as a patch needs it; redacted reports are without it. */
  readonly ignoreFile?: { readonly path: string; readonly text: string };
}

/** One way to squash. Bytes are of uncompressed layer tars, headers and padding included. */
export interface RangeReport {
  readonly from: number;
  readonly to: number;
  /** Negative where the squashed layer would be larger. */
  readonly savedBytes: number;
  /** Bytes of files that vanish; the rest of the saving are headers and padding. */
  readonly contentBytes?: number;
  /** Bytes of layers that the base image or other images share now, and that then have to be pulled again. */
  readonly pulledAgainBytes?: number;
}

/** Which layers to squash, and what each choice saves. */
export interface PlanReport extends ReportHead<'plan'> {
  readonly layers: readonly { readonly index: number; readonly command: string; readonly storedBytes: number; readonly tarBytes?: number; readonly base?: boolean; readonly shared?: boolean }[];
  /** Savings of squashing data layers `from` to `to`, both included. */
  readonly ranges: readonly { readonly from: number; readonly to: number; readonly savedBytes: number }[];
  readonly recommended?: RangeReport & { readonly reason: string };
  /** Why nothing is recommended. */
  readonly nothing?: string;
  /** Bytes of all layers' tars. */
  readonly bytes?: number;
  readonly all?: RangeReport;
  readonly aboveBase?: RangeReport;
  /** What docker-squash would save of the newest `count` history entries; without a range where they hold fewer than two layers. */
  readonly lastN?: readonly { readonly count: number; readonly range?: RangeReport }[];
  readonly base?: { readonly layers: number; readonly confidence: string; readonly name?: string; readonly reason: string };
}

export type Report = ImageReport | DockerfileReport | ComparisonReport | ContextReport | PlanReport;
