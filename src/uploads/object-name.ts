// What an upload's object in R2 is called: some companies go by the ending.
import { knownInputType } from '../formats/input-type.ts'

export const objectName = (contentType: string, object: number): string => `${object}.${knownInputType(contentType)?.extension ?? 'bin'}`
