/** Starts workers of our own origin, as Trusted Types ask, and tells when one ends: with an error, or without a word. */

/** Not in TypeScript's libraries yet. The result stands for a string wherever a script's address is wanted. */
interface TrustedTypes {
  createPolicy(name: string, rules: { readonly createScriptURL: (address: string) => string }): { createScriptURL(address: string): unknown };
}

/** Named in the content security policy: see vite.config.ts. */
const policy = (globalThis as { readonly trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('plimsoll-script', { createScriptURL: ownAddress });

function ownAddress(address: string): string {
  const { origin, href } = new URL(address, location.href);
  if (origin !== location.origin) throw new TypeError(`A script of another origin: ${origin}`);
  return href;
}

/** The address of a script, in the form that the browser takes it. Throws when it is not of our own origin. */
export function ownScript(address: string): string {
  return (policy ? policy.createScriptURL(address) : ownAddress(address)) as string;
}

/** Starts a module worker; `address` comes from an import with `?worker&url`. */
export function startWorker(address: string, name: string): Worker {
  return new Worker(ownScript(address), { type: 'module', name: `${name} ${crypto.getRandomValues(new Uint32Array(2)).join('-')}` });
}

interface Lifeline {
  readonly lifeline: string;
}

/**
 * To be called once by a worker that `watchWorker` watches. Browsers end a worker that wants too much memory without an event; what they
 * do then is to free its locks.
 */
export function holdLifeline(): void {
  const name = `plimsoll-worker ${self.name}`;
  void locks()?.request(name, () => {
    const message: Lifeline = { lifeline: name };
    self.postMessage(message);
    return new Promise(() => undefined);
  }).catch(() => undefined);
}

/** Resolves when the worker has ended or can no longer be understood, with what is known of the cause; else never. */
export function watchWorker(worker: Worker): Promise<string> {
  return new Promise((resolve) => {
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      // A script that could not be fetched is an event without a message.
      resolve(event.message || 'it could not be loaded');
    });
    worker.addEventListener('messageerror', () => resolve('its answer could not be read'));
    worker.addEventListener('message', ({ data }: MessageEvent<Lifeline | undefined>) => {
      if (typeof data?.lifeline !== 'string') return;
      void locks()?.request(data.lifeline, () => resolve('the browser ended it')).catch(() => undefined);
    });
  });
}

/** Missing where the page came without encryption, and in old browsers. */
function locks(): LockManager | undefined {
  return (navigator as { readonly locks?: LockManager }).locks;
}
