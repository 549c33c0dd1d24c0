/** Characters taken off the ends of a text. */
import { expect, test } from 'vitest';
import { trimEndOf, trimOf } from '../../src/core/trim-chars';

test.each([['a/b//', 'a/b'], ['///', ''], ['', ''], ['/a', '/a'], ['a', 'a']])('%s ends as %s', (text, expected) => expect(trimEndOf(text, '/')).toBe(expected));

test.each([['"a\'b"\'', 'a\'b'], ['""', ''], ['a"b', 'a"b']])('%s is %s within', (text, expected) => expect(trimOf(text, '"\'')).toBe(expected));
