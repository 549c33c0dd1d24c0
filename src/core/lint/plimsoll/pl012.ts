/** PL012: Go keeps modules and compiled packages. */
import { cacheRule, verbIs } from './cache-rule';

export const pl012 = cacheRule({
  code: 'PL012', name: 'go-cache-left',
  checks: '`go build`, `install`, `get` or `mod download` in a stage that is part of the image, without `go clean` in the same RUN or a cache mount.',
  why: 'The module cache and the build cache serve the next build only. Better still, build in an earlier stage and copy the program.',
  cost: '100 MB to some GB',
  links: ['https://pkg.go.dev/cmd/go#hdr-Remove_object_files_and_cached_files'],
  bad: 'FROM golang:1.23\nRUN go build -o /app .\n',
  good: 'FROM golang:1.23 AS build\nRUN go build -o /app .\nFROM alpine:3.20\nCOPY --from=build /app /app\n',
}, {
  of: 'Go',
  fills: (command) => verbIs(command, ['go'], ['build', 'install', 'get', 'test', 'run']) || (verbIs(command, ['go'], ['mod']) && command.args.includes('download')),
  spares: (command) => verbIs(command, ['go'], ['clean']),
  place: /go-build|\/pkg(?:\/|$)|GOPATH|^\/go(?:\/|$)/,
  variable: /GOCACHE|GOMODCACHE/,
  runsWith: /\bgo\b/,
  // Neither flag exists before Go 1.11.
  cleanUp: (_command, image) => (/golang:1\.(?:\d|10)(?:\D|$)/.test(image) ? undefined : 'go clean -cache -modcache'),
  safety: 'review',
});
