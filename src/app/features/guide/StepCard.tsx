import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Day } from '#core/calendar/day.ts';
import type { Outcome, ProcedureStep, VisitStep } from '#core/guide/guide.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { paths } from '#app/paths.ts';
import { useText } from '#app/parts/useText.ts';
import type { Catalogue } from '#app/state/catalogue.ts';
import { usePocket } from '#app/state/pocket.ts';
import { Badge } from '#ui/Badge.tsx';
import { Card } from '#ui/Card.tsx';
import { Icon } from '#ui/Icon.tsx';
import { Link } from '#ui/Link.tsx';
import styles from './Guide.module.css';

export type StepCardProps = {
  step: Outcome['steps'][number];
  /** Its place in the order; null when there is no order. */
  number: number | null;
  catalogue: Catalogue;
  today: Day;
};

/** One thing to do: what, why, and what comes out of it that the next one needs. */
export function StepCard({ step, number, catalogue, today }: StepCardProps) {
  const { t } = useTranslation('guide');
  const { text } = useText();
  return (
    <Card>
      <div className={styles.step}>
        {number !== null && (
          <span className={styles.number} aria-hidden="true">
            {number}
          </span>
        )}
        <div className={styles.stepBody}>
          {'procedure' in step ? (
            <ProcedureName step={step} procedure={catalogue.find(step.procedure)} today={today} />
          ) : (
            <VisitName step={step} />
          )}
          <p>{text(step.why)}</p>
          {'visit' in step && step.bring && (
            <>
              <p className={styles.bring}>{t('bring')}</p>
              <ul className={styles.papers}>
                {step.bring.map((paper) => (
                  <li key={paper.vi}>{text(paper)}</li>
                ))}
              </ul>
            </>
          )}
          {step.gives && (
            <p className={styles.gives}>
              <Icon name="file" size={18} />
              <span>{t('gives', { result: text(step.gives) })}</span>
            </p>
          )}
        </div>
      </div>
    </Card>
  );
}

type ProcedureNameProps = { step: ProcedureStep; procedure: Procedure | null; today: Day };

function ProcedureName({ step, procedure, today }: ProcedureNameProps) {
  const { t } = useTranslation('guide');
  const { t: procedures } = useTranslation('procedures');
  const { text } = useText();
  // What we have not written about can be read only where the province's catalogue is on the phone.
  const hasCatalogue = usePocket().state !== null;
  const { national } = step;
  const name = procedure ? text(procedure.name) : national ? text(national.name) : step.procedure;
  const withdrawn = procedure?.validTo !== undefined && procedure.validTo < today;
  return (
    <>
      <StepTitle href={procedure || hasCatalogue ? paths.procedure(step.procedure) : null}>{name}</StepTitle>
      <p className={styles.facts}>
        {step.ifNeeded && <Badge tone="waiting">{t('ifNeeded')}</Badge>}
        {withdrawn && <Badge tone="act">{t('withdrawn')}</Badge>}
        {!withdrawn && procedure?.form && (
          <Badge tone="done" icon="check">
            {procedures('onPhone')}
          </Badge>
        )}
        {procedure?.onlineLevel === 'inPerson' && <Badge>{procedures('online.inPerson')}</Badge>}
        <span className={styles.code}>{step.procedure}</span>
      </p>
      {national && (
        <p className={styles.where}>
          <Icon name="pin" size={18} />
          <span>{text(national.where)}</span>
        </p>
      )}
    </>
  );
}

function VisitName({ step }: { step: VisitStep }) {
  const { t } = useTranslation('guide');
  const { text } = useText();
  return (
    <>
      <h3 className={styles.stepTitle}>
        <span className={styles.place}>
          <Icon name="pin" size={20} />
          {text(step.visit)}
        </span>
      </h3>
      {step.ifNeeded && (
        <p className={styles.facts}>
          <Badge tone="waiting">{t('ifNeeded')}</Badge>
        </p>
      )}
    </>
  );
}

function StepTitle({ href, children }: { href: string | null; children: ReactNode }) {
  return (
    <h3 className={styles.stepTitle}>
      {href === null ? (
        children
      ) : (
        <Link href={href} className={styles.stepLink}>
          <span>{children}</span>
          <Icon name="chevron" size={20} />
        </Link>
      )}
    </h3>
  );
}
