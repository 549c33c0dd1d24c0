/** Reports of every kind for tests of reports, exports and links: small, but with every field that can be there. */
import type {
  ComparisonReport, ContextReport, DockerfileReport, Finding, ImageReport, LayerReport, PlanReport, Report, WasteReport,
} from '../../../src/core/report/report';

const head = { schema: 'plimsoll.report', version: 1, tool: { name: 'plimsoll', version: '0.1.0' }, diagnostics: [] } as const;

export function layer(index: number, command: string, bytes: number, hiddenBytes = 0, contributedBytes = bytes): LayerReport {
  return {
    index, command, bytes, hiddenBytes, contributedBytes, mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip',
    diffId: `sha256:${String(index).padStart(64, '0')}`, entries: 10 + index, storedBytes: Math.round(bytes / 2.5), runningBytes: 0,
    hiddenStoredBytes: Math.round(hiddenBytes / 2.5), compression: 'gzip',
  };
}

export function finding(over: Partial<Finding> = {}): Finding {
  return {
    rule: 'DL3008', severity: 'warning', message: 'Pin the versions of apt packages', line: 3, column: 5, endLine: 3, endColumn: 30,
    instructionLine: 2, source: 'hadolint', fixable: false, ...over,
  };
}

export function imageReport(over: Partial<ImageReport> = {}): ImageReport {
  const history = [
    { createdBy: '/bin/sh -c #(nop) ADD file:abc in / ', emptyLayer: false, layer: 0 },
    { createdBy: '/bin/sh -c #(nop)  ENV API_TOKEN=s3cr3t', emptyLayer: true },
    { createdBy: '|1 VERSION=1.2 /bin/sh -c apt-get update && apt-get install -y curl', emptyLayer: false, layer: 1 },
    { createdBy: 'RUN /bin/sh -c rm -rf /var/lib/apt/lists/* # buildkit', emptyLayer: false, layer: 2 },
  ];
  const layers = [
    layer(0, history[0]!.createdBy, 70_000_000), layer(1, history[2]!.createdBy, 30_000_000, 18_000_500),
    layer(2, history[3]!.createdBy, 0, 0, -18_000_500),
  ];
  let running = 0;
  const waste: WasteReport[] = [
    { path: 'var/lib/apt/lists/deb.debian.org_debian_dists_bookworm_main_Packages.lz4', bytes: 18_000_000, reason: 'deleted', layers: [1], hiddenBy: 2 },
    { path: 'var/cache/ldconfig/aux-cache', bytes: 500, reason: 'metadata-only', layers: [1], hiddenBy: 2, changed: ['mode', 'owner'] },
  ];
  return {
    ...head, kind: 'image', subject: { name: 'app.tar', bytes: 42_000_000 }, format: 'docker-archive',
    images: [{ tags: ['registry.example.org/team/app:1.2'], platform: 'linux/amd64', digest: `sha256:${'ab'.repeat(32)}`, present: true }], image: 0,
    layers: layers.map((row) => ({ ...row, runningBytes: (running += row.contributedBytes) })), history,
    totals: {
      bytes: 100_000_000, reachableBytes: 81_999_500, hiddenBytes: 18_000_500, efficiency: 0.819995, files: 4321, storedBytes: 40_000_000,
      hiddenStoredBytes: 7_200_200, duplicateBytes: 1200,
    },
    waste, duplicates: [{ bytes: 1200, size: 1200, paths: ['etc/a.conf', 'etc/b.conf'] }],
    dive: {
      sizeBytes: 100_000_000, userSizeBytes: 30_000_000, inefficientBytes: 18_000_500, efficiencyScore: 0.91, userWastedPercent: 0.6,
      inefficiencies: [{ path: '/var/cache/ldconfig/aux-cache', count: 2, bytes: 1000 }],
    },
    config: { env: ['PATH=/usr/bin', 'DB_PASSWORD=hunter2'], cmd: ['app', '--serve'], user: 'nobody', labels: { maintainer: 'x' } },
    packages: {
      packages: [{ manager: 'dpkg', name: 'curl', version: '7.88.1-10', files: 12, bytes: 600_000 }],
      kinds: [{ kind: 'apt lists', files: 3, bytes: 18_000_000, paths: ['var/lib/apt/lists'] }],
    },
    ...over,
  };
}

export function dockerfileReport(over: Partial<DockerfileReport> = {}): DockerfileReport {
  return {
    ...head, kind: 'dockerfile', subject: { name: 'Dockerfile', bytes: 74 },
    findings: [
      finding({ fixable: true, fix: { title: 'Add --no-install-recommends', safety: 'safe', edits: [{ start: 40, end: 40, text: ' --no-install-recommends' }] }, bytes: 1234 }),
      finding({ rule: 'SC2086', source: 'shellcheck', severity: 'info', message: 'Double quote to prevent globbing', line: 4, column: 9, endLine: 4, endColumn: 11, instructionLine: 4 }),
    ],
    dockerfile: 'FROM debian:12\nENV A=b\nRUN apt-get update && apt-get install -y curl\nRUN echo $x\n', ...over,
  };
}

export function comparisonReport(over: Partial<ComparisonReport> = {}): ComparisonReport {
  return {
    ...head, kind: 'comparison', subject: { name: 'app.tar → app.slim.tar', bytes: 5000 },
    removed: [{ path: 'usr/bin/gcc', size: 1_000_000, type: 'file' }, { path: 'usr/lib/libfoo.so.1', size: 5000, type: 'symlink' }],
    added: [{ path: 'etc/new', size: 3, type: 'file' }],
    changed: [{ path: 'etc/passwd', sizeBefore: 900, sizeAfter: 910, changes: ['content', 'mtime'] }],
    concerns: [{ check: 'missing-library', path: 'usr/bin/app', evidence: 'needs libfoo.so.1', confidence: 'high', tier: 1, bytes: 5000 }],
    preserve: ['usr/lib/libfoo.so.1'], ...over,
  };
}

export function contextReport(over: Partial<ContextReport> = {}): ContextReport {
  return {
    ...head, kind: 'context', subject: { name: 'project', bytes: 5000 }, sent: { files: 10, bytes: 4000 }, ignored: { files: 2, bytes: 1000 },
    copied: { files: 3, bytes: 700 }, unused: { files: 7, bytes: 3300 },
    largest: [{ path: 'node_modules', bytes: 3000, files: 7 }, { path: 'web/assets/intro.mp4', bytes: 600, files: 1 }],
    suggestions: [
      { pattern: '**/.env', bytes: 40, reason: 'holds secrets', kind: 'secret', files: 1, examples: ['web/api/config/.env'] },
      { pattern: 'node_modules', bytes: 3000, reason: 'installed in the image' },
    ],
    ...over,
  };
}

export function planReport(over: Partial<PlanReport> = {}): PlanReport {
  return {
    ...head, kind: 'plan', subject: { name: 'app.tar', bytes: 42_000_000 },
    layers: imageReport().layers.map(({ index, command, storedBytes }) => ({ index, command, storedBytes })),
    ranges: [{ from: 0, to: 1, savedBytes: 0 }, { from: 1, to: 2, savedBytes: 18_000_500 }, { from: 0, to: 2, savedBytes: 18_000_500 }],
    recommended: { from: 1, to: 2, savedBytes: 18_000_500, reason: 'saves all that can be saved and keeps the base layer shared' }, ...over,
  };
}

export function everyReport(): readonly Report[] {
  return [imageReport(), dockerfileReport(), comparisonReport(), contextReport(), planReport()];
}
