/** The build stage that the plan proposes: which lines it moves, what it copies, and where it is not offered. */
import { describe, expect, test } from 'vitest';
import { advise, type Advice } from '../../../src/core/advice/advise';
import { patchOfSteps } from '../../../src/core/advice/plan-patch';
import { parseDockerfile } from '../../../src/core/dockerfile/parse';
import { shellParser } from '../../../src/core/dockerfile/shell-parser';
import { lintDockerfile } from '../../../src/core/lint/lint-dockerfile';
import { applyEdits } from '../../../src/core/lint/fixes/apply';
import type { AdviceStep, Fix } from '../../../src/core/report/report';
import { dir, file, symlink, whiteout, type Entry } from '../image/layers';
import { analysedOf, made, set, type Step } from './images';
import { startedPackages } from '../../../src/core/advice/start/started-packages';
import type { LayerScanner } from '../../../src/core/archive/scanner';
import { encodeUtf8 } from '../../../src/core/bytes/text';
import { indexPackages } from '../../../src/core/packages/package-index';

const shell = shellParser;

const MB = 1_000_000;
const bulk = (path: string, size = MB, extra: Partial<Entry> = {}): Entry => file(path, path, { size, ...extra });
const BASE = [made('ADD rootfs.tar / # buildkit', dir('etc'), file('etc/passwd', 'root'), dir('srv'), dir('usr'), dir('usr/local'), bulk('usr/local/base')), set('CMD ["bash"]')];
const run = (command: string, ...entries: readonly Entry[]): Step => made(`RUN /bin/sh -c ${command} # buildkit`, ...entries);
const copy = (text: string, ...entries: readonly Entry[]): Step => made(`COPY ${text} # buildkit`, ...entries);

async function adviceOn(dockerfile: string, steps: readonly Step[]): Promise<Advice> {
  const { findings } = lintDockerfile(dockerfile, { shell });
  return advise({ analysed: analysedOf([...BASE, ...steps]), dockerfile: parseDockerfile(dockerfile), findings, shell });
}
const stagesOf = ({ plan }: Advice): readonly AdviceStep[] => plan.steps.filter(({ fix }) => fix?.title.startsWith('Build in a stage') === true);
const fixOf = (advice: Advice): Fix => stagesOf(advice)[0]!.fix!;

const NODE = 'FROM node:22\nWORKDIR /srv/app\nRUN npm ci\nCOPY . .\nRUN npm prune --omit=dev\nENV NODE_ENV=production\nCMD ["node", "."]\n';
const NODE_STEPS = [
  made('WORKDIR /srv/app', dir('srv/app')),
  run('npm ci', bulk('srv/app/node_modules/a/index.js', 20_000), bulk('srv/app/node_modules/typescript/lib.js', 5 * MB), bulk('root/.npm/_update-notifier-last-checked', 1)),
  copy('. .', bulk('srv/app/index.js', 30_000)),
  run('npm prune --omit=dev', whiteout('srv/app/node_modules/typescript')),
];

