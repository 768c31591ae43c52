import { useState } from 'react';
import { Badge } from '../Badge.tsx';
import { Button } from '../Button.tsx';
import { DeskHeader } from '../DeskHeader.tsx';
import { DeskRow, DeskRows } from '../DeskRow.tsx';
import { KeyValue } from '../KeyValue.tsx';
import { PaneLayout } from '../PaneLayout.tsx';
import { PhotoGrid, PhotoTile } from '../PhotoGrid.tsx';
import { Question } from '../Question.tsx';
import { QueueNav } from '../QueueNav.tsx';
import { SearchField } from '../SearchField.tsx';
import { SignalChip } from '../SignalChip.tsx';
import styles from './Gallery.module.css';
import { Stack } from '../Stack.tsx';
import { Text } from '../Text.tsx';
import { samples } from './samples.ts';

export function DeskScreen() {
  const { desk, home, chips } = samples;
  const [search, setSearch] = useState('');
  return (
    <PaneLayout
      header={
        <DeskHeader
          product={desk.product}
          place={desk.place}
          chip={<SignalChip state="synced" label={chips.online} href="#outbox" />}
        >
          <span className={styles.person}>{desk.officer}</span>
        </DeskHeader>
      }
      nav={<QueueNav label={desk.queuesLabel} groups={[desk.queues, desk.places]} />}
      listLabel={desk.list}
      list={
        <>
          <div className={styles.search}>
            <SearchField label={desk.search} value={search} onChange={setSearch} />
            <Button variant="secondary" size="small">
              {desk.filter}
            </Button>
            <Button variant="secondary" size="small">
              {desk.export}
            </Button>
          </div>
          <DeskRows label={desk.list}>
            {desk.rows.map(([code, title, subtitle, papers, due], at) => (
              <DeskRow
                key={code}
                href={`#desk-${code}`}
                current={at === 0}
                lead={code}
                title={title}
                subtitle={subtitle}
                note={papers}
                badge={
                  at === 2 ? <Badge tone="waiting">{desk.receiving}</Badge> : <Badge tone="info">{desk.fresh}</Badge>
                }
                end={due}
                urgent={at < 2}
              />
            ))}
          </DeskRows>
        </>
      }
      detailLabel={desk.detail}
      detail={
        <>
          <Stack as="flow">
            <Badge tone="info">{desk.fresh}</Badge>
            <Text size="s" quiet>
              {desk.rows[0][0]}
            </Text>
          </Stack>
          <Question>{home.birth}</Question>
          <KeyValue rows={desk.facts} />
          <PhotoGrid label={desk.papersLabel}>
            {desk.papers.map((name) => (
              <PhotoTile key={name} name={name} href="#desk" />
            ))}
          </PhotoGrid>
        </>
      }
      detailActions={
        <>
          <Button>{desk.accept}</Button>
          <Stack as="halves">
            <Button variant="secondary" size="small">
              {desk.ask}
            </Button>
            <Button variant="secondary" size="small">
              {desk.refuse}
            </Button>
          </Stack>
        </>
      }
    />
  );
}
