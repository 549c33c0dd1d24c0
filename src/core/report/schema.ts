/** The report as a JSON schema (draft-07): the one description that validation, exports and `report.schema.json` share. */

/** The part of JSON schema that the report needs, and that `check-schema.ts` understands. */
export interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: string | number;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
}

const text: Schema = { type: 'string' };
const flag: Schema = { type: 'boolean' };
const figure: Schema = { type: 'number' };
const whole: Schema = { type: 'integer' };
const count: Schema = { type: 'integer', minimum: 0 };
const place: Schema = { type: 'integer', minimum: 1 };
const anyObject: Schema = { type: 'object' };

const list = (items: Schema): Schema => ({ type: 'array', items });
const choice = (...values: readonly string[]): Schema => ({ type: 'string', enum: values });
const ref = (name: string): Schema => ({ $ref: `#/definitions/${name}` });

/** An object whose members are all required, except those whose name ends in `?`. Further members are allowed. */
function record(members: Readonly<Record<string, Schema>>, description?: string): Schema {
  const properties: Record<string, Schema> = {};
  const required: string[] = [];
  for (const [name, schema] of Object.entries(members)) {
    const optional = name.endsWith('?');
    properties[optional ? name.slice(0, -1) : name] = schema;
    if (!optional) required.push(name);
  }
  return { ...(description === undefined ? {} : { description }), type: 'object', properties, required };
}

function report(kind: string, members: Readonly<Record<string, Schema>>): Schema {
  return record({
    schema: { const: 'plimsoll.report' }, version: { const: 1 }, kind: { const: kind },
    tool: record({ name: text, version: text }), subject: record({ name: text, bytes: count }),
    diagnostics: list(ref('problem')), 'omitted?': list(record({ what: text, count, 'bytes?': count })),
    ...members,
  });
}

const path = record({ path: text, size: count, type: text });
const sum = record({ files: count, bytes: count });
const group = record({ name: text, files: count, bytes: count });
const bytes = record({ bytes: figure, storedBytes: figure });
const fix = record({ title: text, safety: choice('safe', 'review'), edits: list(record({ start: count, end: count, text })), 'files?': list(record({ path: text, text, 'before?': text })), 'assumes?': list(text) });
const range = { from: count, to: count, savedBytes: whole, 'contentBytes?': count, 'pulledAgainBytes?': count };

