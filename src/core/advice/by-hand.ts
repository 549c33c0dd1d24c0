/** Says of each step without a patch why there is none. */
import type { AdviceStep, AdviceWay } from '../report/report';

/** By the beginning of a step's id: the first that fits. */
const REASONS: readonly (readonly [id: RegExp, reason: string])[] = [
  [/^squash-/, 'It is a way to build, not a line: buildah build --squash, or save the squashed image from the view Squash.'],
  [/^slim$/, 'Slim images are made by a tool that watches the program run.'],
  [/^(?:base-|PL034)/, 'Another base is a decision: what is installed on this one may have another name there, or be missing.'],
  [/^duplicates-/, 'Which copy can go, or become a link, is in no file that was read.'],
  [/^(?:headers|static-libraries|debug-symbols)-packaged$/, 'They come with packages that stay: only the list of packages could change that.'],
  [/^(?:headers|static-libraries|debug-symbols)$/, 'Nothing tells which commands wrote them: a build stage of these lines would not surely leave the same files.'],
  [/^locales$/, 'Which languages the program speaks is in no file that was read.'],
  [/^(?:docs|man-pages)$/, 'They came in several ways, by commands that have no setting for it, or with packages of documentation that a line asks for by name.'],
  [/^(?:browser-cache|go-modules|cargo-cache|maven-cache|gradle-cache|nuget-cache|go-cache)-/, 'Whether the program reads it at run time is in no file that was read; a build stage does without it.'],
  [/^copied-and-deleted-/, 'Between the copy and the deletion something uses these files in a way that cannot be read from the text, or more than one line brought them.'],
  [/^deleted-/, 'What wrote them and what deletes them cannot be joined: other instructions stand between, or other commands in the lines need them.'],
  [/^chown-/, 'The lines cannot be joined by an edit: the owner is not given plainly, or other commands of the RUN need the files as they were.'],
  [/^touched-/, 'Whether the program looks at the time or the attribute is in no file that was read; nothing but the command that sets it can set it.'],
  [/^merge-/, 'These RUNs cannot be joined by an edit that surely does the same: other shells, pragmas, or heredocs.'],
  [/^(?:build-tools|recommended|virtual)-/, 'No part of the stage can be moved, and no command changed, so that surely the same is left.'],
  [/^(?:archive|copied-again)-/, 'What else the archive or folder is used for cannot be read from the text.'],
  [/^(?:fetcher|asked-docs|upgrade)-/, 'Somebody wrote it so: whether it can go is for a person to say.'],
  [/^PL03[5-8]-/, 'Something that is run here, or how the project is installed, may need them.'],
];
const BY_WAY: Partial<Record<AdviceWay, string>> = {
  'dockerignore': 'Something else in the Dockerfile copies it by name.',
  'multi-stage': 'No part of this stage can be moved so that surely the same is left.',
};
/** Without an image. */
const UNSEEN = 'What of it the program needs, only the image tells: open it beside the Dockerfile.';
const PROPOSED = 'The build stage that is proposed for the whole file leaves it behind.';
const COVERED = 'Nothing is left to be done for it: other steps of the plan save all of these bytes.';
const OTHERWISE = 'No edit of this line is known that surely does the same.';

/** The steps, with `byHand` where there is no fix; `patchable` is whether there is a Dockerfile that a patch could change, `seen` whether there is an image. */
export function withReasons(steps: readonly AdviceStep[], patchable: boolean, seen = true): readonly AdviceStep[] {
  if (!patchable) return steps;
  const proposed = steps.some(({ id }) => id.startsWith('skeleton-'));
  return steps.map((step) => {
    if (step.fix !== undefined || step.byHand !== undefined) return step;
    return { ...step, byHand: !seen && step.way === 'multi-stage' ? (proposed ? PROPOSED : UNSEEN) : reasonOf(step) };
  });
}

function reasonOf({ id, way, bytes, adds }: AdviceStep): string {
  if (bytes !== null && bytes > 0 && adds.bytes === 0) return COVERED;
  return REASONS.find(([pattern]) => pattern.test(id))?.[1] ?? BY_WAY[way] ?? OTHERWISE;
}
