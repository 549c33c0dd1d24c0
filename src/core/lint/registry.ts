/** Every rule that the linter has, whoever it comes from: the table of the page, the README and the tests. */
import { BUILDKIT_RULES } from './buildkit/index';
import { PLIMSOLL_RULES } from './plimsoll/index';
import type { Rule } from './rule';
import { HADOLINT_RULES } from './rules/index';

export const ALL_RULES: readonly Rule[] = [...HADOLINT_RULES, ...BUILDKIT_RULES, ...PLIMSOLL_RULES];
