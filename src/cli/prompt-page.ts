import type { PromptSection } from '../domain/prompt-report';

/** A page on which a native reader goes over every sentence, on the screen or on paper, with room for remarks. */
export function promptPage(sections: readonly PromptSection[], languages: readonly string[]): string {
  const heads = ['', ...languages, 'remarks'].map((name) => `<th scope="col">${escaped(name)}</th>`).join('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Every sentence of the hotline</title>
<style>${style}</style>
</head>
<body>
<h1>Every sentence of the hotline</h1>
<p>${count(sections)} sentences. The figure beside a sentence is its estimated length in seconds of speech; values in braces are filled in on the call.</p>
${sections.map((section) => sectionOf(section, heads)).join('\n')}
</body>
</html>
`;
}

const count = (sections: readonly PromptSection[]): number => sections.reduce((sum, { rows }) => sum + rows.length, 0);

function sectionOf({ title, ways, rows }: PromptSection, heads: string): string {
  const keys = ways.length === 0 ? '' : `<p class="ways">${ways.map(escaped).join(' · ')}</p>`;
  const lines = rows.map(({ id, texts }) => {
    const cells = texts.map(
      ({ language, text, seconds }) =>
        `<td lang="${language}">${escaped(text)} <span class="seconds">${seconds.toFixed(1)}</span></td>`,
    );
    return `<tr><th scope="row">${escaped(id)}</th>${cells.join('')}<td></td></tr>`;
  });
  return `<h2>${escaped(title)}</h2>${keys}<table><thead><tr>${heads}</tr></thead><tbody>${lines.join('\n')}</tbody></table>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const style = `
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; color: #1a202c; }
h2 { font-size: 1.05rem; margin: 2rem 0 .25rem; break-after: avoid; }
.ways { color: #4a5568; margin: 0 0 .5rem; font-size: .85rem; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { border: 1px solid #cbd5e0; padding: .4rem .6rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead th { background: #edf2f7; font-size: .85rem; }
thead th:first-child { width: 18%; }
tbody th { font-weight: 500; font-size: .8rem; color: #4a5568; }
.seconds { color: #718096; font-size: .75rem; white-space: nowrap; }
tr { break-inside: avoid; }
@media print { body { margin: 0; max-width: none; font-size: 11px; } }
`;
