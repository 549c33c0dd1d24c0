/** Which names people give to Dockerfiles. */

/** `Dockerfile`, `Containerfile`, `Dockerfile.dev`; not what dependencies bring, nor the ignore file of one. */
export function isDockerfile(path: string): boolean {
  return /(^|\/)(Docker|Container)file(\.(?!dockerignore$)[^/]*)?$/i.test(path) && !/(^|\/)(node_modules|\.git)\//.test(path);
}
