/** Finds what looks like a secret in environment values, commands and URLs, and masks it. */

import { BARE_PAIR, looksRandom, PROGRAM_SECRETS, STRUCTURED } from './secret-options';

export const MASK = '***';

/** A text with its secrets masked, and how many there were. */
export interface Masked {
  readonly text: string;
  readonly count: number;
}

/** Words in a variable's name that tell of a secret. */
const SECRET_NAME = /(?:pass(?:w(?:or)?d|phrase|code)|(?:^|_)pass|pwd|secret|token|credential|creds|api_?key|access_?key|auth_?key|private_?key|signing_?key|encryption_?key|account_?key|license_?key|activation_?key|jwt|(?:^|_)pat|bearer|authorization|_auth|cookie|dsn|connection_?str(?:ing)?|salt|webhook)(?:$|[_\d-]|s$|s_|base64|file$)/i;
const BARE_KEY = /(?:^|_)key$/i;
/** Fingerprints of public keys, paths, versions and switches whose names only sound secret. */
const HARMLESS_NAME = /^(?:nopasswd|.*_(?:version|sha(?:1|256|512)|checksum|algorithm|type|lifetime|timeout|rounds)|gpg_keys?|.*_gpg_keys?|public_key|.*_public_key|author|.*_passes|(?:.*_)?token_(?:url|path|ttl)|(?:.*_)?(?:password|secret|token|key)_(?:file|path|url|length|min|max)|(?:.*_)?(?:min|max)_?len(?:gth)?)$/i;

/** Well-known shapes of keys and tokens, whatever the variable is called. */
const SECRET_VALUE = new RegExp([
  String.raw`\b(?:AKIA|ASIA)[0-9A-Z]{16}\b`,
  String.raw`\bgh[pousr]_[A-Za-z0-9]{20,}`, String.raw`\bgithub_pat_[A-Za-z0-9_]{20,}`, String.raw`\bglpat-[A-Za-z0-9_-]{16,}`,
  String.raw`\bxox[abeoprs]-[A-Za-z0-9-]{10,}`, String.raw`\bnpm_[A-Za-z0-9]{30,}`, String.raw`\bpypi-[A-Za-z0-9_-]{40,}`,
  String.raw`\bdop_v1_[a-f0-9]{40,}`, String.raw`\bdckr_pat_[A-Za-z0-9_-]{20,}`, String.raw`\bhf_[A-Za-z0-9]{30,}`,
  String.raw`\bsk[-_](?:live_|test_|proj-|ant-)?[A-Za-z0-9_-]{20,}`, String.raw`\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}`,
  String.raw`\bhv[sb]\.[A-Za-z0-9_-]{20,}`, String.raw`\bshp(?:at|ss|ca|pa)_[A-Za-z0-9]{24,}`, String.raw`\bya29\.[A-Za-z0-9_-]{20,}`, String.raw`\bGOCSPX-[A-Za-z0-9_-]{20,}`,
  String.raw`\bATATT3[A-Za-z0-9_=-]{20,}`, String.raw`\bwhsec_[A-Za-z0-9+/=]{20,}`, String.raw`\bAIza[A-Za-z0-9_-]{30,}`, String.raw`\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}`,
  String.raw`\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*`,
  String.raw`-----BEGIN [A-Z ]*PRIVATE KEY-----(?:[^-]|-(?!----END))*(?:-----END [A-Z ]*PRIVATE KEY-----)?`,
].join('|'), 'g');

