/** Finds the link in a text that somebody pasted: alone, in a sentence, in Markdown or HTML, quoted or broken over lines by a mail program. */

/** Marks of a quoted mail before each line. */
const QUOTE_MARKS = /^[ \t]*(?:[>|][ \t]*)+/gm;
/** Breaks that programs put into long words (the first is quoted-printable's): none of them is ever part of a link. */
const BREAKS = /=\r?\n|[\s\u00ad\u200b-\u200d\u2060\ufeff]+/g;
/** With line ends for such breaks. A whole frame ends by itself, seven characters after its last dot, if nothing is joined to it there. */
const WHOLE_LINK = /(?:#|^)((?:[a-z\n]+=[^&#]*&(?:amp;)?)*\n?[a-z]\n?(?:\d\n?){1,3}\.[\w\n-]+\.(?:\n?[\da-z]){7})(?![\w-]*[\dA-Za-z])/;
/** No browser takes a longer address. */
const MOST_CHARACTERS = 4_000_000;
const ONLY_AN_ADDRESS = /^[^\s#]{0,20}https?:\/\/|^\S*$/;

/**
 * The fragment, without `#`, that the text holds or is, its line breaks taken out. Undefined for a text that merely mentions something:
 * what is no whole link counts as one, cut or altered, only where the text is nothing but an address.
 */
export function pastedFragment(text: string): string | undefined {
  if (text.length > MOST_CHARACTERS) return undefined;
  const bare = text.trim().replace(QUOTE_MARKS, '');
  const joined = bare.replace(BREAKS, '\n');
  const whole = WHOLE_LINK.exec(joined)?.[1];
  if (whole !== undefined) return whole.replaceAll('\n', '').replaceAll('&amp;', '&');
  return ONLY_AN_ADDRESS.test(bare) ? joined.slice(joined.indexOf('#') + 1).replaceAll('\n', '') : undefined;
}
