/** Tells everybody who watches a database, in this tab and the others, that something was written. */
export type Watchers = {
  readonly changed: () => void;
  readonly watch: (changed: () => void) => () => void;
  readonly close: () => void;
};

export function watchers(database: string): Watchers {
  const here = new Set<() => void>();
  const others = new BroadcastChannel(`${database}-writes`);
  let closed = false;
  const tell = (): void => {
    for (const changed of here) changed();
  };
  others.addEventListener('message', tell);
  return {
    changed: () => {
      tell();
      // A write may end after the store was closed; a closed channel throws.
      if (!closed) others.postMessage(null);
    },
    watch: (changed) => {
      here.add(changed);
      return () => here.delete(changed);
    },
    close: () => {
      closed = true;
      here.clear();
      others.close();
    },
  };
}
