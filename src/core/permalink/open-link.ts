/** Reads the report that a link holds. Whatever was pasted, the answer is a valid report or a plain problem. */
import { failure, success, type Outcome } from '../problem';
import type { Report } from '../report/report';
import { validateReport } from '../report/validate';
import { readContext } from './context-tuple';
import type { RuleText } from './findings-tuple';
import { altered, MAX_LINK, notOurs, unframe, type LinkKind } from './frame';
import { readImage } from './image-tuple';
import { readComparison, readDockerfile, readPlan } from './other-tuples';
import { pastedFragment } from './pasted-address';
import { readList, ShapeError } from './tuple';
import { splitFragment } from './view-address';

export interface OpenedLink {
  readonly kind: LinkKind;
  readonly version: number;
  readonly report: Report;
  /** Rules that were switched off where the link was made (links of Dockerfiles). */
  readonly rulesOff: readonly string[];
  /** View address that stood beside the link. */
  readonly view: string;
}

/** A payload of version n becomes one of version n + 1; version 1 is the first. */
const UPGRADERS: Readonly<Record<LinkKind, readonly ((payload: unknown) => unknown)[]>> = { r: [], d: [], c: [], p: [], b: [] };

/**
 * Takes a fragment (with or without `#`), a whole address, or a text with one in it. `ruleText` gives messages to findings that travelled without.
 * Problems: `link-not-ours`, `link-cut`, `link-altered`, `link-newer-version`, `link-too-big`.
 */
export function openLink(text: string, ruleText: RuleText = () => undefined): Outcome<OpenedLink> {
  // A little more than a link, for the address and the view before it.
  if (text.length > MAX_LINK + 10_000) {
    return failure({
      kind: 'link-too-big', message: `This address has ${text.length} characters; ${MAX_LINK} can be read.`,
      advice: 'Ask the sender to export the report as a JSON file instead.',
    });
  }
  const { view, link } = splitFragment(pastedFragment(text) ?? text);
  if (link === undefined) return failure(notOurs());
  const unframed = unframe(link);
  if (!unframed.ok) return unframed;
  const { kind, version, payload } = unframed.value;
  try {
    const upgraded = UPGRADERS[kind].slice(version - 1).reduce((value, upgrade) => upgrade(value), payload);
    const { report, rulesOff } = read(kind, readList(upgraded), ruleText);
    const checked = validateReport(report);
    // The checksum fits, so nobody's chat did this: such a link was made by hand.
    return checked.ok ? success({ kind, version, report: checked.value, rulesOff, view }) : failure(altered());
  } catch (error) {
    if (error instanceof ShapeError) return failure(altered());
    throw error;
  }
}

function read(kind: LinkKind, payload: readonly unknown[], ruleText: RuleText): { readonly report: Report; readonly rulesOff: readonly string[] } {
  switch (kind) {
    case 'r': return { report: readImage(payload, ruleText), rulesOff: [] };
    case 'd': return readDockerfile(payload, ruleText);
    case 'c': return { report: readComparison(payload), rulesOff: [] };
    case 'p': return { report: readPlan(payload), rulesOff: [] };
    case 'b': return { report: readContext(payload), rulesOff: [] };
  }
}
