import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Neighbours in the files follow each other; callers in a row live under different transformers. */
const transformersEach = 100;
const regions = ['R0', 'R1', 'R2', 'R3', 'R4', 'R5', 'R6', 'R7', 'R8', 'R9'];
/** Only danger calls come from here, each region with a crew of its own, so that its pages can be told from all others. */
const dangerRegions = Array.from({ length: 20 }, (_, index) => `D${index}`);
const dangerAccountsEach = 10;
/** Under the outage of `outages.csv`. */
const darkRegion = 'K0';
const darkShare = 0.15;

const roles = ['technician', 'technician', 'technician', 'team_leader', 'engineering_supervisor', 'zone_manager'];
const phoneOf = (prefix, index) => `+86${prefix}${String(index).padStart(8, '0')}`;

/** Import files of a town, written below `folder`: `town` with everything but the outage, `outage` with that alone. */
export function writeTown(folder, count) {
  const dangers = dangerRegions.length * dangerAccountsEach;
  const dark = Math.floor(count * darkShare);
  const accounts = Array.from({ length: count }, (_, index) => {
    if (index < dangers) return accountOf(index, dangerRegions[index % dangerRegions.length], 0);
    if (index < dangers + dark) return accountOf(index, darkRegion, index % transformersEach);
    const place = index - dangers - dark;
    return accountOf(index, regions[place % regions.length], Math.floor(place / regions.length) % transformersEach);
  });
  const people = [...regions, darkRegion, ...dangerRegions].flatMap(crewOf);
  write(join(folder, 'town'), {
    'regions.csv': regionRows(),
    'network.csv': networkRows(),
    'teams.csv': teamRows(),
    'people.csv': [
      'code,name,phone,role,team,skills,language,pin',
      ...people.map(({ code, phone, role, team }) => `${code},李${code},${phone},${role},${team},,zh-CN,`),
    ],
    'roster.csv': [
      'team,person,level,starts_at,ends_at',
      ...people
        .filter(({ level }) => level !== null)
        .map(({ team, code, level }) => `${team},${code},${level},2025-01-01T00:00,`),
    ],
    'accounts.csv': [
      'account_no,name,phones,address_zh,address_en,region,network_node,meter,supply,balance_cents,medical,critical,language',
      ...accounts.map(rowOf),
    ],
  });
  write(join(folder, 'outage'), {
    'outages.csv': ['code,kind,network_node,cause_zh,cause_en,starts_at,expected_end_at', outageRow()],
  });
  return {
    reporters: accounts.slice(dangers + dark).map(({ phone }) => phone),
    dark: accounts.slice(dangers, dangers + dark).map(({ phone }) => phone),
    dangers: accounts.slice(0, dangers).map(({ phone, region }) => ({ phone, team: teamOf(region) })),
    /** The team by the phone of each of its people. */
    teamByPhone: new Map(people.map(({ phone, team }) => [phone, team])),
  };
}

const teamOf = (region) => `G-${region}`;
const allRegions = () => [...regions, darkRegion, ...dangerRegions];
const accountOf = (index, region, transformer) => ({
  ...{ index, region, phone: phoneOf('138', index), node: `T-${region}-${transformer}` },
});
const rowOf = ({ index, region, phone, node }) =>
  `${10_000_000 + index},王芳${index},${phone},学院路${index}号,"${index}, College Road",${region},${node},postpaid,connected,0,0,0,zh-CN`;

function crewOf(region, at) {
  return roles.map((role, place) => ({
    code: String(1000 + at * 10 + place),
    phone: phoneOf('139', at * 10 + place),
    role,
    team: teamOf(region),
    level: role === 'technician' ? place + 1 : role === 'team_leader' ? 3 : null,
  }));
}

function regionRows() {
  return [
    'code,name_zh,name_en,profile,class',
    ...allRegions().map((code) => `${code},${code}区,Quarter ${code},power,urban`),
  ];
}

function teamRows() {
  return [
    'code,name_zh,name_en,department,regions,categories,assign_mode',
    ...allRegions().map((code) => `${teamOf(code)},${code}抢修班,Crew ${code},grid,${code},,roster`),
  ];
}

/** A substation, a feeder for each region, ten laterals below it, ten transformers below each. */
function networkRows() {
  const rows = allRegions().flatMap((region) => [
    `F-${region},feeder,S,${region},${region}线,Feeder ${region}`,
    ...Array.from({ length: 10 }, (_, lateral) => `L-${region}-${lateral},lateral,F-${region},${region},支线,Lateral`),
    ...Array.from(
      { length: transformersEach },
      (_, index) => `T-${region}-${index},transformer,L-${region}-${index % 10},${region},配变,Transformer`,
    ),
  ]);
  return ['code,kind,parent,region,name_zh,name_en', `S,substation,,${regions[0]},变电站,Substation`, ...rows];
}

function outageRow() {
  const hour = 3_600_000;
  const [from, until] = [-hour, 6 * hour].map((ms) => new Date(Date.now() + ms).toISOString());
  return `STORM,fault,F-${darkRegion},大风刮倒树木,a tree brought down a line,${from},${until}`;
}

function write(folder, files) {
  mkdirSync(folder, { recursive: true });
  for (const [name, rows] of Object.entries(files)) writeFileSync(join(folder, name), `${rows.join('\n')}\n`);
}
