/** Savings of small images: who is blamed, for how many bytes, and that nothing is counted twice. */
import { describe, expect, test } from 'vitest';
import { advise, type Advice } from '../../../src/core/advice/advise';
import { enabledSteps, staircase, sumOf } from '../../../src/core/advice/plan';
import { parseDockerfile } from '../../../src/core/dockerfile/parse';
import { shellParser } from '../../../src/core/dockerfile/shell-parser';
import type { RunConfig } from '../../../src/core/image/image';
import { lintDockerfile } from '../../../src/core/lint/lint-dockerfile';
import { applyEdits } from '../../../src/core/lint/fixes/apply';
import type { AdviceStep } from '../../../src/core/report/report';
import { file, whiteout, type Entry } from '../image/layers';
import { analysedOf, made, set, type Step } from './images';

const shell = shellParser;

const bulk = (path: string, size: number, extra: Partial<Entry> = {}): Entry => file(path, path, { size, ...extra });
const BASE = [made('ADD rootfs.tar / # buildkit', file('etc/os-release', 'ID=debian\nVERSION_CODENAME=bookworm\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n')), set('CMD ["bash"]')];

async function adviceOn(dockerfile: string, steps: readonly Step[], config?: RunConfig): Promise<Advice> {
  const { findings } = lintDockerfile(dockerfile, { shell });
  return advise({ analysed: analysedOf([...BASE, ...steps], config), dockerfile: parseDockerfile(dockerfile), findings, shell });
}
const step = ({ plan }: Advice, id: string): AdviceStep => {
  const found = plan.steps.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no step ${id} among ${plan.steps.map((each) => each.id).join(', ')}`);
  return found;
};
const costs = ({ findings }: Advice): Record<string, number> => Object.fromEntries(findings.flatMap(({ rule, line, bytes }) => (bytes === undefined ? [] : [[`${rule} ${line}`, bytes]])));

describe('what a line leaves behind', () => {
  test('apt lists, deleted later or not, are the price of the RUN that fetched them', async () => {
    const dockerfile = 'FROM debian:12\nRUN apt-get update\nRUN rm -rf /var/lib/apt/lists/*\n';
    const advice = await adviceOn(dockerfile, [
      made('RUN /bin/sh -c apt-get update # buildkit', bulk('var/lib/apt/lists/main', 60_000), bulk('var/cache/apt/pkgcache.bin', 20_000)),
      made('RUN /bin/sh -c rm -rf /var/lib/apt/lists/* # buildkit', whiteout('var/lib/apt/lists/main')),
    ]);
    expect(costs(advice)).toMatchObject({ 'DL3009 2': 60_000, 'PL003 3': 60_000 });
    expect(step(advice, 'apt-lists-line-2')).toMatchObject({ bytes: 60_000, line: 2, layers: [1], basis: 'measured', evidence: [{ layer: 1, path: 'var/lib/apt/lists/main', bytes: 60_000 }] });
    const clean = step(advice, 'apt-cache-line-2');
    expect(clean).toMatchObject({ bytes: 20_000, adds: { bytes: 20_000 } });
    expect(applyEdits(dockerfile, clean.fix!.edits)).toContain('RUN apt-get update && apt-get clean\n');
    // The deletion is the same bytes: it adds nothing to the plan.
    expect(step(advice, 'deleted-line-3')).toMatchObject({ bytes: 60_000, adds: { bytes: 0 }, lines: [2, 3] });
    expect(advice.plan.now!.bytes - advice.plan.after!.bytes).toBe(80_000);
  });

  test('lists that only a later RUN installs from are the price of the update alone', async () => {
    const advice = await adviceOn('FROM debian:12\nRUN apt-get update\nRUN apt-get install -y --no-install-recommends curl\n', [
      made('RUN /bin/sh -c apt-get update # buildkit', bulk('var/lib/apt/lists/main', 60_000)),
      made('RUN /bin/sh -c apt-get install -y --no-install-recommends curl # buildkit', bulk('usr/bin/curl', 30_000)),
    ]);
    expect(costs(advice)).toMatchObject({ 'PL021 2': 60_000 });
  });

  test('an upgrade costs what it stores again of the base, as an estimate; what it adds, and the books of the package manager, are not counted', async () => {
    const dockerfile = 'FROM debian:12\nRUN apt-get update && apt-get upgrade -y\n';
    const { findings } = lintDockerfile(dockerfile, { shell });
    const advice = await advise({
      analysed: analysedOf([
        made('ADD rootfs.tar / # buildkit', bulk('usr/lib/libssl.so', 40_000), bulk('var/lib/dpkg/status', 20_000)), set('CMD ["bash"]'),
        made('RUN /bin/sh -c apt-get update && apt-get upgrade -y # buildkit', bulk('usr/lib/libssl.so', 41_000), bulk('var/lib/dpkg/status', 21_000), bulk('usr/lib/new.so', 50_000)),
      ]),
      dockerfile: parseDockerfile(dockerfile), findings, shell,
    });
    expect(step(advice, 'upgrade-line-2')).toMatchObject({ bytes: 41_000, basis: 'estimated', enabled: false, line: 2, fix: { title: 'Leave the updates to the base image' } });
    expect(costs(advice)).toMatchObject({ 'PL022 2': 41_000 });
  });

  test('a rule whose cost is measured costs 0 where nothing was left; a stage that is not in the image costs nothing at all', async () => {
    const advice = await adviceOn('FROM debian:12 AS build\nRUN pip install x\nFROM debian:12\nRUN pip install y\nCOPY --from=build /x /x\n', [
      made('RUN /bin/sh -c pip install y # buildkit', bulk('usr/lib/y.py', 500)), made('COPY /x /x # buildkit', bulk('x', 500)),
    ]);
    expect(costs(advice)).toEqual({ 'DL3042 4': 0 });
  });
});

describe('what layers hide of each other', () => {
  test('chown after COPY: each copy once, for the line that stored it again', async () => {
    const content = { content: 'x', size: 50_000 };
    const advice = await adviceOn('FROM debian:12\nCOPY app /app\nRUN chown -R 1000:1000 /app\nRUN chmod -R o-w /app\n', [
      made('COPY app /app # buildkit', file('app/a', 'x', content)),
      made('RUN /bin/sh -c chown -R 1000:1000 /app # buildkit', file('app/a', 'x', { ...content, uid: 1000, gid: 1000 })),
      made('RUN /bin/sh -c chmod -R o-w /app # buildkit', file('app/a', 'x', { ...content, uid: 1000, gid: 1000, mode: 0o640 })),
    ]);
    expect(costs(advice)).toMatchObject({ 'PL001 3': 50_000, 'PL001 4': 50_000 });
    expect(advice.plan.steps.filter(({ way, enabled }) => way === 'chown' && enabled).map(({ line, bytes }) => [line, bytes])).toEqual([[3, 50_000], [4, 50_000]]);
    expect(advice.plan.after!.bytes).toBe(advice.plan.now!.bytes - 100_000);
    expect(step(advice, 'squash-own')).toMatchObject({ enabled: false, bytes: 100_000, adds: { bytes: 0 } });
  });

  test('what was copied, rewritten and deleted goes as one, first copy included', async () => {
    const advice = await adviceOn('FROM debian:12\nCOPY data /data\nRUN chown 7 /data/a\nRUN rm -rf /data\n', [
      made('COPY data /data # buildkit', file('data/a', 'x', { size: 40_000 })),
      made('RUN /bin/sh -c chown 7 /data/a # buildkit', file('data/a', 'x', { size: 40_000, uid: 7 })),
      made('RUN /bin/sh -c rm -rf /data # buildkit', whiteout('data')),
    ]);
    expect(step(advice, 'copied-and-deleted-line-4')).toMatchObject({ way: 'multi-stage', bytes: 80_000, adds: { bytes: 80_000 }, line: 2, lines: [2, 4] });
    expect(advice.plan.now!.bytes - advice.plan.after!.bytes).toBe(80_000);
  });

  test('RUNs in a row that write the same file: each finding its own part, and an edit that joins them', async () => {
    const dockerfile = 'FROM debian:12\nRUN one\nRUN two\nRUN three\nUSER app\nRUN four\n';
    const db = (mark: string): Entry => file('var/lib/db', mark, { size: 30_000 });
    const advice = await adviceOn(dockerfile, ['one', 'two', 'three', 'four'].map((name) => made(`RUN /bin/sh -c ${name} # buildkit`, db(name))));
    const merge = step(advice, 'merge-line-2');
    expect(merge).toMatchObject({ way: 'consolidate', bytes: 60_000, lines: [2, 3, 4] });
    expect(applyEdits(dockerfile, merge.fix!.edits)).toBe('FROM debian:12\nRUN one \\\n    && two \\\n    && three\nUSER app\nRUN four\n');
    expect(costs(advice)).toEqual({ 'DL3059 3': 30_000, 'DL3059 4': 30_000 });
    // What line 6 overwrites of line 4 lies beyond USER: only squashing takes it away.
    expect(step(advice, 'squash-own')).toMatchObject({ bytes: 90_000, adds: { bytes: 30_000 } });
  });

  test('what was hidden of the base image is nobody’s line to repair', async () => {
    const steps = [made('RUN /bin/sh -c apt-get upgrade # buildkit', file('etc/big', 'b', { size: 90_000 }))];
    const base = [made('ADD rootfs.tar / # buildkit', file('etc/big', 'a', { size: 90_000 })), set('CMD ["bash"]')];
    const advice = await advise({ analysed: analysedOf([...base, ...steps]), dockerfile: parseDockerfile('FROM debian:12\nRUN apt-get upgrade\n'), shell });
    expect(advice.plan.after).toEqual(advice.plan.now);
    expect(step(advice, 'squash-all')).toMatchObject({ bytes: 90_000, enabled: false });
  });
});

