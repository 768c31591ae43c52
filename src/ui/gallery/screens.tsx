import { useState } from 'react';
import { AppHeader } from '../AppHeader.tsx';
import { Badge } from '../Badge.tsx';
import { BottomBar } from '../BottomBar.tsx';
import { Button } from '../Button.tsx';
import { Card } from '../Card.tsx';
import { CardHead } from '../CardHead.tsx';
import { ChoiceChips } from '../ChoiceChips.tsx';
import { DateField } from '../DateField.tsx';
import { FactRow } from '../FactRow.tsx';
import { Figure } from '../Figure.tsx';
import { HomeHeader } from '../HomeHeader.tsx';
import { KeyValue } from '../KeyValue.tsx';
import { List, ListRow, Row } from '../ListRow.tsx';
import { Notice } from '../Notice.tsx';
import { PieceBar } from '../PieceBar.tsx';
import { ProgressBar } from '../ProgressBar.tsx';
import { QrCode } from '../QrCode.tsx';
import { Question } from '../Question.tsx';
import { SavedLine } from '../SavedLine.tsx';
import { Stack } from '../Stack.tsx';
import { Text } from '../Text.tsx';
import { Icon } from '../Icon.tsx';
import { Screen } from '../Screen.tsx';
import { SearchField } from '../SearchField.tsx';
import { SectionTitle } from '../SectionTitle.tsx';
import { TextField } from '../TextField.tsx';
import { Tile, TileGrid } from '../TileGrid.tsx';
import { Timeline } from '../Timeline.tsx';
import { Chip, Tabs } from './chrome.tsx';
import { samples } from './samples.ts';

const events = [
  ['child', 'act'],
  ['rings', 'waiting'],
  ['house', 'info'],
  ['terrace', 'done'],
  ['stamp', 'info'],
  ['heart', 'act'],
  ['shield', 'done'],
  ['grid', 'waiting'],
] as const;

export function HomeScreen() {
  const [search, setSearch] = useState('');
  const { home, chips } = samples;
  return (
    <Screen
      header={
        <HomeHeader place={home.place} greeting={home.greeting} chip={<Chip state="offline" />}>
          <SearchField label={home.search} value={search} onChange={setSearch} onMic={() => setSearch(home.birth)} />
        </HomeHeader>
      }
      tabBar={<Tabs current="home" />}
    >
      <Notice tone="waiting" icon="box" title={home.stored} action={{ label: home.see, href: '#outbox' }}>
        {home.storedText}
      </Notice>
      <Card>
        <TileGrid label={home.eventsLabel}>
          {events.map(([icon, tone], at) => (
            <Tile key={icon} icon={icon} tone={tone} label={home.events[at] ?? ''} href="#procedure" />
          ))}
        </TileGrid>
      </Card>
      <SectionTitle action={{ label: home.all, href: '#track' }}>{home.mine}</SectionTitle>
      <Card href="#outbox">
        <CardHead
          title={home.birth}
          subtitle={home.birthText}
          trailing={
            <Badge tone="waiting" icon="signal">
              {chips.waiting}
            </Badge>
          }
        />
      </Card>
      <Card href="#track">
        <CardHead title={home.land} subtitle={home.landText} trailing={<Badge tone="info">{home.processing}</Badge>} />
        <ProgressBar value={0.64} label={home.landProgress} />
      </Card>
    </Screen>
  );
}

export function ProcedureScreen() {
  const { procedure, home } = samples;
  return (
    <Screen
      header={<AppHeader title={home.birth} backHref="#home" chip={<Chip state="offline" />} />}
      bottomBar={
        <BottomBar>
          <Button>{procedure.start}</Button>
        </BottomBar>
      }
    >
      <Stack as="flow">
        {procedure.badges.map((text, at) => (
          <Badge key={text} tone={at === 0 ? 'done' : 'info'}>
            {text}
          </Badge>
        ))}
      </Stack>
      <Card>
        <FactRow facts={procedure.facts} />
      </Card>
      <Button variant="secondary" icon="speaker">
        {procedure.listen}
      </Button>
      <SectionTitle>{procedure.prepare}</SectionTitle>
      <Card>
        <List>
          {procedure.papers.map(([title, subtitle], at) => (
            <ListRow
              key={title}
              icon={at === 0 ? 'check' : 'camera'}
              tone={at === 0 ? 'done' : 'waiting'}
              title={title}
              subtitle={subtitle}
            />
          ))}
        </List>
      </Card>
      <SectionTitle>{procedure.steps}</SectionTitle>
      <Card>
        <Timeline
          steps={[
            { id: 'fill', state: 'current', title: procedure.fill, text: procedure.fillText },
            { id: 'send', state: 'next', title: procedure.send, text: procedure.sendText },
          ]}
        />
      </Card>
    </Screen>
  );
}

