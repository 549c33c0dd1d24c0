/** Every link that was ever issued opens as it did. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LINK_KINDS, LINK_VERSION } from '../../../src/core/permalink/frame';
import { openLink } from '../../../src/core/permalink/open-link';

const folder = new URL('../../links/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.json')).sort();

describe('links that were issued once', () => {
  it.each(names)('%s opens as the same report for ever', (name) => {
    const { fragment, opened } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as { fragment: string; opened: unknown };
    expect(openLink(fragment)).toEqual({ ok: true, value: opened });
  });

  it('are kept for every kind of the present version', () => {
    for (const kind of LINK_KINDS) expect(names.some((name) => name.startsWith(`${kind}${LINK_VERSION}-`))).toBe(true);
  });
});
