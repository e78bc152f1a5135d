// The site of the documents: that everything which has a row has its page, that every link leads somewhere, and that a planted
// fault is found.
import { beforeAll, describe, expect, test } from 'vitest'
import { languages } from '../../console/src/pages/explorer/code/languages.ts'
import { describeActions } from '../../scripts/describe.ts'
import { buildSite } from '../../scripts/site/build.ts'
import { escaped, html, prose, raw, tableOf } from '../../scripts/site/html.ts'
import { brokenLinks } from '../../scripts/site/links.ts'
import { renderDocument } from '../../scripts/site/markdown.ts'
import { addressFrom } from '../../scripts/site/page.ts'
import { actions } from '../../src/actions/index.ts'
import { loadCatalogs } from '../../src/catalog/load.ts'
import { commandRows } from '../../src/cli/commands.ts'
import { errors } from '../../src/protocol/errors.ts'
import { version } from '../../src/server/version.ts'

const api = describeActions(actions)
let site: ReadonlyMap<string, string | Uint8Array>
beforeAll(async () => {
  site = await buildSite()
}, 60_000)

function pageAt(path: string): string {
  const text = site.get(path)
  if (typeof text !== 'string') throw new Error(`there is no ${path}`)
  return text
}

describe('pages from rows', () => {
  test.each(api.actions.map((action) => [action.name, action] as const))('%s', (name, action) => {
    const page = pageAt(`actions/${action.product}/${name}.html`)
    const said = [
      ...[...action.parameters, ...action.results].map((field) => `<code>${field.name}</code>`),
      ...action.errors.map((code) => `<code>${code}</code></a></td><td>`),
      ...action.errors.map((code) => escaped(errors[code as keyof typeof errors].en)),
      ...languages.map(({ id }) => `data-language="${id}"`),
      `${action.perSecond} calls a second`,
      `release ${action.since}`,
    ]
    expect(said.filter((text) => !page.includes(text))).toEqual([])
    expect(page.includes('>deprecated<')).toBe(action.deprecated !== undefined)
  })

  test('a deprecated action says what to call instead', () => {
    expect(pageAt('actions/cam/DescribeSafeAuthFlag.html')).toContain('DescribeSafeAuthFlagIntl tells more')
  })

  test('no row names a release that is still to come', () => {
    const numbers = (release: string): number => {
      const [major = 0, minor = 0, patch = 0] = release.split('.').map(Number)
      return (major * 1000 + minor) * 1000 + patch
    }
    expect(api.actions.filter(({ since }) => !(numbers(since) <= numbers(version))).map(({ name }) => name)).toEqual([])
  })

  test.each(api.types.map((type) => [type.name, type] as const))('type %s', (name, { fields }) => {
    const page = pageAt(`types/${name}.html`)
    expect(fields.filter((field) => !page.includes(`<code>${field.name}</code>`))).toEqual([])
    // Every type is there because something has it.
    expect(page).toMatch(/Sent to|Answered by|Part of/)
  })

  test.each(loadCatalogs().all.map((catalog) => [catalog.service, catalog] as const))(
    'service %s',
    (service, { actions: apis, product }) => {
      const page = pageAt(`services/${service}.html`)
      expect(page).toContain(`<h1>${product}</h1>`)
      expect([...apis.keys()].filter((name) => !page.includes(`>${name}</code>`))).toEqual([])
    },
  )

  test('every error code', () => {
    const page = pageAt('errors/index.html')
    expect(Object.keys(errors).filter((code) => !page.includes(`<code>${code}</code></h3>`))).toEqual([])
  })

  test.each(commandRows.map(({ name, description }) => [name, description] as const))(
    'command %s, and the documents that show it',
    (name, description) => {
      const page = pageAt(`commands/${name}.html`)
      expect(page).toContain(prose(description).markup)
      expect(page).toContain(`Usage: opencam ${name}`)
      expect(page).toContain('At work in')
    },
  )
})

