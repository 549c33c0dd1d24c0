/** Puts files with rules to use: `.dive-ci`, `.plimsoll.yaml`, `.hadolint.yaml`. */
import { lint } from './clients';
import { useBudget } from './budgets';
import { refuse } from './document-list';
import { useLintRules } from './dockerfiles';
import type { RuleFiles } from './kept-notes';
import type { RuleFileKind } from './rule-kinds';
import { app, showToast } from './state.svelte';

/** Puts rules to use and says so; what cannot be read is listed with the reason. Undo brings back what applied before. */
export async function takeRules(kind: RuleFileKind, name: string, text: string): Promise<void> {
  if (kind !== 'hadolint') {
    const before = app.current.budgets[kind];
    useBudget(kind, { name, text });
    showToast(`Images are held against ${name}.`, () => useBudget(kind, before));
    return;
  }
  const outcome = await lint.readConfig(text);
  if (!outcome.ok) {
    refuse(name, text.length, { ...outcome.problem, where: { file: name, ...outcome.problem.where } });
    return;
  }
  const before = app.current.lintRules;
  useLintRules({ name, text, config: outcome.value });
  showToast(`Dockerfiles are linted by ${name}.`, () => useLintRules(before));
}

/** Applies rules again that did before the page was reloaded; what has been put to use since stays. */
export async function restoreRules({ dive, own, hadolint }: RuleFiles): Promise<void> {
  if (dive && !app.current.budgets.dive) useBudget('dive', dive);
  if (own && !app.current.budgets.own) useBudget('own', own);
  if (!hadolint) return;
  const outcome = await lint.readConfig(hadolint.text);
  if (outcome.ok && !app.current.lintRules) useLintRules({ ...hadolint, config: outcome.value });
}

/** Takes rules away again; the file is not kept anywhere else, so Undo brings it back. */
export function dropRules(kind: RuleFileKind): void {
  if (kind === 'hadolint') {
    const before = app.current.lintRules;
    useLintRules(undefined);
    if (before) showToast(`${before.name} no longer applies.`, () => useLintRules(before));
    return;
  }
  const before = app.current.budgets[kind];
  useBudget(kind, undefined);
  if (before) showToast(`${before.name} no longer applies.`, () => useBudget(kind, before));
}
