/** Takes the image of a FROM apart: registry, name, tag, digest. */
export interface ImageReference {
  readonly registry?: string;
  /** Without registry, tag and digest; as written, variables included. */
  readonly name: string;
  readonly tag?: string;
  readonly digest?: string;
}

/** By the distribution grammar: the first part is a registry if it holds a dot or a colon (hadolint knows no bare `localhost`). */
export function parseImageReference(text: string): ImageReference {
  const at = text.indexOf('@');
  const digest = at < 0 ? undefined : text.slice(at + 1);
  let rest = at < 0 ? text : text.slice(0, at);
  const slash = rest.indexOf('/');
  const first = slash < 0 ? '' : rest.slice(0, slash);
  const registry = slash > 0 && !first.includes('$') && /[.:]/.test(first) ? first : undefined;
  if (registry !== undefined) rest = rest.slice(slash + 1);
  const colon = tagColon(rest);
  return {
    ...(registry === undefined ? {} : { registry }),
    name: colon < 0 ? rest : rest.slice(0, colon),
    ...(colon < 0 ? {} : { tag: rest.slice(colon + 1) }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/**
 * As hadolint reads the image of a FROM, which is not how builders do: the registry ends at the first slash after a dot (so
 * `localhost:5000` is none), the name at the first colon after it, and quotes are part of the text. Of `localhost:5000/app` the tag is `5000/app`.
 * `raw` is the word as written, quotes included.
 */
export function hadolintReference(raw: string): Omit<ImageReference, 'registry'> {
  const text = raw.replace(/^(?:\{[^}]*\}|[^.{])+\.(?:\{[^}]*\}|[^/{])+\//, '');
  const [rest = '', ...digest] = text.split('@');
  const colon = nameColon(rest);
  return {
    name: colon < 0 ? rest : rest.slice(0, colon),
    ...(colon < 0 ? {} : { tag: rest.slice(colon + 1) }),
    ...(digest.length === 0 ? {} : { digest: digest.join('@') }),
  };
}

/** The first colon that is not part of `${VAR:-default}`. */
function nameColon(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    else if (text[at] === '}') depth -= 1;
    else if (text[at] === ':' && depth === 0) return at;
  }
  return -1;
}

/** Where the tag begins: the last colon after the last slash that is not part of `${VAR:-default}`. */
function tagColon(text: string): number {
  let depth = 0;
  let found = -1;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '{') depth += 1;
    else if (char === '}') depth -= 1;
    else if (depth === 0 && char === '/') found = -1;
    else if (depth === 0 && char === ':') found = at;
  }
  return found;
}
