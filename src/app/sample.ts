/** The built-in sample: a real image and its Dockerfile, fetched from beside the page like any other asset. */
import { openFiles } from './documents';
import { showToast } from './state.svelte';

const FILES = ['sample.tar', 'Dockerfile'] as const;

/** Shown on the button, so that nobody wonders what it costs. */
export const SAMPLE_BYTES = 'under 3 MB';

/** Opens the sample; says so when it cannot be had (first visit without a network). */
export async function openSample(): Promise<void> {
  try {
    const files = await Promise.all(FILES.map(async (name) => {
      const response = await fetch(new URL(`samples/${name}`, document.baseURI));
      if (!response.ok) throw new Error(`${name}: ${response.status}`);
      return new File([await response.blob()], name);
    }));
    await openFiles(files);
  } catch {
    showToast('The sample could not be loaded. Once the page has been visited with a network, it is there offline too.');
  }
}
