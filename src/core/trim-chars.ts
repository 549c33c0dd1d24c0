/**
 * Takes characters off the ends of a text in one pass. A pattern such as `/\/+$/` tries anew at each of them wherever something follows,
 * and so takes the square of their number.
 */

/** `text` without those of `chars` that it ends with. */
export function trimEndOf(text: string, chars: string): string {
  let end = text.length;
  while (end > 0 && chars.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** `text` without those of `chars` that it begins or ends with. */
export function trimOf(text: string, chars: string): string {
  let start = 0;
  while (start < text.length && chars.includes(text.charAt(start))) start += 1;
  return trimEndOf(text.slice(start), chars);
}
