/** Names of images as people type them. */
import { expect, it } from 'vitest';
import { imageName } from '../../../src/core/writer/image-name';

it.each([
  ['app', 'app:latest'],
  ['app:1.0-rc_2', 'app:1.0-rc_2'],
  ['team/app', 'team/app:latest'],
  ['localhost/app:2', 'localhost/app:2'],
  ['registry:5000/team/app', 'registry:5000/team/app:latest'],
  ['GHCR.io/team/app:Stable', 'GHCR.io/team/app:Stable'],
  ['a__b.c-d--e:x', 'a__b.c-d--e:x'],
])('%s is %s', (text, name) => expect(imageName(text)).toBe(name));

it.each(['', ':1', 'app:', 'App', 'my app', 'app:a b', '/app', 'team//app', 'app@sha256:0', 'app:.x', '-app', 'app_', 'registry:port/app', `${'a'.repeat(256)}`, `app:${'t'.repeat(129)}`, 'häfen'])(
  '%s is none', (text) => expect(imageName(text)).toBeUndefined(),
);
