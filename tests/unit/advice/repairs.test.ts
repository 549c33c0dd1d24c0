/** Repairs that only the image calls for: documentation left out by a setting, logs and temporary files deleted where they are written. */
import { expect, test } from 'vitest';
import { advise } from '../../../src/core/advice/advise';
import { patchOfSteps } from '../../../src/core/advice/plan-patch';
import { parseDockerfile } from '../../../src/core/dockerfile/parse';
import { shellParser } from '../../../src/core/dockerfile/shell-parser';
import { applyEdits } from '../../../src/core/lint/fixes/apply';
import { lintDockerfile } from '../../../src/core/lint/lint-dockerfile';
import type { AdvicePlan, AdviceStep } from '../../../src/core/report/report';
import { file, whiteout, type Entry } from '../image/layers';
import { analysedOf, made, set, type Step } from './images';

const shell = shellParser;

const BASE = [made('ADD rootfs.tar / # buildkit', file('etc/passwd', 'root')), set('CMD ["bash"]')];
const bulk = (path: string, size: number): Entry => file(path, path, { size });
/** A package as dpkg's database has it, with one file. */
const packaged = (name: string, path: string, size: number): readonly Entry[] => [file(`var/lib/dpkg/info/${name}.list`, `/${path}\n`), bulk(path, size)];
const status = (...names: readonly string[]): Entry => file('var/lib/dpkg/status', names.map((name) => `Package: ${name}\nStatus: install ok installed\nVersion: 1\n\n`).join(''));

async function planOn(dockerfile: string, steps: readonly Step[]): Promise<AdvicePlan> {
  const { findings } = lintDockerfile(dockerfile, { shell });
  return (await advise({ analysed: analysedOf([...BASE, ...steps]), dockerfile: parseDockerfile(dockerfile), findings, shell })).plan;
}
const stepOf = (plan: AdvicePlan, id: string): AdviceStep | undefined => plan.steps.find((step) => step.id === id);

test('dpkg leaves documentation out by a setting in front of the first install; both steps bring the one repair', async () => {
  const dockerfile = 'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*\n';
  const plan = await planOn(dockerfile, [made(
    'RUN /bin/sh -c apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/* # buildkit',
    status('curl', 'curl-man'), ...packaged('curl', 'usr/share/doc/curl/changelog', 50_000), ...packaged('curl-man', 'usr/share/man/man1/curl.1', 40_000),
  )]);
  const text = applyEdits(dockerfile, stepOf(plan, 'docs')!.fix!.edits);
  expect(text).toMatch(/update && printf 'path-exclude=\/usr\/share\/doc\/\*\\npath-include=\/usr\/share\/doc\/\*\/copyright\\n.*' > \/etc\/dpkg\/dpkg\.cfg\.d\/01-nodoc \\\n {4}&& apt-get install -y/);
  expect(parseDockerfile(text).errors).toEqual([]);
  expect(stepOf(plan, 'man-pages')!.fix).toEqual(stepOf(plan, 'docs')!.fix);
  expect(patchOfSteps({ name: 'Dockerfile', text: dockerfile }, plan.steps.filter(({ id }) => id === 'docs' || id === 'man-pages')).patch.match(/01-nodoc/g)).toHaveLength(1);
});

test('documentation that an install command asks for is no dead weight, and is not left out with the rest', async () => {
  const dockerfile = 'FROM debian:12\nRUN apt-get install -y curl rust-doc\n';
  const plan = await planOn(dockerfile, [made(
    'RUN /bin/sh -c apt-get install -y curl rust-doc # buildkit', status('curl', 'rust-doc'), ...packaged('curl', 'usr/share/doc/curl/changelog', 50_000),
    ...packaged('rust-doc', 'usr/share/doc/rust-doc/index.html', 900_000),
  )]);
  expect(stepOf(plan, 'docs')).toMatchObject({ bytes: 50_000 });
  expect(stepOf(plan, 'docs')!.fix).toBeUndefined();
  expect(stepOf(plan, 'asked-docs-line-2')).toMatchObject({ bytes: 900_000, enabled: false });
  expect(plan.now!.bytes - plan.after!.bytes).toBe(50_000);
});

