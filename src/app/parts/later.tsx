import { useLayoutEffect, useReducer, useState, type ComponentType } from 'react';
import { loadTexts, type TextGroup } from '#app/i18n.ts';

/**
 * A component whose code and words come when it is first shown; until then nothing stands in its place. What does not
 * come is thrown while drawing, for the boundary above to say.
 *
 * Not `lazy` in a `Suspense`: preact's draws whatever once waited in it again when the last one arrives, also parts
 * that have gone meanwhile, and those then fail into nothing.
 */
export function later<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
  texts: TextGroup,
): ComponentType<Props> {
  let arrived: ComponentType<Props> | null = null;
  return function Later(props: Props) {
    const [failure, setFailure] = useState<{ readonly error: unknown } | null>(null);
    const [, draw] = useReducer((drawn: number) => drawn + 1, 0);
    useLayoutEffect(() => {
      if (arrived) return undefined;
      let isShown = true;
      Promise.all([load(), loadTexts(texts)]).then(
        ([loaded]) => {
          arrived = loaded.default;
          if (isShown) draw();
        },
        (error: unknown) => isShown && setFailure({ error }),
      );
      return () => {
        isShown = false;
      };
    }, []);
    if (failure) throw failure.error;
    const Arrived = arrived;
    return Arrived && <Arrived {...props} />;
  };
}
