/** Makes a link that holds a report: redacts it, steps down the ladder until it fits its budget, and says exactly what it holds. */
import { countText } from '../export/figures';
import { failure, success, type Outcome } from '../problem';
import { redactReport, type RedactOptions } from '../report/redact';
import type { ImageReport, Omission, Report } from '../report/report';
import { writeContext } from './context-tuple';
import { frame, type LinkKind } from './frame';
import { writeImage } from './image-tuple';
import { writeComparison, writeDockerfile, writePlan } from './other-tuples';
import { LADDER, type Rung } from './rung';
import { joinFragment } from './view-address';

/** Characters of the whole fragment: 2,000 survives chats that cut at their message limit, 4,000 those that take long links. */
export const LINK_BUDGETS = { chatSafe: 2000, usual: 4000, full: 1_000_000 } as const;

export interface LinkOptions {
  /** Most characters the whole address may have; `LINK_BUDGETS.usual` unless said otherwise. */
  readonly budget?: number;
  /** Length of the address before `#`, which counts against the budget. */
  readonly addressLength?: number;
  readonly redact?: RedactOptions;
  /** View address to put in front, such as `view=waste&layer=7`. */
  readonly view?: string;
  /** Rules that are switched off in the linter (links of Dockerfiles). */
  readonly rulesOff?: readonly string[];
}

/** A link with the preview of what it holds. */
export interface Link {
  /** With `#`. */
  readonly fragment: string;
  /** Of the whole address, as far as it was told. */
  readonly length: number;
  readonly kind: LinkKind;
  /** The report as a reader will see it is what `openLink` gives; this is what it lacks. */
  readonly omitted: readonly Omission[];
  /** Values that were masked as secrets. */
  readonly masked: number;
  /** The preview: one line for each thing it holds, and one for each that it does not. */
  readonly holds: readonly string[];
  readonly leavesOut: readonly string[];
}

/** Problems: `link-too-long` where even the least that makes sense does not fit. */
export function makeLink(original: Report, options: LinkOptions = {}): Outcome<Link> {
  const { report, masked } = redactReport(original, options.redact);
  const budget = options.budget ?? LINK_BUDGETS.usual;
  const around = (options.addressLength ?? 0) + joinFragment({ view: options.view ?? '' }).length + (options.view ? 1 : 0);
  const room = budget - around;
  const kind = kindOf(report);
  const write = (rung: Rung): Written => {
    const payload = payloadOf(report, rung, room, options.rulesOff ?? []);
    return { payload, link: frame(kind, payload) };
  };
  const best = fit(write, rowsOf(report), room);
  if (best === undefined) return failure(tooLong(report, budget));
  const fragment = joinFragment({ view: options.view ?? '', link: best.link! });
  const omitted = omittedFrom(best.payload);
  return success({
    fragment, length: (options.addressLength ?? 0) + fragment.length, kind, omitted, masked,
    holds: describe(report, omitted, masked), leavesOut: omitted.map(describeOmission),
  });
}

interface Written {
  readonly payload: readonly unknown[];
  /** Undefined when no reader would take it, however large the budget. */
  readonly link: string | undefined;
}

/** The first rung that fits, found by halving, since each carries less than the one above; between these two as many rows as fit, found likewise. */
function fit(write: (rung: Rung) => Written, rows: number, room: number): Written | undefined {
  const fits = ({ link }: Written): boolean => link !== undefined && link.length <= room;
  const steps = LADDER.map((rung) => ({ ...rung, rows: Math.min(rung.rows, rows) }))
    .filter((step, index, all) => index === 0 || JSON.stringify(step) !== JSON.stringify(all[index - 1]));
  let best = write(steps[0]!);
  if (fits(best)) return best;
  let [above, first] = [0, steps.length];
  while (first - above > 1) {
    const middle = Math.floor((above + first) / 2);
    const tried = write(steps[middle]!);
    if (fits(tried)) [best, first] = [tried, middle];
    else above = middle;
  }
  const step = steps[first];
  if (step === undefined) return undefined;
  const more = steps.slice(0, first).map((higher) => higher.rows).filter((count) => count > step.rows).at(-1) ?? step.rows;
  for (let low = step.rows, high = step.layers ? more : low; high - low > 1;) {
    const middle = Math.floor((low + high) / 2);
    const tried = write({ ...step, rows: middle });
    if (fits(tried)) [best, low] = [tried, middle];
    else high = middle;
  }
  return best;
}

function kindOf(report: Report): LinkKind {
  return ({ image: 'r', dockerfile: 'd', comparison: 'c', plan: 'p', context: 'b' } as const)[report.kind];
}

function payloadOf(report: Report, rung: Rung, room: number, rulesOff: readonly string[]): readonly unknown[] {
  switch (report.kind) {
    case 'image': return writeImage(report, rung, room);
    case 'dockerfile': return writeDockerfile(report, rulesOff, rung);
    case 'comparison': return writeComparison(report, rung);
    case 'plan': return writePlan(report, rung);
    case 'context': return writeContext(report, rung);
  }
}

function rowsOf(report: Report): number {
  switch (report.kind) {
    case 'image': return Math.max(report.waste.length, report.findings?.length ?? 0);
    case 'comparison': return Math.max(report.removed.length, report.added.length, report.changed.length, report.concerns.length, report.preserve.length);
    case 'dockerfile': return report.findings.length;
    case 'plan': return report.ranges.length;
    case 'context': return Math.max(report.largest.length, report.suggestions.length);
  }
}

function omittedFrom(payload: readonly unknown[]): readonly Omission[] {
  const head = payload[0] as readonly unknown[];
  const tuples = (head[3] ?? []) as readonly (readonly [string, number, number])[];
  return tuples.map(([what, count, bytes]) => (bytes > 0 ? { what, count, bytes } : { what, count }));
}

