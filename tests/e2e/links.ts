/** The links that were ever issued, as `tests/links` keeps them. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FROZEN = fileURLToPath(new URL('../links', import.meta.url));

export const FROZEN_LINKS: readonly string[] = readdirSync(FROZEN).filter((name) => name.endsWith('.json'));

interface FrozenLink {
  readonly fragment: string;
  readonly opened: { readonly report: unknown };
}

/** The fragment of one of them, `#` included. */
export function frozenLink(file: string): string {
  return read(file).fragment;
}

/** The report that it opens as. */
export function frozenReport(file: string): unknown {
  return read(file).opened.report;
}

function read(file: string): FrozenLink {
  return JSON.parse(readFileSync(`${FROZEN}/${file}`, 'utf8')) as FrozenLink;
}
