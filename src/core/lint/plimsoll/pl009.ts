/** PL009: Cargo keeps the sources of every crate. */
import { hasFlag } from '../commands';
import { cacheRule, verbIs } from './cache-rule';

export const pl009 = cacheRule({
  code: 'PL009', name: 'cargo-registry-left',
  checks: '`cargo build`, `install` or `fetch` in a stage that is part of the image, without deleting the registry in the same RUN or a cache mount on it.',
  why: 'Cargo keeps archives and sources of all crates in `$CARGO_HOME/registry`. A finished program needs neither.',
  cost: '100 MB and more',
  links: ['https://doc.rust-lang.org/cargo/guide/cargo-home.html'],
  bad: 'FROM rust:1.82\nRUN cargo install ripgrep@14.1.1\n',
  good: 'FROM rust:1.82\nRUN cargo install ripgrep@14.1.1 && rm -rf "${CARGO_HOME:-$HOME/.cargo}/registry"\n',
}, {
  of: 'Cargo',
  fills: (command) => verbIs(command, ['cargo'], ['build', 'install', 'fetch', 'b', 'test', 'run']) && !hasFlag(command, 'version', 'list'),
  place: /cargo|CARGO_HOME|registry/,
  runsWith: /\bcargo\b/,
  cleanUp: () => 'rm -rf "${CARGO_HOME:-$HOME/.cargo}/registry"',
});
