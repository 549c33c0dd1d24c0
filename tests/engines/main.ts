/** `npm run test:engines`: the main job in Firefox and WebKit, where they are installed. The last line is `N passed, N failed`. */
import { writeFileSync } from 'node:fs';
import type { Driver } from './driver';
import { findExecutable } from './executable';
import { startFirefox } from './firefox';
import { mainJob } from './main-job';
import { startWebKit } from './webkit';

const ENGINES: readonly { readonly engine: string; readonly names: readonly string[]; readonly install: string; readonly start: (executable: string) => Promise<Driver> }[] = [
  { engine: 'Firefox', names: ['firefox-esr', 'firefox'], install: 'firefox-esr', start: startFirefox },
  { engine: 'WebKit', names: ['WebKitWebDriver', '/usr/lib/webkit2gtk-driver/WebKitWebDriver'], install: 'webkit2gtk-driver xvfb', start: startWebKit },
];

let passed = 0;
let failed = 0;
for (const { engine, names, install, start } of ENGINES) {
  const only = process.argv[2];
  if (only !== undefined && only.toLowerCase() !== engine.toLowerCase()) continue;
  const executable = findExecutable(...names);
  if (!executable) {
    process.stdout.write(`${engine} is not installed and left out (Debian: apt-get install ${install})\n`);
    continue;
  }
  let driver: Driver | undefined;
  try {
    driver = await start(executable);
    process.stdout.write(`${driver.name}\n`);
    const { steps, features } = await mainJob(driver);
    for (const { name, fault } of steps) {
      process.stdout.write(`  ${fault === '' ? '✓' : '✗'} ${name}${fault === '' ? '' : `: ${fault}`}\n`);
      if (fault === '') passed += 1;
      else failed += 1;
    }
    process.stdout.write(`  has: ${Object.keys(features).filter((name) => features[name]).join(', ')}\n  lacks: ${Object.keys(features).filter((name) => !features[name]).join(', ') || 'nothing of these'}\n`);
  } catch (error) {
    failed += 1;
    process.stdout.write(`  ✗ ${engine} could not be driven: ${error instanceof Error ? error.message : String(error)}\n`);
  } finally {
    await driver?.quit();
  }
}
const counts = process.env['PLIMSOLL_ENGINES_JSON'];
if (counts) writeFileSync(counts, JSON.stringify({ passed, failed }));
process.stdout.write(`${passed} passed, ${failed} failed\n`);
// What a browser left open must not keep the script alive.
process.exit(failed === 0 ? 0 : 1);
