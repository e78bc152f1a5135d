// What a page of the site is, and how an address on it is told from another page. Pure.
import path from 'node:path'
import type { Markup } from './html.ts'

export interface Page {
  /** From the root of the site, as `actions/cam/AddUser.html`. */
  readonly path: string
  readonly title: string
  /** One line for lists and for the search. */
  readonly about: string
  /** Which part of the site it belongs to, as the search shows it. */
  readonly part: string
  readonly body: Markup
  /** Headings inside the page: for the list beside it and for the search. */
  readonly headings: readonly Heading[]
  /** Words that the search finds besides titles, headings and the line. */
  readonly words: string
}

export interface Heading {
  readonly id: string
  readonly text: string
}

/** The address of one page (with or without a fragment) as written on another. */
export function addressFrom(page: string, target: string): string {
  const [file = '', fragment] = target.split('#')
  const relative = path.posix.relative(path.posix.dirname(page), file)
  return fragment === undefined ? relative : `${relative}#${fragment}`
}

export const actionPath = (product: string, name: string): string => `actions/${product}/${name}.html`
export const typePath = (name: string): string => `types/${name}.html`
export const servicePath = (service: string): string => `services/${service}.html`
export const commandPath = (name: string): string => `commands/${name}.html`
export const errorsPath = 'errors/index.html'
