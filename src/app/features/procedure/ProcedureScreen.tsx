import { useTranslation } from 'react-i18next';
import { useParams } from 'wouter';
import { useBack } from '#app/router.ts';
import { paths } from '#app/paths.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { useCatalogue, type Catalogue } from '#app/state/catalogue.ts';
import { useOfficialDetail } from '#app/state/pocket.ts';
import { Card } from '#ui/Card.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { KnownProcedure } from './KnownProcedure.tsx';
import { NotHere } from './NotHere.tsx';
import { OfficialPage } from './OfficialPage.tsx';
import { UnknownProcedure } from './UnknownProcedure.tsx';

/** Everything a resident has to know of one procedure, in our words or the catalogue's, and the way into its form. */
export default function ProcedureScreen() {
  const { t } = useTranslation('procedures');
  const { code = '' } = useParams();
  const catalogue = useCatalogue();
  const goBack = useBack();
  const back = () => goBack(paths.procedures);
  if (!catalogue) {
    return (
      <PhoneScreen title={t('title')} onBack={back}>
        <Card>
          <div data-arriving>
            <Skeleton lines={8} />
          </div>
        </Card>
      </PhoneScreen>
    );
  }
  return <Page key={code} code={code} catalogue={catalogue} onBack={back} />;
}

type PageProps = { code: string; catalogue: Catalogue; onBack: () => void };

function Page({ code, catalogue, onBack }: PageProps) {
  const procedure = catalogue.find(code);
  const view = useOfficialDetail(code, procedure !== null);
  const { found } = view;
  if (procedure) return <KnownProcedure {...{ procedure, view, catalogue, onBack }} />;
  switch (found.kind) {
    case 'unknown':
      return <UnknownProcedure code={code} province={catalogue.province} onBack={onBack} />;
    case 'here':
      return <OfficialPage {...{ found, view, catalogue, onBack }} />;
    case 'looking':
    case 'notHere':
      return (
        <NotHere
          entry={found.entry}
          looking={found.kind === 'looking'}
          asking={view.asking}
          onAsk={view.ask}
          onBack={onBack}
        />
      );
  }
}