export const REPORT_DEFINITIONS: Readonly<Record<string, Schema>> = {
  problem: record({
    kind: text, message: text, advice: text,
    'where?': record({
      'file?': text, 'archiveOffset?': figure, 'layer?': count, 'layerOffset?': figure, 'entry?': text, 'line?': count, 'column?': count,
    }),
  }),
  finding: record({
    rule: text, severity: choice('error', 'warning', 'info', 'style'), message: text,
    line: place, column: place, endLine: place, endColumn: place, instructionLine: place,
    source: choice('hadolint', 'shellcheck', 'buildkit', 'plimsoll'), fixable: flag,
    'fix?': fix,
    'bytes?': count, 'estimated?': flag, 'more?': list(ref('finding')),
  }, 'One result of a lint rule. Lines and columns count from 1; the end is exclusive.'),
  advice: record({
    known: choice('image-and-dockerfile', 'image', 'dockerfile'), 'now?': bytes, 'after?': bytes,
    steps: list(record({
      id: text, way: choice('base-image', 'multi-stage', 'consolidate', 'squash', 'lean-install', 'chown', 'dockerignore', 'slim'),
      title: text, detail: text, 'line?': place, 'lines?': list(place), layers: list(count),
      bytes: { type: ['number', 'null'] }, storedBytes: { type: ['number', 'null'] }, adds: bytes, files: count,
      basis: choice('measured', 'estimated'), enabled: flag, rank: figure,
      evidence: list(record({ 'layer?': count, path: text, 'bytes?': count })),
      'packages?': list(text), 'caveat?': text, findings: list(count), 'fix?': fix, 'byHand?': text, 'ignore?': text, 'contextBytes?': count,
      'pull?': record({ 'from?': count, to: count, platform: text, asOf: text }),
    }, 'What to do, largest first; `adds` is what no earlier step saves already.')),
    shares: list(record({ steps: list(count), bytes: figure, storedBytes: figure }, 'Bytes that exactly these steps would save.')),
    'builder?': text,
    'layers?': list(record({ layer: count, origin: choice('instruction', 'base', 'unmatched'), lines: list(place), confidence: figure, reason: text })),
    'base?': record({
      'os?': text, libc: choice('glibc', 'musl', 'none', 'unknown'), 'reference?': text, layers: count, 'entries?': count, evidence: list(text),
      'musl?': record({ binaries: count, wheels: count, names: list(text) }),
      'distroless?': record({ 'shell?': text, 'packageManager?': text, neededBy: list(text) }),
    }),
    limits: list(text),
  }, 'The plan: each step priced, nothing counted twice.'),
  budget: record({
    outcome: choice('pass', 'fail', 'invalid'),
    checks: list(record({
      rule: text, source: choice('dive', 'plimsoll'), figures: choice('dive', 'exact'), outcome: choice('pass', 'fail', 'skip'),
      'advisory?': flag, limit: text, 'value?': { type: ['number', 'null'] }, reason: text, 'offenders?': list(text),
    })),
    problems: list(ref('problem')),
  }),
  image: report('image', {
    format: text,
    images: list(record({ tags: list(text), platform: text, 'digest?': text, 'present?': flag })),
    image: count,
    layers: list(record({
      index: count, 'digest?': text, 'diffId?': text, command: text, mediaType: text, entries: count, bytes: count, storedBytes: count,
      hiddenBytes: count, contributedBytes: whole, runningBytes: whole, hiddenStoredBytes: count, compression: text,
      'createdAt?': text, 'unreadable?': text,
    }, 'Data layers only, bottom first; bytes are payloads of regular files, storedBytes the blob.')),
    history: list(record({ createdBy: text, 'created?': text, 'comment?': text, emptyLayer: flag, 'layer?': count })),
    totals: record({
      bytes: count, reachableBytes: count, hiddenBytes: count, efficiency: { type: ['number', 'null'] }, files: count,
      storedBytes: count, hiddenStoredBytes: count, duplicateBytes: count,
    }),
    waste: list(record({
      path: text, bytes: count,
      reason: choice('deleted', 'replaced', 'metadata-only', 'identical', 'opaque', 'superseded', 'moved', 'whiteout-payload'),
      layers: list(count), 'hiddenBy?': count, 'changed?': list(text), 'storedBytes?': count,
    }, 'Bytes that no path of the root file system reaches, largest first.')),
    duplicates: list(record({ bytes: count, size: count, paths: list(text) })),
    dive: record({
      sizeBytes: count, userSizeBytes: count, inefficientBytes: count, efficiencyScore: figure,
      userWastedPercent: { type: ['number', 'null'] },
      'inefficiencies?': list(record({ path: text, count, bytes: count })),
    }, 'What dive 0.13 would print, its known errors included.'),
    'config?': anyObject,
    'packages?': record({
      packages: list(record({ manager: text, name: text, version: text, files: count, bytes: count, 'buildTool?': flag })),
      kinds: list(record({ kind: text, files: count, bytes: count, paths: list(text) })),
    }),
    'budget?': ref('budget'),
    'findings?': list(ref('finding')),
    'advice?': ref('advice'),
  }),
  dockerfile: report('dockerfile', { findings: list(ref('finding')), 'dockerfile?': text, 'advice?': ref('advice') }),
  comparison: report('comparison', {
    removed: list(path), added: list(path),
    changed: list(record({ path: text, sizeBefore: count, sizeAfter: count, changes: list(text) })),
    concerns: list(record({ check: text, path: text, evidence: text, confidence: text, 'tier?': whole, 'bytes?': count, 'family?': text })),
    preserve: list(text),
    'sides?': list(record({ name: text, bytes: count, 'platform?': text, tags: list(text), paths: count })),
    'totals?': record({ unchanged: count, timeOnly: count, removed: sum, added: sum, changed: count, moved: count }),
    'removedBy?': record({ folders: list(group), packages: list(group), kinds: list(group), wholeFolders: list(group) }),
    'moved?': list(record({ from: text, to: text, size: count })),
    'config?': list(record({ field: text, 'before?': text, 'after?': text })),
    'packages?': record({ changes: list(record({ manager: text, name: text, 'before?': text, 'after?': text })), blind: flag }),
    'families?': list(record({
      id: text, check: text, code: text, title: text, tier: whole, confidence: text, files: count, bytes: count, drift: flag, ticked: flag, evidence: text, examples: list(text),
    }, 'Rows to tick: concerns of one reason, closed under their own needs.')),
    'checks?': list(record({ code: text, id: text, title: text, evidence: text, why: text, falsePositives: text })),
    'gain?': record({ filesBefore: count, filesAfter: count, bytesBefore: count, bytesAfter: count, gone: anyObject }),
    'obfuscated?': list(record({ path: text, found: text })),
    'lists?': record({
      includePaths: text, preservePaths: text, pathPerms: text, includePathsExplained: text, preservePathsExplained: text, pathPermsExplained: text,
      probes: anyObject, command: text, notes: list(text),
    }, 'Files for mint in its exact format, and readable twins.'),
  }),
  context: report('context', {
    sent: sum, ignored: sum, 'copied?': sum, 'unused?': sum,
    largest: list(record({ path: text, bytes: count, files: count })),
    suggestions: list(record({ pattern: text, bytes: count, reason: text, 'kind?': text, 'files?': count, 'examples?': list(text) })),
    'ignoreFile?': record({ path: text, text }),
  }),
  plan: report('plan', {
    layers: list(record({ index: count, command: text, storedBytes: count, 'tarBytes?': count, 'base?': flag, 'shared?': flag })),
    ranges: list(record({ from: count, to: count, savedBytes: whole })),
    'recommended?': record({ ...range, reason: text }),
    'nothing?': text, 'bytes?': count, 'all?': record(range), 'aboveBase?': record(range),
    'lastN?': list(record({ count, 'range?': record(range) })),
    'base?': record({ layers: count, confidence: text, 'name?': text, reason: text }),
  }),
};

export const REPORT_KINDS = ['image', 'dockerfile', 'comparison', 'context', 'plan'] as const;

/** What `report.schema.json` holds; a test keeps the two equal. */
export const REPORT_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Plimsoll report, version 1',
  description: 'Sizes are bytes. Paths have no leading slash.',
  type: 'object',
  oneOf: REPORT_KINDS.map(ref),
  definitions: REPORT_DEFINITIONS,
};
