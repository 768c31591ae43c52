import { useState } from 'react';
import { AppHeader } from '../AppHeader.tsx';
import { Badge } from '../Badge.tsx';
import { Button } from '../Button.tsx';
import { Card } from '../Card.tsx';
import { DeskHeader } from '../DeskHeader.tsx';
import { EmptyState, ErrorState } from '../EmptyState.tsx';
import { Clamp, Fold, More } from '../Fold.tsx';
import { Icon } from '../Icon.tsx';
import type { IconName } from '../Icon.tsx';
import { IconButton } from '../IconButton.tsx';
import { icons } from '../icons.ts';
import { LinkButton } from '../LinkButton.tsx';
import { Notice } from '../Notice.tsx';
import { AddPhotoTile, PhotoGrid, PhotoTile } from '../PhotoGrid.tsx';
import { PieceBar } from '../PieceBar.tsx';
import { ProgressBar } from '../ProgressBar.tsx';
import { SavedLine } from '../SavedLine.tsx';
import { Sheet } from '../Sheet.tsx';
import type { SignalState } from '../SignalBars.tsx';
import { Skeleton } from '../Skeleton.tsx';
import { Text } from '../Text.tsx';
import type { Tone } from '../tone.ts';
import { Chip, Section } from './chrome.tsx';
import styles from './Gallery.module.css';
import { samples } from './samples.ts';

const tones: readonly Tone[] = ['neutral', 'info', 'waiting', 'done', 'act'];
const signals: readonly SignalState[] = [
  'offline',
  'waiting',
  'photosHeld',
  'unmet',
  'busy',
  'trouble',
  'serverOlder',
  'sending',
  'synced',
  'review',
  'signedOut',
];
const iconNames = Object.keys(icons) as IconName[];
const { headings, buttons, notices, photos, states, folds, form, sheet, home, desk } = samples;

export function LookParts() {
  return (
    <>
      <Section title={headings.chips}>
        <div className={`${styles.flow} ${styles.dark}`}>
          {signals.map((state) => (
            <Chip key={state} state={state} />
          ))}
        </div>
      </Section>
      <Section title={headings.headers}>
        <div className={styles.still}>
          <AppHeader
            title={home.birth}
            backHref="#home"
            chip={<Chip state="review" />}
            progress={{ value: 3, total: 4 }}
          />
          <DeskHeader product={desk.product} place={desk.place} />
        </div>
      </Section>
      <Section title={headings.badges}>
        <div className={styles.flow}>
          {tones.map((tone) => (
            <Badge key={tone} tone={tone}>
              {notices.title}
            </Badge>
          ))}
        </div>
      </Section>
      <Section title={headings.notices}>
        {tones.map((tone) => (
          <Notice key={tone} tone={tone} title={notices.title} action={{ label: home.see, href: '#home' }}>
            {notices.text}
          </Notice>
        ))}
      </Section>
      <Section title={headings.progress}>
        <Card>
          <ProgressBar value={0.4} label={home.landProgress} />
        </Card>
        <Card>
          <PieceBar done={1} total={3} label={home.landProgress} />
        </Card>
        <Card>
          <PieceBar done={1} total={4} begun={[0.7, 0.35]} label={home.landProgress} />
        </Card>
        <Card>
          <PieceBar done={9} total={20} begun={[0.9, 0.6]} label={home.landProgress} />
        </Card>
      </Section>
      <Section title={headings.icons}>
        <div className={styles.flow}>
          {iconNames.map((name) => (
            <span key={name} className={styles.icon}>
              <Icon name={name} />
              {name}
            </span>
          ))}
        </div>
      </Section>
    </>
  );
}

export function ActionParts() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Section title={headings.buttons}>
        <Button icon="send">{buttons.primary}</Button>
        <Button hint={buttons.cost}>{buttons.primary}</Button>
        <Button busy>{buttons.busy}</Button>
        <Button blocked={buttons.blocked}>{buttons.primary}</Button>
        <Button variant="secondary">{buttons.secondary}</Button>
        <Button variant="danger" icon="trash">
          {buttons.danger}
        </Button>
        <LinkButton variant="secondary" href="#home" icon="externalLink">
          {buttons.link}
        </LinkButton>
        <div className={styles.flow}>
          <Button variant="quiet">{buttons.quiet}</Button>
          <Button variant="secondary" size="small">
            {buttons.quiet}
          </Button>
          <IconButton icon="phone" label={buttons.call} onClick={() => setOpen(true)} />
        </div>
      </Section>
      <Section title={headings.sheet}>
        <Button variant="secondary" onClick={() => setOpen(true)}>
          {sheet.open}
        </Button>
        <Sheet
          open={open}
          onClose={() => setOpen(false)}
          title={sheet.title}
          footer={
            <>
              <Button variant="danger" onClick={() => setOpen(false)}>
                {buttons.danger}
              </Button>
              <Button variant="secondary" onClick={() => setOpen(false)}>
                {sheet.keep}
              </Button>
            </>
          }
        >
          <Text>{sheet.text}</Text>
        </Sheet>
      </Section>
      <Section title={headings.photos}>
        <PhotoGrid label={photos.label}>
          <PhotoTile
            src="/icons/icon.svg"
            name={photos.label}
            page={photos.page}
            size={photos.size}
            status={{ tone: 'done', text: photos.clear }}
            href="#home"
            onRemove={{ label: photos.remove, act: () => setOpen(true) }}
          />
          <PhotoTile
            name={photos.file}
            size={photos.size}
            status={{ tone: 'act', text: photos.blurred }}
            onRemove={{ label: photos.removeFile, act: () => setOpen(true) }}
          />
          <AddPhotoTile label={photos.add} onClick={() => setOpen(true)} />
        </PhotoGrid>
      </Section>
      <Section title={headings.saved}>
        <SavedLine tone="saved" text={form.saved} />
        <SavedLine tone="saving" text={form.saving} />
        <SavedLine tone="notSaved" text={form.notSaved} />
      </Section>
      <Section title={headings.states}>
        <Card>
          <EmptyState title={states.empty} actions={<LinkButton href="#procedure">{states.emptyAction}</LinkButton>}>
            {states.emptyText}
          </EmptyState>
        </Card>
        <Card>
          <ErrorState title={states.error} actions={<Button variant="secondary">{states.errorAction}</Button>}>
            {states.errorText}
          </ErrorState>
        </Card>
        <Card>
          <Skeleton />
        </Card>
      </Section>
      <Section title={headings.folds}>
        <Card>
          <Fold title={folds.title} count={folds.count}>
            <Text>{folds.text}</Text>
          </Fold>
          <Fold title={folds.title} open>
            <Clamp text={folds.text} longerThan={40} />
            <More more={folds.more} less={folds.less}>
              <Text>{folds.text}</Text>
            </More>
          </Fold>
        </Card>
      </Section>
    </>
  );
}
