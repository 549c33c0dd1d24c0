/** Takes out of a report what should not travel with it: secrets always, deep paths and names on request. */
import type { ImageReport, Report } from './report';
import { maskCommand, maskPair, maskText, type Masked } from './secrets';

export interface RedactOptions {
  /** Values that look like secrets, ARG values in commands, credentials in URLs. On unless said otherwise. */
  readonly secrets?: boolean;
  /** Keep only the first two directories of every path. */
  readonly deepPaths?: boolean;
  /** Tags, registry, digests and the name of the file. */
  readonly names?: boolean;
}

export interface Redaction<T> {
  readonly report: T;
  /** How many values were masked as secrets. */
  readonly masked: number;
}

/** A copy of the report without what the options name. */
export function redactReport<T extends Report>(report: T, options: RedactOptions = {}): Redaction<T> {
  const counter = new MaskCounter(options.secrets !== false);
  const redacted = redactByKind(report, options, counter) as T;
  return { report: redacted, masked: counter.count };
}

/** Applies the masks and remembers how often they found something; does nothing when secrets may stay. */
class MaskCounter {
  count = 0;
  readonly #active: boolean;

  constructor(active: boolean) {
    this.#active = active;
  }

  text = (value: string): string => this.#keep(value, maskText);
  command = (value: string): string => this.#keep(value, maskCommand);
  pair = (value: string): string => this.#keep(value, maskPair);

  #keep(value: string, mask: (text: string) => Masked): string {
    if (!this.#active) return value;
    const masked = mask(value);
    this.count += masked.count;
    return masked.text;
  }
}

function redactByKind(report: Report, options: RedactOptions, masks: MaskCounter): Report {
  const path = options.deepPaths === true ? shallowPath : (value: string): string => value;
  const head = {
    subject: options.names === true ? { ...report.subject, name: '' } : report.subject,
    diagnostics: options.deepPaths === true || options.names === true
      ? report.diagnostics.map(({ kind, advice }) => ({ kind, message: kind.replaceAll('-', ' '), advice: masks.text(advice) }))
      : report.diagnostics.map((problem) => ({ ...problem, message: masks.text(problem.message), advice: masks.text(problem.advice) })),
  };
  switch (report.kind) {
    case 'image': {
      // The plan of advice quotes paths, commands and repairs everywhere; whoever gets the report can have it worked out anew.
      const { advice: _advice, ...rest } = report;
      return { ...redactImage(rest, options, masks, path), ...head };
    }
    case 'dockerfile': {
      const findings = report.findings.map((finding) => ({ ...finding, message: masks.text(finding.message) }));
      const dockerfile = report.dockerfile === undefined ? {} : { dockerfile: masks.command(report.dockerfile) };
      const { advice: _advice, ...rest } = report;
      return { ...rest, ...head, findings, ...dockerfile };
    }
    case 'comparison': {
      // These quote paths, environment variables and contents throughout; the lists below say the same without them.
      const { sides: _sides, removedBy: _removedBy, moved: _moved, config: _config, families: _families, lists: _lists, ...rest } = report;
      return {
        ...rest, ...head,
        removed: report.removed.map((row) => ({ ...row, path: path(row.path) })),
        added: report.added.map((row) => ({ ...row, path: path(row.path) })),
        changed: report.changed.map((row) => ({ ...row, path: path(row.path) })),
        concerns: report.concerns.map((row) => ({
          ...row, path: path(row.path), evidence: options.deepPaths === true ? '' : masks.command(row.evidence),
        })),
        preserve: report.preserve.map(path),
      };
    }
    case 'context': {
      const { ignoreFile: _ignoreFile, ...rest } = report;
      return {
        ...rest, ...head, largest: report.largest.map((row) => ({ ...row, path: path(row.path) })),
        // The patterns themselves are well known or name a top folder, and a shortened one would leave out something else.
        suggestions: report.suggestions.map((row) => ({ ...row, ...(row.examples === undefined ? {} : { examples: [...new Set(row.examples.map(path))] }) })),
      };
    }
    case 'plan':
      return { ...report, ...head, layers: report.layers.map((layer) => ({ ...layer, command: masks.command(layer.command) })) };
  }
}

function redactImage(report: ImageReport, options: RedactOptions, masks: MaskCounter, path: (value: string) => string): ImageReport {
  const nameless = options.names === true;
  const { config, packages, findings, dive, budget } = report;
  // A layer repeats its history entry's command: counted once, there or here.
  const fromHistory = new Map(report.history.map((entry) => [entry.createdBy, masks.command(entry.createdBy)]));
  return {
    ...report,
    images: nameless ? report.images.map(({ digest: _digest, ...image }) => ({ ...image, tags: [] })) : report.images,
    history: report.history.map((entry) => ({
      ...entry, createdBy: fromHistory.get(entry.createdBy) ?? '',
      ...(entry.comment === undefined ? {} : { comment: masks.command(entry.comment) }),
    })),
    layers: report.layers.map(({ digest, diffId, ...layer }) => ({
      ...layer, ...(nameless || digest === undefined ? {} : { digest }), ...(nameless || diffId === undefined ? {} : { diffId }),
      command: fromHistory.get(layer.command) ?? masks.command(layer.command),
    })),
    waste: report.waste.map((row) => ({ ...row, path: path(row.path) })),
    duplicates: report.duplicates.map((row) => ({ ...row, paths: [...new Set(row.paths.map(path))] })),
    dive: dive.inefficiencies === undefined ? dive : { ...dive, inefficiencies: dive.inefficiencies.map((row) => ({ ...row, path: path(row.path) })) },
    ...(config === undefined ? {} : { config: redactConfig(config, nameless, masks) }),
    ...(packages === undefined ? {} : { packages: { ...packages, kinds: packages.kinds.map((row) => ({ ...row, paths: [...new Set(row.paths.map(path))] })) } }),
    ...(findings === undefined ? {} : { findings: findings.map((finding) => ({ ...finding, message: masks.text(finding.message) })) }),
    ...(budget === undefined || options.deepPaths !== true ? {} : {
      budget: { ...budget, checks: budget.checks.map(({ offenders: _offenders, ...check }) => check) },
    }),
  };
}

/** `env` and `labels` are pairs; every other text of the configuration is masked as a command. */
function redactConfig(config: Readonly<Record<string, unknown>>, nameless: boolean, masks: MaskCounter): Readonly<Record<string, unknown>> {
  const visit = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') {
      return /^env$/i.test(key) ? masks.pair(value) : masks.command(value);
    }
    if (Array.isArray(value)) return value.map((item) => visit(item, key));
    if (typeof value !== 'object' || value === null) return value;
    if (/^labels$/i.test(key)) {
      if (nameless) return {};
      return Object.fromEntries(Object.entries(value).map(([name, label]) => [
        name, typeof label === 'string' ? masks.pair(`${name}=${label}`).slice(name.length + 1) : visit(label, name),
      ]));
    }
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, visit(member, name)]));
  };
  return visit(config, '') as Readonly<Record<string, unknown>>;
}

/** `usr/lib/python3/x.pyc` becomes `usr/lib/…`. */
export function shallowPath(path: string): string {
  const parts = path.split('/');
  return parts.length <= 2 ? path : `${parts[0]!}/${parts[1]!}/…`;
}