export function FormScreen() {
  const { form, home } = samples;
  const [name, setName] = useState(form.nameValue);
  const [idNumber, setIdNumber] = useState(form.idValue);
  const [date, setDate] = useState({ day: '14', month: '08', year: '1992' });
  const [ethnic, setEthnic] = useState('Dao');
  return (
    <Screen
      header={
        <AppHeader
          title={home.birth}
          backHref="#procedure"
          chip={<Chip state="offline" />}
          progress={{ value: 1.5, total: 4 }}
        />
      }
      bottomBar={
        <BottomBar>
          <Button>{form.next}</Button>
        </BottomBar>
      }
    >
      <Question step={form.step}>{form.question}</Question>
      <Button variant="secondary" icon="scan">
        {form.scan}
      </Button>
      <TextField label={form.name} value={name} onChange={setName} autoCapitalize="characters" />
      <TextField
        label={form.idNumber}
        hint={form.idHint}
        value={idNumber}
        onChange={setIdNumber}
        inputMode="numeric"
        good
      />
      <DateField label={form.birthDate} value={date} onChange={setDate} />
      <ChoiceChips
        label={form.ethnic}
        options={form.ethnics.map((label) => ({ value: label, label }))}
        value={ethnic}
        onChange={setEthnic}
      />
      <SavedLine tone="saved" text={form.saved} />
    </Screen>
  );
}

export function PayScreen() {
  const { pay } = samples;
  return (
    <Screen
      header={<AppHeader title={pay.title} backHref="#track" chip={<Chip state="synced" />} />}
      bottomBar={
        <BottomBar>
          <Button>{pay.open}</Button>
          <Button variant="secondary">{pay.save}</Button>
        </BottomBar>
      }
    >
      <Card>
        <Figure over={pay.what} value={pay.amount} under={pay.count} />
        <QrCode text={pay.qr} label={pay.qrLabel} />
        <Stack tight>
          <Text strong center>
            {pay.payee}
          </Text>
          <Text size="s" quiet center>
            {pay.account}
          </Text>
        </Stack>
      </Card>
      <Card>
        <KeyValue rows={pay.rows} />
      </Card>
      <Notice icon="shield" title={pay.signed}>
        {pay.signedText}
      </Notice>
    </Screen>
  );
}

export function TrackScreen() {
  const { track, home } = samples;
  return (
    <Screen
      header={<AppHeader title={home.land} backHref="#home" chip={<Chip state="sending" />} />}
      tabBar={<Tabs current="dossiers" />}
    >
      <Card>
        <Stack as="flow">
          <Badge tone="act">{track.badge}</Badge>
          <Text size="s" quiet>
            {track.code}
          </Text>
        </Stack>
        <Question hint={track.text}>{track.title}</Question>
        <Button icon="camera">{track.action}</Button>
      </Card>
      <Card>
        <Timeline steps={track.steps} />
      </Card>
      <Card href="#home">
        <Row icon="chat" tone="done" title={track.ask} subtitle={track.askText} />
      </Card>
    </Screen>
  );
}

export function OutboxScreen() {
  const { outbox, home, chips } = samples;
  return (
    <Screen
      header={<AppHeader title={outbox.title} backHref="#home" chip={<Chip state="waiting" />} />}
      tabBar={<Tabs current="dossiers" />}
    >
      <Card>
        <Figure value={outbox.total} under={outbox.totalText} />
      </Card>
      <Card>
        <CardHead
          level={2}
          title={home.birth}
          subtitle={outbox.birthText}
          trailing={<Badge tone="waiting">{chips.waiting}</Badge>}
        />
        <PieceBar done={2} total={4} label={outbox.pieces} />
        <Text size="s" quiet>
          {outbox.pieces}
        </Text>
      </Card>
      <Card>
        <CardHead
          level={2}
          title={outbox.bridge}
          subtitle={outbox.bridgeText}
          trailing={<Badge tone="waiting">{chips.waiting}</Badge>}
        />
      </Card>
      <Card tone="dark" href="#home">
        <Row
          icon="handshake"
          tone="dark"
          title={outbox.carry}
          subtitle={outbox.carryText}
          trailing={<Icon name="chevron" size={20} />}
        />
      </Card>
      <Card>
        <KeyValue rows={outbox.rows} />
      </Card>
    </Screen>
  );
}
