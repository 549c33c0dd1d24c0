/** UndefinedVar: a variable that nothing above declares. */
import type { Scope } from '../../dockerfile/scope';
import { suggest } from '../../dockerfile/suggest';
import { bringsNoVariables } from './base-images';
import { buildkitRule, finding } from './buildkit-rule';
import { stepsThrough } from './steps';

/** Names that are compared in a file to find what was meant; beyond any Dockerfile, and there to end. */
const MAX_COMPARED = 2_000_000;

/** Arguments that a build may be given without anybody declaring them. */
const TACIT = new Set(['BUILDKIT_SBOM_SCAN_CONTEXT', 'BUILDKIT_SBOM_SCAN_STAGE']);

export const undefinedVar = buildkitRule({
  code: 'UndefinedVar', name: 'undefined-var',
  checks: 'An instruction uses a variable that no ARG or ENV above declares. Where the base image may bring it, only likely misspellings are reported.',
  why: 'It stands for nothing. ARGs before the first FROM must be declared again in the stage that uses them.',
  bad: 'FROM alpine:3.20\nARG ASSETS=assets/\nCOPY $ASSET /srv/\n',
  good: 'FROM alpine:3.20\nARG ASSETS=assets/\nCOPY $ASSETS /srv/\n',
  *check({ dockerfile }) {
    let left = MAX_COMPARED;
    for (const { expanded, reported, triggered } of stepsThrough(dockerfile)) {
      for (const { span, scope, result } of expanded) {
        for (const name of result.unmatched) {
          if (TACIT.has(name) || scope.declaration(name)) continue;
          const names = left > 0 ? likely(scope) : NO_NAMES;
          left -= names.size;
          const near = suggest(name, names);
          if (near === undefined && !bringsNoVariables(scope.baseImage)) continue;
          const hint = near === undefined ? '' : ` Did you mean $${near}?`;
          yield finding(dockerfile, reported, `Nothing above declares $${name}.${hint}`, triggered ? undefined : span);
        }
      }
    }
  },
});

/** What a name may be a misspelling of: where the base image is unknown, only what this file declares (GOPATH is no bad PATH). */
function likely(scope: Scope): ReadonlySet<string> {
  const names = scope.names();
  return bringsNoVariables(scope.baseImage) ? names : new Set([...names].filter((name) => scope.declaration(name)?.origin !== 'predefined'));
}

const NO_NAMES: ReadonlySet<string> = new Set();
