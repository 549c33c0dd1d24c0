/** Saves parts of an image and squashed images: one at a time, with progress, Cancel, and no half file left behind. */
import { exactPath } from '../core/bytes/text';
import type { ExtractForm } from '../core/extract/write-extract';
import { failure, type Outcome } from '../core/problem';
import type { SquashResult } from '../core/squash/write';
import type { PathPlace, Saved, SaveProgress, SaveTarget, SquashRequest } from '../../workers/protocol';
import { session } from './clients';
import { bytesText } from './format';
import { chooseTarget, fileName, saveBlob } from './save';
import { announce, app, showToast, update } from './state.svelte';
import { bugProblem } from './worker-link';

let running: AbortController | undefined;

/** Saves a file as itself, or what stands at the path as a tar. `bytes` is about how many. */
export async function savePath(key: string, place: PathPlace, path: string, form: ExtractForm, bytes: number): Promise<void> {
  const last = exactPath(path.slice(path.lastIndexOf('/') + 1));
  const name = form === 'tar' ? `${fileName(last, 'root')}.tar` : fileName(last, 'file');
  await save(name, bytes, (target, onProgress, signal) => session.savePath(key, place, form, target, onProgress, signal));
}

/** Writes the squashed image; answers what it became, undefined when that failed or was cancelled. */
export function saveSquashed(key: string, request: SquashRequest, name: string, bytes: number): Promise<SquashResult | undefined> {
  return save(name, bytes, (target, onProgress, signal) => session.saveSquashed(key, request, target, onProgress, signal));
}

/** Runs one saving; what it is doing stands in the state. */
export async function save<T>(
  name: string, bytes: number, write: (target: SaveTarget, onProgress: (progress: SaveProgress) => void, signal: AbortSignal) => Promise<Outcome<Saved<T>>>,
): Promise<T | undefined> {
  if (running) {
    showToast('One thing is being saved already. Wait for it, or cancel it.');
    return undefined;
  }
  const controller = new AbortController();
  running = controller;
  try {
    const target = await chooseTarget(name, bytes);
    if (!target) return undefined;
    update(() => ({ saving: { name, bytesDone: 0, bytesTotal: bytes } }));
    const outcome = await write(target, (progress) => {
      if (running === controller) update(({ saving }) => (saving ? { saving: { ...saving, ...progress } } : {}));
    }, controller.signal).catch((error: unknown) => failure(bugProblem(error)));
    if (!outcome.ok) {
      const cancelled = outcome.problem.kind === 'cancelled';
      update(({ saving }) => ({ saving: cancelled || !saving ? undefined : { ...saving, problem: outcome.problem } }));
      announce(cancelled ? 'Saving was cancelled; nothing was left behind.' : outcome.problem.message);
      return undefined;
    }
    update(() => ({ saving: undefined }));
    // Without a type Chromium takes it for text, and a name without an extension gets `.txt`.
    if (outcome.value.file) saveBlob(name, new Blob([outcome.value.file], { type: 'application/octet-stream' }));
    const size = outcome.value.file?.size;
    showToast(`${name} is saved${size === undefined ? '' : `: ${bytesText(size, app.current.settings.units)}`}.`);
    return outcome.value.result;
  } finally {
    running = undefined;
  }
}

/** Stops saving; the worker removes what it has written so far. */
export function cancelSaving(): void {
  running?.abort();
}

export function dismissSavingProblem(): void {
  update(() => ({ saving: undefined }));
}
