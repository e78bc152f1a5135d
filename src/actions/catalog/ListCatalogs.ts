// Which products' APIs this server knows: those that it ships with, those of its operator's folder and its own. Our own call.
import { int, list, optional } from '../../protocol/shape.ts'
import { action } from '../define.ts'
import { optionalPage, rpTo200, slicePage } from '../paging.ts'
import { Catalog, catalogView } from './types.ts'

export const ListCatalogs = action({
  name: 'ListCatalogs',
  product: 'cam',
  group: 'Policy',
  summary: 'Lists the products whose APIs policies can name, without their actions.',
  newer: true,
  access: 'read',
  perSecond: 20,
  params: { Page: optionalPage, Rp: optional(rpTo200, 200) },
  returns: {
    TotalNum: int({ about: 'How many there are.', newer: true }),
    Catalogs: list(Catalog, { about: 'Those of the page, in order of the abbreviation.', newer: true }),
  },
  errors: ['InvalidParameter.ParamError'],
  resource: { level: 'operation' },
  async handle({ params, world: { catalogs } }) {
    return { TotalNum: catalogs.all.length, Catalogs: slicePage(catalogs.all, params).map(catalogView) }
  },
})
