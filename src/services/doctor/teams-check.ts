import { Region } from '../../../models/region';
import { Team } from '../../../models/team';
import { type Check, error, type Finding, listed, type ReadablePatient, warning } from './check';

/** Whether a fault anywhere finds a team. */
export const teamsCheck: Check<ReadablePatient> = async ({ policy }) => {
  const teams = await Team.findAll();
  if (teams.length === 0)
    return error(
      'There are no teams.',
      'No report finds anybody: every caller is put through to a person.',
      'Load regions, teams, people and rosters: npx faultline import <dir> (demo/README.md shows the files).',
    );
  const codes = teams.map(({ code }) => code);
  return [
    ...(['powerTeam', 'propertyTeam'] as const).flatMap((key) => missingDefault(key, policy.defaults[key], codes)),
    ...unserved(await Region.findAll(), teams),
  ];
};

function missingDefault(key: string, wanted: string, codes: readonly string[]): Finding[] {
  if (wanted === '' || codes.includes(wanted)) return [];
  return error(
    `The policy's defaults.${key} is ${wanted}, but there is no such team.`,
    'A fault in a region that nobody serves goes to whichever team comes first.',
    `Set defaults.${key} in POLICY_FILE to one of ${listed(codes)}, or add the team to teams.csv and import it.`,
  );
}

/** Power regions need a team of the grid, estates one of engineering. */
function unserved(regions: readonly Region[], teams: readonly Team[]): Finding[] {
  const lacking = regions.filter(({ code, profile }) => {
    const department = profile === 'power' ? 'grid' : 'engineering';
    return !teams.some((team) => team.department === department && team.regions.includes(code));
  });
  if (lacking.length === 0) return [];
  return warning(
    `No team serves ${listed(lacking.map(({ code, nameEn }) => `${code} (${nameEn})`))}.`,
    'Faults there go to the default team, which may be far away.',
    'Add the region to the team that serves it (column regions of teams.csv; department grid for power, engineering for estates), then npx faultline import <dir>.',
  );
}