describe('the build stage', () => {
  test('moves what makes and deletes, and copies what is left; its files and the prediction agree', async () => {
    const advice = await adviceOn(NODE, NODE_STEPS);
    const [step] = stagesOf(advice);
    expect(step).toMatchObject({ id: 'deleted-line-5', bytes: 5 * MB });
    expect(applyEdits(NODE, step!.fix!.edits)).toBe([
      'FROM node:22 AS base', 'WORKDIR /srv/app', '', '# What only the build needs: of this stage nothing is in the image but what is copied below.', 'FROM base AS build',
      'RUN npm ci', 'COPY . .', 'RUN npm prune --omit=dev', '', 'FROM base', 'COPY --from=build /srv/app /srv/app', 'ENV NODE_ENV=production', 'CMD ["node", "."]', '',
    ].join('\n'));
    expect(step!.fix!.assumes![0]).toContain('/srv/app');
  });

  test('takes over owner and mode changes that COPY cannot express; a folder that is not plain comes with the one above it', async () => {
    const dockerfile = 'FROM busybox\nCOPY tree /srv/www/tree\nRUN chmod -R u+rwX,o-rwx /srv/www/tree\nUSER 1000\n';
    const advice = await adviceOn(dockerfile, [
      copy('tree /srv/www/tree', dir('srv/www'), dir('srv/www/tree'), bulk('srv/www/tree/a', 2 * MB)),
      run('chmod -R u+rwX,o-rwx /srv/www/tree', dir('srv/www/tree', { mode: 0o750 }), bulk('srv/www/tree/a', 2 * MB, { mode: 0o640 })),
    ]);
    expect(applyEdits(dockerfile, fixOf(advice).edits)).toBe(
      'FROM busybox AS build\nCOPY tree /srv/www/tree\nRUN chmod -R u+rwX,o-rwx /srv/www/tree\n\nFROM busybox\nCOPY --from=build /srv/www /srv/www\nUSER 1000\n',
    );
  });

  test('makes users in both stages, repeats settings, drops tools and archives, and sets the folder’s owner', async () => {
    const dockerfile = [
      'FROM debian:12', 'RUN apt-get install -y --no-install-recommends python3', 'RUN apt-get install -y --no-install-recommends git', 'ARG INDEX', 'COPY . /app', 'WORKDIR /app',
      'RUN tar -xf data.tar.gz && ./build.sh', 'RUN useradd -m app', 'RUN rm -rf /app/work', 'RUN chown -R app /app', 'EXPOSE 80', 'CMD ["/app/run"]',
    ].join('\n');
    const owned = { uid: 1000, gid: 1000 };
    const status = (...names: readonly string[]): Entry => file('var/lib/dpkg/status', names.map((name) => `Package: ${name}\nStatus: install ok installed\nVersion: 1\n\n`).join(''));
    const list = (name: string, path: string): Entry => file(`var/lib/dpkg/info/${name}.list`, `/${path}\n`);
    const advice = await adviceOn(dockerfile, [
      run('apt-get install -y --no-install-recommends python3', bulk('usr/bin/python3'), list('python3', 'usr/bin/python3'), status('python3')),
      run('apt-get install -y --no-install-recommends git', bulk('usr/bin/git', 3 * MB), list('git', 'usr/bin/git'), status('python3', 'git')),
      copy('. /app', dir('app'), bulk('app/data.tar.gz', 4 * MB), bulk('app/run', 10_000)),
      run('tar -xf data.tar.gz && ./build.sh', bulk('app/work/x', 8 * MB), bulk('app/out', 20_000)),
      run('useradd -m app', file('etc/passwd', 'root, app'), dir('home/app', owned)),
      run('rm -rf /app/work', whiteout('app/work')),
      run('chown -R app /app', dir('app', owned), bulk('app/data.tar.gz', 4 * MB, owned), bulk('app/run', 10_000, owned), bulk('app/out', 20_000, owned)),
    ]);
    const fixed = applyEdits(dockerfile, fixOf(advice).edits);
    expect(fixed).toContain('RUN rm -f /app/data.tar.gz\n\nFROM base\nRUN useradd -m app\nCOPY --from=build /app /app\nRUN chown 1000:1000 /app && chmod 755 /app\nWORKDIR /app\nEXPOSE 80\nCMD ["/app/run"]');
    expect(fixed.indexOf('FROM base AS build')).toBeLessThan(fixed.indexOf('install -y --no-install-recommends git'));
    expect(parseDockerfile(fixed).errors).toEqual([]);
    const ids = stagesOf(advice).map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['build-tools-line-3', 'deleted-line-9', 'archive-line-5']));
    // All of them bring the one repair, so the patch of the plan carries all of them out.
    expect(patchOfSteps({ name: 'Dockerfile', text: dockerfile }, stagesOf(advice))).toMatchObject({ applied: ids, skipped: [], without: [] });
  });

  test('an argument of the lines above is declared again where it is used', async () => {
    const dockerfile = NODE.replace('WORKDIR', 'ARG MODE=x\nWORKDIR').replace('ENV NODE_ENV=production', 'ENV NODE_ENV=$MODE');
    expect(applyEdits(dockerfile, fixOf(await adviceOn(dockerfile, NODE_STEPS)).edits).match(/ARG MODE=x/g)).toHaveLength(3);
  });

  test.each<[string, string, readonly Step[]]>([
    ['deletes what the base had', NODE, NODE_STEPS.with(3, run('npm prune --omit=dev', whiteout('srv/app/node_modules/typescript'), whiteout('usr/local/base')))],
    ['leaves a link that stands by itself', NODE, NODE_STEPS.with(1, run('npm ci', bulk('srv/app/node_modules/typescript/lib.js', 5 * MB), symlink('usr/local/link', 'base')))],
    ['leaves files all over the place', NODE, NODE_STEPS.with(1, run('npm ci', bulk('srv/app/node_modules/typescript/lib.js', 5 * MB), ...Array.from({ length: 9 }, (_, at) => bulk(`usr/local/${at}`, 9))))],
    ['installs packages', NODE, NODE_STEPS.with(3, run('npm prune --omit=dev', whiteout('srv/app/node_modules/typescript'), file('var/lib/dpkg/status', 'Package: x\n')))],
    ['saves little', NODE, NODE_STEPS.with(1, run('npm ci', bulk('srv/app/node_modules/typescript/lib.js', 50_000)))],
    ['is followed by what may need its tools', NODE.replace('ENV', 'RUN make check\nENV'), [...NODE_STEPS, run('make check', file('var/lib/dpkg/status', 'x'))]],
    ['is followed by a deletion that would find nothing, and which needs what came before', NODE.replace('ENV', 'RUN apt-get install -y x\nRUN rm /tmp/made\nENV'), [...NODE_STEPS, run('apt-get install -y x', file('var/lib/dpkg/status', 'x')), run('rm /tmp/made', file('x', 'x'))]],
    ['has a path that COPY would not take', NODE.replace('/srv/app', '/srv/a*b'), JSON.parse(JSON.stringify(NODE_STEPS).replaceAll('srv/app', 'srv/a*b')) as readonly Step[]],
  ])('is not offered where the range %s', async (_what, dockerfile, steps) => {
    expect(stagesOf(await adviceOn(dockerfile, steps))).toEqual([]);
  });
});

