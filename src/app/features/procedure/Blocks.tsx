import { useTranslation } from 'react-i18next';
import type { StructuredText } from '#core/procedure/record.ts';
import { More } from '#ui/Fold.tsx';
import { Text } from '#ui/Text.tsx';
import { Lines } from './Lines.tsx';
import { partsIn, splitText, stepAtHead } from './longText.ts';

/** A long text of the source: what one reads at once, and the rest a tap away. It is text, whatever it holds. */
export function Blocks({ text }: { text: StructuredText }) {
  const { t } = useTranslation('procedures');
  const { shown, rest } = splitText(text);
  return (
    <>
      <Paragraphs text={shown} />
      {rest.length > 0 && (
        <More more={t('text.more', { count: partsIn(rest) })} less={t('text.less')}>
          <Paragraphs text={rest} />
        </More>
      )}
    </>
  );
}

function Paragraphs({ text }: { text: StructuredText }) {
  return (
    <>
      {text.map((block, at) =>
        Array.isArray(block) ? (
          // oxlint-disable-next-line react/no-array-index-key
          <Lines key={at} items={block} official />
        ) : (
          // oxlint-disable-next-line react/no-array-index-key
          <Paragraph key={at} text={block} />
        ),
      )}
    </>
  );
}

function Paragraph({ text }: { text: string }) {
  const [head, rest] = stepAtHead(text);
  return (
    <Text lang="vi">
      {head !== '' && <strong>{head}</strong>}
      {rest}
    </Text>
  );
}
