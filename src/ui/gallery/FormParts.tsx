import { useState } from 'react';
import { CheckRow } from '../CheckRow.tsx';
import { ChoiceChips } from '../ChoiceChips.tsx';
import { ChoiceList } from '../ChoiceList.tsx';
import { DateField } from '../DateField.tsx';
import { ErrorSummary } from '../ErrorSummary.tsx';
import { NumberField } from '../NumberField.tsx';
import { SearchField } from '../SearchField.tsx';
import { Select } from '../Select.tsx';
import { TextArea } from '../TextArea.tsx';
import { TextField } from '../TextField.tsx';
import { YesNo } from '../YesNo.tsx';
import { Section } from './chrome.tsx';
import { samples } from './samples.ts';

const { form, headings } = samples;
const ethnics = form.ethnics.map((label) => ({ value: label, label }));

export function FieldParts() {
  const [text, setText] = useState('');
  const [note, setNote] = useState('');
  const [count, setCount] = useState('2');
  const [relation, setRelation] = useState<string | null>('kin');
  const [needs, setNeeds] = useState<readonly string[]>(['copy']);
  const [married, setMarried] = useState<boolean | null>(true);
  const [village, setVillage] = useState('');
  const [declared, setDeclared] = useState(true);
  const [search, setSearch] = useState(form.nameValue);
  return (
    <Section title={headings.fields}>
      <SearchField label={form.search} value={search} onChange={setSearch} />
      <TextField label={form.name} need="required" value={text} onChange={setText} placeholder={form.nameValue} />
      <TextField label={form.idNumber} hint={form.idHint} value={form.idValue} onChange={setText} good />
      <TextArea label={form.note} hint={form.noteHint} need="optional" value={note} onChange={setNote} limit={500} />
      <NumberField label={form.copies} unit={form.copyUnit} min={1} max={9} value={count} onChange={setCount} />
      <ChoiceChips label={form.relation} options={form.relations} value={relation} onChange={setRelation} />
      <ChoiceList label={form.needs} options={form.needOptions} value={needs} onChange={setNeeds} />
      <YesNo label={form.married} value={married} onChange={setMarried} />
      <Select label={form.village} options={form.villages} value={village} onChange={setVillage} />
      <CheckRow checked={declared} onChange={setDeclared}>
        {form.declare}
      </CheckRow>
    </Section>
  );
}

export function ErrorParts() {
  const [name, setName] = useState('');
  const [date, setDate] = useState({ day: '31', month: '02', year: '1992' });
  const [ethnic, setEthnic] = useState<string | null>(null);
  const [declared, setDeclared] = useState(false);
  return (
    <Section title={headings.errors}>
      <ErrorSummary
        title={form.errorTitle}
        errors={[
          { fieldId: 'mother-name', text: form.nameError },
          { fieldId: 'mother-date', text: form.dateError },
        ]}
      />
      <TextField id="mother-name" label={form.name} value={name} onChange={setName} error={form.nameError} />
      <DateField
        id="mother-date"
        label={form.birthDate}
        value={date}
        onChange={setDate}
        error={form.dateError}
        wrong={['day']}
      />
      <ChoiceChips label={form.ethnic} options={ethnics} value={ethnic} onChange={setEthnic} error={form.choiceError} />
      <CheckRow checked={declared} onChange={setDeclared} error={form.declareError}>
        {form.declare}
      </CheckRow>
    </Section>
  );
}
