/** Names that a person types for an image, as engines take them (distribution's reference grammar, reference/regexp.go). */

const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/;
const DOMAIN = /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?::[0-9]+)?$/;
const TAG = /^\w[\w.-]{0,127}$/;
/** Bytes that a name without its tag may have. */
const MOST = 255;

/** `app` becomes `app:latest`, as docker reads it; undefined for what is no name of an image, digests included. */
export function imageName(text: string): string | undefined {
  const colon = text.indexOf(':', text.lastIndexOf('/') + 1);
  const [path, tag] = colon < 0 ? [text, 'latest'] : [text.slice(0, colon), text.slice(colon + 1)];
  const parts = path.split('/');
  const [first = ''] = parts;
  const hasDomain = parts.length > 1 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  const components = hasDomain ? parts.slice(1) : parts;
  if (!TAG.test(tag) || path.length > MOST || (hasDomain && !DOMAIN.test(first)) || !components.every((part) => COMPONENT.test(part))) return undefined;
  return `${path}:${tag}`;
}
