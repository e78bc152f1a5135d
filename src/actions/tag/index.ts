// The actions of the product tag, by name.
import { DescribeResourceTagsByResourceIds } from './DescribeResourceTagsByResourceIds.ts'
import { GetResources } from './GetResources.ts'
import { ModifyResourceTags } from './ModifyResourceTags.ts'
import { TagResources } from './TagResources.ts'
import { UnTagResources } from './UnTagResources.ts'

export const tagActions = [
  DescribeResourceTagsByResourceIds,
  GetResources,
  ModifyResourceTags,
  TagResources,
  UnTagResources,
]
