/** The report on a context: sums, COPY, suggestions without double counting, remarks. */
import { describe, expect, it } from 'vitest';
import { analyseContext, type ContextInput } from '../../../src/core/context/analyse-context';
import type { ContextEntry } from '../../../src/core/context/listing';
import { parseDockerfile } from '../../../src/core/dockerfile/parse';
import type { ContextReport } from '../../../src/core/report/report';

const files = (sizes: Readonly<Record<string, number>>): ContextEntry[] => Object.entries(sizes).map(([path, bytes]) => ({ path, kind: 'file', bytes }));

function analyse(sizes: Readonly<Record<string, number>>, more: Partial<ContextInput> & { docker?: string; ignore?: string }): ContextReport {
  const outcome = analyseContext({
    name: 'app', entries: files(sizes), toolVersion: 'test',
    ...(more.docker !== undefined && { dockerfilePath: 'Dockerfile', dockerfile: parseDockerfile(more.docker) }),
    ...(more.ignore !== undefined && { ignoreFile: { path: '.dockerignore', text: more.ignore } }),
  });
  if (!outcome.ok) throw new Error(outcome.problem.message);
  return outcome.value;
}

const project = {
  Dockerfile: 100, '.dockerignore': 10, 'package.json': 50, 'src/main.js': 1000, 'node_modules/a/index.js': 5_000_000, 'node_modules/a/.git/config': 7,
  '.git/objects/x': 3_000_000, '.env': 20, '.env.example': 20, 'certs/ca-cert.pem': 5, 'data/big.bin': 9_000_000,
};

describe('analyseContext', () => {
  it('counts what travels and what stays', () => {
    const report = analyse(project, { docker: 'FROM scratch\nCOPY src /app\n', ignore: 'node_modules\n.git\n' });
    expect(report.ignored).toEqual({ files: 3, bytes: 8_000_007 });
    expect(report.sent).toEqual({ files: 8, bytes: 9_001_205 });
    expect(report.copied).toEqual({ files: 1, bytes: 1000 });
  });

  it('suggests lines by bytes, secrets first, nothing twice', () => {
    const report = analyse(project, { docker: 'FROM scratch\nCOPY . /app\n' });
    expect(report.suggestions.map(({ pattern, bytes, files: count }) => [pattern, bytes, count])).toEqual([
      ['**/.env', 20, 1], ['**/node_modules', 5_000_007, 2], ['**/.git', 3_000_000, 1],
    ]);
    expect(report.diagnostics.map(({ kind }) => kind)).toContain('ignore-file-missing');
  });

  it('names a large folder that no COPY takes', () => {
    const report = analyse(project, { docker: 'FROM scratch\nCOPY src package.json /app/\n' });
    expect(report.suggestions.find(({ kind }) => kind === 'unused')).toMatchObject({ pattern: 'data', bytes: 9_000_000 });
  });

  it('takes wildcards, folders and variables of COPY as a build would', () => {
    const copied = (docker: string): number | undefined => analyse({ 'a.txt': 1, 'b.txt': 2, 'd/a.txt': 4, 'd/e/c.txt': 8 }, { docker }).copied?.bytes;
    expect(copied('FROM scratch\nCOPY *.txt /\n')).toBe(3);
    expect(copied('FROM scratch\nCOPY d /\n')).toBe(12);
    expect(copied('FROM scratch\nCOPY ["d/e/", "/"]\n')).toBe(8);
    expect(copied('FROM scratch\nARG X\nCOPY d/$X /\n')).toBe(12);
    expect(copied('FROM scratch\nADD https://example.org/a.txt /\n')).toBe(0);
    expect(copied('FROM scratch AS a\nCOPY d /\nFROM scratch\nCOPY a.txt /\n')).toBe(1);
  });

  it('counts what a RUN mounts of the context as used', () => {
    const unused = (docker: string): readonly string[] => analyse({ Dockerfile: 1, 'big/x': 2_000_000 }, { docker }).suggestions.map(({ pattern }) => pattern);
    expect(unused('FROM scratch\nRUN --mount=type=bind,source=big,target=/big make\n')).toEqual([]);
    expect(unused('FROM scratch\nRUN --mount=target=. make\n')).toEqual([]);
    expect(unused('FROM scratch AS a\nFROM scratch\nRUN --mount=from=a,source=big,target=/big --mount=type=cache,target=/big make\n')).toEqual(['big']);
  });

  it('leaves out what COPY --exclude does, and takes what COPY --parents reaches', () => {
    const copied = (docker: string): number | undefined => analyse({ 'a.txt': 1, 'd/a.txt': 4, 'd/e/c.txt': 8, 'd/e/c.md': 16 }, { docker }).copied?.bytes;
    expect(copied('FROM scratch\nCOPY --exclude=d . /\n')).toBe(1);
    expect(copied('FROM scratch\nCOPY --exclude=*.txt --exclude=e d /\n')).toBe(0);
    expect(copied('FROM scratch\nCOPY --exclude=**/*.txt . /\n')).toBe(16);
    expect(copied('FROM scratch\nCOPY --parents d/**/*.md /\n')).toBe(28);
  });

  it('says when a line does nothing, and that an ignored Dockerfile is still read', () => {
    const report = analyse(project, { docker: 'FROM scratch\nCOPY . /\n', ignore: '*\nno/such/thing\n' });
    expect(report.sent).toEqual({ files: 2, bytes: 110 });
    expect(report.diagnostics.map(({ kind }) => kind)).toEqual(['ignore-line-unused', 'dockerfile-ignored', 'context-ignored']);
    expect(report.copied).toEqual({ files: 0, bytes: 0 });
  });

  it('says when there is nothing to copy, and only then', () => {
    const kinds = (report: ContextReport): readonly string[] => report.diagnostics.map(({ kind }) => kind);
    expect(kinds(analyse({}, {}))).toEqual(['context-empty']);
    expect(kinds(analyse(project, { docker: 'FROM scratch\nCOPY . /\n', ignore: '*\n!src\n' }))).toEqual(['dockerfile-ignored']);
    expect(kinds(analyse(project, { docker: 'FROM scratch\nADD https://example.org/a.txt /\n', ignore: '*\n' }))).toEqual(['dockerfile-ignored']);
  });
});
