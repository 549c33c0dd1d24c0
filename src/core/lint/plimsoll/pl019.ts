/** PL019: pacman keeps every package. */
import { cacheRule } from './cache-rule';

export const pl019 = cacheRule({
  code: 'PL019', name: 'pacman-cache-left', severity: 'warning',
  checks: '`pacman -S` without deleting `/var/cache/pacman/pkg` in the same RUN or a cache mount on it.',
  why: 'pacman keeps the archive of each package. With `--noconfirm` even `-Scc` keeps them, as that takes the default answer.',
  cost: 'as much as the packages weigh, compressed',
  links: ['https://wiki.archlinux.org/title/Pacman#Cleaning_the_package_cache'],
  bad: 'FROM archlinux:base\nRUN pacman -Syu --noconfirm git\n',
  good: 'FROM archlinux:base\nRUN pacman -Syu --noconfirm git && rm -rf /var/cache/pacman/pkg/*\n',
}, {
  of: 'pacman',
  fills: (command) => command.name === 'pacman' && command.args.some((arg) => /^-S[yuw]*$|^--sync$|^-Sy+u*$/.test(arg)),
  spares: (command) => command.name === 'pacman' && command.args.some((arg) => /^-Sc+$/.test(arg)),
  place: /\/var\/cache\/pacman/,
  cleanUp: () => 'rm -rf /var/cache/pacman/pkg/*',
});
