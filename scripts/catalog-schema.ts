// Writes the published JSON Schema of catalog files from the schema that the loader uses.
import { writeFileSync } from 'node:fs'
import { catalogSchemaText } from '../src/catalog/schema.ts'

writeFileSync(new URL('../src/catalog/schema.json', import.meta.url), catalogSchemaText())
