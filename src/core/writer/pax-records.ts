/** PAX extended header records: `LENGTH KEY=VALUE\n`, where LENGTH counts itself (pax(1), "pax Header Block"). */

/** A value is bytes, or Latin-1 text of one character a byte. */
export type PaxRecord = readonly [key: string, value: string | Uint8Array];

/** All records one after the other, without padding. */
export function paxRecords(records: readonly PaxRecord[]): Uint8Array {
  const lengths = records.map(([key, value]) => recordLength(key.length, value.length));
  const bytes = new Uint8Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  records.forEach(([key, value], index) => {
    at = putText(bytes, at, `${lengths[index]!} ${key}=`);
    if (typeof value === 'string') at = putText(bytes, at, value);
    else {
      bytes.set(value, at);
      at += value.length;
    }
    bytes[at] = 0x0a;
    at += 1;
  });
  return bytes;
}

function recordLength(key: number, value: number): number {
  const body = key + value + 3;
  let length = body + String(body).length;
  if (body + String(length).length !== length) length = body + String(length).length;
  return length;
}

/** Keys come from the archive too (attribute names, as Latin-1): one byte a character. */
function putText(bytes: Uint8Array, at: number, text: string): number {
  for (let i = 0; i < text.length; i += 1) bytes[at + i] = text.charCodeAt(i);
  return at + text.length;
}
