/** PL011: Gradle keeps every dependency. */
import { hasFlag } from '../commands';
import { cacheRule } from './cache-rule';

export const pl011 = cacheRule({
  code: 'PL011', name: 'gradle-cache-left',
  checks: '`gradle` or `gradlew` in a stage that is part of the image, without deleting `~/.gradle` in the same RUN or a cache mount on it.',
  why: 'The cache holds dependencies, compiled scripts and the wrapper; the finished archive needs none of them.',
  cost: '100 to 500 MB',
  links: ['https://docs.gradle.org/current/userguide/directory_layout.html'],
  bad: 'FROM eclipse-temurin:21\nRUN ./gradlew build\n',
  good: 'FROM eclipse-temurin:21\nRUN --mount=type=cache,target=/root/.gradle ./gradlew build\n',
}, {
  of: 'Gradle',
  fills: (command) => /^(?:\.\/)?gradlew?$/.test(command.name) && command.args.some((arg) => !arg.startsWith('-')) && !hasFlag(command, 'g', 'gradle-user-home'),
  place: /gradle/,
  variable: /GRADLE_USER_HOME/,
  runsWith: /\bgradlew?\b/,
  cleanUp: () => 'rm -rf ~/.gradle/caches',
  safety: 'review',
});
