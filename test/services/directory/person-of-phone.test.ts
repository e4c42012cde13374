import { Person } from '../../../models/person';
import { isStaffPhone, personOfPhone } from '../../../src/services/directory/person-of-phone';
import { customer, inATown, li, phoneOf, zhao, type PagingStage } from '../../support/paging-stage';

let stage: PagingStage;
inATown((laid) => {
  stage = laid;
});

it('knows our people by either of their numbers, and nobody else', async () => {
  const second = '+8613900099999';
  await Person.update({ phone2: second }, { where: { code: zhao } });
  const numbers = [phoneOf(li), phoneOf(zhao), second, customer, null];
  const known = await Promise.all(numbers.map(personOfPhone));
  expect(known.map((person) => person?.code ?? null)).toEqual([li, zhao, zhao, null, null]);
  const staff = await Promise.all(numbers.map((number) => isStaffPhone(stage.context, number)));
  expect(staff).toEqual([true, true, true, false, false]);
});
