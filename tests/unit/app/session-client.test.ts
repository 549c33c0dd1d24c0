/** What is asked while an image is read again, because the worker that held it ended. */
import { describe, expect, it } from 'vitest';
import { SessionClient } from '../../../src/app/session-client';
import { failure, success } from '../../../src/core/problem';
import type { OwnWorker } from '../../../workers/own-worker';
import type { SessionApi } from '../../../workers/protocol';

const ARCHIVE = {} as Parameters<SessionApi['open']>[1];
const UNHEARD = (): void => undefined;
const notOpen = { kind: 'not-open', message: 'Not open.', advice: '' };

/** A worker that can be ended, and whose analysis takes until it is let go. */
function worker() {
  let opened = false;
  let analysed = false;
  let end: (cause: string) => void = UNHEARD;
  let letGo: () => void = UNHEARD;
  const released = new Promise<void>((resolve) => (letGo = resolve));
  const api = {
    open: async () => {
      opened = true;
      return success({});
    },
    analyse: async () => {
      if (!opened) return failure(notOpen);
      await released;
      analysed = true;
      return success({ report: { dive: {} } });
    },
    picture: async () => (analysed ? success('picture') : failure(notOpen)),
    squashPlan: async () => (analysed ? success('plan') : failure(notOpen)),
  };
  const own = { ended: new Promise<string>((resolve) => (end = resolve)), call: <T>(task: (remote: typeof api) => Promise<T>) => task(api), terminate: UNHEARD };
  return { own: own as unknown as OwnWorker<SessionApi>, end, letGo };
}

describe('questions after the worker ended', () => {
  it('all wait until the image is there again, whichever asks first', async () => {
    const [first, second] = [worker(), worker()];
    const started = [first.own, second.own];
    const client = new SessionClient(() => started.shift()!);
    const { signal } = new AbortController();
    first.letGo();
    await client.open('a', ARCHIVE, UNHEARD, signal);
    expect(await client.analyse('a', 0, UNHEARD, signal)).toMatchObject({ ok: true });
    first.end('memory');
    await new Promise((resolve) => setTimeout(resolve));
    const picture = client.picture('a', {} as Parameters<SessionClient['picture']>[1]);
    // By now the file is open in the second worker, and has no model yet.
    await new Promise((resolve) => setTimeout(resolve));
    const plan = client.squashPlan('a');
    await new Promise((resolve) => setTimeout(resolve));
    second.letGo();
    expect([await picture, await plan]).toEqual([success('picture'), success('plan')]);
  });
});
