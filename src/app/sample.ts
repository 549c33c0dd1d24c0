/** The built-in sample: a real image and its Dockerfile, fetched from beside the page like any other asset. */
import { openFiles } from './documents';
import { showToast } from './state.svelte';

/** By the name that they are opened under; the build packs the archive (see vite.config.ts). */
const FILES = { 'sample.tar': 'sample.tar.gz.bin', Dockerfile: 'Dockerfile' } as const;

/** Shown on the button, so that nobody wonders what it costs. */
export const SAMPLE_BYTES = '1.2 MB';

/** Opens the sample; says so when it cannot be had (first visit without a network). */
export async function openSample(): Promise<void> {
  try {
    const files = await Promise.all(Object.entries(FILES).map(async ([name, path]) => {
      const response = await fetch(new URL(`samples/${path}`, document.baseURI));
      if (!response.ok || response.body === null) throw new Error(`${path}: ${response.status}`);
      const content = path === name ? response : new Response(response.body.pipeThrough(new DecompressionStream('gzip')));
      return new File([await content.blob()], name);
    }));
    await openFiles(files);
  } catch {
    showToast('The sample could not be loaded. Once the page has been visited with a network, it is there offline too.');
  }
}
