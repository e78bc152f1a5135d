// `opencam schema`: JSON Schemas for editors and other checkers.
import { Command, Option } from 'commander'
import { policySchema, type SchemaOptions } from '../../policy/json-schema.ts'
import type { Io } from '../io.ts'
import { policyTestSchema } from '../policy-test/shape.ts'
import { catalogsOf, catalogsOption, type KnowledgeOptions } from './knowledge.ts'

interface Options extends KnowledgeOptions {
  readonly purpose: SchemaOptions['purpose']
  readonly actions?: true
}

export function schemaCommand(io: Io): Command {
  const print = (schema: object): void => io.out(`${JSON.stringify(schema, undefined, 2)}\n`)
  const policy = new Command('policy')
    .description('Of policy documents.')
    .addOption(
      new Option('--purpose <purpose>', 'what the documents are for')
        .choices(['identity', 'trust', 'session', 'preset'])
        .default('identity'),
    )
    .option('--actions', 'with every action of the catalogs, for editors to propose')
    .addOption(catalogsOption())
    .action(({ purpose, actions, ...knowledge }: Options) => {
      const names = actions === true ? actionNames(knowledge) : []
      print(policySchema({ purpose, actions: names }))
    })
  const test = new Command('policy-test').description('Of policy tests.').action(() => print(policyTestSchema()))
  return new Command('schema').addCommand(policy, { isDefault: true }).addCommand(test)
}

const actionNames = (knowledge: KnowledgeOptions): readonly string[] =>
  catalogsOf(knowledge).all.flatMap(({ service, actions }) => [...actions.keys()].map((name) => `${service}:${name}`))
