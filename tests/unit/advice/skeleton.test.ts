/** The multi-stage skeleton for each ecosystem: what it proposes, and where the Dockerfile does not tell enough. */
import { describe, expect, test } from 'vitest';
import { skeletonSteps } from '../../../src/core/advice/stage/skeleton';
import { parseDockerfile } from '../../../src/core/dockerfile/parse';
import { shellParser } from '../../../src/core/dockerfile/shell-parser';
import { applyEdits } from '../../../src/core/lint/fixes/apply';
import type { AdviceStep } from '../../../src/core/report/report';

const shell = shellParser;

const stepsOf = (text: string): readonly AdviceStep[] => skeletonSteps(parseDockerfile(text), shell, 'linux/amd64');
function fixed(text: string): string {
  const [step] = stepsOf(text);
  const result = applyEdits(text, step!.fix!.edits);
  expect(parseDockerfile(result).errors).toEqual([]);
  // Asked again, the result is a file of several stages.
  expect(stepsOf(result)).toEqual([]);
  return result;
}
const HEAD = '\n# What runs: none of the tools above are in the image.\n';

describe('the skeleton', () => {
  test('Go: the program alone, on an image without a system where cgo is off', () => {
    const text = 'FROM golang:1.25\nWORKDIR /src\nCOPY . .\nENV CGO_ENABLED=0\nRUN go build -o /bin/server ./cmd\nEXPOSE 80\nUSER 1000\nENTRYPOINT ["/bin/server"]\n';
    expect(fixed(text)).toBe(
      `FROM golang:1.25 AS build\nWORKDIR /src\nCOPY . .\nENV CGO_ENABLED=0\nRUN go build -o /bin/server ./cmd\n${HEAD}FROM gcr.io/distroless/static-debian12\n`
      + 'COPY --from=build /bin/server /bin/server\nWORKDIR /src\nENV CGO_ENABLED=0\nEXPOSE 80\nUSER 1000\nENTRYPOINT ["/bin/server"]\n',
    );
    const [step] = stepsOf(text);
    expect(step).toMatchObject({ id: 'skeleton-go', way: 'multi-stage', enabled: false, bytes: null, line: 1, fix: { safety: 'review' } });
    expect(step!.fix!.assumes!.length).toBeGreaterThan(1);
  });

  test('Go with cgo, or started by a shell, runs on a system with the same C library', () => {
    expect(fixed('FROM golang:1.25-alpine3.22\nWORKDIR /src\nRUN go install ./...\nCMD ["server"]\n')).toContain('FROM alpine:3.22\nCOPY --from=build /go/bin/server /go/bin/server\nWORKDIR /src\nCMD');
    expect(fixed('FROM golang:1.25-bookworm\nWORKDIR /src\nENV CGO_ENABLED=0\nRUN go build\nCMD ./server\n')).toContain('FROM debian:bookworm-slim\nCOPY --from=build /src/server /src/server\n');
  });

  test('Rust, Java, C: what is started tells what is copied', () => {
    expect(fixed('FROM rust:1.90\nWORKDIR /app\nCOPY . .\nRUN cargo build --release\nCMD ["./target/release/app"]')).toContain('FROM debian:trixie-slim\nCOPY --from=build /app/target/release/app /app/target/release/app\n');
    expect(fixed('FROM maven:3.9-eclipse-temurin-21\nWORKDIR /app\nCOPY . .\nRUN mvn package\nCMD ["java", "-jar", "target/app.jar"]\n')).toContain('FROM eclipse-temurin:21-jre\nCOPY --from=build /app/target/app.jar /app/target/app.jar\n');
    expect(fixed('FROM gcc:15\nCOPY . /src\nWORKDIR /src\nRUN make\nCMD ["/src/tool"]\n')).toContain('FROM debian:trixie-slim\nCOPY --from=build /src/tool /src/tool\n');
    expect(fixed('FROM ubuntu:24.04\nRUN apt-get update && apt-get install -y build-essential\nCOPY . /src\nRUN make -C /src\nCMD ["/src/tool"]\n')).toContain('FROM ubuntu:24.04\nCOPY --from=build /src/tool');
  });

  test.each(['eclipse-temurin:21-jdk', 'maven:3.9-eclipse-temurin-21', 'gradle:8-jdk21', 'openjdk:21', 'amazoncorretto:21-alpine'])('the Java of %s is found in its tag', (base) => {
    expect(fixed(`FROM ${base}\nRUN ./mvnw package\nCMD java -jar /app.jar\n`)).toContain('FROM eclipse-temurin:21-jre\n');
  });

  test('Node: the folder of the program, without what only development needs', () => {
    const result = fixed('FROM node:22\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npm run build\nUSER node\nCMD ["node", "dist/index.js"]\n');
    expect(result).toContain(`RUN npm run build\nRUN npm prune --omit=dev\n${HEAD}FROM node:22-slim\nCOPY --from=build /app /app\nWORKDIR /app\nUSER node\nCMD`);
  });

  test('Python: a virtual environment that moves as one, arguments and users along with it', () => {
    const result = fixed('FROM python:3.13\nARG V=1\nENV APP_V=$V\nWORKDIR /app\nRUN useradd -m app\nCOPY . .\nRUN pip install -r requirements.txt\nUSER app\nCMD ["python", "app.py"]\n');
    expect(result).toContain('RUN python -m venv /opt/venv\nENV PATH="/opt/venv/bin:$PATH"\nRUN useradd -m app');
    expect(result).toContain('FROM python:3.13-slim\nRUN useradd -m app\nCOPY --from=build /opt/venv /opt/venv\nCOPY --from=build /app /app\nENV PATH="/opt/venv/bin:$PATH"\nARG V=1\nENV APP_V=$V\nWORKDIR /app\nUSER app\n');
  });

  test.each([
    ['stages already', 'FROM golang:1.25 AS a\nRUN go build -o /x\nFROM scratch\nCOPY --from=a /x /x\nCMD ["/x"]\n'],
    ['another language', 'FROM php:8.4\nRUN composer install\nCMD ["php", "x.php"]\n'],
    ['nothing built', 'FROM golang:1.25\nRUN go version\nCMD ["/x"]\n'],
    ['a program that only PATH finds', 'FROM golang:1.25\nRUN go build -o /usr/bin/server\nCMD ["server"]\n'],
    ['a jar of unknown name', 'FROM maven:3.9-eclipse-temurin-21\nRUN mvn package\nCMD ["java", "-jar", "$JAR"]\n'],
    ['a program in the root folder', 'FROM node:22\nCOPY . .\nRUN npm run build\nCMD ["node", "x"]\n'],
    ['packages that are put elsewhere', 'FROM python:3.13\nWORKDIR /app\nRUN pip install --target=/opt/x y\nCMD ["python", "x"]\n'],
    ['a user whom nobody makes', 'FROM python:3.13\nWORKDIR /app\nRUN pip install y\nUSER app\nCMD ["python", "x"]\n'],
    ['a base that only the build knows', 'ARG V\nFROM golang:$V\nRUN go build -o /x\nCMD ["/x"]\n'],
    ['half a file', 'FROM golang:1.25\nRUN go build -o /x\nCOPY\n'],
    ['no FROM', 'RUN go build -o /x\nCMD ["/x"]\n'],
  ])('is not proposed for %s', (_what, text) => {
    expect(stepsOf(text)).toEqual([]);
  });
});
