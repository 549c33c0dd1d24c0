/** Svelte drops white space at both ends of a block or an element: what was written as "about {/if}<b>" is shown glued together. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'svelte/compiler';
import { describe, expect, it } from 'vitest';

interface Node { readonly type: string; readonly start: number; readonly end: number; readonly data?: string; readonly nodes?: readonly Node[] }

const folder = fileURLToPath(new URL('../../../src/ui/', import.meta.url));

/** Where a fragment's text begins or ends with a space on the line of its neighbour, as `LINE: TEXT`. A line's end there is only layout. */
function lostSpaces(source: string): readonly string[] {
  const lost: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) return value.forEach(visit);
    const node = value as Node;
    if (node.type === 'Fragment') {
      const [first, last] = [node.nodes?.[0], node.nodes?.at(-1)];
      const found = first?.type === 'Text' && /^[ \t]+[^\s]/.test(first.data ?? '') ? first : last?.type === 'Text' && /\S[ \t]+$/.test(last.data ?? '') ? last : undefined;
      if (found && found.start > 0) lost.push(`${source.slice(0, found.start).split('\n').length}: ${JSON.stringify(found.data)}`);
    }
    for (const [name, inner] of Object.entries(node)) if (name !== 'metadata' && name !== 'parent') visit(inner);
  };
  visit(parse(source, { modern: true }).fragment);
  return lost;
}

describe('spaces between a text and its neighbour', () => {
  it('are written as an expression where Svelte would drop them', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.svelte'));
    expect(files.length).toBeGreaterThan(40);
    expect(files.flatMap((file) => lostSpaces(readFileSync(folder + file, 'utf8')).map((place) => `${file}:${place}`))).toEqual([]);
  });
  it('are found at either end of a block', () => {
    expect(lostSpaces('<p>{#if a}about {/if}<b>1</b></p>')).toEqual(['1: "about "']);
    expect(lostSpaces('<p>1{#if a} of 2{/if}</p>')).toEqual(['1: " of 2"']);
    expect(lostSpaces("<p>\n  {#if a}about{' '}{/if}<b>1</b>\n</p>")).toEqual([]);
  });
});
