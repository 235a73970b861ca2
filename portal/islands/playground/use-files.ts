// Files on their way: each input tells how far its own are, and takes them when they are there.
import { useState } from 'preact/hooks'
import { AskError } from '../../ask.ts'
import type { Mode } from '../../ask.ts'
import type { InputName } from '../../../src/domain/model.ts'
import type { Spoken } from './context.ts'
import type { InputField } from './fields.ts'
import type { Arrived } from './form.ts'

export interface FilesState {
  /** 0 to 1, by input. */
  readonly sending: Readonly<Record<string, number>>
  readonly problems: Readonly<Record<string, string>>
  readonly send: (field: InputField, files: readonly File[], mode: Mode, onArrival: (name: InputName, arrived: readonly Arrived[]) => void) => Promise<void>
}

const isTaken = (accept: readonly string[], type: string): boolean => accept.some((taken) => (taken.endsWith('*') ? type.startsWith(taken.slice(0, -1)) : taken === type))

const without = <Value>(all: Readonly<Record<string, Value>>, name: string): Readonly<Record<string, Value>> => Object.fromEntries(Object.entries(all).filter(([one]) => one !== name))

export function useFiles({ words }: Pick<Spoken, 'words'>): FilesState {
  const [sending, setSending] = useState<Readonly<Record<string, number>>>({})
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({})
  return {
    sending,
    problems,
    send: async ({ name, accept }, files, mode, onArrival) => {
      const tell = (message: string): void => setProblems((all) => ({ ...all, [name]: message }))
      setProblems((all) => without(all, name))
      if (files.some(({ type }) => !isTaken(accept, type))) return tell(words.wrongKind(accept.join(', ')))
      try {
        const { sendFile } = await import('./send-file.ts')
        const arrived: Arrived[] = []
        for (const [index, file] of files.entries()) {
          arrived.push(await sendFile(file, { mode, signal: new AbortController().signal, onProgress: (share) => setSending((all) => ({ ...all, [name]: (index + share) / files.length })) }))
        }
        onArrival(name, arrived)
      } catch (error) {
        tell(error instanceof AskError ? error.message : words.offline)
      } finally {
        setSending((all) => without(all, name))
      }
    },
  }
}
