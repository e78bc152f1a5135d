// A new policy by tags: products and how much of them, and the tags of what it is about. What comes of it is shown in the
// editor, and can be changed there, before it is saved.
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useMemo, useState } from 'react'
import { Form } from 'react-aria-components'
import type { ServiceCatalog } from '../../../../../src/catalog/service.ts'
import { call } from '../../../api/call.ts'
import { useChange } from '../../../api/queries.ts'
import { Texts } from '../../../editor/builder.tsx'
import { PolicyEditor } from '../../../editor/policy-editor.tsx'
import { useCatalogs } from '../../../editor/use-catalogs.ts'
import { Button } from '../../../parts/button.tsx'
import { FaultPanel } from '../../../parts/fault-panel.tsx'
import { Checkbox, Choice, TextField } from '../../../parts/fields.tsx'
import { PageFrame, Section } from '../../../parts/frame.tsx'
import { say } from '../../../parts/toast.tsx'
import { t as policyWord } from '../words.ts'
import { documentOf, type Sorted, sorted, type TagChoice, type Wanted } from './document.ts'
import { TagPicker } from './tags.tsx'
import { t } from './words.ts'

export function Page(): ReactNode {
  const { catalogs } = useCatalogs()
  const [limitable, unlimited] = useMemo(() => {
    return [catalogs.filter(({ tags }) => tags), catalogs.filter(({ tags }) => !tags).map(({ service }) => service)]
  }, [catalogs])
  const [products, setProducts] = useState<readonly string[]>(() => limitable.slice(0, 1).map(({ service }) => service))
  const [wanted, setWanted] = useState<Wanted>('read')
  const [named, setNamed] = useState<readonly string[]>([])
  const [tags, setTags] = useState<readonly TagChoice[]>([])
  const found = useMemo(
    () =>
      sorted(
        limitable.filter(({ service }) => products.includes(service)),
        wanted,
        named,
      ),
    [limitable, products, wanted, named],
  )
  const written = useMemo(() => documentOf(found, tags), [found, tags])
  return (
    <PageFrame title={t('title')} about={t('about')} parent={{ to: '/policies', title: policyWord('title') }}>
      <Section title={t('what')} about={t('whatAbout', { products: unlimited.join(', ') })}>
        <Products limitable={limitable} chosen={products} onChange={setProducts} />
        <div>
          <Choice
            label={t('much')}
            value={wanted}
            onChange={setWanted}
            options={[
              ['read', t('read')],
              ['all', t('all')],
              ['some', t('some')],
            ]}
          />
        </div>
        {wanted === 'some' && <Named limitable={limitable} products={products} named={named} onChange={setNamed} />}
        <Limits found={found} />
      </Section>
      <Section title={t('tags')} about={t('tagsAbout')}>
        <TagPicker tags={tags} onChange={setTags} />
      </Section>
      <Section title={t('result')} about={t('resultAbout')}>
        {written === undefined ? (
          <p className="about">{t(tags.length === 0 ? 'needsTag' : 'needsApi')}</p>
        ) : (
          <Save written={written} />
        )}
      </Section>
    </PageFrame>
  )
}

interface ProductsParts {
  readonly limitable: readonly ServiceCatalog[]
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}

function Products({ limitable, chosen, onChange }: ProductsParts): ReactNode {
  return (
    <fieldset className="checks" aria-label={t('products')}>
      {limitable.map(({ service, product }) => (
        <Checkbox
          key={service}
          label={`${product} (${service})`}
          value={chosen.includes(service)}
          onChange={(on) => onChange(on ? [...chosen, service] : chosen.filter((one) => one !== service))}
        />
      ))}
    </fieldset>
  )
}

interface NamedParts {
  readonly limitable: readonly ServiceCatalog[]
  readonly products: readonly string[]
  readonly named: readonly string[]
  readonly onChange: (named: readonly string[]) => void
}

function Named({ limitable, products, named, onChange }: NamedParts): ReactNode {
  const proposals = useMemo(() => {
    const { byResource, byRequest } = sorted(
      limitable.filter(({ service }) => products.includes(service)),
      'all',
      [],
    )
    return [...byRequest, ...byResource].sort()
  }, [limitable, products])
  return <Texts label={t('apis')} texts={named} proposals={proposals} onChange={onChange} />
}

/** What the tags will hold, and what they cannot. */
function Limits({ found: { byResource, byRequest, leftOut } }: { readonly found: Sorted }): ReactNode {
  return (
    <div role="status" className="checks">
      <p>{t('held', { n: byResource.length })}</p>
      {byRequest.length > 0 && <p>{t('setting', { names: byRequest.join(', ') })}</p>}
      {leftOut.length > 0 && (
        <details className="note warn">
          <summary>{t('leftOut', { n: leftOut.length })}</summary>
          <p className="names">{leftOut.join(', ')}</p>
        </details>
      )}
    </div>
  )
}

function Save({ written }: { readonly written: string }): ReactNode {
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  // What was changed by hand counts until the choices above write another text.
  const [changed, setChanged] = useState({ of: written, text: written })
  const document = changed.of === written ? changed.text : written
  const setDocument = (text: string): void => setChanged({ of: written, text })
  const goTo = useNavigate()
  const change = useChange(() =>
    call('CreatePolicy', { PolicyName: name, Description: description, PolicyDocument: document }),
  )
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    change.mutate(undefined, {
      onSuccess: ({ PolicyId }) => {
        say(policyWord('created', { name }))
        goTo({ to: `/policies/${PolicyId}` })
      },
    })
  }
  return (
    <Form className="form" onSubmit={submit}>
      <PolicyEditor label={policyWord('document')} value={document} onChange={setDocument} />
      <TextField
        label={policyWord('name')}
        value={name}
        onChange={setName}
        help={policyWord('nameHelp')}
        lengthMax={128}
        required
      />
      <TextField label={policyWord('description')} value={description} onChange={setDescription} lengthMax={300} />
      {change.error !== null && <FaultPanel error={change.error} />}
      <div>
        <Button type="submit" look="main" busy={change.isPending} disabled={name === ''}>
          {policyWord('create')}
        </Button>
      </div>
    </Form>
  )
}
