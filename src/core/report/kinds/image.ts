/** The report of an image: its layers, what they waste, and who owns the rest. */
import type { AdvicePlan } from './advice';
import type { BudgetReport } from './budget';
import type { Finding } from './finding';
import type { ReportHead } from './head';

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

/** Who owns the bytes of the root file system. */
export interface PackagesReport {
  readonly packages: readonly { readonly manager: string; readonly name: string; readonly version: string; readonly files: number; readonly bytes: number; readonly buildTool?: boolean }[];
  /** Well-known dead weight: apt lists, caches, docs, man pages, … */
  readonly kinds: readonly { readonly kind: string; readonly files: number; readonly bytes: number; readonly paths: readonly string[] }[];
}
