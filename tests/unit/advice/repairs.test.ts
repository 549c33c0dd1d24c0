/** Repairs that only the image calls for: documentation left out by a setting, logs and temporary files deleted where they are written. */
import { beforeAll, expect, test } from 'vitest';
import { advise } from '../../../src/core/advice/advise';
import { patchOfSteps } from '../../../src/core/advice/plan-patch';
import { parseDockerfile } from '../../../src/core/dockerfile/parse';
import type { ShellParser } from '../../../src/core/dockerfile/shell';
import { applyEdits } from '../../../src/core/lint/fixes/apply';
import { lintDockerfile } from '../../../src/core/lint/lint-dockerfile';
import type { AdvicePlan, AdviceStep } from '../../../src/core/report/report';
import { shellParser } from '../../headless/host';
import { file, type Entry } from '../image/layers';
import { analysedOf, made, set, type Step } from './images';

let shell: ShellParser;
beforeAll(async () => {
  shell = await shellParser();
});

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
