/** Probes that make a run under observation reach the doubtful parts: requests for the routes that sources name, and commands to run inside. */
import type { Comparison } from '../compare-images';
import type { ConcernRow } from '../concerns';
import { nameOf } from '../file-tree';

/** mint's `--http-probe-cmd-file`; only `resource` is required. */
export interface HttpProbeFile {
  readonly commands: readonly { readonly method: string; readonly resource: string; readonly port?: number; readonly protocol?: string; readonly crawl?: boolean }[];
}

export interface Probes {
  /** Undefined where the image exposes no port. */
  readonly http?: HttpProbeFile;
  /** One command a line, run by a shell inside the container. */
  readonly exec: readonly string[];
}

const MAX_MODULES = 40;

export function suggestProbes(comparison: Comparison, ticked: (row: ConcernRow) => boolean): Probes {
  const rows = comparison.concerns.filter((row) => !row.drift && row.tier < 3 && (row.tier === 1 || ticked(row)));
  const config = comparison.before.config ?? comparison.after.config;
  const ports = (config?.exposedPorts ?? []).flatMap((port) => (/^(\d+)(?:\/tcp)?$/.test(port) ? [Number.parseInt(port, 10)] : []));
  const exec = [...moduleProbes(rows), ...familyProbes(rows), ...commandProbes(rows)];
  return {
    ...(ports.length === 0 ? {} : {
      http: { commands: ports.flatMap((port) => ['/', ...comparison.routes].map((resource) => ({ method: 'GET', resource, port, protocol: 'http', ...(resource === '/' ? { crawl: true } : {}) }))) },
    }),
    exec: [...new Set(exec)],
  };
}

/** The modules that the application names, imported one by one: a failing one must not hide the others. */
function moduleProbes(rows: readonly ConcernRow[]): string[] {
  const named = (check: string): string[] => rows.filter((row) => row.check === check && row.tier === 1 && /^[\w@][\w./@-]*$/.test(row.title)).map(({ title }) => title).slice(0, MAX_MODULES);
  const script = rows.filter((row) => row.check === 'script-library' && row.tier === 1);
  return [
    ...named('python-import').map((name) => `python3 -c 'import ${name}'`),
    ...named('node-module').map((name) => `node -e 'require("${name}")'`),
    ...script.filter(({ id }) => id.includes(' ruby ')).filter(({ title }) => /^[\w./-]+$/.test(title)).map(({ title }) => `ruby -e 'require "${title}"'`),
    ...script.filter(({ id }) => id.includes(' perl ')).filter(({ title }) => /^[\w:]+$/.test(title)).map(({ title }) => `perl -e 'use ${title};'`),
  ];
}

/** A look-up of each family that is in doubt. */
function familyProbes(rows: readonly ConcernRow[]): string[] {
  const probes: readonly (readonly [member: RegExp, command: string])[] = [
    [/^usr\/lib\/locale\//, 'locale -a'],
    [/^usr\/share\/zoneinfo\//, 'TZ=Europe/Berlin date'],
    [/^etc\/ssl\/|ca-certificates/, 'openssl verify -CAfile /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt'],
    [/libnss_dns|nsswitch\.conf/, 'getent hosts localhost'],
    [/^etc\/passwd$/, 'getent passwd root'],
    [/\/gconv\//, 'printf x | iconv -f ISO-8859-15 -t UTF-8'],
    [/\/terminfo\//, 'TERM=xterm tput cols'],
  ];
  return probes.filter(([member]) => rows.some(({ files }) => files.some(({ path }) => member.test(path)))).map(([, command]) => command);
}

function commandProbes(rows: readonly ConcernRow[]): string[] {
  const programs = rows.filter(({ check, tier }) => check === 'run-command' && tier === 1).flatMap(({ files, named }) => files.slice(0, named)).map(({ path }) => path).filter((path) => /(?:^|\/)s?bin\//.test(path));
  return [...new Set(programs)].filter((path) => /^[\w./+-]+$/.test(path)).slice(0, MAX_MODULES).map((path) => `command -v ${nameOf(path)}`);
}
