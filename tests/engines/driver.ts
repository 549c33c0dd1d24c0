/** What the main job asks of a browser, whichever it is. */
export interface Driver {
  /** Name and version, as the browser tells it. */
  readonly name: string;
  navigate(address: string): Promise<void>;
  /** Runs the body of an async function in the page; answers what it returns. */
  run(body: string): Promise<unknown>;
  /** Gives a file of this machine to the input that the selector finds. */
  chooseFile(selector: string, path: string): Promise<void>;
  quit(): Promise<void>;
}

/** Asks again until the answer is a true value. */
export async function until<T>(what: string, ask: () => Promise<T>, seconds = 30): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`Waited ${seconds} s in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
