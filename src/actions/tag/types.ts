// Shapes that several calls of the product tag share. Type names are ours where the vendor's name is cam's for another
// type: they are never sent.
import type { Language } from '../../protocol/call.ts'
import { type ErrorCode, errorText } from '../../protocol/errors.ts'
import { list, optional, struct, text } from '../../protocol/shape.ts'
import type { Tag } from '../../store/store.ts'

const newer = true

const category = text({ about: 'Kind of tag; Custom is the only one here.', oneOf: ['Custom'], newer })

/** `Tag` of the product's own reference. */
export const TagPair = struct(
  'TagPair',
  {
    TagKey: text({ about: 'Key of the tag.', newer }),
    TagValue: text({ about: 'Value of the tag.', newer }),
    Category: optional(category),
  },
  { about: 'A tag: what the reference of tag calls Tag.', newer },
)

const FailedResource = struct(
  'FailedResource',
  {
    Resource: text({ about: 'Six-segment description, as it was given.', newer }),
    Code: text({ about: 'Error code.', newer }),
    Message: text({ about: 'What went wrong.', newer }),
  },
  { about: 'A resource that was passed over.', newer },
)
export const failedResources = list(FailedResource, { about: 'Resources that were passed over.', newer })

/** In a call that goes on without it. */
export function failedResource(
  resource: string,
  code: ErrorCode,
  detail: Readonly<Record<string, string>>,
  language: Language,
) {
  return { Resource: resource, Code: code, Message: errorText(code, detail, language) }
}

export const shownTag = ({ key, value }: Tag) => ({ TagKey: key, TagValue: value, Category: 'Custom' })

export const resourcesMax = 10
export const tagsMax = 10

export const resourceList = list(text({ about: 'Six-segment description.' }), {
  about:
    'Resources: qcs::cam::uin/<owner>: and then uin/<uin>, role/<id> or policy/<id>; or of a product whose catalog has tags.',
  max: resourcesMax,
  fault: 'LimitExceeded.ResourceNumPerRequest',
  newer,
})
