/**
 * Two things may stand in one URL fragment, joined by `&`: the view address (`view=waste&layer=7`), which follows every click, and a link
 * that holds a report (`r1.….…`), which is made on request only. Here they are told apart; the fields of the view belong to the page.
 */

export interface FragmentParts {
  /** The view's `name=value` pairs, joined by `&`; empty when there are none. */
  readonly view: string;
  /** The part that holds a report, checksum included; undefined when there is none. */
  readonly link?: string;
}

/** A frame, whole or cut: it begins with its kind and version, which no `name=value` pair does. */
const LINK = /^[a-z]\d{1,3}(?:\.|$)/;
/** A frame that lost the `&` before it, or the dot after its version: it must not pass for a value of the view. */
const DAMAGED_LINK = /[\w-]{24,}\.[\da-z]{7}$/;
/** A whole frame, which ends seven characters after its last dot, and what a chat took for a part of the address, escaped by the browser or not. */
const WHOLE_LINK = /^([a-z]\d{1,3}\.[\w-]+\.[\da-z]{7})(?:%[\dA-Fa-f]{2}|[^\dA-Za-z%])*$/;
const BEFORE = /^["'“‘«<([`*_~]+/;
const BEHIND = /(?:%[\dA-Fa-f]{2}|[^\w-])+$/;

/** Takes a fragment with or without `#`, or a whole address; blanks and quotes around it, and punctuation behind it, are ignored. */
export function splitFragment(text: string): FragmentParts {
  const trimmed = text.trim().replace(BEFORE, '');
  const hash = trimmed.indexOf('#');
  const fragment = hash >= 0 ? trimmed.slice(hash + 1) : trimmed;
  const view: string[] = [];
  let link: string | undefined;
  for (const part of fragment.split('&')) {
    const frame = link === undefined ? frameIn(part) : undefined;
    if (frame !== undefined) link = frame;
    else if (part.includes('=')) view.push(part);
  }
  return link === undefined ? { view: view.join('&') } : { view: view.join('&'), link };
}

function frameIn(part: string): string | undefined {
  const whole = WHOLE_LINK.exec(part)?.[1];
  if (whole !== undefined) return whole;
  const bare = part.replace(BEHIND, '');
  return LINK.test(bare) || DAMAGED_LINK.test(bare) ? bare : undefined;
}

/** The fragment, `#` included. The link stands last, so that the whole ends in a letter or digit. */
export function joinFragment(parts: FragmentParts): string {
  return `#${[parts.view, parts.link ?? ''].filter((part) => part !== '').join('&')}`;
}