describe('archives, context, weight', () => {
  test('an archive that was copied and unpacked, told by the name in the command', async () => {
    const advice = await adviceOn('FROM debian:12\nCOPY tool.tar.gz other.tar.gz /tmp2/\nRUN tar -xf /tmp2/tool.tar.gz -C /opt\n', [
      made('COPY tool.tar.gz other.tar.gz /tmp2/ # buildkit', bulk('tmp2/tool.tar.gz', 70_000), bulk('tmp2/other.tar.gz', 70_000)),
      made('RUN /bin/sh -c tar -xf /tmp2/tool.tar.gz -C /opt # buildkit', bulk('opt/tool', 200_000)),
    ]);
    expect(step(advice, 'archive-line-2')).toMatchObject({ bytes: 70_000, line: 2 });
    expect(costs(advice)).toMatchObject({ 'DL3010 2': 70_000 });
  });

  test('.git that COPY took, with the copy that a chown made of it', async () => {
    const advice = await adviceOn('FROM debian:12\nCOPY . /app\nRUN chown -R app /app\n', [
      made('COPY . /app # buildkit', file('app/.git/pack', 'p', { size: 25_000 }), bulk('app/server.py', 900)),
      made('RUN /bin/sh -c chown -R app /app # buildkit', file('app/.git/pack', 'p', { size: 25_000, uid: 9 })),
    ]);
    expect(step(advice, 'ignore-**/.git-line-2')).toMatchObject({ way: 'dockerignore', ignore: '**/.git', bytes: 50_000 });
    expect(advice.plan.steps.some(({ id }) => id.startsWith('version-control'))).toBe(false);
  });

  test('a context says what need not travel, beside what it puts into the image', async () => {
    const analysed = analysedOf([...BASE, made('COPY app /app # buildkit', bulk('app/a', 100))]);
    const { plan } = await advise({
      analysed, dockerfile: parseDockerfile('FROM debian:12\nCOPY app /app\n'), shell,
      context: {
        schema: 'plimsoll.report', version: 1, kind: 'context', tool: { name: 'plimsoll', version: '0' }, subject: { name: 'x', bytes: 0 }, diagnostics: [],
        sent: { files: 1, bytes: 5_000_000 }, ignored: { files: 0, bytes: 0 }, largest: [], suggestions: [{ pattern: '**/node_modules', bytes: 5_000_000, reason: 'Rebuilt.' }],
      },
    });
    expect(plan.steps.find(({ id }) => id === 'ignore-**/node_modules')).toMatchObject({ contextBytes: 5_000_000, bytes: 0, ignore: '**/node_modules' });
  });

  test('what a COPY takes by name is not left out by default: the build would fail', async () => {
    const context = {
      schema: 'plimsoll.report', version: 1, kind: 'context', tool: { name: 'plimsoll', version: '0' }, subject: { name: 'x', bytes: 0 }, diagnostics: [],
      sent: { files: 1, bytes: 5 }, ignored: { files: 0, bytes: 0 }, largest: [], suggestions: [{ pattern: '**/.env', bytes: 5, reason: 'A secret.', kind: 'secret' }, { pattern: '**/.git', bytes: 5, reason: 'History.' }],
    } as const;
    const { plan } = await advise({ dockerfile: parseDockerfile('FROM debian:12\nCOPY . /app\nCOPY ./.env /app/.env\n'), context });
    expect(plan.steps.find(({ id }) => id === 'ignore-**/.env')).toMatchObject({ enabled: false, line: 3, caveat: expect.stringContaining('--mount=type=secret') as string });
    expect(plan.steps.find(({ id }) => id === 'ignore-**/.git')).toMatchObject({ enabled: true });
  });

  test('documentation goes by default, translations only when asked for, the base image’s stay', async () => {
    const base = [made('ADD rootfs.tar / # buildkit', bulk('usr/share/doc/base/x', 99_000)), set('CMD ["bash"]')];
    const { plan } = await advise({
      analysed: analysedOf([...base, made('RUN /bin/sh -c install # buildkit', bulk('usr/share/doc/a/x', 30_000), bulk('usr/share/locale/de/x.mo', 20_000))]),
      dockerfile: parseDockerfile('FROM debian:12\nRUN install\n'), shell,
    });
    expect(plan.steps.filter(({ id }) => id === 'docs' || id === 'locales').map(({ id, bytes, enabled }) => [id, bytes, enabled])).toEqual([['docs', 30_000, true], ['locales', 20_000, false]]);
  });
});

