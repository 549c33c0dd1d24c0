/** A static server for the built page: right MIME types, gzip, the headers of `_headers`, nothing outside the folder. Plain Node. */
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { dirname, extname, join, normalize, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.tar': 'application/x-tar',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
};

/** Worth compressing, as static hosts do: the WebAssembly of ShellCheck shrinks to a seventh. */
const COMPRESSED = new Set(['.html', '.js', '.css', '.json', '.webmanifest', '.wasm', '.svg', '.md']);

/**
 * Serves a folder on localhost. Port 0 takes a free one.
 * @param {string} folder
 * @param {number} port
 * @returns {Promise<{ address: string, server: import('node:http').Server }>}
 */
export function serve(folder, port) {
  const root = resolve(folder);
  const headers = readHeaders(join(root, '_headers'));
  const packed = new Map();
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

  async function answer(request, response) {
    if (request.method !== 'GET' && request.method !== 'HEAD') return void response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    const path = fileOf(root, request.url ?? '/');
    const stat = path === undefined ? undefined : statSync(path, { throwIfNoEntry: false });
    if (!stat?.isFile()) return void response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found\n');
    const compress = COMPRESSED.has(extname(path)) && /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
    const body = compress ? await compressed(packed, path, stat.mtimeMs) : undefined;
    response.writeHead(200, {
      ...headers,
      'Content-Type': TYPES[extname(path)] ?? 'application/octet-stream',
      'Content-Length': body?.length ?? stat.size,
      ...(body && { 'Content-Encoding': 'gzip' }),
      // Names in assets/ hold a digest of the content; everything else is asked for again.
      'Cache-Control': path.includes(`${sep}assets${sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
    if (request.method === 'HEAD') response.end();
    else if (body) response.end(body);
    else createReadStream(path).on('error', () => response.destroy()).pipe(response);
  }

  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, 'localhost', () => done({ address: `http://localhost:${server.address().port}/`, server }));
  });
}

function fileOf(root, url) {
  let path;
  try {
    path = decodeURIComponent(new URL(url, 'http://localhost').pathname);
  } catch {
    return undefined;
  }
  if (path.includes('\0')) return undefined;
  const file = join(root, normalize(path.endsWith('/') ? `${path}index.html` : path));
  return file.startsWith(root + sep) ? file : undefined;
}

/** Each file is compressed once, and again when it changed. */
function compressed(packed, path, changed) {
  const known = packed.get(path);
  if (known?.changed === changed) return known.body;
  const body = readFile(path).then(promisify(gzip));
  packed.set(path, { changed, body });
  return body;
}

/** The rules for all paths (`/*`) of a `_headers` file, as static hosts read it. */
function readHeaders(path) {
  let text;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return {};
  }
  const headers = {};
  let all = false;
  for (const line of text.split('\n')) {
    if (/^\S/.test(line)) all = line.trim() === '/*';
    else if (all && line.includes(':')) headers[line.slice(0, line.indexOf(':')).trim()] = line.slice(line.indexOf(':') + 1).trim();
  }
  return headers;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const words = process.argv.slice(2);
  const option = (name) => (words.includes(name) ? words[words.indexOf(name) + 1] : undefined);
  const folder = option('--folder') ?? join(dirname(fileURLToPath(import.meta.url)), '../../dist');
  const { address } = await serve(folder, Number(option('--port') ?? 0));
  process.stdout.write(`${address}\n`);
}
