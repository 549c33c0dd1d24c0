/** Drives WebKitGTK by its own WebDriver (Debian: `webkit2gtk-driver`), on a screen of its own where there is none (`xvfb`). */
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { until, type Driver } from './driver';
import { findExecutable } from './executable';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const MINI_BROWSER = ['4.1', '6.0', '4.0'].flatMap((version) => ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map((machine) => `/usr/lib/${machine}/webkit2gtk-${version}/MiniBrowser`));

export async function startWebKit(executable: string): Promise<Driver> {
  const children: ChildProcess[] = [];
  const environment: NodeJS.ProcessEnv = { ...process.env, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', LIBGL_ALWAYS_SOFTWARE: '1', WEBKIT_DISABLE_COMPOSITING_MODE: '1' };
  if (!environment['DISPLAY'] && !environment['WAYLAND_DISPLAY']) environment['DISPLAY'] = await startScreen(children);
  const port = await freePort();
  children.push(spawn(executable, [`--port=${port}`, '--host=127.0.0.1'], { stdio: 'ignore', env: environment }));
  const send = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
    const { value } = (await response.json()) as { value: { message?: string; error?: string } };
    if (!response.ok) throw new Error(`${value.error ?? ''}: ${value.message ?? ''}`);
    return value;
  };
  await until('the WebDriver to listen', () => send('GET', '/status').then(() => true, () => false));
  const binary = findExecutable(...MINI_BROWSER);
  const session = (await send('POST', '/session', {
    capabilities: { alwaysMatch: { ...(binary && { 'webkitgtk:browserOptions': { binary, args: ['--automation'] } }) } },
  })) as { sessionId: string; capabilities: { browserVersion: string } };
  const at = `/session/${session.sessionId}`;
  return {
    name: `WebKitGTK ${session.capabilities.browserVersion}`,
    async navigate(address) {
      await send('POST', `${at}/url`, { url: address });
    },
    async run(body) {
      const script = `const done = arguments[arguments.length - 1]; (async () => {${body}})().then((value) => done({ value }), (error) => done({ error: String(error) }));`;
      const answer = (await send('POST', `${at}/execute/async`, { script, args: [] })) as { value?: unknown; error?: string };
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer.value;
    },
    async chooseFile(selector, path) {
      const element = (await send('POST', `${at}/element`, { using: 'css selector', value: selector })) as Record<string, string>;
      await send('POST', `${at}/element/${element[ELEMENT]}/value`, { text: path });
    },
    async quit() {
      await send('DELETE', at).catch(() => undefined);
      for (const child of children.reverse()) child.kill();
    },
  };
}

/** Xvfb chooses a free display and writes its number. */
function startScreen(children: ChildProcess[]): Promise<string> {
  const xvfb = findExecutable('Xvfb');
  if (!xvfb) throw new Error('There is no screen, and Xvfb is not installed.');
  const child = spawn(xvfb, ['-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  return new Promise((resolve) => child.stdout.once('data', (data: Buffer) => resolve(`:${data.toString().trim()}`)));
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