describe('what the program needs as it runs', () => {
  const packaged = (name: string, path: string, size: number): readonly Entry[] => [file(`var/lib/dpkg/info/${name}.list`, `/${path}\n`), bulk(path, size)];
  const status = (...records: readonly (readonly [name: string, depends: string])[]): Entry => file('var/lib/dpkg/status', records.map(([name, depends]) => `Package: ${name}\nStatus: install ok installed\nVersion: 1\n${depends === '' ? '' : `Depends: ${depends}\n`}\n`).join(''));

  test('is installed in the last stage though it came with the tools: what the container starts, and libraries whose headers were asked for', async () => {
    const dockerfile = 'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends openjdk-17-jdk libsqlite3-dev make\nCOPY src /src\nRUN make -C /src install\nCMD ["java", "-jar", "/srv/app.jar"]\n';
    const { findings } = lintDockerfile(dockerfile, { shell });
    const base = [made('ADD rootfs.tar / # buildkit', dir('etc'), dir('srv'), dir('usr'), dir('usr/bin'), bulk('usr/bin/apt-get', 10), status()), set('CMD ["bash"]')];
    const advice = await advise({
      analysed: analysedOf([...base,
        run('apt-get update && apt-get install -y --no-install-recommends openjdk-17-jdk libsqlite3-dev make',
          status(['openjdk-17-jdk', 'openjdk-17-jre'], ['openjdk-17-jre', 'libfont'], ['libfont', ''], ['libsqlite3-dev', 'libsqlite3-0'], ['libsqlite3-0', ''], ['make', '']),
          ...packaged('openjdk-17-jdk', 'usr/lib/jvm/bin/javac', 7 * MB), ...packaged('openjdk-17-jre', 'usr/lib/jvm/bin/java', 5 * MB), ...packaged('libfont', 'usr/lib/libfont.so.1', MB),
          ...packaged('libsqlite3-dev', 'usr/include/sqlite3.h', MB), ...packaged('libsqlite3-0', 'usr/lib/libsqlite3.so.0', 2 * MB), ...packaged('make', 'usr/bin/make', MB),
          symlink('usr/bin/java', '/etc/alternatives/java'), symlink('etc/alternatives/java', '/usr/lib/jvm/bin/java')),
        copy('src /src', dir('src'), bulk('src/app.java', 400_000)), run('make -C /src install', bulk('srv/app.jar', 3 * MB)), set('CMD ["java" "-jar" "/srv/app.jar"]'),
      ], { cmd: ['java', '-jar', '/srv/app.jar'], env: ['PATH=/usr/bin'] }),
      dockerfile: parseDockerfile(dockerfile), findings, shell,
    });
    expect(applyEdits(dockerfile, fixOf(advice).edits)).toContain(
      '\n\nFROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends libsqlite3-0 openjdk-17-jre && apt-get clean && rm -rf /var/lib/apt/lists/*\nCOPY --from=build',
    );
    expect(fixOf(advice).assumes).toContainEqual(expect.stringContaining('the program needs libsqlite3-0, openjdk-17-jre'));
    const tools = advice.plan.steps.find(({ id }) => id === 'build-tools-line-2')!;
    expect(tools.title).toContain('openjdk-17-jdk');
    expect(tools.title).not.toContain('openjdk-17-jre');
    expect(tools.detail).toContain('Take openjdk-17-jdk, libsqlite3-dev, make out of line 2, install them in a build stage');
    expect(tools.detail).toContain('has to be named instead: libsqlite3-0, openjdk-17-jre.');
    // 9 MB of tools; with them go the notes on the packages, which are the final stage's own.
    expect(tools.bytes).toBeGreaterThan(9 * MB - 1);
    expect(tools.bytes).toBeLessThan(9 * MB + 2_000);
  });

  test('tools that lines of the stage ask for go from the line above that brought them as a recommendation, with all that only they need', async () => {
    const dockerfile = [
      'FROM debian:12', 'RUN apt-get update && apt-get install -y app', 'RUN apt-get install -y gcc', 'RUN apt-get install -y git', 'COPY src /src', 'RUN make -C /src && cp /src/app /srv/app',
      'CMD ["/srv/app"]', '',
    ].join('\n');
    const [app, gcc, git] = [['app', ''], ['gcc', 'perl'], ['git', 'perl']] as const;
    const advice = await adviceOn(dockerfile, [
      run('apt-get update && apt-get install -y app', bulk('usr/bin/apt-get', 10), file('var/lib/dpkg/status', `Package: app\nStatus: install ok installed\nRecommends: gcc\nVersion: 1\n\n${['gcc', 'perl'].map((name) => `Package: ${name}\nStatus: install ok installed\nVersion: 1\n\n`).join('')}`),
        ...packaged('app', 'usr/bin/app', 9), ...packaged('gcc', 'usr/bin/gcc', 4 * MB), ...packaged('perl', 'usr/bin/perl', 2 * MB)),
      run('apt-get install -y gcc', bulk('var/log/apt/history.log', 5)),
      run('apt-get install -y git', status(app, gcc, ['perl', ''], git), ...packaged('git', 'usr/bin/git', 3 * MB)),
      copy('src /src', dir('src'), bulk('src/app.c', 5)), run('make -C /src && cp /src/app /srv/app', bulk('src/app', 2 * MB), bulk('srv/app', 2 * MB)),
    ]);
    const [tools, ...others] = advice.plan.steps.filter(({ id }) => id.startsWith('build-tools-line-2'));
    expect(others).toEqual([]);
    expect(tools!.title).toMatch(/gcc, perl$|perl, gcc$/);
    expect(tools!.bytes).toBeGreaterThan(6 * MB - 1);
    const fixed = applyEdits(dockerfile, tools!.fix!.edits);
    expect(fixed).toContain('RUN apt-get update && apt-get install --no-install-recommends -y app');
    expect(fixed.indexOf(' AS build')).toBeLessThan(fixed.indexOf('install -y gcc'));
  });

  test('scripts that a container begins with are read for the programs that they name', async () => {
    const analysed = analysedOf([made('ADD rootfs.tar /', ...packaged('openjdk-17-jre', 'usr/bin/java', MB), ...packaged('git', 'usr/bin/git', MB), status(['openjdk-17-jre', ''], ['git', '']), bulk('start.sh', 90))], { entrypoint: ['/start.sh'], env: ['PATH=/usr/bin'] });
    const packages = indexPackages(analysed.image, analysed.fs);
    const scanner = (text: string) => ({ parallelism: 1, readRows: () => Promise.resolve({ ok: true, value: [encodeUtf8(text)] }) }) as unknown as LayerScanner;
    const started = async (text: string): Promise<readonly string[]> => [...await startedPackages(analysed.image, analysed.fs, packages, scanner(text))].map(({ name }) => name);
    expect(await started('#!/bin/sh\n# git is not called\nexec "java" -jar /app.jar\n')).toEqual(['openjdk-17-jre']);
    expect(await started('\x7fELF java')).toEqual([]);
  });
});
