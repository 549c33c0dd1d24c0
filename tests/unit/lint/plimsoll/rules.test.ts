/** Where our own rules speak and, above all, where they keep silent. */
import { describe, expect, test } from 'vitest';
import { shellParser } from '../../../../src/core/dockerfile/shell-parser';
import { lintDockerfile } from '../../../../src/core/lint/lint-dockerfile';
import { smallerVariant } from '../../../../src/core/lint/plimsoll/base-variants';

const shell = shellParser;

function lines(text: string, code: string, dockerignore?: string): number[] {
  const options = dockerignore === undefined ? { shell } : { shell, dockerignore };
  return lintDockerfile(text, options).findings.filter(({ rule }) => rule === code).map(({ line }) => line);
}

type Case = readonly [code: string, what: string, text: string, lines: readonly number[]];

const CASES: readonly Case[] = [
  ['PL003', 'a RUN that fills the cache itself cleans up well', 'FROM a\nRUN yum install -y a\nRUN yum install -y b && yum clean all\n', []],
  ['PL003', 'the cache of another stage is none of its business', 'FROM a\nRUN yum install -y a\nFROM b\nRUN yum clean all\n', []],
  ['PL003', 'in the line of the clean-up', 'FROM a\nRUN yum install -y a\nRUN b \\\n && yum clean all\n', [4]],
  ['PL004', 'another directory than the mounted one', 'FROM a\nRUN --mount=type=cache,target=/root/.npm npm ci && rm -rf /tmp/x\n', []],
  ['PL004', 'rm of the mounted directory', 'FROM a\nRUN --mount=type=cache,target=/root/.npm npm ci && rm -rf /root/.npm\n', [2]],
  ['PL005', 'an earlier stage is not part of the image', 'FROM node:22 AS build\nRUN npm ci\nFROM nginx\nCOPY --from=build /a /a\n', []],
  ['PL005', 'a stage that the last one builds on is', 'FROM node:22 AS base\nRUN npm ci\nFROM base\nRUN a\n', [2]],
  ['PL005', 'the cache is elsewhere', 'FROM node:22\nENV npm_config_cache=/tmp/x\nRUN npm ci\n', []],
  ['PL005', 'the cache is deleted by hand', 'FROM node:22\nRUN npm ci && rm -rf /root/.npm\n', []],
  ['PL005', 'or with all of the home directory', 'FROM node:22\nRUN npm ci && rm -rf /root/.cache ~/.*\n', []],
  ['PL005', 'the cache is mounted', 'FROM node:22\nRUN --mount=type=cache,target=/root/.npm npm ci\n', []],
  ['PL007', 'any clean-up of conda will do', 'FROM a\nRUN conda install -y a && conda clean -afy\n', []],
  ['PL012', 'go in an earlier stage', 'FROM golang AS b\nRUN go build\nFROM alpine\nCOPY --from=b /a /a\n', []],
  ['PL019', 'pacman -Scc', 'FROM archlinux\nRUN pacman -Syu a && pacman -Scc\n', []],
  ['PL020', 'another apk add needs the index', 'FROM alpine\nRUN apk update && apk add a\n', []],
  ['PL021', 'update and install together', 'FROM debian\nRUN apt-get update && apt-get install -y a\nRUN apt-get update && apt-get install -y b\n', []],
  ['PL022', 'the upgrade of one package', 'FROM fedora\nRUN dnf upgrade -y openssl\nRUN pip install --upgrade pip\n', []],
  ['PL024', 'turned off in the configuration', 'FROM fedora\nRUN echo install_weak_deps=False >> /etc/dnf/dnf.conf && dnf install -y a\n', []],
  ['PL026', 'names that only look alike', 'FROM debian\nRUN apt-get install -y docker docutils-common\n', []],
  ['PL026', 'an image to debug in', 'FROM debian\nRUN apt-get install -y gdb libc6-dbg\n', []],
  ['PL027', 'tools that the RUN removes again', 'FROM debian\nRUN apt-get install -y gcc && make && apt-get purge -y gcc\n', []],
  ['PL027', 'an image that is for building', 'FROM debian\nRUN apt-get install -y gcc g++\n', []],
  ['PL028', 'the manifest came first', 'FROM node\nCOPY package.json .\nRUN npm ci\nCOPY . .\nRUN npm ci\n', []],
  ['PL028', 'the project itself is installed along', 'FROM python\nCOPY . .\nRUN pip install -e . -r requirements.txt\n', []],
  ['PL028', 'packages by name', 'FROM python\nCOPY . .\nRUN pip install flask\n', []],
  ['PL030', 'a plain file', 'FROM debian\nADD https://a/b.txt /\n', []],
  ['PL030', 'unpacked by ADD', 'FROM debian\nADD --unpack=true https://a/b.tar.gz /\n', []],
  ['PL031', 'a target of its own', 'FROM a AS test\nRUN b\nFROM c\nRUN d\n', []],
  ['PL032', 'onto an empty image', 'FROM a AS b\nFROM scratch\nCOPY --from=b /usr /usr\n', []],
  ['PL033', 'the folder of the archive goes', 'FROM debian\nRUN curl -o /tmp/x/a.tgz https://a/a.tgz && tar -xf /tmp/x/a.tgz && rm -rf /tmp/x\n', []],
  ['PL033', 'a download that is piped on', 'FROM debian\nRUN curl -fsSL https://a/a.tgz | tar -xz\n', []],
  ['PL033', 'a variable may hold the name', 'FROM debian\nRUN curl -O https://a/a.tgz && tar -xf a.tgz && rm "$f"\n', []],
  ['PL034', 'an earlier stage may be large', 'FROM python:3.12 AS b\nFROM debian:12-slim\nCOPY --from=b /a /a\n', []],
  ['PL035', 'production by environment', 'FROM node:22\nENV NODE_ENV=production\nRUN npm ci\n', []],
  ['PL035', 'a variable may leave them out', 'FROM node:22\nRUN yarn install --$MODE\n', []],
  ['PL035', 'a container for development', 'FROM node:22\nRUN npm ci\nCMD ["npm", "run", "dev"]\n', []],
  ['PL035', 'a container for the program', 'FROM node:22\nRUN npm ci\nCMD ["npm", "run", "start"]\n', [2]],
  ['PL035', 'named packages', 'FROM node:22\nRUN npm install -g pm2\n', []],
  ['PL039', 'removed in the same RUN', 'FROM alpine\nRUN apk add --virtual .build-deps gcc && make && apk del .build-deps\n', []],
  ['PL039', 'dependencies of the program', 'FROM alpine\nRUN apk add --virtual .run-deps libpq\n', []],
  ['PL039', 'dependencies of something, whatever they are', 'FROM alpine\nRUN apk add --virtual .crystal-deps gc pcre\n', []],
  ['PL040', 'the clone goes', 'FROM debian\nRUN git clone https://a/b.git && cd b && make && cd .. && rm -rf b\n', []],
  ['PL040', 'the history goes', 'FROM debian\nRUN git clone https://a/b.git /b && rm -rf /b/.git\n', []],
  ['PL041', 'an id that is low enough', 'FROM debian\nRUN useradd --uid 10001 app\n', []],
  ['PL042', 'another file', 'FROM debian\nCOPY a.sh /a.sh\nRUN chmod +x /b.sh\n', []],
  ['PL043', 'taken from nowhere', 'FROM debian\nCOPY a.deb /tmp/\nRUN dpkg -i /tmp/b.deb\n', []],
];

