/** Sizes and ratios as configuration files write them, read as Go and go-humanize read them, since dive's files are written for those. */

/** Decimal and binary units of go-humanize's `ParseBytes`; case does not matter, and the B may be left out. */
const UNITS = new Map<string, number>([['', 1], ['b', 1]]);
for (const [power, letter] of [...'kmgtpe'].entries()) {
  UNITS.set(letter, 1000 ** (power + 1)).set(`${letter}b`, 1000 ** (power + 1));
  UNITS.set(`${letter}i`, 1024 ** (power + 1)).set(`${letter}ib`, 1024 ** (power + 1));
}

export type Amount = { readonly ok: true; readonly value: number } | { readonly ok: false; readonly why: string };

const wrong = (why: string): Amount => ({ ok: false, why });

/** `20MB` is 20,000,000 bytes, `20MiB` 20,971,520, `1,000` a thousand; parts of bytes are dropped. */
export function parseBytes(text: string): Amount {
  const [, digits, rest] = /^([\d.,]*)([\s\S]*)$/.exec(text) as unknown as readonly [string, string, string];
  const number = digits.replaceAll(',', '');
  if (!/^(?:\d+\.?\d*|\.\d+)$/.test(number)) return wrong(`"${text}" does not begin with a number of bytes`);
  const unit = UNITS.get(rest.trim().toLowerCase());
  if (unit === undefined) return wrong(`"${rest.trim()}" is no unit; use B, kB, MB, GB, KiB, MiB or GiB`);
  const bytes = Number(number) * unit;
  // Go's uint64 ends there.
  return bytes >= 2 ** 64 ? wrong(`"${text}" is too large`) : { ok: true, value: Math.trunc(bytes) };
}

/** A ratio from 0 to 1. `NaN` is a number to Go, and every comparison with it passes. */
export function parseRatio(text: string): Amount {
  const value = parseGoFloat(text);
  if (value === undefined) return wrong(`"${text}" is no number`);
  return value < 0 || value > 1 ? wrong(`"${text}" is not between 0 and 1`) : { ok: true, value };
}

/** `2%` is 0.02. The sign is asked for, since a bare `2` could mean either. */
export function parsePercent(text: string): Amount {
  const match = /^\s*(\d+\.?\d*|\.\d+)\s*%\s*$/.exec(text);
  if (match === null) return wrong(`"${text}" is no percentage such as 2%`);
  const value = Number(match[1]) / 100;
  return value > 1 ? wrong(`"${text}" is more than 100 %`) : { ok: true, value };
}

/** `strconv.ParseFloat`: decimal, hexadecimal with an exponent, infinities and NaN in any case. */
function parseGoFloat(text: string): number | undefined {
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return Number(text);
  if (/^[+-]?nan$/i.test(text)) return Number.NaN;
  if (/^[+-]?inf(?:inity)?$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  const hex = /^([+-]?)0x([\da-f]+)?\.?([\da-f]+)?p([+-]?\d+)$/i.exec(text);
  if (hex === null || (hex[2] === undefined && hex[3] === undefined)) return undefined;
  const fraction = hex[3] ?? '';
  const mantissa = Number.parseInt(`${hex[2] ?? ''}${fraction}`, 16);
  return (hex[1] === '-' ? -1 : 1) * mantissa * 2 ** (Number(hex[4]) - 4 * fraction.length);
}
