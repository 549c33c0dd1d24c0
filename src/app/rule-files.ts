/** Puts files with rules to use: `.dive-ci`, `.plimsoll.yaml`, `.hadolint.yaml`. */
import { lint } from './clients';
import { useBudget } from './budgets';
import { refuse } from './document-list';
import { useLintRules } from './dockerfiles';
import type { RuleFileKind } from './rule-kinds';
import { showToast } from './state.svelte';

/** Puts rules to use and says so; what cannot be read is listed with the reason. */
export async function takeRules(kind: RuleFileKind, name: string, text: string): Promise<void> {
  if (kind !== 'hadolint') {
    useBudget(kind, { name, text });
    showToast(`Images are held against ${name}.`, () => useBudget(kind, undefined));
    return;
  }
  const outcome = await lint.readConfig(text);
  if (!outcome.ok) {
    refuse(name, text.length, { ...outcome.problem, where: { file: name, ...outcome.problem.where } });
    return;
  }
  useLintRules({ name, config: outcome.value });
  showToast(`Dockerfiles are linted by ${name}.`, () => useLintRules(undefined));
}
