/** From a key press in the Dockerfile editor to the painted findings of the rules; ShellCheck's follow. */
import { BenchPage } from './page';

const LINES = 200;
/** What a page of its own needs until the editor and ShellCheck are there. */
const PATIENCE = 120_000;

/** A file of so many lines with what real ones have: long RUN instructions, copies, settings, several stages. */
function longDockerfile(): string {
  const lines = ['FROM debian:12-slim', 'WORKDIR /app'];
  for (let at = 0; lines.length < LINES - 2; at += 1) {
    lines.push(
      `FROM debian:12-slim AS stage${at}`, 'RUN apt-get update \\', `    && apt-get install -y curl git package${at} \\`, '    && if [ -f /etc/x ]; then echo $HOME; fi \\', '    && cd /tmp && make',
      `COPY --from=stage${Math.max(0, at - 1)} /out /in${at}`, `ENV NAME${at}=value LEVEL=${at}`, `ADD https://example.org/${at}.tar.gz /opt/`, 'EXPOSE 8080', `LABEL step="${at}"`,
    );
  }
  return [...lines.slice(0, LINES - 1), 'CMD ["run"]', ''].join('\n');
}

/** Milliseconds of `count` keys that make a finding come and go in line 2. */
export async function typingTimes(address: string, count: number): Promise<number[]> {
  const bench = await BenchPage.open(address);
  const { page } = bench;
  try {
    await page.evaluate((text) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], 'Dockerfile'));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }, longDockerfile());
    await page.locator('.editor').waitFor({ timeout: PATIENCE });
    await page.getByLabel('Source of Dockerfile').focus();
    await page.getByRole('list', { name: 'Findings' }).getByRole('listitem').first().waitFor({ timeout: PATIENCE });
    await page.getByRole('button', { name: 'Export…' }).waitFor({ timeout: PATIENCE });
    for (const key of ['Control+Home', 'ArrowDown', ...Array.from({ length: 'WORKDIR /'.length }, () => 'ArrowRight')]) await page.keyboard.press(key);
    const times: number[] = [];
    for (let at = 0; at < count; at += 1) {
      await page.evaluate((comes) => {
        const state = window as unknown as { benchFindings: Promise<number> };
        state.benchFindings = new Promise((resolve) => {
          let pressed = 0;
          const observer = new MutationObserver(() => {
            const there = [...document.querySelectorAll('[data-line="2"]')].some((item) => item.textContent.includes('DL3000'));
            if (pressed === 0 || there !== comes) return;
            observer.disconnect();
            requestAnimationFrame(() => {
              const channel = new MessageChannel();
              channel.port1.onmessage = () => resolve(performance.now() - pressed);
              channel.port2.postMessage(0);
            });
          });
          observer.observe(document.body, { subtree: true, childList: true, characterData: true });
          addEventListener('keydown', (event) => (pressed = event.timeStamp), { capture: true, once: true });
        });
      }, at % 2 === 0);
      await page.keyboard.press(at % 2 === 0 ? 'Backspace' : '/');
      times.push(await page.evaluate(() => (window as unknown as { benchFindings: Promise<number> }).benchFindings));
      // Until ShellCheck has spoken too: how it is interrupted is another question.
      await page.waitForTimeout(1000);
    }
    return times;
  } finally {
    await bench.close();
  }
}
