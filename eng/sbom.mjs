// Prints a CycloneDX document of src/*/packages.lock.json. The same lock files make the same document.
import { readFileSync, readdirSync } from 'node:fs';

const version = /<Version>(.*)<\/Version>/.exec(readFileSync('Directory.Build.props', 'utf8'))[1];
const properties = readFileSync('Directory.Build.props', 'utf8');
const analyzers = new Set([...properties.matchAll(/Include="([^"]*)" PrivateAssets/g)].map(match => match[1]));
const ref = (name, number) => `pkg:nuget/${name}@${number}`;
const components = new Map();
const programs = [];

const folders = readdirSync('src', { withFileTypes: true }).filter(entry => entry.isDirectory());
for (const project of folders.map(entry => entry.name).sort()) {
  const lock = JSON.parse(readFileSync(`src/${project}/packages.lock.json`, 'utf8'));
  const uses = new Set();
  for (const packages of Object.values(lock.dependencies)) {
    for (const [name, found] of Object.entries(packages)) {
      if (found.type === 'Project') continue;
      uses.add(ref(name, found.resolved));
      components.set(ref(name, found.resolved), {
        type: 'library',
        'bom-ref': ref(name, found.resolved),
        name,
        version: found.resolved,
        // Analyzers look at the code when it is built, and are no part of the programs.
        scope: analyzers.has(name) ? 'excluded' : 'required',
        purl: ref(name, found.resolved),
        properties: [{ name: 'nuget:contentHash', value: found.contentHash }],
      });
    }
  }
  programs.push({ ref: project, dependsOn: [...uses].sort() });
}

console.log(JSON.stringify({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: { component: { type: 'application', 'bom-ref': 'wallet-worker', name: 'wallet-worker', version } },
  components: [
    ...programs.map(program => ({ type: 'application', 'bom-ref': program.ref, name: program.ref, version })),
    ...[...components.values()].sort((one, other) => (one['bom-ref'] < other['bom-ref'] ? -1 : 1)),
  ],
  dependencies: [{ ref: 'wallet-worker', dependsOn: programs.map(program => program.ref) }, ...programs],
}, null, 2));
