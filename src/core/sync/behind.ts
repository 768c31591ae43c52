import { PROTOCOL } from './messages.ts';

/**
 * Which of the two has to be updated when a server does not speak an app's protocol, by the newest that it does speak.
 * Null where it names none, or this very one: such a server contradicts itself, and is asked again like any that fails.
 */
export function behind(supported: readonly number[], spoken = PROTOCOL): 'outdated' | 'serverOlder' | null {
  if (supported.length === 0 || supported.includes(spoken)) return null;
  return Math.max(...supported) < spoken ? 'serverOlder' : 'outdated';
}
