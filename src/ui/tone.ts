/** Meaning, not colour: gold waits for signal, green is done, pink asks the person to act, indigo informs. */
export type Tone = 'neutral' | 'waiting' | 'done' | 'act' | 'info';
