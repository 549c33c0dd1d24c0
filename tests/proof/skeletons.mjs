/**
 * `node tests/proof/skeletons.mjs CORPUS SCRATCH [NAME …]`: builds a small program of each ecosystem as its Dockerfile has it and as the plan's
 * multi-stage skeleton has it, starts both, and compares what they print and how large they are.
 *
 * The language images are played by Debian with the same tools from apt, under the names that the Dockerfiles use (CORPUS is the folder of
 * the corpus script, for its Debian); so the proof is of the skeleton, not of the images. Needs root, buildah, skopeo and a Debian mirror.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const [corpus, scratch, ...names] = process.argv.slice(2);
if (scratch === undefined) throw new Error('usage: node tests/proof/skeletons.mjs CORPUS SCRATCH [NAME …]');
const headlessMain = resolve(import.meta.dirname, '../headless/main.mjs');
mkdirSync(scratch, { recursive: true });
const storage = ['--root', join(scratch, 'storage'), '--runroot', join(scratch, 'run'), '--storage-driver', 'overlay'];
const noAuth = join(scratch, 'no-auth.json');
writeFileSync(noAuth, '{}');
const env = { ...process.env, REGISTRY_AUTH_FILE: noAuth, TMPDIR: scratch };
const call = (command, args) => execFileSync(command, args, { env, encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe'] });
const buildah = (...args) => call('buildah', [...storage, ...args]);
const build = (tag, folder) => buildah('build', '--isolation', 'chroot', '--network', 'host', '--pull-never', '-t', tag, folder);
const DEBIAN = 'localhost/base-debian:bookworm';
const SLIM = 'docker.io/library/debian:bookworm-slim';
const hello = (line) => `the same ${line}\n`;

/** What plays which image, and a project with its Dockerfile. */
const ECOSYSTEMS = {
  'c': {
    images: { [SLIM]: '', 'docker.io/library/debian:bookworm': '' },
    files: { 'main.c': '#include <stdio.h>\nint main(void) { puts("the same c"); return 0; }\n' },
    dockerfile: 'FROM debian:bookworm\nRUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*\nWORKDIR /src\nCOPY . .\nRUN gcc -O2 -o /usr/local/bin/hello main.c\nCMD ["/usr/local/bin/hello"]\n',
  },
  'go': {
    images: { [SLIM]: '', 'docker.io/library/golang:1.19-bookworm': 'golang-go' },
    files: { 'go.mod': 'module hello\n\ngo 1.19\n', 'main.go': 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("the same go") }\n' },
    dockerfile: 'FROM golang:1.19-bookworm\nWORKDIR /src\nCOPY . .\nRUN go build -o /usr/local/bin/hello .\nENTRYPOINT ["/usr/local/bin/hello"]\n',
  },
  'python': {
    images: { 'docker.io/library/python:3.11-bookworm': 'python3 python3-venv python3-pip python-is-python3', 'docker.io/library/python:3.11-slim-bookworm': 'python3 python-is-python3' },
    files: { 'pkg/setup.py': 'from setuptools import setup\nsetup(name="same", version="1", py_modules=["same"])\n', 'pkg/same.py': 'LINE = "the same python"\n', 'main.py': 'import same\nprint(same.LINE)\n' },
    dockerfile: 'FROM python:3.11-bookworm\nWORKDIR /app\nCOPY . .\nENV PIP_BREAK_SYSTEM_PACKAGES=1\nRUN pip install --no-cache-dir --no-index --no-build-isolation ./pkg\nCMD ["python", "main.py"]\n',
  },
  'java': {
    images: { 'docker.io/library/eclipse-temurin:17-jdk': 'openjdk-17-jdk-headless', 'docker.io/library/eclipse-temurin:17-jre': 'openjdk-17-jre-headless' },
    files: { 'Main.java': 'public class Main { public static void main(String[] a) { System.out.println("the same java"); } }\n' },
    dockerfile: 'FROM eclipse-temurin:17-jdk\nWORKDIR /src\nCOPY . .\nRUN javac Main.java && jar cfe /app.jar Main Main.class\nCMD ["java", "-jar", "/app.jar"]\n',
  },
  'rust': {
    images: { [SLIM]: '', 'docker.io/library/rust:1-bookworm': 'cargo' },
    files: { 'Cargo.toml': '[package]\nname = "hello"\nversion = "0.1.0"\nedition = "2021"\n', 'src/main.rs': 'fn main() { println!("the same rust"); }\n' },
    dockerfile: 'FROM rust:1-bookworm\nWORKDIR /src\nCOPY . .\nRUN cargo build --release --offline\nCMD ["/src/target/release/hello"]\n',
  },
  'node': {
    images: { 'docker.io/library/node:18-bookworm': 'nodejs npm', 'docker.io/library/node:18-bookworm-slim': 'nodejs' },
    files: { 'package.json': '{"name":"same","version":"1.0.0","scripts":{"build":"node build.js"}}\n', 'package-lock.json': '{"name":"same","version":"1.0.0","lockfileVersion":3,"requires":true,"packages":{"":{"name":"same","version":"1.0.0"}}}\n', 'build.js': "require('fs').writeFileSync('out.js', \"console.log('the same node')\\n\");\n" },
    dockerfile: 'FROM node:18-bookworm\nWORKDIR /app\nCOPY . .\nRUN npm ci --offline --no-audit && npm run build\nCMD ["node", "out.js"]\n',
  },
};

