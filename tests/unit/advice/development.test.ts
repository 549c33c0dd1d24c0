/** What only development needs, told from what npm, Composer, Bundler and pip leave in an image. */
import { describe, expect, test } from 'vitest';
import { advise, type Advice } from '../../../src/core/advice/advise';
import { developmentGems } from '../../../src/core/advice/price/development/bundler';
import { composerFolders, npmFolders, unlistedFolders } from '../../../src/core/advice/price/development/listed';
import { parseDockerfile } from '../../../src/core/dockerfile/parse';
import { shellParser } from '../../../src/core/dockerfile/shell-parser';
import { lintDockerfile } from '../../../src/core/lint/lint-dockerfile';
import { file, type Entry } from '../image/layers';
import { analysedOf, made, set } from './images';

const shell = shellParser;

const bulk = (path: string, size: number, uid = 0): Entry => file(path, path, { size, uid });
const BASE = [made('ADD rootfs.tar / # buildkit', bulk('bin/sh', 1_000)), set('CMD ["sh"]')];

async function adviceOn(from: string, command: string, entries: readonly Entry[], ...more: readonly [command: string, ...entries: Entry[]][]): Promise<Advice> {
  const dockerfile = [`FROM ${from}`, `RUN ${command}`, ...more.map(([next]) => `RUN ${next}`), ''].join('\n');
  return advise({
    analysed: analysedOf([...BASE, made(`RUN /bin/sh -c ${command} # buildkit`, ...entries), ...more.map(([next, ...own]) => made(`RUN /bin/sh -c ${next} # buildkit`, ...own))]),
    dockerfile: parseDockerfile(dockerfile), findings: lintDockerfile(dockerfile, { shell }).findings, shell,
  });
}
const priceOf = (advice: Advice, rule: string): unknown => {
  const { bytes, estimated } = advice.findings.find((finding) => finding.rule === rule) ?? {};
  const { enabled } = advice.plan.steps.find(({ id }) => id.startsWith(rule)) ?? {};
  return { bytes, estimated, enabled };
};

const LOCK = JSON.stringify({ lockfileVersion: 3, packages: {
  'node_modules/kept': { version: '1.0.0' }, 'node_modules/jest': { version: '1.0.0', dev: true }, 'node_modules/jest/node_modules/deep': { dev: true },
  'node_modules/jest/node_modules/shared': {}, 'node_modules/either': { devOptional: true },
} });

