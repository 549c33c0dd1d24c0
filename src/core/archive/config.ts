/** Reads an image config (OCI image-spec config.md, and Docker's own fields) without trusting it. */
import type { HistoryEntry, RunConfig } from '../image/image';
import { field, isObject, keys, list, number, text, textMap, texts } from './json';

export interface ImageConfig {
  /** `os/arch[/variant]`; parts that are missing are `unknown`. */
  readonly platform: string;
  readonly diffIds: readonly string[];
  readonly history: readonly HistoryEntry[];
  readonly run: RunConfig;
  readonly created?: string;
}

/** Everything absent or of a wrong type is simply not there in the result. */
export function readConfig(config: unknown): ImageConfig {
  const created = text(config, 'created');
  return {
    platform: platformOf(config) ?? 'unknown/unknown',
    diffIds: texts(field(config, 'rootfs'), 'diff_ids') ?? [],
    history: (list(config, 'history') ?? []).filter(isObject).map(historyEntry),
    run: runConfig(field(config, 'config')),
    ...(created === undefined ? {} : { created }),
  };
}

/** `os/architecture[/variant]` of a config or of a descriptor's platform, if it names both. */
export function platformOf(value: unknown): string | undefined {
  const os = text(value, 'os');
  const architecture = text(value, 'architecture');
  if (os === undefined || architecture === undefined || os === '' || architecture === '') return undefined;
  const variant = text(value, 'variant');
  return variant === undefined || variant === '' ? `${os}/${architecture}` : `${os}/${architecture}/${variant}`;
}

function historyEntry(entry: unknown): HistoryEntry {
  return {
    createdBy: text(entry, 'created_by') ?? '',
    emptyLayer: field(entry, 'empty_layer') === true,
    ...present({ created: text(entry, 'created'), comment: text(entry, 'comment'), author: text(entry, 'author') }),
  };
}

function runConfig(config: unknown): RunConfig {
  const health = field(config, 'Healthcheck');
  return present({
    user: text(config, 'User'),
    exposedPorts: keys(config, 'ExposedPorts'),
    env: texts(config, 'Env'),
    entrypoint: texts(config, 'Entrypoint'),
    cmd: texts(config, 'Cmd'),
    volumes: keys(config, 'Volumes'),
    workingDir: text(config, 'WorkingDir'),
    labels: textMap(config, 'Labels'),
    stopSignal: text(config, 'StopSignal'),
    shell: texts(config, 'Shell'),
    healthcheck: isObject(health) ? present({
      test: texts(health, 'Test'),
      interval: number(health, 'Interval'),
      timeout: number(health, 'Timeout'),
      startPeriod: number(health, 'StartPeriod'),
      retries: number(health, 'Retries'),
    }) : undefined,
    onBuild: texts(config, 'OnBuild'),
  });
}

/** The object without its undefined fields. */
export function present<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/**
 * Which history entry made which layer: the k-th entry that is not `empty_layer` made layer k. Undefined when the counts
 * differ: then nothing says which entries are missing, and guessing would put commands to the wrong layers.
 */
export function matchHistory(history: readonly HistoryEntry[], layers: number): readonly number[] | undefined {
  const filled = history.flatMap((entry, index) => (entry.emptyLayer ? [] : [index]));
  return filled.length === layers ? filled : undefined;
}
