// The actions of one product, page by page: what each does and what decides it. Our own call. Its digest tells whether pages
// belong together, and whether a copy is still good.
import { list, optional, text } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { optionalPage, rpTo200, slicePage } from '../paging.ts'
import { actionView, CatalogAction, catalogMembers, catalogView } from './types.ts'

const newer = true

export const DescribeCatalog = action({
  name: 'DescribeCatalog',
  product: 'cam',
  group: 'Policy',
  summary: 'Tells the actions of a product, and what each is decided on.',
  newer,
  access: 'read',
  perSecond: 20,
  params: {
    Service: text({ about: 'Abbreviation of the product in policies.', min: 1, max: 64, newer }),
    Page: optionalPage,
    Rp: optional(rpTo200, 200),
  },
  returns: { ...catalogMembers, Actions: list(CatalogAction, { about: 'The actions of the page.', newer }) },
  errors: ['InvalidParameter.ParamError', 'ResourceNotFound.NotFound'],
  resource: { level: 'operation' },
  async handle({ params, world: { catalogs }, fail }) {
    const catalog = catalogs.get(params.Service)
    if (catalog === undefined) return fail('ResourceNotFound.NotFound', { resource: params.Service })
    const rows = slicePage([...catalog.actions], params)
    return { ...catalogView(catalog), Actions: rows.map(([name, row]) => actionView(name, row)) }
  },
})
