/** SARIF conforms to its schema, and says where, why and what repairs it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import { writeSarif, type RuleHelp } from '../../../src/core/export/sarif';
import { dockerfileReport, imageReport } from '../report/samples';
import { HOSTILE, withText } from './hostile';

const require = createRequire(import.meta.url);
const ajv = new Ajv({ schemaId: 'id', meta: false, unknownFormats: 'ignore', logger: false });
ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-04.json') as object);
const conforms = ajv.compile(JSON.parse(readFileSync(new URL('../../fixtures/export/sarif-2.1.0-rtm.5.json', import.meta.url), 'utf8')) as object);

const help: RuleHelp = {
  name: 'pin-apt-versions', severity: 'warning', checks: 'Packages of apt have a version.', why: 'A build tomorrow gives the same image.', bearsOnSize: false,
  links: ['https://example.org/rules/DL3008'], bad: 'FROM debian\nRUN apt-get install -y curl', good: 'FROM debian\nRUN apt-get install -y curl=7.*',
};

interface Log { runs: [{ tool: { driver: { rules: { id: string; helpUri?: string; help?: { markdown: string } }[] } }; results: Record<string, unknown>[] }] }

describe('SARIF', () => {
  it('conforms to the schema, with help and without', () => {
    for (const report of [dockerfileReport(), dockerfileReport({ findings: [] }), imageReport({ findings: dockerfileReport().findings })]) {
      for (const lookup of [() => undefined, () => help]) {
        conforms(JSON.parse(writeSarif(report, lookup)));
        expect(conforms.errors ?? []).toEqual([]);
      }
    }
  });

  it('conforms with hostile texts everywhere', () => {
    for (const text of HOSTILE) {
      conforms(JSON.parse(writeSarif(withText(dockerfileReport({ diagnostics: [{ kind: 'x', message: 'y', advice: 'z' }] }), text), () => undefined)));
      expect(conforms.errors ?? []).toEqual([]);
    }
  });

  it('tells the rules of a budget that an image breaks, and all of them in its properties', () => {
    const check = { source: 'plimsoll', figures: 'exact', limit: '1B', reason: 'Too much.' } as const;
    const report = imageReport({ budget: { outcome: 'fail', problems: [], checks: [
      { ...check, rule: 'totalSize', outcome: 'fail', offenders: ['a/{0}'] }, { ...check, rule: 'layerSize', outcome: 'pass' }, { ...check, rule: 'lowestEfficiency', outcome: 'fail', advisory: true },
    ] } });
    const text = writeSarif(report);
    conforms(JSON.parse(text));
    expect(conforms.errors ?? []).toEqual([]);
    const [run] = (JSON.parse(text) as { runs: [{ results: unknown[]; properties: unknown }] }).runs;
    expect(run.results).toEqual([expect.objectContaining({ ruleId: 'budget/totalSize', level: 'error', message: { text: 'Too much.\na/{{0}}' } })]);
    expect(run.properties).toEqual({ budget: report.budget });
  });

  it('has exact columns, help and fixes', () => {
    const log = JSON.parse(writeSarif(dockerfileReport(), (code) => (code === 'DL3008' ? help : undefined))) as Log;
    const [first] = log.runs[0].results;
    expect(first).toMatchObject({
      ruleId: 'DL3008', ruleIndex: 0, level: 'warning',
      locations: [{ physicalLocation: { artifactLocation: { uri: 'Dockerfile' }, region: { startLine: 3, startColumn: 5, endLine: 3, endColumn: 30 } } }],
      fixes: [{ artifactChanges: [{ replacements: [{ deletedRegion: { startLine: 3, startColumn: 18, endLine: 3, endColumn: 18 }, insertedContent: { text: ' --no-install-recommends' } }] }] }],
    });
    const [rule] = log.runs[0].tool.driver.rules;
    expect(rule!.helpUri).toBe('https://example.org/rules/DL3008');
    expect(rule!.help!.markdown).toContain('```dockerfile\nFROM debian\nRUN apt-get install -y curl=7.*\n```');
  });

  it('leaves shell syntax in messages readable and escapes only what would be a link or a placeholder', () => {
    const message = 'Use [ -f x ] or ${VAR}, not [a](b) or {0}';
    const log = JSON.parse(writeSarif(dockerfileReport({ findings: [{ ...dockerfileReport().findings[0]!, message }] }))) as Log;
    expect(log.runs[0].results[0]!['message']).toEqual({ text: 'Use [ -f x ] or ${VAR}, not \\[a](b) or {{0}}' });
  });
});
