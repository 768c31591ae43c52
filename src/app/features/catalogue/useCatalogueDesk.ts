import { useCallback, useEffect, useState } from 'react';
import { CatalogueDesk, CatalogueStep, importPath } from '#protocol/catalogue.ts';
import { platform } from '#app/state/app.ts';

const DESK = '/api/admin/catalogue';
/** While something runs its progress is asked for every second; else now and then, since colleagues publish too. */
const POLL_MS = { running: 1_000, idle: 30_000 } as const;

export type Trouble = 'noAnswer' | CatalogueStep['kind'];

export type CatalogueWork = {
  readonly desk: CatalogueDesk | null;
  /** What came of the last thing asked for, where that is more than what the desk shows. */
  readonly trouble: Trouble | null;
  /** A file is on its way. */
  readonly sending: boolean;
  readonly upload: (file: File, mine: boolean) => void;
  readonly publish: (id: string, allowWithdrawals: boolean) => void;
  readonly discard: (id: string) => void;
};

/** The administrators' catalogue as the server has it. */
export function useCatalogueDesk(): CatalogueWork {
  const [desk, setDesk] = useState<CatalogueDesk | null>(null);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [sending, setSending] = useState(false);

  const show = useCallback((answer: Awaited<ReturnType<typeof read>>) => {
    if (!answer.ok) return setTrouble('noAnswer');
    setDesk(answer.value);
    setTrouble((now) => (now === 'noAnswer' ? null : now));
  }, []);

  const runs = sending || (desk?.running ?? null) !== null;
  useEffect(() => {
    let stop = (): void => undefined;
    const turn = (): void => {
      void read().then(show);
      stop = platform().timers.after(runs ? POLL_MS.running : POLL_MS.idle, turn);
    };
    turn();
    return () => stop();
  }, [show, runs]);

  const ask = async (path: string, body: unknown): Promise<void> => {
    setTrouble(null);
    const answer = await platform().api.post(path, body, CatalogueStep);
    setTrouble(answer.ok ? answer.value.kind : 'noAnswer');
    show(await read());
  };
  const upload = async (file: File, mine: boolean): Promise<void> => {
    setSending(true);
    await ask(importPath(file.name, mine), file);
    setSending(false);
  };
  return {
    desk,
    trouble,
    sending,
    upload: (file, mine) => void upload(file, mine),
    publish: (id, allowWithdrawals) => void ask(`${DESK}/publish`, { import: id, allowWithdrawals }),
    discard: (id) => void ask(`${DESK}/discard`, { import: id }),
  };
}

async function read() {
  return await platform().api.get(DESK, CatalogueDesk);
}
