import { options } from 'preact';

// A frame that is due once the test's document is gone has nothing left that could cancel it.
options.requestAnimationFrame = (run) => void setTimeout(run);
