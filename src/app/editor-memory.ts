/** What the code editor of a document remembers while another view is shown: its text, cursor and steps of Undo, in its own form. */
const memories = new Map<string, unknown>();

export function rememberEditor(document: string, memory: unknown): void {
  memories.set(document, memory);
}

export function editorMemory(document: string): unknown {
  return memories.get(document);
}

export function forgetEditor(document: string): void {
  memories.delete(document);
}
