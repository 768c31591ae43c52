import { useTranslation } from 'react-i18next';
import { useParams } from 'wouter';
import { GUIDES, paths, type GuideEvent } from '#app/paths.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { useText } from '#app/parts/useText.ts';
import { useCatalogue } from '#app/state/catalogue.ts';
import { useGuideData, type GuideData } from '#app/state/guides.ts';
import { Card } from '#ui/Card.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { AdviceView } from './AdviceView.tsx';
import { QuestionView } from './QuestionView.tsx';
import { Trail } from './Trail.tsx';
import { UnknownGuide } from './UnknownGuide.tsx';
import { useGuide } from './useGuide.ts';

/** A few questions, one at a time, and then what to do, in order. It needs no network. */
export default function GuideScreen() {
  const { event: slug } = useParams();
  const event = (Object.keys(GUIDES) as GuideEvent[]).find((one) => GUIDES[one] === slug);
  return event ? <Loading key={event} event={event} /> : <UnknownGuide />;
}

function Loading({ event }: { event: GuideEvent }) {
  const { t } = useTranslation();
  const data = useGuideData(event);
  if (data) return <Questions event={event} data={data} />;
  return (
    <PhoneScreen title={t(`lifeEvent.${event}`)} backHref={paths.home}>
      <Card>
        <Skeleton lines={6} />
      </Card>
    </PhoneScreen>
  );
}

function Questions({ event, data }: { event: GuideEvent; data: GuideData }) {
  const { t } = useTranslation('guide');
  const { text } = useText();
  const { trail, place, heading, today, answer, change, restart, back } = useGuide(data);
  // The names of procedures, on their way while the questions are answered.
  const catalogue = useCatalogue();
  return (
    <PhoneScreen title={text(data.guide.title)} onBack={back}>
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
        <AdviceView heading={heading} advice={place.advice} catalogue={catalogue} today={today} onRestart={restart} />
      )}
      <LinkButton variant="quiet" icon="list" href={paths.proceduresOf(event)}>
        {t('list')}
      </LinkButton>
    </PhoneScreen>
  );
}