test('a COPY from another stage costs what the layers below have with the same content; what it changes is not counted', async () => {
  const dockerfile = 'FROM debian:12 AS build\nRUN make\nFROM debian:12\nCOPY --from=build /usr /usr\n';
  const { findings } = lintDockerfile(dockerfile, { shell });
  const base = [made('ADD rootfs.tar / # buildkit', bulk('usr/lib/a', 70_000), bulk('usr/lib/b', 30_000)), set('CMD ["bash"]')];
  const advice = await advise({
    analysed: analysedOf([...base, made('COPY /usr /usr # buildkit', bulk('usr/lib/a', 70_000), file('usr/lib/b', 'changed', { size: 30_000 }), bulk('usr/bin/app', 90_000))]),
    dockerfile: parseDockerfile(dockerfile), findings, shell,
  });
  expect(stepOf(advice.plan, 'copied-again-line-4')).toMatchObject({ bytes: 70_000, basis: 'measured', enabled: false });
  expect(advice.findings.find(({ rule }) => rule === 'PL032')).toMatchObject({ bytes: 70_000 });
});

test('documentation that did not come with packages is no matter of a setting', async () => {
  const dockerfile = 'FROM debian:12\nRUN apt-get install -y curl && make install\n';
  const plan = await planOn(dockerfile, [made('RUN /bin/sh -c apt-get install -y curl && make install # buildkit', status('curl'), bulk('usr/local/share/doc/x', 50_000))]);
  expect(stepOf(plan, 'docs')!.fix).toBeUndefined();
});

test('logs and temporary files are deleted by their names in each RUN that wrote them', async () => {
  const dockerfile = 'FROM debian:12\nRUN one\nCOPY x /x\nRUN two\n';
  const plan = await planOn(dockerfile, [
    made('RUN /bin/sh -c one # buildkit', bulk('var/log/apt/term.log', 30_000), bulk('var/log/dpkg.log', 9_000), bulk('tmp/build/a', 20_000)),
    made('COPY x /x # buildkit', bulk('x', 5)),
    made('RUN /bin/sh -c two # buildkit', bulk('var/log/dpkg.log', 9_500)),
  ]);
  expect(applyEdits(dockerfile, stepOf(plan, 'logs')!.fix!.edits)).toBe('FROM debian:12\nRUN one && rm -rf /var/log/apt /var/log/dpkg.log\nCOPY x /x\nRUN two && rm -rf /var/log/dpkg.log\n');
  expect(applyEdits(dockerfile, stepOf(plan, 'temporary')!.fix!.edits)).toContain('RUN one && rm -rf /tmp/build\n');
});

test('names that a shell would read, or too many of them, are for a person to clean up', async () => {
  const many = Array.from({ length: 7 }, (_, at) => bulk(`tmp/${at}`, 9_000));
  for (const entries of [[bulk('tmp/a b', 30_000)], [bulk('tmp/$(x)', 30_000)], many]) {
    expect(stepOf(await planOn('FROM debian:12\nRUN one\n', [made('RUN /bin/sh -c one # buildkit', ...entries)]), 'temporary')!.fix).toBeUndefined();
  }
});

test('a step promises no more than its patch reaches: what stands apart is a step of its own, for a person', async () => {
  const dockerfile = 'FROM debian:12\nRUN one\nENV A=1\nRUN curl -o /tmp/x https://example.com/x\nRUN rm -f /tmp/x /data/big\n';
  const plan = await planOn(dockerfile, [
    made('RUN /bin/sh -c one # buildkit', bulk('data/big', 9_000_000)), set('ENV A=1'),
    made('RUN /bin/sh -c curl -o /tmp/x https://example.com/x # buildkit', bulk('tmp/x', 200_000)),
    made('RUN /bin/sh -c rm -f /tmp/x /data/big # buildkit', whiteout('tmp/x'), whiteout('data/big')),
  ]);
  const [mended, rest] = [stepOf(plan, 'deleted-line-5')!, stepOf(plan, 'deleted-line-5-rest')!];
  expect(mended).toMatchObject({ bytes: 200_000, lines: [4, 5], title: 'Files of line 4 that line 5 deletes' });
  expect(applyEdits(dockerfile, mended.fix!.edits)).toContain('RUN curl -o /tmp/x https://example.com/x \\\n    && rm -f /tmp/x /data/big\n');
  expect(rest).toMatchObject({ bytes: 9_000_000, lines: [2, 5], title: 'Files of line 2 that line 5 deletes' });
  expect(rest.fix).toBeUndefined();
  expect(rest.byHand).toContain('cannot be joined');
  expect(patchOfSteps({ name: 'Dockerfile', text: dockerfile }, plan.steps.filter(({ enabled }) => enabled)).without).toEqual(['deleted-line-5-rest']);
});

