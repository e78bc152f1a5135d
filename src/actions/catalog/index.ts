// The calls about what products' APIs are, by name.
import { DescribeCatalog } from './DescribeCatalog.ts'
import { ListCatalogs } from './ListCatalogs.ts'

export const catalogActions = [DescribeCatalog, ListCatalogs]
