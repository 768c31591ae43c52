import { useTranslation } from 'react-i18next';
import { Sheet } from '#ui/Sheet.tsx';
import styles from './Desk.module.css';

const KEYS = [
  ['search', ['/']],
  ['rows', ['j', 'k', '↓', '↑']],
  ['open', ['Enter']],
  ['back', ['Esc']],
  ['queue', ['1', '…', '8']],
  ['actions', ['a']],
  ['check', ['x']],
  ['page', ['←', '→']],
  ['zoom', ['+', '−', '0']],
  ['rotate', ['r']],
  ['pane', ['F6']],
  ['help', ['?']],
] as const;

/** The desk's keys, on one sheet. */
export function Help({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('desk');
  return (
    <Sheet open={open} onClose={onClose} title={t('help.title')}>
      <dl className={styles.keys}>
        {KEYS.map(([what, keys]) => (
          <div key={what}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{t(`help.${what}`)}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