describe('packages, by dpkg’s own word', () => {
  const record = (name: string, more = ''): string => `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1\n${more}\n`;
  const owns = (name: string, size: number): Entry[] => [file(`var/lib/dpkg/info/${name}.list`, `/.\n/usr\n/usr/lib/${name}.so\n`), bulk(`usr/lib/${name}.so`, size)];
  const STATUS = 'var/lib/dpkg/status';
  const libc = record('libc6', 'Priority: required\n');
  const base = [made('ADD rootfs.tar / # buildkit', file(STATUS, libc), ...owns('libc6', 1_000)), set('CMD ["bash"]')];
  const install = (command: string, ...lists: readonly Entry[]): Step => made(`RUN /bin/sh -c ${command} # buildkit`, file(STATUS, [
    libc, record('app', 'Depends: libapp (>= 2) | libother, mta\nRecommends: extra, helper\n'), record('libapp'), record('postfix', 'Provides: mta\n'),
    record('extra', 'Depends: libextra\n'), record('libextra'), record('helper'), record('gcc', 'Depends: cpp, libc6\n'), record('cpp'),
  ].join('')), ...lists);
  const all = [...owns('app', 50_000), ...owns('libapp', 20_000), ...owns('postfix', 11_000), ...owns('extra', 40_000), ...owns('libextra', 15_000), ...owns('helper', 12_000), ...owns('gcc', 90_000), ...owns('cpp', 30_000)];

  test('recommended ones are those that no Depends leads to; a name that another command asks for is none', async () => {
    const dockerfile = 'FROM debian:12\nRUN apt-get update && apt-get install -y app=1 gcc\nRUN apt-get install -y --no-install-recommends helper\n';
    const advice = await advise({
      analysed: analysedOf([...base, install('apt-get update && apt-get install -y app=1 gcc', ...all), made('RUN /bin/sh -c apt-get install -y --no-install-recommends helper # buildkit', bulk('x', 5))]),
      dockerfile: parseDockerfile(dockerfile), findings: lintDockerfile(dockerfile, { shell }).findings, shell,
    });
    const lists = (names: readonly string[]): number => names.reduce((sum, name) => sum + `/.\n/usr\n/usr/lib/${name}.so\n`.length, 0);
    const bytes = 55_000 + lists(['extra', 'libextra']);
    expect(step(advice, 'recommended-line-2')).toMatchObject({ bytes, line: 2, way: 'lean-install' });
    expect(step(advice, 'recommended-line-2').title).toMatch(/^2 packages .*extra, libextra$/);
    expect(costs(advice)).toMatchObject({ 'DL3015 2': bytes });
    expect(step(advice, 'build-tools-line-2')).toMatchObject({ bytes: 120_000 + lists(['gcc', 'cpp']), way: 'multi-stage' });
  });

  test('tools that an earlier line brought as a recommendation have the finding and the repair of the line that names them', async () => {
    const dockerfile = 'FROM debian:12\nRUN apt-get update && apt-get install -y app\nRUN apt-get install -y gcc\nRUN make\n';
    const status = [libc, record('app', 'Recommends: gcc\n'), record('gcc', 'Depends: cpp\n'), record('cpp')].join('');
    const advice = await advise({
      analysed: analysedOf([
        ...base, made('RUN /bin/sh -c apt-get update && apt-get install -y app # buildkit', file(STATUS, status), ...owns('app', 50_000), ...owns('gcc', 90_000), ...owns('cpp', 30_000)),
        made('RUN /bin/sh -c apt-get install -y gcc # buildkit', bulk('var/log/apt/history.log', 5)), made('RUN /bin/sh -c make # buildkit', bulk('app', 5)),
      ]),
      dockerfile: parseDockerfile(dockerfile), findings: lintDockerfile(dockerfile, { shell }).findings, shell,
    });
    const tools = step(advice, 'build-tools-line-2');
    expect(tools).toMatchObject({ line: 2, lines: [2, 3], fix: { title: 'Have gcc only in the RUN that builds' } });
    expect(tools.findings.map((index) => advice.findings[index]?.rule)).toEqual(['PL027']);
    expect(tools.caveat).toContain('What line 3 asks for, line 2 brings as a recommendation already');
    expect(costs(advice)).toMatchObject({ 'PL027 3': tools.bytes });
  });

  test.each([
    { name: 'recommendations were left out', command: 'apt-get install --no-install-recommends -y app' },
    { name: 'the names cannot be read', command: 'apt-get install -y $PACKAGES' },
    { name: 'a script installs', command: './install.sh' },
  ])('none are claimed where $name', async ({ command }) => {
    const { plan } = await advise({ analysed: analysedOf([...base, install(command, ...all)]), dockerfile: parseDockerfile(`FROM debian:12\nRUN ${command}\n`), shell });
    expect(plan.steps.filter(({ id }) => id.startsWith('recommended'))).toEqual([]);
  });

  test('what a slim build leaves out is an estimate, by the program that starts', async () => {
    const { plan } = await advise({ analysed: analysedOf([...base, install('apt-get install -y app gcc', ...all)], { entrypoint: ['/usr/lib/app.so'] }), shell });
    const slim = plan.steps.find(({ way }) => way === 'slim');
    expect(slim).toMatchObject({ basis: 'estimated', enabled: false, bytes: 40_000 + 15_000 + 12_000 + 90_000 + 30_000 });
  });
});

