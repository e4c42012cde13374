import { Combobox, Modal, useCombobox } from '@mantine/core';
import Search from 'lucide-react/icons/search';
import { useState } from 'react';
import { usePage } from '../page-context';
import type { Person } from '../state/exchange';
import { matching, typedNumber } from '../state/table';
import type { Table } from '../state/table';
import { Avatar } from './Avatar';

interface PickerProps {
  readonly opened: boolean;
  readonly table: Table;
  readonly close: () => void;
  readonly choose: (number: string) => void;
}

/** Chooses whose phone to hold: somebody of the directory, or any number. */
export function PersonPicker({ opened, table, close, choose }: PickerProps) {
  const { t } = usePage();
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t.choosePerson}
      size="lg"
      lockScroll={false}
      transitionProps={{ duration: 120 }}
      closeButtonProps={{ 'aria-label': t.close }}
    >
      <People table={table} choose={choose} />
    </Modal>
  );
}

function People({ table, choose }: Pick<PickerProps, 'table' | 'choose'>) {
  const { state, t } = usePage();
  const combobox = useCombobox({ opened: true });
  const [search, setSearch] = useState('');
  const people = matching(state.directory, search);
  const number = typedNumber(search);
  return (
    <Combobox store={combobox} onOptionSubmit={choose}>
      <Combobox.EventsTarget>
        <div className="search">
          <Search size={16} aria-hidden />
          <input
            data-autofocus
            aria-label={t.searchPeople}
            placeholder={t.searchPeople}
            value={search}
            onChange={(event) => {
              setSearch(event.currentTarget.value);
              combobox.resetSelectedOption();
            }}
          />
        </div>
      </Combobox.EventsTarget>
      <Combobox.Options className="people" aria-label={t.choosePerson}>
        {number !== null && (
          <Combobox.Option value={number} className="people-number">
            {t.useNumber(number)}
          </Combobox.Option>
        )}
        <Groups people={people} table={table} />
        {people.length === 0 && number === null && <Combobox.Empty>{t.nobodyFound}</Combobox.Empty>}
      </Combobox.Options>
    </Combobox>
  );
}

function Groups({ people, table }: { readonly people: readonly Person[]; readonly table: Table }) {
  const { language } = usePage();
  const groups = [...new Set(people.map(({ group }) => group[language]))];
  return groups.map((group) => (
    <Combobox.Group key={group} label={group}>
      {people
        .filter((person) => person.group[language] === group)
        .map((person) => (
          <Choice key={person.number} person={person} taken={table.includes(person.number)} />
        ))}
    </Combobox.Group>
  ));
}

function Choice({ person, taken }: { readonly person: Person; readonly taken: boolean }) {
  const { language, t } = usePage();
  const { number, name, role, note } = person;
  return (
    <Combobox.Option value={number} disabled={taken} className="choice">
      <Avatar number={number} />
      <span className="choice-who">
        <b>{name}</b> <span className="choice-role">{role[language]}</span>
        <span className="choice-note">{taken ? t.onTable : note[language]}</span>
      </span>
      <span className="choice-number">{number}</span>
    </Combobox.Option>
  );
}
