/** Ends without an event, as the browser ends a worker that wants too much memory: at the moment that its name tells. */
import * as Comlink from 'comlink';
import { holdLifeline } from '../../workers/own-worker';

const [moment = ''] = self.name.split(' ');

if (moment === 'first') self.close();
holdLifeline();
if (moment === 'next') self.close();
else if (moment !== 'never') setTimeout(() => self.close(), Number(moment));
Comlink.expose({ answer: () => Promise.resolve(42) });
