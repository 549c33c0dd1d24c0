/** The READMEs promise nothing that is not there: rules, dependencies, commands, folders, files, links. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ALL_RULES } from '../../src/core/lint/registry';
import { COMMANDS } from '../headless/commands';

const file = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const readme = readFileSync(file('README.md'), 'utf8');
const project = JSON.parse(readFileSync(file('package.json'), 'utf8')) as { dependencies: Record<string, string>; scripts: Record<string, string> };

describe('README', () => {
  it('names every dependency that is shipped, with a reason, and no other', () => {
    const rows = readme.slice(readme.indexOf('| dependency | why |')).split('\n').slice(2);
    const named = rows.slice(0, rows.findIndex((row) => !row.startsWith('|'))).flatMap((row) => row.split('|')[1]!.split(',').map((name) => name.trim()));
    expect(named.sort()).toEqual(Object.keys(project.dependencies).sort());
  });
  it('lists exactly the rules that the engine has', () => {
    for (const source of ['hadolint', 'buildkit', 'plimsoll'] as const) {
      const codes = ALL_RULES.filter((rule) => rule.source === source).map(({ code }) => code);
      const row = readme.split('\n').find((line) => line.startsWith(`| ${source} | `));
      expect(row?.split('|')[2]?.trim()).toBe(String(codes.length));
      expect(row?.split('|')[3]?.trim().split(' ')).toEqual(codes);
    }
  });
  it('counts the rules that bring a repair', () => {
    const fixable = ALL_RULES.filter((rule) => rule.fixable !== undefined);
    expect(fixable.length).toBeGreaterThanOrEqual(40);
    expect(readme).toContain(`${fixable.length} of them bring a repair, ${fixable.filter((rule) => rule.fixable === 'safe').length} of these safe to make unseen.`);
  });
  it('names commands and scripts that exist', () => {
    for (const [, script = ''] of readme.matchAll(/`npm run (?:--silent )?([a-z:-]+)/g)) expect(Object.keys(project.scripts)).toContain(script);
    const list = /\(also ([^)…]*)/.exec(readme)?.[1] ?? '';
    const commands = [...list.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name);
    expect(commands.length).toBeGreaterThan(4);
    for (const name of commands) expect(Object.keys(COMMANDS)).toContain(name);
  });
  it('links to files that exist', () => {
    for (const [, target = ''] of readme.matchAll(/\]\(([^)#:]+)\)/g)) expect(existsSync(file(target)), target).toBe(true);
  });
  it('names folders that exist', () => {
    const rows = readme.slice(readme.indexOf('| folder | what lives there |')).split('\n\n')[0]!.split('\n').slice(2);
    for (const row of rows) {
      let base = '';
      for (const [, name = ''] of row.split('|')[1]!.matchAll(/`([^`]+)`/g)) {
        const path = existsSync(file(name)) ? name : `${base}/${name}`;
        expect(existsSync(file(path)), path).toBe(true);
        base = path.slice(0, Math.max(path.lastIndexOf('/'), 0)) || path;
      }
    }
  });
});

describe('READMEs of folders', () => {
  const sources = ['src', 'workers', 'tests'].flatMap((top) => readdirSync(file(top), { recursive: true, encoding: 'utf8' }).map((path) => `${top}/${path.replaceAll('\\', '/')}`));
  const scripts = sources.filter((path) => /\.(?:ts|mjs|svelte)$/.test(path));
  // Units are laid out as what they test.
  const folders = new Set(scripts.map((path) => path.slice(0, path.lastIndexOf('/'))).filter((folder) => !folder.startsWith('tests/unit/')));

  it('are in every folder with sources, or in the one above', () => {
    for (const folder of folders) expect(['', '/..'].some((up) => existsSync(file(`${folder}${up}/README.md`))), folder).toBe(true);
  });
  it('name files that exist', () => {
    for (const readme of sources.filter((path) => path.endsWith('/README.md'))) {
      for (const [, name = ''] of readFileSync(file(readme), 'utf8').matchAll(/`([\w./-]+\.(?:ts|mjs|svelte))`/g)) {
        expect(['vite.config.ts', ...scripts].some((path) => path === name || path.endsWith(`/${name}`)), `${readme} names ${name}`).toBe(true);
      }
    }
  });
});