describe('the plan', () => {
  const dockerfile = 'FROM debian:12\nRUN apt-get update\nCOPY app /app\nRUN chown -R 1 /app\nRUN rm -rf /app/big /var/lib/apt/lists/*\n';
  const steps = [
    made('RUN /bin/sh -c apt-get update # buildkit', bulk('var/lib/apt/lists/main', 60_000)),
    made('COPY app /app # buildkit', file('app/big', 'b', { size: 30_000 }), file('app/a', 'a', { size: 20_000 })),
    made('RUN /bin/sh -c chown -R 1 /app # buildkit', file('app/big', 'b', { size: 30_000, uid: 1 }), file('app/a', 'a', { size: 20_000, uid: 1 })),
    made('RUN /bin/sh -c rm -rf /app/big /var/lib/apt/lists/* # buildkit', whiteout('app/big'), whiteout('var/lib/apt/lists/main')),
  ];

  test('is sorted by what each step adds, and its sums follow any choice', async () => {
    const { plan } = await adviceOn(dockerfile, steps);
    const on = plan.steps.filter(({ enabled }) => enabled);
    const adds = on.map((each) => each.adds.bytes);
    expect(adds).toEqual([...adds].sort((a, b) => b - a));
    const everything = enabledSteps(plan);
    expect(sumOf(plan, everything).bytes).toBe(140_000);
    expect(adds.reduce((sum, each) => sum + each, 0)).toBe(140_000);
    // Without the step on deletion, the chown still saves what it stored twice; without both, only the lists are left.
    const without = (...ids: readonly string[]): number => sumOf(plan, new Set([...everything].filter((id) => !ids.some((each) => id.startsWith(each))))).bytes;
    expect(without('copied-and-deleted')).toBe(110_000);
    expect(without('copied-and-deleted', 'chown')).toBe(60_000);
    expect(without('apt-lists')).toBe(140_000);
    expect(without('apt-lists', 'deleted')).toBe(80_000);
    expect(staircase(plan, everything).at(-1)).toMatchObject(plan.after!);
    for (const each of plan.steps) if (each.bytes !== null) expect(sumOf(plan, new Set([each.id])).bytes).toBe(each.bytes);
  });

  test('with the image alone: layers instead of lines, the base by the history, and what is not known', async () => {
    const { plan, findings } = await advise({ analysed: analysedOf([...BASE, ...steps]), shell });
    expect(plan).toMatchObject({ known: 'image', base: { layers: 1, os: 'Debian GNU/Linux 12 (bookworm)' } });
    expect(plan.now!.bytes - plan.after!.bytes).toBe(140_000);
    expect(plan.steps.every(({ line, fix }) => line === undefined && fix === undefined)).toBe(true);
    expect(plan.limits.join(' ')).toMatch(/Without the Dockerfile/);
    expect(findings).toEqual([]);
  });

  test('with the Dockerfile alone: its findings on size, no figures, and the base by its name', async () => {
    const { findings } = lintDockerfile(`${dockerfile}LABEL a=b\n`, { shell });
    const { plan } = await advise({ dockerfile: parseDockerfile(dockerfile), findings, shell });
    expect(plan).toMatchObject({ known: 'dockerfile', shares: [], base: { libc: 'unknown', reference: 'debian:12' } });
    expect(plan.now).toBeUndefined();
    expect(plan.steps.filter(({ way }) => way !== 'base-image').every(({ bytes }) => bytes === null)).toBe(true);
    expect(plan.steps.map(({ findings: own }) => findings[own[0]!]?.rule)).toEqual(expect.arrayContaining(['DL3009', 'PL001']));
    expect(plan.limits[0]).toMatch(/Without the image/);
  });

  test('with a Dockerfile of something else: as if it were not there', async () => {
    const other = 'FROM node:22\nWORKDIR /srv\nCOPY package.json ./\nRUN npm ci\nCMD ["npm", "start"]\n';
    const { findings } = lintDockerfile(other, { shell });
    const advice = await advise({ analysed: analysedOf([...BASE, ...steps]), dockerfile: parseDockerfile(other), findings, shell });
    expect(advice.plan).toMatchObject({ known: 'image' });
    expect(advice.plan.layers).toBeUndefined();
    expect(advice.findings).toBe(findings);
    expect(advice.diagnostics.map(({ kind }) => kind)).toEqual(['dockerfile-foreign']);
  });
});

test('a line for .dockerignore is looked for below the folder that COPY took, WORKDIR included', async () => {
  const context = {
    schema: 'plimsoll.report', version: 1, kind: 'context', tool: { name: 'plimsoll', version: '0' }, subject: { name: 'x', bytes: 0 }, diagnostics: [],
    sent: { files: 1, bytes: 1 }, ignored: { files: 0, bytes: 0 }, largest: [], suggestions: [{ pattern: 'web/fixtures', bytes: 22_000, reason: 'Unused.' }],
  } as const;
  const { plan } = await advise({
    analysed: analysedOf([...BASE, set('WORKDIR /srv'), made('COPY web ./ui # buildkit', bulk('srv/ui/fixtures/a', 22_000), bulk('srv/ui/index.html', 30_000))]),
    dockerfile: parseDockerfile('FROM debian:12\nWORKDIR /srv\nCOPY web ./ui\n'), shell, context,
  });
  expect(plan.steps.find(({ way }) => way === 'dockerignore')).toMatchObject({ bytes: 22_000, ignore: 'web/fixtures', line: 3 });
});
