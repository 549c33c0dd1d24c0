/** One thing that could be saved: the payloads that would be gone, and who is to blame. */
import { groupBy } from '../../group-by';
import type { AdviceWay, Fix } from '../../report/report';
import { lineageOf, type ImageFacts, type Maker } from './facts';

export interface Saving {
  /** Stable within one image: category and line. */
  readonly id: string;
  readonly way: AdviceWay;
  readonly title: string;
  /** What to do, one to three sentences. */
  readonly detail: string;
  /** The line that causes it. */
  readonly line?: number;
  /** Further lines that take part. */
  readonly lines?: readonly number[];
  /** The line for .dockerignore, where that is the repair. */
  readonly ignore?: string;
  /** Rules whose findings it prices, and the lines on which such findings stand. */
  readonly rules: readonly string[];
  readonly findingLines: readonly number[];
  /** Payloads (versions of the tree) that would be gone. */
  readonly payloads: readonly number[];
  /** Where findings on several lines share a saving: what each line's finding is about. */
  readonly payloadsOfLine?: ReadonlyMap<number, readonly number[]>;
  /** `measured`: exactly these files go; `estimated`: they may, or what replaces them is not known. */
  readonly basis: 'measured' | 'estimated';
  /** Part of the plan unless somebody leaves it out; proposals that need a decision are not. */
  readonly enabled: boolean;
  /** Names of packages, the heaviest first, where the title has room for a few only. */
  readonly names?: readonly string[];
  readonly caveat?: string;
  /** Lower goes first where several savings would remove the same bytes. */
  readonly rank: number;
  /** Packages that the install command has to name once it leaves recommendations out: later lines call them. */
  readonly toName?: readonly string[];
  /** The same saving of some of its payloads: what a repair reaches, and what it leaves. */
  readonly part?: (payloads: readonly number[]) => Saving;
  /** What of it goes where packages of these names alone are not asked for any more. */
  readonly withoutNames?: (names: ReadonlySet<string>) => readonly number[];
  /** Settled before the plan is made: no finding's repair is asked for. */
  readonly repair?: { readonly fix?: Fix };
}

/** Savings smaller than this are no advice. */
export const LEAST_BYTES = 10_000;

/** Payloads by the layer that carries them. */
export function byMaker(facts: ImageFacts, payloads: Iterable<number>): ReadonlyMap<Maker, readonly number[]> {
  return groupBy(payloads, (payload) => facts.makers[facts.fs.born[payload]!]!);
}

/** The same by the layer that carried each payload's file first: what a later one stored again, for another owner say, goes with it. */
export function byFirstMaker(facts: ImageFacts, payloads: Iterable<number>): ReadonlyMap<Maker, readonly number[]> {
  return groupBy(payloads, (payload) => facts.makers[facts.fs.born[lineageOf(facts, payload)[0]!]!]!);
}

export function bytesOfAll(facts: ImageFacts, payloads: readonly number[]): number {
  return payloads.reduce((sum, payload) => sum + facts.bytesOf(payload), 0);
}

/** The part of an id and the fields that tell where a saving belongs. */
export function placeOf(maker: Maker): { readonly key: string; readonly line?: number; readonly findingLines: readonly number[] } {
  if (maker.line === undefined) return { key: `layer-${maker.layer}`, findingLines: [] };
  return { key: `line-${maker.line}`, line: maker.line, findingLines: maker.instructions.map(({ startLine }) => startLine) };
}

/** `line 7`, or `layer 4` where there is no Dockerfile. */
export function nameOf(maker: Maker): string {
  return maker.line === undefined ? `layer ${maker.layer}` : `line ${maker.line}`;
}
