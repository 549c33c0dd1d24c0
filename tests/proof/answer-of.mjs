/** Starts the program of an image under buildah and asks it for its first page. */
import { execFileSync, spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

const TRIES = 60;

/** The answer of the image's own command on PORT; undefined where the image exposes no port. */
export async function answerOf(storage, image, env, port) {
  const buildah = (...args) => execFileSync('buildah', [...storage, ...args], { env, encoding: 'utf8' }).trim();
  const { config } = JSON.parse(buildah('inspect', '--type', 'image', image)).OCIv1;
  if (config.ExposedPorts === undefined) return undefined;
  const container = buildah('from', '--pull-never', image);
  const server = spawn('buildah', [
    ...storage, 'run', '--isolation', 'chroot', '--network', 'host', '--env', `PORT=${port}`, container, '--', ...(config.Entrypoint ?? []), ...(config.Cmd ?? []),
  ], { env, stdio: 'ignore', detached: true });
  try {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const answer = await fetch(`http://127.0.0.1:${port}/`).then((response) => response.text()).catch(() => undefined);
      if (answer !== undefined) return answer;
      await pause(250);
    }
    return 'none';
  } finally {
    process.kill(-server.pid, 'SIGKILL');
    await pause(500);
    buildah('rm', container);
  }
}