describe('npm and its kin', () => {
  const packages = [
    bulk('app/node_modules/kept/index.js', 10_000), bulk('app/node_modules/jest/index.js', 40_000), bulk('app/node_modules/jest/node_modules/deep/a.js', 20_000),
    bulk('app/node_modules/jest/node_modules/shared/a.js', 7_000), bulk('app/node_modules/either/a.js', 9_000),
  ];

  test('npm’s own listing says which packages they are; a copy for another owner counts with them', async () => {
    const entries = [file('app/package.json', '{"devDependencies":{"jest":"1"}}'), file('app/node_modules/.package-lock.json', LOCK), ...packages];
    expect(priceOf(await adviceOn('node:22', 'npm ci', entries), 'PL035')).toEqual({ bytes: 60_000, estimated: undefined, enabled: true });
    const again = await adviceOn('node:22', 'npm ci', entries, ['chown -R 7 /app', bulk('app/node_modules/jest/index.js', 40_000, 7)]);
    expect(priceOf(again, 'PL035')).toEqual({ bytes: 100_000, estimated: undefined, enabled: true });
  });

  test('without a listing package.json and what it leads to say it, as an estimate', async () => {
    const manifest = (name: string, needs: object): Entry => file(`app/node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', ...needs }));
    const entries = [
      file('app/package.json', '{"dependencies":{"kept":"1"},"devDependencies":{"jest":"1"}}'), ...packages,
      manifest('kept', { dependencies: { either: '1' } }), manifest('jest', { dependencies: { either: '1' } }), manifest('either', {}),
    ];
    const advice = await adviceOn('node:22', 'yarn install', entries);
    const own = entries.find(({ path }) => path === 'app/node_modules/jest/package.json')!.content!.length;
    expect(priceOf(advice, 'PL035')).toEqual({ bytes: 40_000 + own, estimated: true, enabled: false });
  });

  test('what is no listing tells nothing', () => {
    expect(npmFolders('{"packages":{"__proto__":{"dev":true},"":{"dev":true},"node_modules/a":{"dev":"yes"}}}')).toEqual(['__proto__']);
    for (const text of ['', 'null', '[]', '{"packages":7}', '{"packages":[1]}']) expect(npmFolders(text)).toEqual([]);
    expect(unlistedFolders('{"dependencies":{"a":"1"}}', new Map([['node_modules/a/package.json', () => '{}']]))).toEqual([]);
    expect(unlistedFolders('nonsense', new Map())).toEqual([]);
  });
});

describe('Composer', () => {
  const listing = JSON.stringify({ packages: [{ name: 'a/kept', 'install-path': '../a/kept' }, { name: 'phpunit/phpunit', 'install-path': '../phpunit/phpunit' }, { name: 'x/odd', 'install-path': '/etc' }], 'dev-package-names': ['phpunit/phpunit', 'x/odd'] });
  test('lists by itself what is of development', async () => {
    expect(composerFolders(listing)).toEqual(['vendor/phpunit/phpunit']);
    const advice = await adviceOn('php:8.3-cli', 'composer install', [file('app/vendor/composer/installed.json', listing), bulk('app/vendor/a/kept/a.php', 15_000), bulk('app/vendor/phpunit/phpunit/a.php', 25_000)]);
    expect(priceOf(advice, 'PL036')).toEqual({ bytes: 25_000, estimated: undefined, enabled: true });
  });
  test.each(['', '{}', '{"packages":{},"dev-package-names":[]}', '{"packages":[null,1],"dev-package-names":[null]}'])('nothing of %s', (text) => expect(composerFolders(text)).toEqual([]));
});

describe('Bundler', () => {
  const gemfile = "source 'https://rubygems.org'\ngem 'rails'\ngem \"byebug\", group: [:development, :test]\ngem 'both', groups: %i[production test]\ngroup :test, :development do\n  # text\n  gem 'rspec'\n  if ENV['CI']\n    gem 'simplecov'\n  end\nend\ngem 'after'\n";
  const lock = 'GEM\n  remote: https://rubygems.org/\n  specs:\n    after (1.0)\n    both (1.0)\n    byebug (11.0)\n    diff-lcs (1.5)\n    rack (3.0)\n    rails (7.0)\n      rack (>= 2)\n    rspec (3.0)\n      diff-lcs (>= 1)\n      rack\n    simplecov (0.2)\n\nPLATFORMS\n  ruby\n\nDEPENDENCIES\n  after\n  both\n  byebug\n  rails\n  rspec\n  simplecov\n';
  test('gems of groups, inline or in a block, and what only they need', () => {
    expect([...developmentGems(gemfile, lock)].sort()).toEqual(['byebug', 'diff-lcs', 'rspec', 'simplecov']);
    expect(developmentGems(gemfile, '').size).toBe(0);
    expect(developmentGems("gemspec\n", lock).size).toBe(0);
  });
  test('their price is an estimate', async () => {
    const gem = (name: string, size: number): readonly Entry[] => [file(`usr/local/bundle/specifications/${name}.gemspec`, 'x'), bulk(`usr/local/bundle/gems/${name}/a.rb`, size)];
    const advice = await adviceOn('ruby:3.3', 'bundle install', [file('app/Gemfile', gemfile), file('app/Gemfile.lock', lock), ...gem('rails-7.0', 30_000), ...gem('rspec-3.0', 20_000), ...gem('diff-lcs-1.5', 10_000)]);
    expect(priceOf(advice, 'PL037')).toEqual({ bytes: 30_002, estimated: true, enabled: false });
  });
});

describe('Python', () => {
  const distribution = (name: string, size: number, ...needs: readonly string[]): readonly Entry[] => {
    const info = `usr/lib/python3/site-packages/${name}-1.0.dist-info`;
    return [
      file(`${info}/RECORD`, `${name}/__init__.py,,\n`), bulk(`usr/lib/python3/site-packages/${name}/__init__.py`, size),
      file(`${info}/METADATA`, `Name: ${name}\n${needs.map((need) => `Requires-Dist: ${need}\n`).join('')}\nRequires-Dist: text of its README\n`),
    ];
  };
  const site = [
    ...distribution('flask', 30_000, 'packaging (>=20)'), ...distribution('pytest', 40_000, 'Iniconfig', 'packaging', 'nothing ; extra == "x"'),
    ...distribution('iniconfig', 12_000), ...distribution('packaging', 15_000), ...distribution('nothing', 17_000),
  ];
  test.each([
    { how: 'named tools', command: 'pip install flask nothing pytest', files: [] },
    { how: 'a list for development', command: 'pip install -r requirements.txt -r requirements-dev.txt', files: [file('app/requirements-dev.txt', '-r requirements.txt\npytest==8 # text\n'), file('app/requirements.txt', 'Flask>=3\nnothing\n')] },
    { how: 'groups of Poetry', command: 'poetry install', files: [file('app/pyproject.toml', '[tool.poetry.dependencies]\nflask = "3"\n\n[tool.poetry.group.dev.dependencies]\npytest = "^8"\n[build-system]\nnothing = "1"\n')] },
    { how: 'dependency groups', command: 'poetry install', files: [file('app/pyproject.toml', '[dependency-groups]\ndev = [\n  "pytest>=8",\n]\n')] },
  ])('$how and what only they need, as an estimate', async ({ command, files }) => {
    const advice = await adviceOn('python:3.12', command, [...site, ...files]);
    expect(priceOf(advice, 'PL038')).toEqual({ bytes: 52_000, estimated: true, enabled: false });
  });
});

test('documentation that RubyGems writes for each gem', async () => {
  const advice = await adviceOn('debian:12', 'gem install rake', [bulk('var/lib/gems/3.1.0/doc/rake-13.0/ri/a.ri', 22_000), bulk('var/lib/gems/3.1.0/gems/rake-13.0/doc/a.md', 30_000)]);
  expect(advice.findings.find(({ rule }) => rule === 'PL017')).toMatchObject({ bytes: 22_000 });
});
