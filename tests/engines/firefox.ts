/**
 * Drives Firefox by Marionette, the protocol that it speaks itself (geckodriver only translates to it): each message is its length in
 * bytes, a colon and JSON: `[0, id, command, parameters]`, answered by `[1, id, error, result]`.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until, type Driver } from './driver';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

class Marionette {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #received = Buffer.alloc(0);
  #last = 0;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (data) => {
      this.#received = Buffer.concat([this.#received, data as Buffer]);
      this.#read();
    });
    socket.on('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('Firefox closed the connection'));
    });
    socket.on('error', () => undefined);
  }

  send(command: string, parameters: object = {}): Promise<unknown> {
    const id = (this.#last += 1);
    const text = JSON.stringify([0, id, command, parameters]);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.write(`${Buffer.byteLength(text)}:${text}`);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(): void {
    for (;;) {
      const colon = this.#received.indexOf(':');
      const length = Number(this.#received.subarray(0, colon));
      if (colon < 0 || this.#received.length < colon + 1 + length) return;
      const message: unknown = JSON.parse(this.#received.subarray(colon + 1, colon + 1 + length).toString('utf8'));
      this.#received = this.#received.subarray(colon + 1 + length);
      // The first message is a greeting.
      if (!Array.isArray(message)) continue;
      const [, id, error, result] = message as [number, number, { message: string } | null, unknown];
      const call = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) call?.reject(new Error(error.message));
      else call?.resolve(result);
    }
  }
}

export async function startFirefox(executable: string): Promise<Driver> {
  const profile = mkdtempSync(join(tmpdir(), 'plimsoll-firefox-'));
  // Port 0: Firefox takes a free one and writes which to the profile.
  const preferences = {
    'marionette.port': 0, 'app.update.enabled': false, 'datareporting.policy.dataSubmissionEnabled': false, 'toolkit.telemetry.reportingpolicy.firstRun': false,
    'browser.shell.checkDefaultBrowser': false, 'browser.startup.page': 0, 'network.captive-portal-service.enabled': false, 'network.connectivity-service.enabled': false,
  };
  writeFileSync(join(profile, 'user.js'), Object.entries(preferences).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`).join(''));
  const child = spawn(executable, ['--headless', '--marionette', '--no-remote', '--profile', profile], { stdio: 'ignore' });
  const port = await until('Firefox to listen', () => {
    try {
      return Promise.resolve(Number(readFileSync(join(profile, 'MarionetteActivePort'), 'utf8')));
    } catch {
      return Promise.resolve(0);
    }
  });
  const marionette = new Marionette(connect(port, '127.0.0.1'));
  const session = (await marionette.send('WebDriver:NewSession', { capabilities: {} })) as { capabilities: { browserVersion: string } };
  return {
    name: `Firefox ${session.capabilities.browserVersion}`,
    async navigate(address) {
      await marionette.send('WebDriver:Navigate', { url: address });
    },
    async run(body) {
      const script = `const done = arguments[arguments.length - 1]; (async () => {${body}})().then((value) => done({ value }), (error) => done({ error: String(error) }));`;
      const { value } = (await marionette.send('WebDriver:ExecuteAsyncScript', { script, args: [], sandbox: null })) as { value: { value?: unknown; error?: string } };
      if (value.error !== undefined) throw new Error(value.error);
      return value.value;
    },
    async chooseFile(selector, path) {
      const { value } = (await marionette.send('WebDriver:FindElement', { using: 'css selector', value: selector })) as { value: Record<string, string> };
      await marionette.send('WebDriver:ElementSendKeys', { id: value[ELEMENT], text: path });
    },
    async quit() {
      await marionette.send('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => undefined);
      marionette.close();
      await new Promise<void>((resolve) => {
        if (child.exitCode !== null) resolve();
        child.once('exit', () => resolve());
        setTimeout(() => child.kill('SIGKILL'), 5000).unref();
      });
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
