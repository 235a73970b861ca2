// A file of the site that is rendered.
export interface SiteFile {
  /** In the folder of the site. */
  readonly path: string
  readonly text: string
}
