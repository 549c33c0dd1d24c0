/**
 * The outer form of every link, the same for all kinds and for ever: `KIND VERSION . PAYLOAD . CHECK`.
 *
 * KIND is one letter, VERSION a number, PAYLOAD base64url of raw deflate (with a preset dictionary) of JSON, CHECK the CRC-32 of all
 * that stands before its dot. A newer version can therefore be told from a damaged link without knowing what is inside.
 */
import { deflateSync, Inflate } from 'fflate';
import { decodeUtf8, encodeUtf8 } from '../bytes/text';
import { failure, success, type Outcome, type Problem } from '../problem';
import { fromBase64Url, toBase64Url } from './base64url';
import { CHECK_LENGTH, checkOf } from './crc32';
import { DICTIONARY_1 } from './dictionary-1';

/** Kinds that this copy can read: image report, Dockerfile, comparison, plan, build context. */
export const LINK_KINDS = ['r', 'd', 'c', 'p', 'b'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];
export const LINK_VERSION = 1;

/** Firefox stops at 1 MiB for a whole URL, Chromium at 2 MiB. */
export const MAX_LINK = 1_000_000;
/** Bytes of JSON inside a link. */
const MAX_INFLATED = 1_048_576;

/** fflate inflates a whole input chunk before it hands anything out, so a bomb must be fed in small pieces. */
const INFLATE_STEP = 1024;

const LOOKS_LIKE_OURS = /^[a-z]\d{1,3}[.%]|\.[\da-z]{7}$/;

let dictionary: Uint8Array | undefined;
const dictionaryBytes = (): Uint8Array => (dictionary ??= encodeUtf8(DICTIONARY_1));

/** `r1.PAYLOAD.CHECK`, or undefined when the JSON is larger than a reader would take. */
export function frame(kind: LinkKind, payload: unknown): string | undefined {
  const bytes = encodeUtf8(JSON.stringify(payload));
  if (bytes.length > MAX_INFLATED) return undefined;
  const deflated = deflateSync(bytes, { level: 9, mem: 8, dictionary: dictionaryBytes() });
  const text = `${kind}${LINK_VERSION}.${toBase64Url(deflated)}`;
  const link = `${text}.${checkOf(text)}`;
  return link.length > MAX_LINK ? undefined : link;
}

/** What a link holds. Problems: `link-not-ours`, `link-cut`, `link-altered`, `link-newer-version`, `link-too-big`. */
export function unframe(link: string): Outcome<{ readonly kind: LinkKind; readonly version: number; readonly payload: unknown }> {
  if (link.length > MAX_LINK) return failure(tooBig(`has ${link.length} characters; ${MAX_LINK} can be read`));
  const parts = /^([a-z])(\d{1,3})\.([\w-]*)(?:\.([\da-z]*))?$/.exec(link);
  if (parts === null) return failure(/^[a-z]\d{1,3}$/.test(link) ? cut() : LOOKS_LIKE_OURS.test(link) ? altered() : notOurs());
  const [, kind, version, payload, check] = parts as unknown as readonly [string, string, string, string, string | undefined];
  if (check === undefined || check.length < CHECK_LENGTH) return failure(cut());
  if (check !== checkOf(link.slice(0, link.lastIndexOf('.')))) return failure(altered());
  if (!isKind(kind) || Number(version) > LINK_VERSION) return failure(newer());
  const deflated = fromBase64Url(payload);
  if (deflated === undefined || Number(version) < 1) return failure(altered());
  const json = inflate(deflated);
  if (!json.ok) return json;
  try {
    return success({ kind, version: Number(version), payload: JSON.parse(decodeUtf8(json.value)) as unknown });
  } catch {
    return failure(altered());
  }
}

/**
 * Inflates in a stream and stops at the cap: `inflateSync` with an output buffer would cut silently, and without one would
 * allocate whatever a bomb asks for.
 */
function inflate(deflated: Uint8Array): Outcome<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  const stream = new Inflate({ dictionary: dictionaryBytes() }, (chunk, final) => {
    size += chunk.length;
    if (size > MAX_INFLATED) throw new Excess();
    // The stream reuses nothing of a chunk that it has handed out, but keeps its own window: no copy is needed.
    chunks.push(chunk);
    ended = final;
  });
  try {
    for (let at = 0; at < deflated.length; at += INFLATE_STEP) {
      stream.push(deflated.subarray(at, at + INFLATE_STEP), at + INFLATE_STEP >= deflated.length);
    }
  } catch (error) {
    // fflate throws plain errors with a numeric code for bad data; whatever else it throws on damaged input means the same to the reader.
    return failure(error instanceof Excess ? tooBig(`unpacks to more than ${MAX_INFLATED} bytes`) : altered());
  }
  if (!ended) return failure(altered());
  const whole = new Uint8Array(size);
  let to = 0;
  for (const chunk of chunks) {
    whole.set(chunk, to);
    to += chunk.length;
  }
  return success(whole);
}

class Excess extends Error {}

function isKind(kind: string): kind is LinkKind {
  return (LINK_KINDS as readonly string[]).includes(kind);
}

export function notOurs(): Problem {
  return {
    kind: 'link-not-ours', message: 'This address holds no report of Plimsoll.',
    advice: 'A link to a report looks like #r1.….…; ask for the link again, or drop the file itself.',
  };
}

export function cut(): Problem {
  return {
    kind: 'link-cut', message: 'This link was cut off in transit: its end is missing.',
    advice: 'Ask the sender to post it again, as a chat-safe link of at most 2,000 characters or as an exported file.',
  };
}

export function altered(): Problem {
  return {
    kind: 'link-altered', message: 'This link was altered on its way: its checksum does not fit what it holds.',
    advice: 'Copy it again from where it was posted; if it is the same there, ask the sender for a new one.',
  };
}

function newer(): Problem {
  return {
    kind: 'link-newer-version', message: 'This link was made by a newer Plimsoll than this copy.',
    advice: 'Reload the page to get the newest Plimsoll, then open the link again.',
  };
}

function tooBig(what: string): Problem {
  return {
    kind: 'link-too-big', message: `This link ${what}.`,
    advice: 'No link of ours is that large. Ask the sender to export the report as a JSON file instead.',
  };
}
