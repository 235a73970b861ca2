// What a page is: routes.ts lists them all.
import type { ComponentType } from 'preact'
import type { Language, Sentence } from './language.ts'

export interface PageProps {
  readonly language: Language
}

/** Style sheets of some pages alone, as their files in portal/styles are called. */
export const STYLE_NAMES = ['dashboard', 'docs', 'home', 'models', 'playground'] as const
export type StyleName = (typeof STYLE_NAMES)[number]

/** It is there in both languages, under the same path. */
export interface Route {
  /** Below the language, with a slash at the end: `models/`; empty is home. */
  readonly path: string
  readonly title: Sentence
  /** For search engines, and for who shares the page. */
  readonly description: Sentence
  readonly view: ComponentType<PageProps>
  /** In the frame's navigation, by this name. */
  readonly nav?: Sentence
  /** A style sheet of its own beside the one of all pages. */
  readonly style?: StyleName
  /** Kept out of the sitemap and of search engines. */
  readonly isHidden?: boolean
}
