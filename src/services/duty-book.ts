/** Who answers at the desk and in the monitoring centre, as last read from the roster; kept in memory for when the database is down. */
export interface DutyBook {
  people(): readonly DutyPerson[];
  replace(people: readonly DutyPerson[]): void;
}

export interface DutyPerson {
  readonly code: string;
  readonly name: string;
  /** E.164 */
  readonly phone: string;
  readonly role: 'desk' | 'monitoring';
  readonly language: string;
}

export function createDutyBook(): DutyBook {
  let known: readonly DutyPerson[] = [];
  return {
    people: () => known,
    replace(people) {
      known = people;
    },
  };
}
