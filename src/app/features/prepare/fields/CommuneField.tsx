import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OUTSIDE } from '#core/form/form.ts';
import type { Commune } from '#core/procedure/province.ts';
import { fold } from '#core/text/fold.ts';
import { Field } from '#ui/Field.tsx';
import { Icon } from '#ui/Icon.tsx';
import { List, ListRow } from '#ui/ListRow.tsx';
import { SearchField } from '#ui/SearchField.tsx';
import { Sheet } from '#ui/Sheet.tsx';
import { Text } from '#ui/Text.tsx';
import styles from './CommuneField.module.css';

export type CommuneFieldProps = {
  id: string;
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  communes: readonly Commune[];
  /** The name of the choice that it is none of them, where that is a choice. */
  outside?: string;
  /** The unit's code, or `OUTSIDE`; `''` while none is chosen. */
  value: string;
  onChange: (code: string) => void;
};

/** One of a province's communes and wards, found by a few letters with or without marks. */
export function CommuneField({ id, label, hint, error, communes, outside, value, onChange }: CommuneFieldProps) {
  const { t } = useTranslation('form');
  const [open, setOpen] = useState(false);
  const commune = communes.find(({ code }) => code === value);
  const chosen = value === OUTSIDE ? outside : commune && nameOf(commune);
  return (
    <Field {...{ id, label, hint, error }}>
      {(field) => (
        <>
          <button
            {...field.control}
            type="button"
            className={styles.control}
            aria-haspopup="dialog"
            aria-labelledby={`${field.labelId} ${id}-chosen`}
            onClick={() => setOpen(true)}
          >
            <span id={`${id}-chosen`} className={chosen ? undefined : styles.empty}>
              {chosen ? capitalised(chosen) : t('commune.choose')}
            </span>
            <Icon name="chevron" size={20} />
          </button>
          <Sheet open={open} onClose={() => setOpen(false)} title={t('commune.title')}>
            <CommuneList
              communes={communes}
              outside={outside}
              value={value}
              onChoose={(code) => {
                onChange(code);
                setOpen(false);
              }}
            />
          </Sheet>
        </>
      )}
    </Field>
  );
}

type CommuneListProps = Pick<CommuneFieldProps, 'communes' | 'value'> & {
  outside: string | undefined;
  onChoose: (code: string) => void;
};

function CommuneList({ communes, outside, value, onChoose }: CommuneListProps) {
  const { t } = useTranslation('form');
  const [query, setQuery] = useState('');
  const found = findCommunes(communes, query);
  return (
    <div className={styles.sheet}>
      <SearchField
        label={t('commune.search')}
        value={query}
        onChange={setQuery}
        onSubmit={() => found[0] && found.length === 1 && onChoose(found[0].code)}
        takeFocus
      />
      <div className={styles.list}>
        {found.length === 0 && <Text quiet>{t('commune.none')}</Text>}
        <List label={t('commune.title')}>
          {found.map((commune) => (
            <ListRow
              key={commune.code}
              title={capitalised(nameOf(commune))}
              trailing={commune.code === value ? <Icon name="check" /> : <span />}
              onClick={() => onChoose(commune.code)}
            />
          ))}
        </List>
      </div>
      {outside !== undefined && (
        <div className={styles.outside}>
          <List>
            <ListRow
              icon="pin"
              title={capitalised(outside)}
              subtitle={t('commune.outsideText')}
              trailing={value === OUTSIDE ? <Icon name="check" /> : <span />}
              onClick={() => onChoose(OUTSIDE)}
            />
          </List>
        </div>
      )}
    </div>
  );
}

function nameOf({ type, name }: Commune): string {
  return `${type} ${name}`;
}

/** With a capital, as a line of its own begins. */
function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Communes with every typed word in their name, those that begin with it first; all of them by name otherwise. */
export function findCommunes(communes: readonly Commune[], query: string): readonly Commune[] {
  const words = fold(query).split(' ').filter(Boolean);
  const rank = (commune: Commune) => (fold(commune.name).startsWith(words.join(' ')) ? 0 : 1);
  return communes
    .filter((commune) => words.every((word) => fold(nameOf(commune)).includes(word)))
    .toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'vi'));
}
