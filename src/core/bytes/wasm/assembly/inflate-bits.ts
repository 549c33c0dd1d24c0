/** The bit buffer of inflate: takes bits from the lowest to the highest, and zeros behind the end of the input. */
import { Input } from './input';

/** Static fields, since AssemblyScript lets no module assign to a variable of another. */
export class Bits {
  static buffer: u64 = 0;
  static count: u32 = 0;
  /** Zero bytes that were pretended behind the end of the input. */
  static pretended: u32 = 0;
}

export function clearBits(): void {
  Bits.buffer = 0;
  Bits.count = 0;
  Bits.pretended = 0;
}

/** Whole bytes that were taken from the input and still wait in the bit buffer; none after the end of a stream. */
export function bufferedBytes(): u32 {
  return (Bits.count >> 3) - min(Bits.pretended, Bits.count >> 3);
}

/** Returns whole bytes of the bit buffer to the input and drops the rest of the current byte. */
export function giveBack(): void {
  const whole = Bits.count >> 3;
  Input.at -= <usize>(whole - min(Bits.pretended, whole));
  clearBits();
}

/** Fills the bit buffer to between 56 and 63 bits (64 would make shifts by its count do nothing), with zeros behind the end of the input. */
export function refill(): void {
  while (Bits.count < 56) {
    if (Input.at < Input.end) Bits.buffer |= <u64>load<u8>(Input.at++) << Bits.count;
    else Bits.pretended++;
    Bits.count += 8;
  }
}

// @ts-ignore: decorator of AssemblyScript
@inline
export function consume(count: u32): void {
  Bits.buffer >>= <u64>count;
  Bits.count -= count;
}

/** Whether bits were used that the input does not have. */
// @ts-ignore: decorator of AssemblyScript
@inline
export function overrun(): bool {
  return Bits.pretended << 3 > Bits.count;
}
