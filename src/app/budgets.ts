/** Holds images against the rules that were dropped (`.dive-ci`, `.plimsoll.yaml`); the result becomes part of their reports. */
import { reports, session } from './clients';
import { keepOpen } from './kept-files';
import { app, announce, update, updateDocument } from './state.svelte';
import type { BudgetFiles, RuleFile } from '../../workers/protocol';

/** Holds one image against all rules; takes the result of earlier ones away where there are none any more. */
export async function holdAgainstBudgets(key: string): Promise<void> {
  const { budgets, documents } = app.current;
  const document = documents.find((each) => each.key === key);
  if (document?.kind !== 'image' || !document.report) return;
  const { report, generation } = document;
  if (!budgets.dive && !budgets.own) {
    // A report that was opened keeps what it came with.
    if (report.budget && !document.detached) updateDocument(key, 'image', () => ({ report: { ...report, budget: undefined } }));
    return;
  }
  const outcome = document.detached ? await reports.holdAgainst(report, budgets) : await session.holdAgainst(key, budgets);
  if (app.current.budgets !== budgets) return;
  updateDocument(key, 'image', (now) => {
    if (!now.report || now.generation !== generation) return {};
    return outcome.ok ? { report: { ...now.report, budget: outcome.value } } : { report: { ...now.report, budget: { outcome: 'invalid', checks: [], problems: [outcome.problem] } } };
  });
  if (outcome.ok) announce(outcome.value.outcome === 'pass' ? 'The image passes its rules.' : 'The image does not pass its rules.');
}

/** Takes rules, or with undefined drops them, and holds every open image against what then applies. */
export function useBudget(kind: keyof BudgetFiles, file: RuleFile | undefined): void {
  update(({ budgets }) => ({ budgets: { ...budgets, [kind]: file } }));
  keepOpen();
  for (const { key } of app.current.documents) void holdAgainstBudgets(key);
}
