// `npm run schema`: writes schema.graphql, the published form of the schema. A test fails when it is out of date.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from './local/tools.ts'

// By a computed name, since src is written for workerd: Node's types do not fit it.
const loaded: { readonly printedSchema: () => string } = await import(new URL('../src/graphql/schema.ts', import.meta.url).href)
writeFileSync(join(projectFolder, 'schema.graphql'), loaded.printedSchema())
