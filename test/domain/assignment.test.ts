import fc from 'fast-check';
import { departmentOf, pickTeam, type TeamInfo } from '../../src/domain/assignment';
import { categories, powerCategories, propertyCategories, type Category } from '../../src/domain/ticket';

const noDefaults = { powerTeam: '', propertyTeam: '' };
const team = (code: string, more: Partial<TeamInfo> = {}): TeamInfo => ({
  code,
  department: 'engineering',
  regions: ['EST'],
  categories: [],
  ...more,
});
const picked = (teams: readonly TeamInfo[], category: Category = 'doors', defaults = noDefaults) =>
  pickTeam(teams, category, 'EST', defaults);

describe('the team of a report', () => {
  const forWater = { categories: ['water', 'heating'] };
  const water = team('A-WATER', forWater);
  const lifts = team('B-LIFTS', { categories: ['lift'] });
  const all = team('C-ALL');

  it.each<[string, TeamInfo[], Category, string]>([
    ['names the category, though one that does everything comes first', [team('A-ALL'), lifts], 'lift', 'B-LIFTS'],
    ['does everything, though a specialist for something else comes first', [water, lifts, all], 'doors', 'C-ALL'],
    ['is any of the region when none does it', [lifts, water], 'doors', 'A-WATER'],
    ['is the first by code of several that name it', [team('Z', forWater), team('Y', forWater)], 'water', 'Y'],
    ['is the first by code of several that do everything', [team('Z'), water, team('Y')], 'doors', 'Y'],
    ['is of the same line of work', [team('A', { department: 'grid' }), team('B')], 'doors', 'B'],
    ['serves the region', [team('A', { regions: ['URB'] }), team('B', { regions: ['URB', 'EST'] })], 'doors', 'B'],
  ])('%s', (_rule, teams, category, teamCode) => {
    expect(picked(teams, category)).toEqual({ teamCode, byDefault: false });
  });

  const elsewhere = team('E', { regions: ['URB'] });
  const grid = team('G', { department: 'grid', regions: ['URB'] });

  it.each<[string, TeamInfo[], Category, typeof noDefaults, string]>([
    ['the default for power', [grid, elsewhere], 'lv', { powerTeam: 'E', propertyTeam: 'G' }, 'E'],
    ['the default for everything else', [grid, elsewhere], 'doors', { powerTeam: 'E', propertyTeam: 'G' }, 'G'],
    ['the first of its line of work', [grid, elsewhere], 'doors', noDefaults, 'E'],
    [
      'the first of its line of work when the default is no team',
      [grid, elsewhere],
      'lv',
      { ...noDefaults, powerTeam: 'X' },
      'G',
    ],
    ['the first of all when its line of work has none', [grid, elsewhere], 'cleaning', noDefaults, 'E'],
  ])('that nobody serves is %s, and the desk is told', (_which, teams, category, defaults, teamCode) => {
    expect(picked(teams, category, defaults)).toEqual({ teamCode, byDefault: true });
  });

  it('is nobody only where there are no teams', () => {
    expect(picked([])).toBeNull();
    expect(pickTeam([grid], 'water', '', noDefaults)).toEqual({ teamCode: 'G', byDefault: true });
  });

  it('is the same whatever the order of the list, and never a stranger to the region while it has its own', () => {
    const region = fc.constantFrom('EST', 'URB', 'RUR');
    const category = fc.constantFrom(...propertyCategories);
    const some = fc.record({
      department: fc.constantFrom('engineering', 'grid', 'order'),
      regions: fc.uniqueArray(region),
      categories: fc.uniqueArray(category, { maxLength: 2 }),
    });
    fc.assert(
      fc.property(fc.array(some, { minLength: 1, maxLength: 8 }), category, (rows, wanted) => {
        const teams = rows.map((row, index) => ({ ...row, code: `T${index}` }));
        const choice = picked(teams, wanted);
        expect(picked([...teams].reverse(), wanted)).toEqual(choice);
        const local = teams.filter(
          ({ department, regions }) => department === 'engineering' && regions.includes('EST'),
        );
        expect(choice?.byDefault).toBe(local.length === 0);
        const does = ({ categories: named }: TeamInfo): number =>
          named.includes(wanted) ? 2 : named.length === 0 ? 1 : 0;
        const best = local.filter((one) => does(one) === Math.max(...local.map(does)));
        expect(choice?.byDefault === false ? [choice.teamCode] : []).toEqual(best.map(({ code }) => code).slice(0, 1));
      }),
    );
  });
});

it.each<[string, readonly Category[]]>([
  ['grid', powerCategories],
  ['engineering', propertyCategories],
  ['order', ['lost_security']],
  ['environment', ['cleaning']],
  ['customer_service', ['enquiry', 'complaint']],
])('%s does %j', (department, own) => {
  expect(categories.filter((category) => departmentOf(category) === department)).toEqual(own);
});
