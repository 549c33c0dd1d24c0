/** Composition root: follows the address, mounts the page, then registers what makes it work offline. */
import './ui/theme.css';
import { mount } from 'svelte';
import { openFiles } from './app/documents';
import { followAddress } from './app/history';
import { openLink } from './app/open-report';
import { loadSettings } from './app/settings';
import { showToast, update } from './app/state.svelte';
import { onLaunchFiles, takeSharedFiles } from './pwa/launch-queue';
import { registerServiceWorker } from './pwa/register';
import Page from './ui/Page.svelte';

update(() => ({ settings: loadSettings() }));
followAddress((link) => void openLink(link));
const target = document.getElementById('app');
if (target) mount(Page, { target });

onLaunchFiles((files) => void openFiles(files));
void takeSharedFiles().then((shared) => {
  if (shared.kind === 'files') void openFiles(shared.files);
  if (shared.kind === 'failed') showToast('The shared files could not be kept. Drop them on the page instead.');
});

if (import.meta.env.PROD) {
  void registerServiceWorker({
    offlineReady: () => update(() => ({ offline: true })),
    updateReady: (apply) => update(() => ({ applyUpdate: apply })),
  });
}
