/** What to do about an image or a Dockerfile, priced in bytes. */
import type { Fix } from './finding';

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
  /** Packages that it is about, the heaviest first, where the title cannot name them all. */
  readonly packages?: readonly string[];
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
  /** Entries of the history that came with it; absent where that is not known. */
  readonly entries?: number;
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
