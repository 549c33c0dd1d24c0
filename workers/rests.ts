/** Lets messages in while bytes are decompressed: what a stream has at hand comes without a turn of the event loop, for seconds on end. */

/** A worker that is to end, or is told to stop, hears of it this late at most. */
const MILLISECONDS = 8;

/** The clock when the event loop had its last turn. */
let turned = performance.now();
let resting: Promise<void> | undefined;
const channel = new MessageChannel();
let resume = (): void => undefined;
channel.port1.onmessage = () => {
  turned = performance.now();
  resting = undefined;
  resume();
};

/** Something to wait for when the event loop has had no turn for long; a message takes some 20 µs, a timer would take 4 ms. */
export function rest(): Promise<void> | undefined {
  if (resting === undefined && performance.now() - turned >= MILLISECONDS) {
    resting = new Promise((resolve) => (resume = resolve));
    channel.port2.postMessage(undefined);
  }
  return resting;
}
