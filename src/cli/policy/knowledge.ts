// What commands on policy documents know of products: the catalogs that a server would have.
import { Option } from 'commander'
import { actions } from '../../actions/index.ts'
import { type Catalogs, loadCatalogs } from '../../catalog/load.ts'
import { ownCatalogs } from '../../catalog/own.ts'
import { CommandFailure } from '../io.ts'

export interface KnowledgeOptions {
  readonly catalogs?: string
}

export const catalogsOption = (): Option =>
  new Option('--catalogs <dir>', 'folder of further catalogs').env('OPENCAM_CATALOG_DIR')

export function catalogsOf({ catalogs }: KnowledgeOptions): Catalogs {
  try {
    return loadCatalogs(catalogs, ownCatalogs(actions))
  } catch (error) {
    throw new CommandFailure(error instanceof Error ? error.message : String(error))
  }
}
