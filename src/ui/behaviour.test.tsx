// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { Button } from './Button.tsx';
import { ChoiceChips } from './ChoiceChips.tsx';
import { ChoiceList } from './ChoiceList.tsx';
import { DateField } from './DateField.tsx';
import { ErrorSummary } from './ErrorSummary.tsx';
import { NumberField } from './NumberField.tsx';
import { Sheet } from './Sheet.tsx';
import { SignalChip } from './SignalChip.tsx';
import { keysAsWords } from './test-words.ts';
import { TextField } from './TextField.tsx';

beforeAll(keysAsWords);
afterEach(cleanup);

const options = ['Dao', 'Mông', 'Giáy'].map((label) => ({ value: label, label }));
const ignore = () => undefined;

test('the error summary takes focus, and its lines lead to the field or to the first control of a group', () => {
  HTMLElement.prototype.scrollIntoView = ignore;
  render(
    <>
      <ErrorSummary
        title="Còn 2 chỗ"
        errors={[
          { fieldId: 'name', text: 'Thiếu tên' },
          { fieldId: 'ethnic', text: 'Thiếu dân tộc' },
        ]}
      />
      <TextField id="name" label="Họ tên" value="" onChange={ignore} />
      <ChoiceChips id="ethnic" label="Dân tộc" options={options} value="Mông" onChange={ignore} />
    </>,
  );
  expect(document.activeElement).toBe(screen.getByRole('alert'));
  fireEvent.click(screen.getByText('Thiếu tên'));
  expect(document.activeElement).toBe(screen.getByLabelText('Họ tên'));
  fireEvent.click(screen.getByText('Thiếu dân tộc'));
  expect(document.activeElement).toBe(screen.getByLabelText('Mông'));
});

test('chips are one group of native radios, so the browser moves between them with the arrow keys', () => {
  const chosen = vi.fn<(value: string) => void>();
  render(<ChoiceChips label="Dân tộc" options={options} value="Dao" onChange={chosen} />);
  const radios = screen.getAllByRole<HTMLInputElement>('radio');
  expect(new Set(radios.map((radio) => radio.name)).size).toBe(1);
  expect(radios.map((radio) => radio.checked)).toEqual([true, false, false]);
  fireEvent.click(screen.getByLabelText('Giáy'));
  expect(chosen).toHaveBeenCalledWith('Giáy');
});

test('ticked choices come back in the order they are offered', () => {
  const changed = vi.fn<(value: string[]) => void>();
  render(<ChoiceList label="Dân tộc" options={options} value={['Giáy']} onChange={changed} />);
  fireEvent.click(screen.getByLabelText('Dao'));
  expect(changed).toHaveBeenCalledWith(['Dao', 'Giáy']);
});

function Birthday({ left }: { left: () => void }) {
  const [value, setValue] = useState({ day: '', month: '', year: '' });
  return (
    <>
      <DateField id="born" label="Ngày sinh" value={value} onChange={setValue} onBlur={left} />
      <output>{JSON.stringify(value)}</output>
    </>
  );
}

test('a date keeps what is typed in each box, and is left only when all three are', () => {
  const left = vi.fn();
  render(<Birthday left={left} />);
  const [day, month] = screen.getAllByRole('textbox');
  if (!day || !month) throw new Error('The boxes are missing');
  day.focus();
  fireEvent.input(day, { target: { value: '31' } });
  month.focus();
  fireEvent.input(month, { target: { value: '2' } });
  expect(left).not.toHaveBeenCalled();
  month.blur();
  expect(left).toHaveBeenCalledTimes(1);
  expect(screen.getByRole('status').textContent).toBe('{"day":"31","month":"2","year":""}');
});

test('the steps of a number stay within its bounds', () => {
  const changed = vi.fn<(value: string) => void>();
  render(<NumberField label="Số bản" value="9" min={1} max={9} onChange={changed} />);
  const [less, more] = screen.getAllByRole('button');
  if (!less || !more) throw new Error('The buttons are missing');
  fireEvent.click(more);
  fireEvent.click(less);
  expect(changed.mock.calls).toEqual([['9'], ['8']]);
});

test('a second tap does nothing while busy, and a blocked button says why', () => {
  const act = vi.fn();
  render(
    <>
      <Button busy onClick={act}>
        Nộp
      </Button>
      <Button blocked="Còn thiếu ảnh" onClick={act}>
        Gửi
      </Button>
    </>,
  );
  for (const button of screen.getAllByRole('button')) fireEvent.click(button);
  expect(act).not.toHaveBeenCalled();
  const why = screen.getByText('Gửi').closest('button')?.getAttribute('aria-describedby');
  expect(document.getElementById(why ?? '')?.textContent).toBe('Còn thiếu ảnh');
});

test('the signal chip announces a change of state, not a change of percentage', () => {
  const { rerender } = render(<SignalChip state="sending" label="Đang gửi 12%" href="#x" />);
  const live = document.querySelector('[aria-live]');
  rerender(<SignalChip state="sending" label="Đang gửi 62%" href="#x" />);
  expect(live?.textContent).toBe('');
  rerender(<SignalChip state="synced" label="Đã đồng bộ" href="#x" />);
  expect(live?.textContent).toBe('Đã đồng bộ');
});

test('a sheet is modal, closes on Esc, on a tap outside and by its button, and is closed before it leaves', () => {
  const showModal = vi.fn();
  const closed = vi.fn();
  HTMLDialogElement.prototype.showModal = showModal;
  HTMLDialogElement.prototype.close = closed;
  const onClose = vi.fn();
  const { rerender } = render(
    <Sheet open title="Xóa?" onClose={onClose}>
      <p>Mất khỏi máy</p>
    </Sheet>,
  );
  expect(showModal).toHaveBeenCalledTimes(1);
  const dialog = screen.getByText('Mất khỏi máy').closest('dialog');
  if (!dialog) throw new Error('The dialog is missing');
  fireEvent(dialog, new Event('cancel', { cancelable: true }));
  fireEvent.click(dialog);
  fireEvent.click(screen.getByText('Mất khỏi máy'));
  expect(onClose).toHaveBeenCalledTimes(2);
  rerender(
    <Sheet open={false} title="Xóa?" onClose={onClose}>
      <p>Mất khỏi máy</p>
    </Sheet>,
  );
  expect(closed).toHaveBeenCalledTimes(1);
});
