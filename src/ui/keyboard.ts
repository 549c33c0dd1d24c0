/** Single-key commands: plain letters, never while someone types, and listed by the same table that the help shows. */

export interface KeyHint {
  /** As printed on the key. */
  readonly keys: readonly string[];
  readonly does: string;
  /** The same for the hint bar, where it is too long for it. */
  readonly brief?: string;
}

/** True when the key belongs to a field: one-key commands must not take a letter from it. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  // The code editor lives in a shadow root: from outside, its host is the target.
  const inside = target.shadowRoot?.activeElement;
  if (inside) return isTyping(inside);
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range', 'file', 'submit', 'reset', 'color'].includes(target.type);
}

/**
 * The plain key of an event without Ctrl, Alt or Meta; undefined for combinations, which belong to the browser, and while a dialog is open:
 * the page behind it hears its keys too, and Escape must close the dialog alone.
 */
export function plainKey(event: KeyboardEvent): string | undefined {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return undefined;
  return isDialogOpen() ? undefined : event.key;
}

/** Whether any dialog stands over the page: nothing may be opened behind it. */
export function isDialogOpen(): boolean {
  return document.querySelector('dialog[open]') !== null;
}

/** True when nothing on the page has the focus, as after a click beside everything, or only a heading to which a change of view has led. */
export function isIdle(target: EventTarget | null): boolean {
  return target === document.body || (target instanceof HTMLElement && target.id === 'view-heading');
}
