/** Recognises what mint's --obfuscate-metadata leaves in files: names of programs bent so that scanners do not know them. */
import { latin1 } from '../bytes/latin1';

export interface Obfuscation {
  readonly path: string;
  /** The bent text. */
  readonly found: string;
}

const BENT = ['kerl/', 'Nash wersion', 'xginn wersion', 'xginn/'];

/** At most one finding a file; `bytes` is the content in the smaller image. */
export function findObfuscation(path: string, bytes: Uint8Array): Obfuscation[] {
  const text = latin1(bytes);
  const found = BENT.find((bent) => text.includes(bent));
  if (found !== undefined) return [{ path, found }];
  return /OFH\n?$/.test(text.slice(-8)) ? [{ path, found: 'OFH at the end' }] : [];
}
