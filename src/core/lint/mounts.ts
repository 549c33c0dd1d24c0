/** `RUN --mount=…`: what is mounted where, for rules on caches and on images. */
import type { Instruction } from '../dockerfile/model';

export interface Mount {
  readonly type: string;
  readonly target?: string;
  readonly from?: string;
}

/** The mounts of a RUN in order; the type is `bind` unless given, as BuildKit has it. */
export function mountsOf(instruction: Instruction): readonly Mount[] {
  return instruction.flags.filter((flag) => flag.name === 'mount').map((flag) => {
    const options = new Map<string, string>();
    for (const part of (flag.value ?? '').split(',')) {
      const equals = part.indexOf('=');
      if (equals > 0) options.set(part.slice(0, equals).trim().toLowerCase(), part.slice(equals + 1).replace(/^["']|["']$/g, ''));
    }
    const target = options.get('target') ?? options.get('dst') ?? options.get('destination');
    const from = options.get('from');
    return { type: options.get('type') ?? 'bind', ...(target === undefined ? {} : { target }), ...(from === undefined ? {} : { from }) };
  });
}

const ALIASES: ReadonlyMap<string, string> = new Map([['dst', 'target'], ['destination', 'target'], ['src', 'source'], ['ro', 'readonly'], ['rw', 'readwrite']]);

/** The same text for two `--mount` values that say the same in another order or with other names. */
export function mountKey(value: string): string {
  const options = new Map([['type', 'bind']]);
  for (const part of value.split(',')) {
    const [key = '', ...rest] = part.split('=');
    const name = key.trim().toLowerCase();
    options.set(ALIASES.get(name) ?? name, rest.length === 0 ? 'true' : rest.join('=').replace(/^["']|["']$/g, ''));
  }
  return [...options].map((option) => option.join('=')).sort().join(',');
}

/** Whether a cache or tmpfs is mounted on `directory` or somewhere whose path begins with it. */
export function keepsOutOfImage(instruction: Instruction, directory: string): boolean {
  return mountsOf(instruction).some(({ type, target }) => (type === 'cache' || type === 'tmpfs') && target?.startsWith(directory) === true);
}

/** The same for a directory that may stand anywhere, such as `.cache/pip`. */
export function keepsOutOfImageAnywhere(instruction: Instruction, part: string): boolean {
  return mountsOf(instruction).some(({ type, target }) => (type === 'cache' || type === 'tmpfs') && target?.includes(part) === true);
}
