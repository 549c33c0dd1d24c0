/** Our own Dockerfile keeps our own rules, and the README's link shows it as it is. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openLink } from '../../../src/core/permalink/open-link';
import { lint } from '../../headless/commands/lint';

const path = new URL('../../../.ci/Dockerfile', import.meta.url);
const source = readFileSync(path, 'utf8');

describe('the Dockerfile for those who host the page', () => {
  it('has no finding by any of our rules', async () => {
    expect(await lint([path.pathname])).toMatchObject({ kind: 'json', value: { findings: [], diagnostics: [] } });
  });

  it('stands with its findings in the link of the README', () => {
    const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
    const [, fragment = ''] = /\(http:\/\/localhost:8080\/(#d1[^)]*)\)/.exec(readme) ?? [];
    expect(openLink(fragment)).toMatchObject({ ok: true, value: { report: { kind: 'dockerfile', findings: [], dockerfile: source } } });
  });
});
