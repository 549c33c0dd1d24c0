/** Writes tars that no honest tool would: every field as it is given, names as bytes, sizes that lie. */

export interface TarField {
  readonly name: Uint8Array;
  readonly typeFlag?: string;
  readonly link?: Uint8Array;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly mtime?: number;
  readonly content?: Uint8Array;
  /** What the header says; the content's length where it is left out. */
  readonly size?: number | Uint8Array;
  readonly deviceMajor?: number;
  readonly deviceMinor?: number;
  readonly magic?: string;
  /** Put into the checksum, so that it does not match. */
  readonly wrongChecksum?: boolean;
}

const BLOCK = 512;

export function bytesOf(text: string): Buffer<ArrayBuffer> {
  return Buffer.from(text, 'latin1');
}

function octal(value: number, length: number): string {
  return `${Math.max(0, Math.floor(value)).toString(8).padStart(length - 1, '0').slice(-(length - 1))}\0`;
}

/** Header, content and padding of one member. */
export function tarMember(field: TarField): Buffer<ArrayBuffer> {
  const content = field.content ?? new Uint8Array(0);
  const member = Buffer.alloc(BLOCK + Math.ceil(content.length / BLOCK) * BLOCK);
  member.set(field.name.subarray(0, 100));
  member.write(octal(field.mode ?? 0o644, 8), 100, 'latin1');
  member.write(octal(field.uid ?? 0, 8), 108, 'latin1');
  member.write(octal(field.gid ?? 0, 8), 116, 'latin1');
  const size = field.size ?? content.length;
  if (typeof size === 'number') member.write(octal(size, 12), 124, 'latin1');
  else member.set(size.subarray(0, 12), 124);
  member.write(octal(field.mtime ?? 1_700_000_000, 12), 136, 'latin1');
  member.write(field.typeFlag ?? '0', 156, 'latin1');
  if (field.link !== undefined) member.set(field.link.subarray(0, 100), 157);
  member.write(field.magic ?? 'ustar\x0000', 257, 'latin1');
  member.write(octal(field.deviceMajor ?? 0, 8), 329, 'latin1');
  member.write(octal(field.deviceMinor ?? 0, 8), 337, 'latin1');
  member.fill(0x20, 148, 156);
  let sum = field.wrongChecksum === true ? 1 : 0;
  for (let at = 0; at < BLOCK; at += 1) sum += member[at]!;
  member.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  member.set(content, BLOCK);
  return member;
}

/** A record of a PAX header, its own length included. */
export function paxRecord(key: string, value: string): string {
  let length = key.length + value.length + 3;
  while (`${length} ${key}=${value}\n`.length !== length) length = `${length} ${key}=${value}\n`.length;
  return `${length} ${key}=${value}\n`;
}

/** A member whose name is carried by a GNU long-name or PAX header, whatever its length. */
export function longNamed(field: TarField, by: 'gnu' | 'pax'): Buffer<ArrayBuffer> {
  const extra = by === 'gnu'
    ? tarMember({ name: bytesOf('././@LongLink'), typeFlag: 'L', content: Buffer.concat([field.name, Buffer.alloc(1)]) })
    : tarMember({ name: bytesOf('PaxHeaders/x'), typeFlag: 'x', content: bytesOf(paxRecord('path', Buffer.from(field.name).toString('latin1'))) });
  return Buffer.concat([extra, tarMember(field)]);
}

/** Members and the two zero blocks of the end. */
export function tarOf(members: readonly Uint8Array[]): Buffer<ArrayBuffer> {
  return Buffer.concat([...members, Buffer.alloc(2 * BLOCK)]);
}
