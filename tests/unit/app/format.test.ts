/** Numbers as people read them: docker's units, true percentages, ls's modes. */
import { describe, expect, test } from 'vitest';
import { bytesText, exactBytes, measure, modeText, percentText, plural, timeText } from '../../../src/app/format';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('bytes', () => {
  test.each([
    [0, '0 B'], [1, '1 B'], [999, '999 B'], [1000, '1.00 kB'], [1234, '1.23 kB'], [9994, '9.99 kB'], [9996, '10.0 kB'], [99_960, '100 kB'],
    [999_499, '999 kB'], [999_600, '1.00 MB'], [1_428_181_154, '1.43 GB'], [999_999_999, '1.00 GB'], [-1500, '−1.50 kB'], [2 ** 53, '9.01 PB'],
  ])('%d is %s', (bytes, text) => expect(plain(bytesText(bytes))).toBe(text));

  test('binary units step at 1024', () => {
    expect(plain(bytesText(1023, 'binary'))).toBe('1023 B');
    expect(plain(bytesText(1024, 'binary'))).toBe('1.00 KiB');
    expect(plain(bytesText(1_048_576, 'binary'))).toBe('1.00 MiB');
    expect(measure(1024 ** 2 - 1, 'binary')).toEqual({ value: '1.00', unit: 'MiB' });
  });

  test('the exact figure has all its digits', () => {
    expect(plain(exactBytes(1_428_181_154))).toBe('1,428,181,154 bytes');
    expect(plain(exactBytes(1))).toBe('1 byte');
    expect(plain(exactBytes(-12_345))).toBe('−12,345 bytes');
  });
});

test.each([
  [0, '0 %'], [1, '100 %'], [0.5, '50.0 %'], [0.0004, '<0.1 %'], [0.0005, '0.1 %'], [0.9996, '>99.9 %'], [0.9994, '99.9 %'], [Number.NaN, '–'],
])('a share of %d is %s', (share, text) => expect(plain(percentText(share))).toBe(text));

test.each([
  [0o644, 'file', '-rw-r--r--'], [0o755, 'dir', 'drwxr-xr-x'], [0o777, 'symlink', 'lrwxrwxrwx'], [0o4755, 'file', '-rwsr-xr-x'],
  [0o4644, 'file', '-rwSr--r--'], [0o2755, 'dir', 'drwxr-sr-x'], [0o1777, 'dir', 'drwxrwxrwt'], [0o1776, 'dir', 'drwxrwxrwT'], [0, 'char', 'c---------'],
])('mode %o of a %s is %s', (mode, type, text) => expect(modeText(mode, type)).toBe(text));

test('counts agree with their noun', () => {
  expect(plural(1, 'path')).toBe('1 path');
  expect(plural(30_264, 'path')).toBe('30,264 paths');
});

test('times that are none are left out', () => {
  expect(timeText('2026-11-23T06:31:59Z')).toBe('2026-11-23 06:31');
  expect(timeText(0)).toBe('1970-01-01 00:00');
  expect(timeText('yesterday')).toBe('');
  expect(timeText(1e300)).toBe('');
  expect(timeText(undefined)).toBe('');
});
