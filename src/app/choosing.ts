/** The browser's own dialogs: files and folders by its pickers, which give handles and stream, or by the fields of the page. */
import { session } from './clients';
import { openIncoming } from './documents';
import { FILE_INPUT, FOLDER_INPUT } from './intake';
import { openFolderHandle } from './open-folder';

/** The pickers of the File System Access API, which Chromium alone has. */
interface WithPickers {
  showOpenFilePicker?(options: { readonly multiple: true }): Promise<readonly FileSystemFileHandle[]>;
  showDirectoryPicker?(): Promise<FileSystemDirectoryHandle>;
}

/** To be called when a file seems to be on its way: what reads it makes ready meanwhile. */
export function expectFiles(): void {
  session.warm();
}

/** Lets files be chosen, and opens them. Those of the picker can be opened again after a reload, those of the field cannot. */
export async function chooseFiles(): Promise<void> {
  const chosen = await pick((pickers) => pickers.showOpenFilePicker?.({ multiple: true }), FILE_INPUT);
  if (chosen === undefined) return;
  await openIncoming({ files: chosen.map((handle) => ({ path: handle.name, bytes: 0, handle: Promise.resolve(handle), open: () => handle.getFile() })), folders: [] });
}

/**
 * Lets a folder be chosen, and opens it. The field of the page would do, but Chromium makes all files of it before it says a word, and the
 * page stands still meanwhile: a minute for 100,000.
 */
export async function chooseFolder(): Promise<void> {
  const chosen = await pick((pickers) => pickers.showDirectoryPicker?.(), FOLDER_INPUT);
  if (chosen !== undefined) await openFolderHandle(chosen);
}

let asking = false;

/**
 * What a picker gives. Where there is none, or a policy refuses to show it, the field is asked, which opens what is chosen by itself. Browsers
 * answer a refusal and a person's Cancel alike; but a dialog that was shown has taken the focus from the page, or hidden it on a phone.
 */
async function pick<T>(ask: (pickers: WithPickers) => Promise<T> | undefined, field: string): Promise<T | undefined> {
  if (asking) return undefined;
  let shown = false;
  const seen = (): void => void (shown = true);
  const watching = new AbortController();
  window.addEventListener('blur', seen, { signal: watching.signal });
  document.addEventListener('visibilitychange', seen, { signal: watching.signal });
  asking = true;
  expectFiles();
  try {
    const asked = ask(window as WithPickers);
    if (asked !== undefined) return await asked;
  } catch {
    if (shown) return undefined;
  } finally {
    asking = false;
    watching.abort();
  }
  document.getElementById(field)?.click();
  return undefined;
}
