/** Reports as large as people have them, built from a seed: paths, commands and figures of the usual kinds. */
import type { ImageReport, WasteReason } from '../../../src/core/report/report';
import { finding, imageReport, layer } from '../report/samples';

/** A small generator (mulberry32), so that a test that fails fails again. */
export function random(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

const FOLDERS = [
  'usr/lib/python3.11/site-packages', 'usr/share/doc', 'var/lib/apt/lists', 'var/cache/apt/archives', 'app/node_modules', 'opt/venv/lib/python3.11/site-packages',
  'usr/share/nodejs', 'root/.cache/pip/http-v2', 'usr/share/locale', 'usr/lib/x86_64-linux-gnu', 'srv/shop/releases/2026-11/assets',
];
const WORDS = ['numpy', 'core', 'linalg', 'yarn', 'request', 'crypto', 'asset', 'static', 'openssl', 'perl', 'gcc', 'locale', 'tests', 'vendor', 'stream', 'regex', 'colour', 'theme'];
const ENDS = ['.py', '.pyc', '.js', '.js.map', '.mo', '.so.1', '.gz', '.deb', '.d.ts', '.h', ''];
const COMMANDS = [
  'RUN /bin/sh -c apt-get update && apt-get install -y --no-install-recommends build-essential libpq-dev && rm -rf /var/lib/apt/lists/* # buildkit',
  'COPY . /srv/shop # buildkit', 'RUN /bin/sh -c pip install --no-cache-dir -r requirements.txt # buildkit', 'WORKDIR /srv/shop', 'ENV NODE_ENV=production',
  'RUN /bin/sh -c npm ci && npm run build && chown -R app:app /srv/shop # buildkit', 'EXPOSE map[8080/tcp:{}]', 'CMD ["gunicorn" "shop.wsgi"]',
  'RUN /bin/sh -c curl -fsSL https://example.org/tool-4.2.tar.gz | tar -xz -C /usr/local && ln -s /usr/local/tool/bin/tool /usr/bin/tool # buildkit',
  'COPY --from=build /out/bin /usr/local/bin # buildkit', 'RUN /bin/sh -c useradd --create-home app # buildkit', 'USER app',
];
const REASONS: readonly WasteReason[] = ['deleted', 'replaced', 'metadata-only', 'identical'];

export function bigReport(options: { readonly layers: number; readonly waste: number; readonly findings: number; readonly deep?: boolean; readonly seed?: number }): ImageReport {
  const pick = random(options.seed ?? 1);
  const word = (): string => WORDS[pick(WORDS.length)]!;
  const path = (): string => [
    FOLDERS[pick(FOLDERS.length)]!, word(), ...(options.deep === true ? [`${word()}-${word()}`, `@${word()}`, `${word()}_${word()}`] : []), `${word()}${pick(40)}${ENDS[pick(ENDS.length)]!}`,
  ].join('/');
  const layers = Array.from({ length: options.layers }, (_, index) => {
    const bytes = pick(10 ** (2 + pick(7)));
    return layer(index, `${COMMANDS[pick(COMMANDS.length)]!}${pick(3) === 0 ? ` # step ${index}` : ''}`, bytes, pick(2) === 0 ? pick(bytes + 1) : 0);
  });
  let running = 0;
  const paths = new Set<string>();
  while (paths.size < options.waste) paths.add(path());
  const waste = [...paths].map((name) => {
    const from = pick(options.layers - 1);
    return { path: name, bytes: 1 + pick(10 ** (2 + pick(6))), reason: REASONS[pick(REASONS.length)]!, layers: [from], hiddenBy: from + 1 };
  });
  const rules = ['DL3008', 'DL3015', 'DL3059', 'SC2086', 'DL3007', 'DL3042', 'PL1001'];
  let line = 2;
  return imageReport({
    layers: layers.map((row) => ({ ...row, runningBytes: (running += row.contributedBytes) })),
    history: layers.flatMap(({ command, index }) => [
      ...(pick(2) === 0 ? [{ createdBy: COMMANDS[pick(COMMANDS.length)]!, emptyLayer: true }] : []), { createdBy: command, emptyLayer: false, layer: index },
    ]),
    waste: waste.sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1)), duplicates: [],
    config: undefined, packages: undefined,
    findings: Array.from({ length: options.findings }, () => {
      line += pick(5);
      const column = 1 + pick(50);
      return finding({ rule: rules[pick(rules.length)]!, line, column, endLine: line, endColumn: column + 1 + pick(30), instructionLine: line - pick(2), message: `${word()} should be pinned to a version` });
    }),
  });
}
