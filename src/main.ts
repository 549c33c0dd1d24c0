/** Composition root: follows the address, mounts the page, then registers what makes it work offline. */
import './ui/theme.css';
import { mount } from 'svelte';
import { openFiles, openIncoming, openText } from './app/documents';
import { plural } from './app/format';
import { followAddress } from './app/history';
import { incomingFile } from './app/incoming';
import { keepOnLeaving } from './app/kept-files';
import { openLink } from './app/open-report';
import { loadSettings } from './app/settings';
import { reopen } from './app/reopening';
import { openSample } from './app/sample';
import { showToast, update } from './app/state.svelte';
import { onInstallable } from './pwa/install';
import { onLaunchFiles, takeSharedFiles, takeShortcut } from './pwa/launch-queue';
import { registerServiceWorker } from './pwa/register';
import Page from './ui/Page.svelte';

update(() => ({ settings: loadSettings() }));
followAddress((link) => void openLink(link));
const target = document.getElementById('app');
if (target) mount(Page, { target });

onLaunchFiles((files, unreadable) => {
  if (unreadable > 0) showToast(`${plural(unreadable, 'file')} could not be read: moved, deleted or locked since. Open it again.`);
  void openIncoming({ files: files.map(({ file, handle }) => incomingFile(file, file.name, Promise.resolve(handle))), folders: [] });
});
void reopen();
keepOnLeaving();
void takeSharedFiles().then((shared) => {
  if (shared.kind === 'files') void openFiles(shared.files);
  if (shared.kind === 'failed') showToast('The shared files could not be kept. Drop them on the page instead.');
});

const shortcut = takeShortcut();
if (shortcut === 'sample') void openSample();
if (shortcut === 'dockerfile') void openText('');

onInstallable((install) => update(() => ({ install })));
if (import.meta.env.PROD) {
  void registerServiceWorker({
    preparing: () => update(({ offline }) => (offline ? {} : { keeping: 'fetching' })),
    ready: () => update(() => ({ offline: true, keeping: undefined })),
    updateReady: (apply) => update(() => ({ applyUpdate: apply })),
    unavailable: (reason, retry, detail) => update(() => ({ keeping: { reason, ...(retry && { retry }), ...(detail && { detail }) } })),
  });
}
