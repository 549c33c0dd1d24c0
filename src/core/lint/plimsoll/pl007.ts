/** PL007: conda, mamba and micromamba keep the archives of packages. */
import { cacheRule } from './cache-rule';

const TOOLS = ['conda', 'mamba', 'micromamba'];
const VERBS = ['install', 'create', 'update', 'upgrade'];

export const pl007 = cacheRule({
  code: 'PL007', name: 'conda-packages-left', severity: 'warning',
  checks: '`conda`, `mamba` or `micromamba` installs without `clean` after it in the same RUN or a cache mount on `pkgs`.',
  why: 'Archives and unpacked packages stay in `pkgs` beside the environment that was made of them.',
  cost: 'from 100 MB to some GB',
  links: ['https://docs.conda.io/projects/conda/en/latest/commands/clean.html'],
  bad: 'FROM continuumio/miniconda3:24.9.2-0\nRUN conda install -y numpy=2.1\n',
  good: 'FROM continuumio/miniconda3:24.9.2-0\nRUN conda install -y numpy=2.1 && conda clean --all --yes\n',
}, {
  of: 'conda packages',
  fills: (command) => TOOLS.includes(command.name.replace(/^.*\//, '')) && command.args.some((arg) => VERBS.includes(arg)) && !command.args.includes('config') && !command.args.includes('run'),
  spares: (command) => TOOLS.includes(command.name.replace(/^.*\//, '')) && command.args.includes('clean'),
  place: /(?:conda|mamba).{0,200}\bpkgs\b|\/pkgs\b/,
  variable: /CONDA_PKGS_DIRS/,
  sparesTimeOnly: true,
  cleanUp: ({ name }) => `${name} clean --all --yes`,
});
