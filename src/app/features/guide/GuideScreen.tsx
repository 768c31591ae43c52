import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { Guide } from '#core/guide/guide.ts';
import { GUIDES, paths, type GuideEvent } from '#app/paths.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { useText } from '#app/parts/useText.ts';
import { guides } from '#app/state/guides.ts';
import { LinkButton } from '#ui/LinkButton.tsx';
import { AdviceView } from './AdviceView.tsx';
import { QuestionView } from './QuestionView.tsx';
import { Trail } from './Trail.tsx';
import { UnknownGuide } from './UnknownGuide.tsx';
import { useGuide } from './useGuide.ts';

/** A few questions, one at a time, and then what to do, in order. It needs no network. */
export default function GuideScreen() {
  const { event: slug } = useParams();
  const event = (Object.keys(GUIDES) as GuideEvent[]).find((one) => GUIDES[one] === slug);
  const guide = guides.find((one) => one.event === event);
  return event && guide ? <Questions key={event} event={event} guide={guide} /> : <UnknownGuide />;
}

function Questions({ event, guide }: { event: GuideEvent; guide: Guide }) {
  const { t } = useTranslation('guide');
  const { text } = useText();
  const { trail, place, heading, today, answer, change, restart, back } = useGuide(guide);
  return (
    <PhoneScreen title={text(guide.title)} onBack={back}>
      <Trail asked={trail} onChange={change} />
      {place.at === 'question' ? (
        <QuestionView
          key={place.question.id}
          heading={heading}
          number={trail.length + 1}
          question={place.question}
          chosen={place.chosen}
          today={today}
          onAnswer={answer}
        />
      ) : (
        <AdviceView heading={heading} advice={place.advice} today={today} onRestart={restart} />
      )}
      <LinkButton variant="quiet" icon="list" href={paths.proceduresOf(event)}>
        {t('list', { event: t(`common:lifeEvent.${event}`) })}
      </LinkButton>
    </PhoneScreen>
  );
}
