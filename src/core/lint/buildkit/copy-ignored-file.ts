/** CopyIgnoredFile: COPY or ADD of something that the .dockerignore leaves out. */
import { cleanPath, readIgnoreFile } from '../../context/ignore-file';
import { createMatcher } from '../../context/matcher';
import { buildkitRule, finding } from './buildkit-rule';
import { stepsThrough } from './steps';

/** What a git or web address looks like to ADD; such sources are not in the context. */
const REMOTE = /^(?:https?:\/\/|git:\/\/|ssh:\/\/|git@|github\.com\/)/;
/** Patterns that leave nothing of the context. */
const EVERYTHING = new Set(['*', '**', '**/*']);

export const copyIgnoredFile = buildkitRule({
  code: 'CopyIgnoredFile', name: 'copy-ignored-file',
  checks: 'COPY or ADD takes a file that the .dockerignore beside the Dockerfile leaves out.',
  why: 'The file is never sent to the builder, so that the build fails, or copies less than it seems to.',
  bad: 'FROM scratch\nCOPY tmp/notes.txt /notes.txt\n',
  good: 'FROM scratch\nCOPY src/notes.txt /notes.txt\n',
  *check({ dockerfile, dockerignore }) {
    const lines = dockerignore === undefined ? [] : readIgnoreFile(dockerignore);
    // With exceptions, a directory that is left out may still hold what is wanted.
    if (lines.length === 0 || lines.some(({ pattern }) => pattern.trim().startsWith('!'))) return;
    const matcher = createMatcher(lines);
    if (!matcher.ok) return;
    const nothingLeft = lines.some(({ pattern }) => EVERYTHING.has(cleanPath(pattern)));
    for (const { instruction, reported, scope, triggered, failure } of stepsThrough(dockerfile)) {
      if (failure) return;
      if (instruction.kind !== 'ADD' && (instruction.kind !== 'COPY' || instruction.from)) continue;
      for (const word of instruction.sources) {
        const { text, error, unmatched } = scope.expand(instruction.json ? word.value : word.raw);
        if (error !== undefined || unmatched.size > 0 || REMOTE.test(text)) continue;
        const path = cleanPath(text);
        const root = path === '.' || path === '/' || path === '';
        if (root ? !nothingLeft : !matcher.value.ignores(path.replace(/^\/+/, ''))) continue;
        yield finding(dockerfile, reported, `${instruction.kind} takes ${text}, which the .dockerignore leaves out.`, triggered ? undefined : word);
      }
    }
  },
});
