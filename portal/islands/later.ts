// A part of an island that is loaded when it is first shown: most readers never need it.
import { h } from 'preact'
import type { FunctionComponent, VNode } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { reloadOnce } from './reload-once.ts'

/** Until it has come nothing stands there. Without a network it comes when it is shown the next time. */
export function later<Props extends object>(load: () => Promise<FunctionComponent<Props>>): (props: Props) => VNode<Props> | null {
  let loaded: FunctionComponent<Props> | undefined
  return (props) => {
    const [, drawAgain] = useState(false)
    useEffect(() => {
      const bring = async (): Promise<void> => {
        try {
          loaded = await load()
          drawAgain(true)
        } catch {
          if (navigator.onLine) reloadOnce()
        }
      }
      if (!loaded) void bring()
    }, [])
    return loaded ? h(loaded, props) : null
  }
}
