import Plus from 'lucide-react/icons/plus';
import type { KeyboardEvent } from 'react';
import { usePage, usePerson } from '../page-context';
import { unreadTexts } from '../state/page-state';
import type { Table } from '../state/table';
import { Avatar } from './Avatar';

interface TabsProps {
  readonly table: Table;
  readonly shown: string;
  readonly select: (number: string) => void;
  readonly add: () => void;
}

/** The id of a phone's tab, which names its panel. */
export const tabId = (number: string): string => `tab-${number.slice(1)}`;

/** The phones of the table where only one has room; arrow keys go from one to the next. */
export function PhoneTabs({ table, shown, select, add }: TabsProps) {
  const { t } = usePage();
  const move = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = step === undefined ? undefined : table.at((table.indexOf(shown) + step) % table.length);
    if (next === undefined) return;
    select(next);
    document.getElementById(tabId(next))?.focus();
  };
  return (
    <div className="tabs">
      <div className="tabs-list" role="tablist" aria-label={t.phones} onKeyDown={move}>
        {table.map((number) => (
          <PhoneTab key={number} number={number} selected={number === shown} select={select} />
        ))}
      </div>
      <button type="button" className="tab-add" aria-label={t.addPhone} onClick={add}>
        <Plus size={18} aria-hidden />
      </button>
    </div>
  );
}

interface TabProps {
  readonly number: string;
  readonly selected: boolean;
  readonly select: (number: string) => void;
}

function PhoneTab({ number, selected, select }: TabProps) {
  const { state, t } = usePage();
  const { title } = usePerson(number);
  const phone = state.phones.get(number)?.state ?? 'idle';
  const unread = unreadTexts(state, number);
  return (
    <button
      type="button"
      role="tab"
      id={tabId(number)}
      className="tab"
      data-state={phone}
      aria-selected={selected}
      tabIndex={selected ? 0 : -1}
      onClick={() => {
        select(number);
      }}
    >
      <Avatar number={number} />
      <span className="tab-name">{title}</span>
      {phone === 'ringing' && <span className="hidden-text">{t.ringing}</span>}
      {unread > 0 && (
        <span className="badge">
          {unread}
          <span className="hidden-text">{t.unread(unread)}</span>
        </span>
      )}
    </button>
  );
}
