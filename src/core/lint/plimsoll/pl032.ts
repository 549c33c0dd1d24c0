/** PL032: most of another stage is copied. */
import { lasting, plimsollRule } from './plimsoll-rule';

const MOST: ReadonlySet<string> = new Set(['/', '/.', '/*', '/usr', '/usr/', '/usr/.', '/var', '/var/', '/lib', '/lib/', '/root', '/root/', '/home', '/home/']);

export const pl032 = plimsollRule({
  code: 'PL032', name: 'copy-most-of-a-stage', severity: 'warning',
  checks: '`COPY --from` copies the root, `/usr`, `/var`, `/lib`, `/root` or `/home` of another stage or image onto a base image.',
  why: 'Build tools, caches and lists come along, and what the base image has already is stored again. Name what is needed.',
  cost: 'the size of the directory',
  links: ['https://docs.docker.com/build/building/multi-stage/'],
  bad: 'FROM golang:1.23 AS build\nFROM debian:12\nCOPY --from=build /usr /usr\n',
  good: 'FROM golang:1.23 AS build\nFROM debian:12\nCOPY --from=build /usr/local/bin/app /usr/local/bin/\n',
  *check(context) {
    const { stages } = context.dockerfile;
    const byName = new Map(stages.toReversed().flatMap((stage) => [[String(stage.index), stage] as const, ...(stage.name === undefined ? [] : [[stage.name, stage] as const])]));
    for (const copy of lasting(context)) {
      if (copy.kind !== 'COPY' || copy.from === undefined) continue;
      const into = copy.stage === undefined ? undefined : stages[copy.stage];
      // Onto an empty image it is how a file system is flattened; a stage without a base holds only what was put there.
      if (into?.from.image.value === 'scratch') continue;
      const from = byName.get(copy.from) ?? byName.get(copy.from.toLowerCase());
      if (from?.from.image.value === 'scratch') continue;
      const source = copy.sources.find(({ value }) => MOST.has(value));
      // The whole of `/` to `/` is DL3067.
      if (source === undefined || (source.value === '/' && copy.destination?.value === '/')) continue;
      yield { instruction: copy, span: source, message: `This copies all of ${source.value} from ${copy.from}: name what is needed.` };
    }
  },
});
