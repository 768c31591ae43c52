import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { findPlaces } from '#core/procedure/places.ts';
import type { Commune, FormerCommune } from '#core/procedure/province.ts';
import { loadFormerCommunes } from '#app/state/province.ts';
import { List, ListRow } from '#ui/ListRow.tsx';
import { SearchField } from '#ui/SearchField.tsx';
import { Sheet } from '#ui/Sheet.tsx';
import { Stack } from '#ui/Stack.tsx';
import { Text } from '#ui/Text.tsx';

export type PlaceSheetProps = {
  communes: readonly Commune[];
  onChoose: (code: string) => void;
  onClose: () => void;
};

/** Which commune, by its name of today or by the one it had before July 2025, which most people still say. */
export function PlaceSheet({ communes, onChoose, onClose }: PlaceSheetProps) {
  const { t } = useTranslation('procedures');
  const [former, setFormer] = useState<readonly FormerCommune[]>([]);
  const [typed, setTyped] = useState('');
  useEffect(() => {
    let current = true;
    void loadFormerCommunes().then((loaded) => current && setFormer(loaded));
    return () => {
      current = false;
    };
  }, []);
  const found = findPlaces(communes, former, typed);
  const [only] = found;
  return (
    <Sheet open onClose={onClose} title={t('place.title')}>
      <Stack>
        <SearchField
          label={t('place.search')}
          value={typed}
          onChange={setTyped}
          onSubmit={() => only && found.length === 1 && onChoose(only.commune.code)}
          takeFocus
        />
        <Text size="s" quiet>
          {found.length === 0 ? t('place.none') : t('place.hint')}
        </Text>
        <List label={t('place.title')}>
          {found.map(({ commune, former: was }) => (
            <ListRow
              key={commune.code + (was ? was.name + was.district : '')}
              title={was ? was.name : named(commune)}
              subtitle={was ? t('place.now', { former: was.district, now: named(commune) }) : undefined}
              onClick={() => onChoose(commune.code)}
            />
          ))}
        </List>
      </Stack>
    </Sheet>
  );
}

function named({ type, name }: Commune): string {
  return `${type.charAt(0).toUpperCase()}${type.slice(1)} ${name}`;
}
