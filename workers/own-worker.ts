/** Workers of our own origin: started as Trusted Types ask, given work once they live, and never lost without a word. */
import * as Comlink from 'comlink';

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

/** What a worker tells about itself, beside Comlink's messages: first that its script runs, then that its end will be noticed. */
type Sign = { readonly sign: 'runs' } | { readonly sign: 'ready'; readonly lock?: string };

/**
 * To be called once by a worker, before it exposes its API. Browsers end a worker that wants too much memory without an event; what they
 * do then is to free its locks: it holds one as long as it lives.
 */
export function holdLifeline(): void {
  const tell = (sign: Sign): void => self.postMessage(sign);
  tell({ sign: 'runs' });
  const lock = `plimsoll-worker ${self.name}`;
  const asked = locks()?.request(lock, () => {
    tell({ sign: 'ready', lock });
    return new Promise(() => undefined);
  });
  // Without locks its errors still tell of most ends.
  if (asked) asked.catch(() => tell({ sign: 'ready' }));
  else tell({ sign: 'ready' });
}

/** How long a worker may take to start. */
export interface Patience {
  /** Seconds until its script runs: it may come over a slow network. */
  readonly script: number;
  /** Seconds from there until it holds its lock: nothing else is asked of it meanwhile. */
  readonly lock: number;
}

const PATIENCE: Patience = { script: 60, lock: 10 };

/**
 * A module worker that serves an API by Comlink, which never settles a call whose worker is gone (comlink#428, #601). Hence `ended`, to race
 * calls with. No worker can end unnoticed: before it holds its lock a deadline runs, afterwards the lock is freed. Without locks (a page that
 * came without encryption, old browsers) an end without an event stays unnoticed.
 */
export class OwnWorker<Api> {
  /** Resolves when the worker has ended or can no longer be understood, with what is known of the cause; else never. */
  readonly ended: Promise<string>;
  readonly #worker: Worker;
  readonly #api: Comlink.Remote<Api>;
  readonly #ready: Promise<void>;
  #deadline: ReturnType<typeof setInterval> | undefined;

  /** `address` comes from an import with `?worker&url`; `name` is for people. */
  constructor(address: string, name: string, patience = PATIENCE) {
    // The name must differ from that of every worker of every tab: its lock bears it.
    this.#worker = new Worker(ownScript(address), { type: 'module', name: `${name} ${crypto.getRandomValues(new Uint32Array(2)).join('-')}` });
    this.#api = Comlink.wrap<Api>(this.#worker);
    let ready = (): void => undefined;
    this.#ready = new Promise((resolve) => (ready = resolve));
    this.ended = new Promise((resolve) => {
      this.#giveUpAfter(patience.script, resolve);
      this.#worker.addEventListener('error', (event) => {
        event.preventDefault();
        // A script that could not be fetched is an event without a message.
        resolve(event.message || 'it could not be loaded');
      });
      this.#worker.addEventListener('messageerror', () => resolve('its answer could not be read'));
      this.#worker.addEventListener('message', ({ data }: MessageEvent<Partial<Sign> | undefined>) => {
        if (data?.sign === 'runs') this.#giveUpAfter(patience.lock, resolve);
        if (data?.sign !== 'ready') return;
        clearInterval(this.#deadline);
        // Granted when the worker ends, and not before: it holds the lock by now.
        if (data.lock !== undefined) void locks()?.request(data.lock, () => resolve('the browser ended it')).catch(() => undefined);
        ready();
      });
    });
    void this.ended.then(() => clearInterval(this.#deadline));
  }

  /** Hands the API to `task` once the worker can answer for its life. Pending for ever when it cannot: see `ended`. */
  async call<T>(task: (api: Comlink.Remote<Api>) => Promise<T>): Promise<T> {
    await this.#ready;
    return task(this.#api);
  }

  /** Ends the worker at once, whatever it does; calls stay pending. */
  terminate(): void {
    clearInterval(this.#deadline);
    this.#worker.terminate();
  }

  /** Counts beats rather than the clock: a machine that slept has not waited. */
  #giveUpAfter(seconds: number, giveUp: (cause: string) => void): void {
    clearInterval(this.#deadline);
    let beats = 0;
    this.#deadline = setInterval(() => {
      beats += 1;
      if (beats >= seconds) giveUp('it did not start');
    }, 1000);
  }
}

/** Missing where the page came without encryption, and in old browsers. */
function locks(): LockManager | undefined {
  return (navigator as { readonly locks?: LockManager }).locks;
}
