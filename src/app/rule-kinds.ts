/** Tells files with rules apart from Dockerfiles and other texts, by name and by content. */

export type RuleFileKind = 'dive' | 'own' | 'hadolint';

/** Rule files are small; whatever is larger is something else. */
export const MOST_BYTES_OF_RULES = 1_000_000;

const NAMES: readonly (readonly [RegExp, RuleFileKind])[] = [
  [/^\.?dive-ci(?:\.ya?ml)?$|^\.?dive\.ya?ml$/i, 'dive'], [/^\.?plimsoll\.ya?ml$/i, 'own'], [/^\.?hadolint\.ya?ml$/i, 'hadolint'],
];

/** Keys at the top of each, for files that browsers or people have renamed. */
const KEYS: readonly (readonly [RegExp, RuleFileKind])[] = [
  [/^budget[ \t]*:/m, 'own'],
  [/^rules[ \t]*:[\s\S]*?^[ \t]+['"]?(?:lowest-?efficiency|highest-?wasted-?bytes|highest-?user-?wasted-?percent)['"]?[ \t]*:/im, 'dive'],
  [/^(?:ignored|override|trustedRegistries|label-schema|strict-labels|failure-threshold|no-fail|disable-ignore-pragma)[ \t]*:/m, 'hadolint'],
];

/** What a file of this name is; undefined when the name does not tell. */
export function rulesByName(path: string): RuleFileKind | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return NAMES.find(([pattern]) => pattern.test(name))?.[1];
}

/** What a text is by its keys; never a Dockerfile, in which no line has such a form. */
export function rulesByContent(text: string): RuleFileKind | undefined {
  return KEYS.find(([pattern]) => pattern.test(text))?.[1];
}
