/** PL010: Maven keeps every dependency and plug-in. */
import { cacheRule } from './cache-rule';

export const pl010 = cacheRule({
  code: 'PL010', name: 'maven-repository-left',
  checks: '`mvn` in a stage that is part of the image, without deleting `~/.m2/repository` in the same RUN or a cache mount on it.',
  why: 'The local repository holds all dependencies and plug-ins of the build; the finished archive needs none of them.',
  cost: '100 to 500 MB',
  links: ['https://maven.apache.org/guides/introduction/introduction-to-repositories.html'],
  bad: 'FROM maven:3.9-eclipse-temurin-21\nRUN mvn package\n',
  good: 'FROM maven:3.9-eclipse-temurin-21\nRUN mvn package && rm -rf ~/.m2/repository\n',
}, {
  of: 'Maven',
  fills: (command) => /^(?:\.\/)?mvnw?$/.test(command.name) && command.args.some((arg) => !arg.startsWith('-')) && !command.args.some((arg) => arg.startsWith('-Dmaven.repo.local')),
  place: /\.m2|maven/,
  variable: /MAVEN_(?:CONFIG|REPO|OPTS|ARGS)/,
  runsWith: /\bmvnw?\b/,
  cleanUp: () => 'rm -rf ~/.m2/repository',
  safety: 'review',
});
