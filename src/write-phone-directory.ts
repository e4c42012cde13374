import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Config } from './config';
import { demoPeople } from './demo-people';
import { projectRoot } from './project-root';

const bilingual = z.strictObject({ zh: z.string(), en: z.string() });
const introduction = z.strictObject({
  title: bilingual,
  /** Numbers, E.164, by the language of the person who opens the page. */
  onTable: z.strictObject({ zh: z.array(z.string()), en: z.array(z.string()) }),
  guide: z.array(bilingual),
});

/** Writes the directory file for the emulator's phone page: the hotline's zone and, with the demo town, its people; answers the path of the file. */
export function writePhoneDirectory({ dataDir, demo, timezone }: Config): string {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'phone-directory.json');
  writeFileSync(file, JSON.stringify({ timezone, ...(demo ? demoDirectory() : { people: [] }) }));
  return file;
}

function demoDirectory(): object {
  const { title, guide, onTable } = introduction.parse(
    parse(readFileSync(join(projectRoot, 'demo', 'phones.yaml'), 'utf8')),
  );
  const people = demoPeople().map(({ phone, name, group, role, note }) => {
    const tables = (['zh', 'en'] as const).filter((language) => onTable[language].includes(phone));
    return { number: phone, name, group, role, note, ...(tables.length > 0 && { onTable: tables }) };
  });
  return { title, guide, people };
}
