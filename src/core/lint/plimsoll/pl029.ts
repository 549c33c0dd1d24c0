/** PL029: the whole context is copied, and no .dockerignore keeps anything out. */
import { dockerignoreFix } from '../fixes/dockerignore';
import { isWholeContext } from './pl028';
import { plimsollRule } from './plimsoll-rule';

export const pl029 = plimsollRule({
  code: 'PL029', name: 'copy-all-without-dockerignore', severity: 'style', fixable: 'review',
  checks: 'COPY or ADD brings the whole build context. Where the context is known, only if its .dockerignore is missing or empty.',
  why: 'What the context holds ends up in the image: `.git`, dependencies, build output, secrets. A .dockerignore keeps them out, and builds start sooner.',
  cost: 'the size of .git, node_modules and the like',
  links: ['https://docs.docker.com/build/concepts/context/#dockerignore-files'],
  bad: 'FROM node:22\nCOPY . /app\n',
  good: 'FROM node:22\nCOPY src /app/src\n',
  *check(context) {
    const { dockerignore } = context;
    if (dockerignore !== undefined && dockerignore.split(/\r?\n/).some((line) => line.trim() !== '' && !line.startsWith('#'))) return;
    const copy = context.instructions.find(isWholeContext);
    if (copy === undefined) return;
    yield {
      instruction: copy, span: copy.sources[0] ?? copy.keywordSpan, ...(dockerignore === undefined ? {} : { severity: 'warning' as const }),
      message: dockerignore === undefined
        ? 'This copies the whole build context: see that a .dockerignore keeps .git, dependencies and build output out.'
        : 'This copies the whole build context, and no .dockerignore keeps anything out.',
      fix: dockerignoreFix(context),
    };
  },
});
