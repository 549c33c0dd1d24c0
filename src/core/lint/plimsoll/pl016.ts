/** PL016: Bundler and RubyGems keep the archives of gems. */
import { hasFlag } from '../commands';
import { cacheRule, verbIs } from './cache-rule';

export const pl016 = cacheRule({
  code: 'PL016', name: 'bundler-cache-left',
  checks: '`bundle install` or `gem install` without deleting the `cache` folder of the gems in the same RUN or a cache mount.',
  why: 'Each gem is kept as an archive in `cache` beside the unpacked one.',
  cost: 'about a third as much again as the gems',
  links: ['https://bundler.io/guides/bundler_docker_guide.html'],
  bad: 'FROM ruby:3.3\nRUN bundle install\n',
  good: 'FROM ruby:3.3\nRUN bundle install && rm -f "$(gem env gemdir)"/cache/*.gem\n',
}, {
  of: 'RubyGems',
  fills: (command) => verbIs(command, ['bundle', 'gem'], ['install', 'i']) && !hasFlag(command, 'local'),
  spares: (command) => verbIs(command, ['gem', 'bundle'], ['sources', 'clean', 'cleanup']),
  place: /bundle|gem|cache/i,
  sparesTimeOnly: true,
  cleanUp: () => 'rm -f "$(gem env gemdir)"/cache/*.gem',
});
