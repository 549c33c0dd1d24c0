/** Hands a text to the browser as a download. */

const KEEP_MILLISECONDS = 30_000;

export function saveText(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads the address after the click has returned; how long after is not told.
  setTimeout(() => URL.revokeObjectURL(address), KEEP_MILLISECONDS);
}