call('skopeo', ['--insecure-policy', 'copy', '-q', `docker-archive:${join(corpus, 'images', 'base-debian.docker.tar')}`, `containers-storage:[overlay@${join(scratch, 'storage')}+${join(scratch, 'run')}]${DEBIAN}`]);

/** An image under a name that a Dockerfile uses. */
function standIn(name, packages) {
  if (packages === '') return void buildah('tag', DEBIAN, name);
  const folder = join(scratch, 'stand-in');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'Dockerfile'), `FROM ${DEBIAN}\nRUN apt-get update -q && apt-get install -qy --no-install-recommends ${packages} && rm -rf /var/lib/apt/lists/* /var/cache/apt/*\n`);
  build(name, folder);
}

/** Programs that find their libraries beside themselves (java) ask /proc where they are. */
const IN_ROOT = 'mount -t proc proc "$0/proc" && exec chroot "$0" "$@"';

/** What its ENTRYPOINT and CMD print. Started by chroot: buildah 1.28 sometimes loses the output of a program that ends at once. */
function printed(image) {
  const container = buildah('from', '--pull-never', image).trim();
  try {
    const { OCIv1: { config } } = JSON.parse(buildah('inspect', '--type', 'image', image));
    const root = buildah('mount', container).trim();
    return call('unshare', ['--mount', '--pid', '--fork', 'sh', '-c', IN_ROOT, root, '/usr/bin/env', '-C', config.WorkingDir || '/', ...(config.Env ?? []), ...(config.Entrypoint ?? []), ...(config.Cmd ?? [])]);
  } finally {
    buildah('rm', container);
  }
}

const sizeOf = (image) => JSON.parse(buildah('images', '--json', image))[0].size;
const rows = [];
for (const name of names.length > 0 ? names : Object.keys(ECOSYSTEMS)) {
  const { images, files, dockerfile } = ECOSYSTEMS[name];
  for (const [image, packages] of Object.entries(images)) standIn(image, packages);
  const folder = join(scratch, name);
  rmSync(folder, { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const file = join(folder, 'Dockerfile');
  writeFileSync(file, dockerfile);
  const { advice } = JSON.parse(call('node', [headlessMain, 'advise', '--dockerfile', file]));
  const step = advice.steps.find(({ id }) => id === `skeleton-${name}`);
  if (step === undefined) throw new Error(`${name}: no skeleton is proposed`);
  build(`localhost/${name}:before`, folder);
  const edits = [...step.fix.edits].sort((a, b) => b.start - a.start);
  writeFileSync(file, edits.reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), dockerfile));
  build(`localhost/${name}:after`, folder);
  const [before, after] = ['before', 'after'].map((tag) => printed(`localhost/${name}:${tag}`));
  rows.push([name, sizeOf(`localhost/${name}:before`), sizeOf(`localhost/${name}:after`), before === after && after === hello(name) ? 'the same' : `DIFFERENT: ${JSON.stringify([before, after])}`]);
  console.error(rows.at(-1).join('  '));
}
console.log([['ecosystem', 'before', 'after', 'prints'], ['---', '---:', '---:', '---'], ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n'));