test.each(CASES)('%s: %s', (code, _what, text, expected) => expect(lines(text, code)).toEqual(expected));

test('rules keep silent about shells that are not POSIX', () => {
  expect(lines('FROM a\nSHELL ["powershell", "-Command"]\nRUN npm ci\n', 'PL005')).toEqual([]);
});

describe('PL029', () => {
  const text = 'FROM debian\nCOPY . /app\n';
  test('a hint while nobody knows the context', () => expect(lintDockerfile(text, { shell }).findings.find(({ rule }) => rule === 'PL029')?.severity).toBe('style'));
  test('a warning where there is no .dockerignore', () => expect(lintDockerfile(text, { shell, dockerignore: '' }).findings.find(({ rule }) => rule === 'PL029')?.severity).toBe('warning'));
  test('silence where there is one', () => expect(lines(text, 'PL029', '# all\n.git\n')).toEqual([]));
});

test('smaller variants go by the tags of official images', () => {
  const image = (name: string): string | undefined => smallerVariant(name)?.image;
  expect(image('python')).toBe('python:slim');
  expect(image('docker.io/library/node:22-bookworm')).toBe('node:22-bookworm-slim');
  expect(image('python:3.12-bookworm')).toBe('python:3.12-slim-bookworm');
  expect(image('eclipse-temurin:21-jdk-jammy')).toBe('eclipse-temurin:21-jre-jammy');
  for (const name of ['python:3.12-alpine', 'ghcr.io/a/python:3.12', 'python:$V', 'ubuntu:24.04', 'python:3.12@sha256:00']) expect(image(name)).toBeUndefined();
});