/** `scheme://user:password@host`: everything between the slashes and the last `@` of the authority. */
const URL_CREDENTIALS = /\b([A-Za-z][A-Za-z0-9+.-]{0,30}:\/\/)([^\s/?#"'<>\\]{1,1000})@(?=[^\s@])/g;
const URL_PARAMETER = /([?&](?:[\w.-]{0,40}(?:token|secret|signature|password|passwd|api_?key|access_?key|credential)|sig|key|X-Amz-(?:Signature|Security-Token|Credential))=)([^\s&#"'<>]+)/gi;
/** `Authorization: Bearer …` and the like, as curl and wget take them. */
const HEADER = /\b((?:proxy-)?authorization|x-[\w-]{0,40}(?:token|key|api)|private-token|api-?key|(?:set-)?cookie)(\s*:\s*)((?:bearer|basic|token)\s+)?([^\s"'\\][^"'\\\n]*?)(?=["'\\\n]|$)/gi;
/** Comes before the secret of a header. */
const SCHEME = /^(?:bearer|basic|token|digest|negotiate)$/i;
/** `NAME=value` and `--name=value`, `--name value`; the value may be quoted. */
const ASSIGNMENT = /(^|[\s;&|"'({,\\]|\$env:)((?:--?)?[A-Za-z_][\w.-]{0,80}|\/\/[\w./:-]{1,200}:_\w+)(=)("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s;&|"']+)/g;
const LONG_OPTION = /(^|[\s"'])(--?[A-Za-z][\w-]{0,60})(\s+|["'][ \t]*,[ \t]*(?=["']))("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s;&|"'-][^\s;&|"']*)/g;
/** `ENV NAME value` and `ENV NAME=value` of a Dockerfile: the first is not an assignment to the pattern above. */
const LEGACY_ENV = /^(\s*(?:#\(nop\)\s+)?ENV\s+)([A-Za-z_][\w.-]*)(\s+)([^\s=].*)$/gim;
const USER_OPTION = /([\s"'](?:-u|--user|--proxy-user)(?:[ =]?["']?|["'][ \t]*,[ \t]*["']))([^\s:"'()]+):([^\s"']+)/g;

/** Whether a variable of this name is likely to hold a secret. */
export function isSecretName(name: string): boolean {
  if (HARMLESS_NAME.test(name)) return false;
  return SECRET_NAME.test(name) || BARE_KEY.test(name) || /(?:^|[_-])auth(?:$|[_-]?(?:token|key))/i.test(name);
}

/** Masks credentials in URLs, headers and well-known token shapes: what is safe to do to any text. */
export function maskText(text: string): Masked {
  let count = 0;
  const hide = (replacement: string): string => {
    count += 1;
    return replacement;
  };
  const masked = text
    .replace(URL_CREDENTIALS, (whole, scheme: string, user: string) => (user === MASK || user.startsWith('$') && !user.includes(':') ? whole : hide(`${scheme}${MASK}@`)))
    .replace(URL_PARAMETER, (whole, head: string, value: string) => (value === MASK || isReference(value) ? whole : hide(`${head}${MASK}`)))
    .replace(HEADER, (whole, name: string, colon: string, scheme: string | undefined, value: string) => (
      isHidden(value) ? whole : hide(`${name}${colon}${scheme ?? ''}${MASK}`)))
    .replace(SECRET_VALUE, () => hide(MASK));
  return { text: masked, count };
}

/** A line of a shell or of a history: also `NAME=value`, `--password value`, `-u user:password`, and the ARG values of `|2 A=b …`. */
export function maskCommand(command: string): Masked {
  const args = maskBuildArguments(command);
  const words = maskText(args.text);
  let count = args.count + words.count;
  const hide = (replacement: string): string => {
    count += 1;
    return replacement;
  };
  const text = words.text
    .replace(LEGACY_ENV, (whole, head: string, name: string, gap: string, value: string) => (
      isSecretName(name) && value !== MASK && !isReference(value) ? hide(`${head}${name}${gap}${MASK}`) : whole))
    .replace(ASSIGNMENT, (whole, before: string, name: string, equals: string, value: string) => (
      isSecretWord(name) && !isHidden(value) ? hide(`${before}${name}${equals}${quotedLike(value)}`) : whole))
    .replace(LONG_OPTION, (whole, before: string, name: string, gap: string, value: string) => (
      isSecretWord(name) && !isSwitch(name) && !isHidden(value) ? hide(`${before}${name}${gap}${quotedLike(value)}`) : whole))
    .replace(USER_OPTION, (whole, head: string, user: string, password: string) => (
      password === MASK || isReference(password) || /^\d+$/.test(password) && /^\d+$/.test(user) ? whole : hide(`${head}${user}:${MASK}`)));
  const structured = text.replace(STRUCTURED, (whole, before: string, name: string, between: string, value: string) => (
    isSecretWord(name.toLowerCase() === 'auth' ? 'auth_token' : name) && !isHidden(value) && !SCHEME.test(value) ? hide(`${before}${name}${between}${MASK}`) : whole));
  const paired = structured.replace(BARE_PAIR, (whole, before: string, name: string, gap: string, value: string) => (
    isSecretWord(name.replace(/^.*:_?/, '')) && looksRandom(value) ? hide(`${before}${name}${gap}${MASK}`) : whole));
  const masked = PROGRAM_SECRETS.reduce((now, pattern) => now.replace(pattern, (whole, before: string, value: string) => (isHidden(value) ? whole : hide(`${before}${MASK}`))), paired);
  return { text: masked, count };
}

/** `NAME=value` of an environment or of labels. */
export function maskPair(pair: string): Masked {
  const at = pair.indexOf('=');
  if (at < 0) return maskCommand(pair);
  const value = pair.slice(at + 1);
  if (value !== '' && isSecretName(pair.slice(0, at)) && !isHidden(value)) return { text: `${pair.slice(0, at)}=${MASK}`, count: 1 };
  const { text, count } = maskCommand(value);
  return { text: `${pair.slice(0, at)}=${text}`, count };
}

/**
 * The classic builder writes `|2 A=b C=d /bin/sh -c …`: as many build arguments as the number says. Their values may hold blanks
 * and anything else, so everything up to the shell goes, whatever the arguments are called.
 */
function maskBuildArguments(command: string): Masked {
  const head = /^\s*(?:RUN\s+)?\|(\d{1,4})\s/.exec(command);
  if (head === null || head[1] === '0') return { text: command, count: 0 };
  const rest = command.slice(head[0].length);
  const shell = /\s(?=(?:\/\S*\/)?(?:a|ba|da|z|k)?sh(?:\.exe)?(?:\s+[-\w]{1,40}){0,6}?\s+-\w*c\b|(?:\/\S*\/)?(?:cmd|powershell|pwsh)\b)/i.exec(` ${rest}`);
  const written = shell === null ? rest : rest.slice(0, shell.index);
  const names = [...written.matchAll(/(?:^|\s)([A-Za-z_]\w*)=/g)].slice(0, Number(head[1])).map((match) => `${match[1]!}=${MASK}`);
  const tail = shell === null ? '' : ` ${rest.slice(shell.index).trimStart()}`;
  return { text: `${head[0]}${names.length > 0 ? names.join(' ') : MASK}${tail}`, count: Math.max(1, names.length) };
}

function isSecretWord(name: string): boolean {
  return isSecretName(name.replace(/^-+/, '').replace(/^\/\/.*:/, '').replaceAll('-', '_'));
}

/** Options that sound secret but take no value of their own. */
function isSwitch(name: string): boolean {
  return /^-[^-]|^--(?:no|disabled?|enable|skip|without|with|use)-|-(?:stdin|disabled|login)$/.test(name);
}

/** `$TOKEN`, `${TOKEN}`, `$(cat …)`: a reference says nothing. */
function isReference(value: string): boolean {
  return /^["']?\$(?:\w+|\{\w+\}|\([^)]*\)?)["']?$/.test(value);
}

/** Values that say nothing: references, masks, switches and small numbers, files, fingerprints, and cookies that only accept a licence. */
const SAYS_NOTHING = new RegExp([
  String.raw`^(?:\d{1,2}|true|false|yes|no|on|off|none|null)$`, String.raw`^\\?$`, String.raw`^/(?:run|etc|var|root|home|tmp|usr|opt)/`, String.raw`\.(?:pem|key|crt|cer|p12|jks|json|ya?ml|txt)$`,
  String.raw`^(?:[\dA-F]{4}\s+){9}[\dA-F]{4}$`, String.raw`^oraclelicense=[\w-]+$`,
].join('|'), 'i');

function isHidden(value: string): boolean {
  const plain = value.replace(/^["']|["']$/g, '');
  return isReference(value) || SAYS_NOTHING.test(plain) || value.replace(/^["']|["']$/g, '') === MASK || value === '""' || value === "''";
}

function quotedLike(value: string): string {
  const quote = value[0] === '"' || value[0] === "'" ? value[0] : '';
  return `${quote}${MASK}${quote}`;
}
