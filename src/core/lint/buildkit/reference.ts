/** Whether a text can be an image reference: the grammar of distribution/reference, defaults (docker.io, library) filled in. */

const COMPONENT = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const LABEL = '(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])';
const DOMAIN = new RegExp(`^(?:${LABEL}(?:\\.${LABEL})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?$`);
const REST = new RegExp(`^(${COMPONENT}(?:/${COMPONENT})*)(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*):([0-9a-fA-F]{32,}))?$`);
const DIGEST_LENGTHS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };
const MAX_NAME = 255;
/** Longer texts are no references, and not worth a pattern's time. */
const MAX_TEXT = 1_000;

/** Whether `text` parses as an image name with an optional tag and digest. */
export function isImageReference(text: string): boolean {
  if (text.length > MAX_TEXT || /^[a-f0-9]{64}$/.test(text)) return false;
  const slash = text.indexOf('/');
  const first = text.slice(0, Math.max(slash, 0));
  const hasDomain = slash >= 0 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  const domain = hasDomain ? first : 'docker.io';
  const rest = hasDomain ? text.slice(slash + 1) : text;
  const match = REST.exec(rest);
  const name = match?.[1];
  if (name === undefined || !DOMAIN.test(domain)) return false;
  const length = Object.hasOwn(DIGEST_LENGTHS, match?.[2] ?? '') ? DIGEST_LENGTHS[match?.[2] ?? ''] : undefined;
  if (match?.[2] !== undefined && (length === undefined || match[3]?.length !== length || match[3] !== match[3].toLowerCase())) return false;
  const full = domain === 'docker.io' && !name.includes('/') ? `${domain}/library/${name}` : `${domain}/${name}`;
  return full.length <= MAX_NAME;
}
