/** Repairs of a Dockerfile: proposed as a text that the person looks at before it is taken. */
import type { ActionKind } from '../core/lint/fixes/actions';
import { applyFixes } from '../core/lint/fixes/apply';
import { failure, success, type Outcome } from '../core/problem';
import type { Finding } from '../core/report/report';
import type { AppliedChoice } from '../../workers/protocol';
import { lint } from './clients';
import { lintConfigOf } from './dockerfiles';
import type { DockerfileDocument } from './state.svelte';

/** One finding, all of its rule, everything that needs no second look, or what no rule asks for. */
export type Repair =
  | { readonly kind: 'finding'; readonly finding: Finding } | { readonly kind: 'rule'; readonly rule: string } | { readonly kind: 'safe' }
  | { readonly kind: 'action'; readonly action: ActionKind };

const rowOf = ({ rule }: Finding) => ({ rule, count: 1 });

/** The repaired text. A finding's own fix is for the very text that it was found in. */
export async function proposeRepair(document: DockerfileDocument, repair: Repair): Promise<Outcome<AppliedChoice>> {
  const { text } = document;
  if (repair.kind === 'rule') return lint.fixAll(text, { rules: [repair.rule] }, lintConfigOf(document));
  if (repair.kind === 'safe') return lint.fixAll(text, { safety: 'safe' }, lintConfigOf(document));
  if (repair.kind === 'action') return lint.act(text, repair.action, lintConfigOf(document));
  if (document.report?.dockerfile !== text) {
    return failure({ kind: 'text-changed', message: 'The text has changed since this was found.', advice: 'Wait until it has been checked again, which takes a moment.' });
  }
  const { more: _more, ...finding } = repair.finding;
  const result = applyFixes(text, [finding]);
  return success({ text: result.text, files: result.files, applied: result.applied.map(rowOf), left: result.skipped.map(rowOf) });
}
