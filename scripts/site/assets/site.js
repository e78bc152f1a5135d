// What pages of the site do: search, tabs of the examples (the language stays from page to page), copying, contents on a
// narrow screen. Without it everything is still there to read.
import MiniSearch from './minisearch.js'

const root = new URL(document.documentElement.dataset.root, location.href)
const field = document.querySelector('#search')
const found = document.querySelector('#found')

/** The index, loaded when somebody begins to search. */
let index
async function loadIndex() {
  const answer = await fetch(new URL('assets/search.json', root))
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`)
  return MiniSearch.loadJSON(await answer.text(), {
    fields: ['title', 'headings', 'about', 'words'],
    storeFields: ['title', 'about', 'part'],
    idField: 'path',
  })
}

const resultsMax = 20

async function showFound() {
  const typed = field.value.trim()
  if (typed === '') return hide()
  index ??= loadIndex()
  let results
  try {
    const options = { prefix: true, combineWith: 'AND', boost: { title: 8, headings: 2 } }
    const loaded = await index
    results = loaded.search(typed, options)
    // A slip of the finger is allowed for where nothing has the words as they were typed.
    if (results.length === 0) results = loaded.search(typed, { ...options, fuzzy: 0.2 })
  } catch {
    index = undefined
    return say('The index of the search could not be loaded.')
  }
  // Something else was typed while the index was on its way.
  if (field.value.trim() !== typed) return
  if (results.length === 0) return say(`Nothing has “${typed}”.`)
  found.replaceChildren(...results.slice(0, resultsMax).map(entry))
  found.hidden = false
}

function entry({ id, title, about, part }) {
  const link = document.createElement('a')
  link.href = new URL(id, root)
  const name = document.createElement('strong')
  name.textContent = title
  const where = document.createElement('small')
  where.textContent = ` ${part}`
  const line = document.createElement('span')
  line.textContent = about
  link.append(name, where, document.createElement('br'), line)
  return link
}

function say(text) {
  const line = document.createElement('p')
  line.textContent = text
  found.replaceChildren(line)
  found.hidden = false
}

function hide() {
  found.hidden = true
  found.replaceChildren()
}

field.addEventListener('input', showFound)
field.form.addEventListener('submit', (event) => {
  event.preventDefault()
  found.querySelector('a')?.click()
})
document.addEventListener('keydown', (event) => {
  const typing = /^(?:INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? '')
  if (event.key === '/' && !typing) {
    event.preventDefault()
    field.focus()
  } else if (event.key === 'Escape' && !found.hidden) {
    hide()
    field.focus()
  }
})
document.addEventListener('click', (event) => {
  if (!found.contains(event.target) && event.target !== field) hide()
})

const kept = 'opencam-language'
function remembered() {
  try {
    return localStorage.getItem(kept)
  } catch {
    return null
  }
}

for (const tabs of document.querySelectorAll('.tabs')) {
  const sections = [...tabs.children]
  const list = document.createElement('div')
  list.className = 'tablist'
  list.setAttribute('role', 'tablist')
  const buttons = sections.map((section) => {
    const { language, title } = section.dataset
    const button = document.createElement('button')
    button.type = 'button'
    button.id = `tab-${language}`
    button.textContent = title
    button.setAttribute('role', 'tab')
    section.id = `example-${language}`
    section.setAttribute('role', 'tabpanel')
    section.setAttribute('aria-labelledby', button.id)
    section.querySelector('h3').hidden = true
    button.setAttribute('aria-controls', section.id)
    button.addEventListener('click', () => choose(language, true))
    return button
  })
  const choose = (language, byHand) => {
    const at = Math.max(
      sections.findIndex((section) => section.dataset.language === language),
      0,
    )
    for (const [one, section] of sections.entries()) {
      section.hidden = one !== at
      buttons[one].setAttribute('aria-selected', String(one === at))
      buttons[one].tabIndex = one === at ? 0 : -1
    }
    if (!byHand) return
    try {
      localStorage.setItem(kept, language)
    } catch {
      // A browser that keeps nothing still shows the tab.
    }
  }
  list.addEventListener('keydown', ({ key }) => {
    const at = buttons.indexOf(document.activeElement)
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key]
    if (at < 0 || step === undefined) return
    const next = buttons[(at + step + buttons.length) % buttons.length]
    next.focus()
    next.click()
  })
  list.append(...buttons)
  tabs.prepend(list)
  choose(remembered(), false)
}

for (const block of document.querySelectorAll('.code')) {
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = 'Copy'
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(block.querySelector('pre').innerText)
      button.textContent = 'Copied'
    } catch {
      button.textContent = 'Not allowed'
    }
    setTimeout(() => {
      button.textContent = 'Copy'
    }, 2000)
  })
  block.append(button)
}

const parts = document.querySelector('#parts')
parts.addEventListener('click', () => {
  const open = document.querySelector('nav').classList.toggle('open')
  parts.setAttribute('aria-expanded', String(open))
})
