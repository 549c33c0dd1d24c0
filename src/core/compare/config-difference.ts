/** How two images' configurations differ, field by field. */
import type { RunConfig } from '../image/image';

export interface ConfigChange {
  /** `env PATH`, `entrypoint`, `label maintainer` … */
  readonly field: string;
  /** Undefined where that side does not have it. */
  readonly before?: string;
  readonly after?: string;
}

/** Lists that are sets (ports, volumes) are compared without regard to order; env and labels key by key. */
export function configDifference(before: RunConfig, after: RunConfig): ConfigChange[] {
  const changes: ConfigChange[] = [];
  const compare = (field: string, a: string | undefined, b: string | undefined): void => {
    if (a !== b) changes.push({ field, ...(a === undefined ? {} : { before: a }), ...(b === undefined ? {} : { after: b }) });
  };
  const words = (list: readonly string[] | undefined): string | undefined => (list === undefined || list.length === 0 ? undefined : JSON.stringify(list));
  const text = (value: string | undefined): string | undefined => (value === '' ? undefined : value);
  compare('entrypoint', words(before.entrypoint), words(after.entrypoint));
  compare('cmd', words(before.cmd), words(after.cmd));
  compare('user', text(before.user), text(after.user));
  compare('workingDir', text(before.workingDir), text(after.workingDir));
  compare('stopSignal', text(before.stopSignal), text(after.stopSignal));
  compare('shell', words(before.shell), words(after.shell));
  compare('healthcheck', before.healthcheck && JSON.stringify(before.healthcheck), after.healthcheck && JSON.stringify(after.healthcheck));
  for (const [name, a, b] of pairs(envOf(before.env), envOf(after.env))) compare(`env ${name}`, a, b);
  for (const [name, a, b] of pairs(new Map(Object.entries(before.labels ?? {})), new Map(Object.entries(after.labels ?? {})))) compare(`label ${name}`, a, b);
  for (const [name, a, b] of pairs(setOf(before.exposedPorts), setOf(after.exposedPorts))) compare(`port ${name}`, a, b);
  for (const [name, a, b] of pairs(setOf(before.volumes), setOf(after.volumes))) compare(`volume ${name}`, a, b);
  return changes;
}

function envOf(env: readonly string[] | undefined): Map<string, string> {
  return new Map((env ?? []).map((pair): [string, string] => {
    const equals = pair.indexOf('=');
    return equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
  }));
}

function setOf(list: readonly string[] | undefined): Map<string, string> {
  return new Map((list ?? []).map((item) => [item, item]));
}

function* pairs(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): Generator<readonly [name: string, before: string | undefined, after: string | undefined]> {
  for (const name of [...new Set([...a.keys(), ...b.keys()])].sort()) yield [name, a.get(name), b.get(name)];
}