/** What a link holds one of. */
const ONE: Readonly<Record<string, string>> = {
  layers: 'layer', commands: 'command', 'commands, some cut short': 'command, cut short', 'wasted paths': 'wasted path', findings: 'finding',
  'groups of duplicates': 'group of duplicates', packages: 'package', 'kinds of dead weight': 'kind of dead weight', oddities: 'oddity',
  'removed paths': 'removed path', 'added paths': 'added path', 'changed paths': 'changed path', concerns: 'concern', 'paths to preserve': 'path to preserve',
  ranges: 'range', 'large files and folders': 'large file or folder', 'lines for .dockerignore': 'line for .dockerignore',
};

function describe(report: Report, omitted: readonly Omission[], masked: number): readonly string[] {
  const gone = (what: string): number => omitted.find((omission) => omission.what === what)?.count ?? 0;
  const before = new Map((report.omitted ?? []).map(({ what, count }) => [what, count]));
  /** Of all that the file itself has: a report that came from a link may lack rows already, which are among those that are gone. */
  const some = (rows: number, what: string, field: string, more = ''): string[] => {
    const total = rows + (before.get(field) ?? 0);
    if (total === 0) return [];
    const left = gone(field);
    const whole = `${countText(total)} ${total === 1 ? (ONE[what] ?? what) : what}${more}`;
    return [left === 0 ? whole : `${countText(total - left)} of ${whole}`];
  };
  const name = report.subject.name === '' ? [] : [`the name ${report.subject.name}`];
  const hidden = masked === 0 ? [] : [`${countText(masked)} ${masked === 1 ? 'value' : 'values'} masked as ***`];
  switch (report.kind) {
    case 'image': {
      const tags = report.images[report.image]?.tags ?? [];
      const share = wasteShare(report, omitted);
      return [
        ...name, ...(tags.length > 0 ? [`the tags ${tags.join(', ')}`] : []), 'all totals', ...some(report.layers.length, 'layers', 'layers'),
        ...some(report.history.length, gone('commands') > 0 ? 'commands, some cut short' : 'commands', 'history'),
        ...some(report.waste.length, 'wasted paths', 'waste', share), ...some(report.findings?.length ?? 0, 'findings', 'findings'),
        ...some(report.duplicates.length, 'groups of duplicates', 'duplicates'), ...some(report.packages?.packages.length ?? 0, 'packages', 'packages'),
        ...some(report.packages?.kinds.length ?? 0, 'kinds of dead weight', 'kinds'), ...(report.config !== undefined && gone('config') === 0 ? ['the configuration'] : []),
        ...(report.budget !== undefined && gone('budget') === 0 ? ['its rules and how it stands against them'] : []), ...some(report.diagnostics.length, 'oddities', 'diagnostics'), ...hidden,
      ];
    }
    case 'dockerfile':
      return [...name, ...(report.dockerfile === undefined ? [] : ['the Dockerfile itself, whole']), ...some(report.findings.length, 'findings', 'findings'), ...hidden];
    case 'comparison':
      return [
        ...name, ...some(report.removed.length, 'removed paths', 'removed'), ...some(report.added.length, 'added paths', 'added'),
        ...some(report.changed.length, 'changed paths', 'changed'), ...some(report.concerns.length, 'concerns', 'concerns'),
        ...some(report.preserve.length, 'paths to preserve', 'preserve'), ...hidden,
      ];
    case 'plan':
      return [...name, ...some(report.layers.length, 'layers', 'layers'), ...some(report.ranges.length, 'ranges', 'ranges'), ...hidden];
    case 'context':
      return [...name, 'all totals', ...some(report.largest.length, 'large files and folders', 'largest'), ...some(report.suggestions.length, 'lines for .dockerignore', 'suggestions'), ...hidden];
  }
}

function wasteShare(report: ImageReport, omitted: readonly Omission[]): string {
  const bytesOf = (list: readonly Omission[]): number => list.find(({ what }) => what === 'waste')?.bytes ?? 0;
  const total = report.waste.reduce((sum, { bytes }) => sum + bytes, bytesOf(report.omitted ?? []));
  const gone = bytesOf(omitted);
  return total === 0 || gone === 0 ? '' : `, ${Math.floor((100 * (total - gone)) / total)} % of the wasted bytes`;
}

function describeOmission({ what, count, bytes }: Omission): string {
  const names: Readonly<Record<string, string>> = {
    commands: 'ends of commands', waste: 'wasted paths', digests: 'digests of layers', messages: 'messages of findings (the reader\'s rule table has them)',
    fixes: 'fixes (linting again finds them)', dates: 'dates of history entries', images: 'other images of the archive',
    duplicates: 'groups of duplicates', kinds: 'kinds of dead weight', 'paths of kinds': 'paths of dead weight', diagnostics: 'oddities',
    offenders: 'examples of what breaks a rule', steps: 'steps of the plan', history: 'commands',
    largest: 'large files and folders', suggestions: 'lines for .dockerignore', examples: 'examples of paths',
  };
  if (what === 'config') return 'the configuration';
  if (what === 'budget') return 'its rules and how it stands against them';
  return `${countText(count)} × ${names[what] ?? what}${bytes === undefined ? '' : ` (${countText(bytes)} bytes)`}`;
}

function tooLong(report: Report, budget: number): { kind: string; message: string; advice: string } {
  return {
    kind: 'link-too-long',
    message: report.kind === 'dockerfile'
      ? `The Dockerfile is too long for a link of ${budget} characters.`
      : `No link of ${budget} characters can hold this report.`,
    advice: 'Allow a longer link, or export the report as a file.',
  };
}
