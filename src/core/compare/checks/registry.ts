/** All checks, in the order of the catalogue. */
import type { Check } from './check';
import { neededLibrary } from './d01-needed-library';
import { elfInterpreter } from './d02-interpreter';
import { scriptInterpreter } from './d03-shebang';
import { danglingLink } from './d04-dangling-link';
import { imageConfig } from './d05-config';
import { runCommand } from './d06-commands';
import { applicationFile } from './d07-app-layer';
import { pythonImport } from './d08-python';
import { nodeModule } from './d09-node';
import { otherLanguages } from './d10-other-languages';
import { runtimeFamily } from './d11-runtime-family';
import { expectedFolder } from './d12-empty-folder';
import { lostRights } from './d13-mode-drift';
import { contentDrift } from './d14-content-drift';
import { partialPackage } from './d15-partial-package';
import { namedPath } from './d16-literals';
import { everydayTools } from './d18-everyday-tools';
import { namesake } from './d19-namesake';
import { installedByName } from './d20-installed-by-name';

export const CHECKS: readonly Check[] = [
  neededLibrary, elfInterpreter, scriptInterpreter, danglingLink, imageConfig, runCommand, applicationFile, pythonImport, nodeModule, otherLanguages,
  runtimeFamily, expectedFolder, lostRights, contentDrift, partialPackage, namedPath,
  everydayTools, namesake, installedByName,
];
