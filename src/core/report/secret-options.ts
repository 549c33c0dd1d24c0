/** Secrets whose place only the program tells: `-p` of one is a password, of another a port. Each pattern is what comes before the secret, and the secret. */

/** Of a value: to the next blank, quote or end of a command; bounded, since commands are hostile input. */
const VALUE = String.raw`(?![$\x60])[^\s"'|;&<>\\]{1,500}`;
const WORDS = String.raw`(?:[^|;&\n]{0,150}?[\s"'])`;
/** Between an option and its value: blanks, or the quotes and comma of a JSON array. */
const GAP = String.raw`(?:[ \t]+["']?|["'][ \t]*,[ \t]*["'])`;

const pattern = (before: string, value = VALUE): RegExp => new RegExp(`(${before})(${value})`, 'gi');

export const PROGRAM_SECRETS: readonly RegExp[] = [
  pattern(String.raw`\b(?:docker|podman|buildah|skopeo|nerdctl|oras|crane|helm|az|oc|twine|nuget)\b${WORDS}(?:login|upload|add|update|registry)\b${WORDS}-p${GAP}`),
  pattern(String.raw`\b(?:sshpass|useradd|usermod)\b${WORDS}?-p${GAP}`), pattern(String.raw`\bsshpass[ \t]+-p`),
  pattern(String.raw`\b(?:mysql|mysqladmin|mysqldump|mysqlimport|mysqlcheck|mariadb(?:-\w{1,20})?)\b${WORDS}-p`),
  pattern(String.raw`\bldap(?:search|add|modify|delete|passwd|whoami)\b${WORDS}-w${GAP}?`),
  pattern(String.raw`\bhtpasswd[ \t]+-\w{0,10}b\w{0,10}[ \t]+\S{1,300}[ \t]+\S{1,100}[ \t]+["']?`),
  pattern(String.raw`[\s"'](?:-pass(?:in|out)?[ \t]+)?pass:`),
  pattern(String.raw`[\s"']-(?:\w{0,20}pass(?:word|wd|phrase)?|secret|token)${GAP}`, String.raw`(?!(?:pass|env|file|fd|stdin)\b)[^\s"'|;&<>\\-]${VALUE}`),
  pattern(String.raw`\bsmbclient\b${WORDS}-U${GAP}[^\s"'%]{1,100}%`),
  // What is written into a program that asks for it.
  pattern(String.raw`\b(?:echo|printf)[ \t]+(?:-\w{1,3}[ \t]+)?["']?`, String.raw`${VALUE}(?=["']?[ \t]*\|[^|;&\n]{0,200}--(?:password-)?stdin\b)`),
  pattern(String.raw`\b(?:echo|printf)[ \t]+(?:-\w{1,3}[ \t]+)?["']?[^\s"':|]{1,100}:`, String.raw`${VALUE}(?=["']?[ \t]*\|[ \t]*(?:sudo[ \t]+)?chpasswd\b)`),
  // Settings of package managers and clients, by position.
  pattern(String.raw`\bhttp-basic\.[\w.-]{1,200}[ \t]+\S{1,200}[ \t]+["']?`), pattern(String.raw`\b(?:github-oauth|gitlab-(?:oauth|token)|bearer|pypi-token)\.[\w.-]{1,200}[ \t]+["']?`),
  pattern(String.raw`\bbundle[ \t]+config[ \t]+(?:set[ \t]+)?(?:--\w{1,10}[ \t]+)?[\w-]{1,100}\.[\w.-]{1,200}[ \t]+["']?[^\s"':]{1,100}:`),
  pattern(String.raw`\b(?:vault[ \t]+login|snyk[ \t]+auth)[ \t]+["']?`, String.raw`(?!-|\w+=)${VALUE}`),
  pattern(String.raw`\bmc[ \t]+(?:alias|config[ \t]+host)[ \t]+(?:set|add)[ \t]+\S{1,100}[ \t]+\S{1,300}[ \t]+\S{1,200}[ \t]+["']?`),
  pattern(String.raw`\bcurl\b${WORDS}-b[ \t]*["']?[\w.-]{1,60}=`),
  // Addresses that are secrets themselves.
  pattern(String.raw`\bhooks\.slack\.com/services/`), pattern(String.raw`\bdiscord(?:app)?\.com/api/webhooks/`), pattern(String.raw`://[\w.:-]{1,200}/t/`, String.raw`[^\s/"']{8,200}(?=/)`),
];

/** `"password": "…"`, `password: …`, `secret = "…"`, and `;Password=…;` of a connection string: JSON, YAML, TOML and the like within a command. */
export const STRUCTURED = /((?:^|[\s{,;"'(])(?:\\?["'])?)([A-Za-z_][\w.-]{0,80})((?:\\?["'])?(?:[ \t]*:[ \t]+|[ \t]+=[ \t]*|(?<=["'])[ \t]*:[ \t]*|=(?!\\?["']))(?:\\?["'])?)(?!\$)([^\s"'\\,;&|{}[\]]{1,500})/gm;

/** `NAME value` where a name that tells of a secret stands in a list of words: `config set NAME value`, `password value` of a netrc. */
export const BARE_PAIR = /(^|[\s"'])((?:\/\/[\w./:-]{1,200}:)?[A-Za-z_]*(?:pass|secret|token|auth|key|pwd|cred)[\w.-]{0,80})([ \t]+["']?)([^\s"'|;&<>\\=$-][^\s"'|;&<>\\]{5,500})/gim;

/** Letters and digits in one word, as keys and good passwords have them and prose has not. */
export function looksRandom(value: string): boolean {
  return /\d/.test(value) && /[A-Za-z]/.test(value) && !/[/:]|^0x|^v?\d+(?:\.\d+)+|\.(?:\w{1,5})$/.test(value.replace(/[/+][A-Za-z\d]{4,}/g, ''));
}