describe('links', () => {
  test('every link of the site leads somewhere', () => {
    expect(brokenLinks(site)).toEqual([])
    const links = [...pageAt('actions/cam/CreateRole.html').matchAll(/href="/g)]
    expect(links.length).toBeGreaterThan(60)
  })

  test.each([
    ['a page', '<a href="gone.html">x</a>', 'a/page.html: gone.html leads to no page'],
    [
      'a heading',
      '<a href="other.html#gone">x</a>',
      'a/page.html: other.html#gone leads to no heading of a/other.html',
    ],
    [
      'a heading of its own',
      '<a class="x" href="#gone">x</a>',
      'a/page.html: #gone leads to no heading of a/page.html',
    ],
    ['a picture', '<img alt="" src="../gone.svg">', 'a/page.html: ../gone.svg leads to no page'],
    ['a page above the site', '<a href="../../b.html">x</a>', 'a/page.html: ../../b.html leads to no page'],
    ['one of two anchors', '<p id="x"></p><p id="x"></p>', 'a/page.html: two anchors are called x'],
  ])('%s that is not there is found', (_, body, fault) => {
    const files = new Map([
      ['a/page.html', `<p id="here"></p>${body}`],
      ['a/other.html', '<h2 id="there">x</h2>'],
    ])
    expect(brokenLinks(files)).toEqual([fault])
  })

  test('links that lead somewhere are not found, whatever code shows', () => {
    const files = new Map([
      [
        'a/page.html',
        `<p id="here"></p><a href="#here">x</a><a href="other.html#there">x</a><a href="https://x.example/">x</a><code>${escaped('<a href="gone.html">')}</code>`,
      ],
      ['a/other.html', '<h2 id="there">x</h2><a href="../index.html">x</a>'],
      ['index.html', ''],
    ])
    expect(brokenLinks(files)).toEqual([])
  })

  test.each([
    ['index.html', 'a/b.html', 'a/b.html'],
    ['a/b/c.html', 'a/d.html#x', '../d.html#x'],
    ['a/b.html', 'a/b.html#x', 'b.html#x'],
    ['a/b.html', 'index.html', '../index.html'],
  ])('on %s, %s is written %s', (page, target, address) => {
    expect(addressFrom(page, target)).toBe(address)
  })
})

describe('texts', () => {
  const hostile = `<script>alert("1")</script>&'`

  test('what is put into a page is text, unless it is markup', () => {
    const cell = "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;'"
    expect(html`<p title="${hostile}">${hostile}</p>`.markup).toBe(`<p title="${cell}">${cell}</p>`)
    expect(html`${raw('<b>')}${[hostile, 1, undefined]}`.markup).toBe(`<b>${cell}1`)
    expect(tableOf([hostile], [[hostile]]).markup).not.toContain('<script')
    expect(prose(`a \`${hostile}\` b`).markup).toBe(`a <code>${cell}</code> b`)
  })

  test('a document: anchors as where the repository is read, links led on, code in colours, names of files', () => {
    const text =
      '# A title\n\nFirst *line*\nof it.\n\n## What `x` is, and why?\n\n[there](b.md#x) [out](https://x.example/) [here](#x)\n\n## What `x` is, and why?\n\n```json a.json\n{"a": 1}\n```\n'
    const { title, about, headings, body } = renderDocument(text, (target) => `led/${target}`)
    expect([title, about]).toEqual(['A title', 'First line of it.'])
    expect(headings.map(({ id }) => id)).toEqual(['what-x-is-and-why', 'what-x-is-and-why-1'])
    expect(body.markup).toContain('href="led/b.md#x"')
    expect(body.markup).toContain('href="https://x.example/"')
    expect(body.markup).toContain('href="#x"')
    expect(body.markup).toContain('<p class="file">a.json</p>')
    expect(body.markup).toContain('<span class="hljs-attr">&quot;a&quot;</span>')
  })
})