test('RUNs are joined with those that delete or overwrite what they wrote, whoever found it, and only as far as that reaches', async () => {
  const dockerfile = 'FROM debian:12\nRUN one\nRUN sh make.sh\nRUN rm -rf /data\nRUN four\nCOPY x /x\nRUN five\nRUN six\n';
  const plan = await planOn(dockerfile, [
    made('RUN /bin/sh -c one # buildkit', bulk('var/lib/db', 100_000)), made('RUN /bin/sh -c sh make.sh # buildkit', bulk('data/big', 500_000)),
    made('RUN /bin/sh -c rm -rf /data # buildkit', whiteout('data')), made('RUN /bin/sh -c four # buildkit', file('var/lib/db', 'again', { size: 90_000 })),
    made('COPY x /x # buildkit', bulk('x', 5)), made('RUN /bin/sh -c five # buildkit', file('var/lib/db', 'five', { size: 80_000 })),
    made('RUN /bin/sh -c six # buildkit', file('var/lib/db', 'six', { size: 80_000 })),
  ]);
  expect(applyEdits(dockerfile, stepOf(plan, 'deleted-line-4')!.fix!.edits)).toContain('RUN one\nRUN sh make.sh \\\n    && rm -rf /data\nRUN four\n');
  expect(stepOf(plan, 'merge-line-2')).toMatchObject({ bytes: 100_000, lines: [2, 5], fix: { title: 'Join the RUNs from line 2 to 5' } });
  expect(stepOf(plan, 'merge-line-7')).toMatchObject({ bytes: 80_000, lines: [7, 8] });
  expect(applyEdits(dockerfile, stepOf(plan, 'merge-line-7')!.fix!.edits)).toContain('RUN five \\\n    && six\n');
});

test('what is stored again for another time alone costs as much as for another owner', async () => {
  const dockerfile = 'FROM debian:12\nCOPY app.jar /app.jar\nRUN touch /app.jar\nRUN make-it\nRUN touch /made\n';
  const plan = await planOn(dockerfile, [
    made('COPY app.jar /app.jar # buildkit', bulk('app.jar', 600_000)),
    made('RUN /bin/sh -c touch /app.jar # buildkit', file('app.jar', 'app.jar', { size: 600_000, mtime: 2 })),
    made('RUN /bin/sh -c make-it # buildkit', bulk('made', 200_000)), made('RUN /bin/sh -c touch /made # buildkit', file('made', 'made', { size: 200_000, mtime: 2 })),
  ]);
  expect(stepOf(plan, 'touched-line-3-line-2')).toMatchObject({ bytes: 600_000, title: 'Files of line 2 stored again by line 3 for another time' });
  expect(stepOf(plan, 'touched-line-3-line-2')!.fix).toBeUndefined();
  expect(applyEdits(dockerfile, stepOf(plan, 'touched-line-5-line-4')!.fix!.edits)).toContain('RUN make-it \\\n    && touch /made\n');
});

test('tools that a repair leaves in the image are no part of what it promises', async () => {
  const dockerfile = 'FROM debian:12\nRUN apt-get update && apt-get install -y --no-install-recommends g++ libbig-dev && rm -rf /var/lib/apt/lists/*\nCOPY . /src\nRUN make -C /src install\n';
  const record = (name: string, depends = ''): string => `Package: ${name}\nStatus: install ok installed\nVersion: 1\n${depends === '' ? '' : `Depends: ${depends}\n`}\n`;
  const plan = await planOn(dockerfile, [
    made('RUN /bin/sh -c apt-get update && apt-get install -y --no-install-recommends g++ libbig-dev && rm -rf /var/lib/apt/lists/* # buildkit',
      file('var/lib/dpkg/status', record('g++', 'libmpc') + record('libmpc') + record('libbig-dev')),
      ...packaged('g++', 'usr/bin/g++', 400_000), ...packaged('libmpc', 'usr/lib/libmpc.so.3', 90_000), ...packaged('libbig-dev', 'usr/include/big.h', 300_000)),
    made('COPY . /src # buildkit', bulk('src/a.cpp', 500)), made('RUN /bin/sh -c make -C /src install # buildkit', bulk('usr/local/bin/app', 9_000)),
  ]);
  const [mended, rest] = [stepOf(plan, 'build-tools-line-2')!, stepOf(plan, 'build-tools-line-2-rest')!];
  expect(mended.fix!.title).toContain('g++');
  expect(mended.title).toMatch(/: (?:g\+\+, libmpc|libmpc, g\+\+)$/);
  expect(mended.bytes).toBeGreaterThan(489_999);
  expect(rest.title).toMatch(/: libbig-dev$/);
  expect(rest.bytes).toBeGreaterThan(299_999);
  expect(rest.fix).toBeUndefined();
});
