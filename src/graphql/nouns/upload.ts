// Uploads, as callers announce and read them. Their bytes go another way (uploads/upload-route.ts).
import { GraphQLBoolean, GraphQLID, GraphQLInputObjectType, GraphQLInt, GraphQLObjectType, GraphQLString } from 'graphql'
import type { GraphQLFieldConfig } from 'graphql'
import * as v from 'valibot'
import { isoTime } from '../../domain/times.ts'
import { selectUpload } from '../../store/uploads.ts'
import { createUpload } from '../../uploads/create-upload.ts'
import { viewUpload } from '../../uploads/view-upload.ts'
import type { UploadView } from '../../uploads/view-upload.ts'
import type { Context } from '../types/context.ts'
import { listOf, nonNull } from '../types/non-null.ts'
import { DateTimeScalar } from '../types/scalars.ts'

const UploadType = new GraphQLObjectType<UploadView>({
  name: 'Upload',
  description: 'A file that is sent before something is made from it. Give its id wherever an input takes a URL.',
  fields: {
    id: { type: nonNull(GraphQLID), description: '`upl_…`.' },
    url: { type: nonNull(GraphQLString), description: 'Where its bytes are sent, by PUT and without a key. It works for an hour; read the upload again for a new one.' },
    partBytes: { type: GraphQLInt, description: 'Bytes of each part but the last: send the n-th to the URL with `&part=n` added. Null: it is sent in one piece.' },
    received: { type: listOf(GraphQLInt), description: 'The numbers of the parts that are there. A file in one piece is part 1.' },
    maxBytes: { type: nonNull(GraphQLInt), description: 'The most that a file of this type may have in your plan.' },
    expiresAt: { type: nonNull(DateTimeScalar), description: 'When the file is deleted, unless something is made from it before.', resolve: ({ expiresAtMs }) => isoTime(expiresAtMs) },
    existing: { type: nonNull(GraphQLBoolean), description: 'The whole file is there: nothing need be sent.' },
  },
})

const CreateInput = new GraphQLInputObjectType({
  name: 'UploadCreateInput',
  description: 'What will be sent.',
  fields: {
    contentType: { type: nonNull(GraphQLString), description: 'Its media type, such as `image/png`. Its bytes must be of it.' },
    bytes: { type: nonNull(GraphQLInt), description: 'How many bytes it has, exactly.' },
    sha256: { type: GraphQLString, description: 'Its SHA-256 in hexadecimal digits. What arrives is checked against it, and a file of yours with the same one is found again.' },
    fileName: { type: GraphQLString, description: 'Its name.' },
  },
})

const CreateSchema = v.object({
  input: v.object({ contentType: v.string(), bytes: v.number(), sha256: v.nullish(v.string()), fileName: v.nullish(v.string()) }),
})
const IdSchema = v.object({ id: v.string() })

export const uploadCreateField: GraphQLFieldConfig<unknown, Context> = {
  type: nonNull(UploadType),
  description: 'Reserves a place for a file, and tells where to send it.',
  args: { input: { type: nonNull(CreateInput), description: 'What it will be.' } },
  resolve: async (_source, args, { services, caller }) => {
    const { contentType, bytes, sha256, fileName } = v.parse(CreateSchema, args).input
    const upload = await createUpload(services, caller, { contentType, bytes, sha256: sha256 || undefined, fileName: fileName || undefined })
    return viewUpload(services, upload, caller.plan)
  },
}

export const uploadField: GraphQLFieldConfig<unknown, Context> = {
  type: UploadType,
  description: 'An upload of yours; null for any other id, and for one whose time is over.',
  args: { id: { type: nonNull(GraphQLID), description: 'The upload\'s id.' } },
  resolve: async (_source, args, { services, caller }) => {
    const { database, now } = services
    const [[upload]] = await database.batch([selectUpload(database, { accountId: caller.accountId, id: v.parse(IdSchema, args).id })])
    const isTheirs = upload && (caller.endUser === null || upload.endUser === caller.endUser)
    return isTheirs && upload.status !== 'DELETING' && now() < upload.expiresAtMs ? viewUpload(services, upload, caller.plan) : null
  },
}
