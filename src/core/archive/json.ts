/** JSON from archives: parsed without trust, read field by field with the type that is expected, own properties only. */
import { decodeUtf8 } from '../bytes/text';

export type JsonObject = Readonly<Record<string, unknown>>;

/** Nesting that real manifests never reach; what is deeper could exhaust the stack of a later reader. */
const MAX_DEPTH = 100;

/** The value, or undefined when the bytes are no JSON (or are nested absurdly). A byte order mark is allowed. */
export function parseJson(bytes: Uint8Array): { readonly value: unknown } | undefined {
  const text = decodeUtf8(bytes).replace(/^\ufeff/, '').replace(/\0+$/, '');
  if (tooDeep(text)) return undefined;
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function tooDeep(text: string): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x5b || code === 0x7b) depth += 1;
    else if (code === 0x5d || code === 0x7d) depth -= 1;
    if (depth > MAX_DEPTH) return true;
  }
  return false;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An own property; undefined for null as well. */
export function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as JsonObject)[name] ?? undefined;
}

export function text(value: unknown, name: string): string | undefined {
  const found = field(value, name);
  return typeof found === 'string' ? found : undefined;
}

export function number(value: unknown, name: string): number | undefined {
  const found = field(value, name);
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
}

export function list(value: unknown, name: string): readonly unknown[] | undefined {
  const found = field(value, name);
  return Array.isArray(found) ? found : undefined;
}

/** The strings of a list; other items are dropped. A bare string counts as a list of one, as Docker reads commands. */
export function texts(value: unknown, name: string): readonly string[] | undefined {
  const found = field(value, name);
  if (typeof found === 'string') return [found];
  return Array.isArray(found) ? found.filter((item) => typeof item === 'string') : undefined;
}

/** Keys of an object, as Docker writes sets (`{"80/tcp": {}}`). */
export function keys(value: unknown, name: string): readonly string[] | undefined {
  const found = field(value, name);
  return isObject(found) ? Object.keys(found) : undefined;
}

/** String values of an object, on a null prototype: its keys may be `__proto__`. */
export function textMap(value: unknown, name: string): Readonly<Record<string, string>> | undefined {
  const found = field(value, name);
  if (!isObject(found)) return undefined;
  const map = Object.create(null) as Record<string, string>;
  for (const [key, item] of Object.entries(found)) if (typeof item === 'string') map[key] = item;
  return map;
}
