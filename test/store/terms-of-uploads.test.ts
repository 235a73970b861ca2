// Statements on uploads and on what they take up, term by term.
import { DELETE_AFTER_MS } from '../../src/domain/upload.ts'
import { selectDueUploads } from '../../src/store/due.ts'
import type { Upload } from '../../src/store/upload-tables.ts'
import {
  beginTry, closeUpload, countUpload, insertUpload, notePart, openMultipart, removeEmptyShares, removeUpload, renewSameFile, renewUsed, resetMultipart, selectSameFile, selectShares, selectUpload, selectUsable, shutUpload, uncountUpload,
} from '../../src/store/uploads.ts'
import { ACCOUNT, NOW_MS, OTHER, UPLOAD, apart, describeTerms } from './each-term.ts'
import type { Case, Rows } from './each-term.ts'

const KEY = { accountId: ACCOUNT, id: 'upl_u' }
const ofUploads = (...changes: readonly NonNullable<Rows['uploads']>[]): readonly Rows[] => [...apart('uploads'), ...changes.map((change) => ({ uploads: change }))]
const ofShares = (...changes: readonly NonNullable<Rows['uploadShares']>[]): readonly Rows[] => [{ accountId: OTHER }, { party: 'another' }, ...changes].map((change) => ({ uploadShares: change }))
const OVER = { expiresAtMs: NOW_MS }
const found = { contentType: 'image/png', sha256: 'h', object: 1, width: 1, height: 1, expiresAtMs: 5 * NOW_MS }

describeTerms('an upload', [
  { name: 'its row', rows: { uploads: {} }, statement: (database) => selectUpload(database, KEY), otherwise: ofUploads() },
  { name: 'begun', rows: { uploads: { tries: 1 } }, statement: (database) => beginTry(database, KEY, NOW_MS, { most: 1, more: 1, perBytes: 5 }), otherwise: ofUploads({ status: 'STORED' }, OVER, { tries: 2 }, { bytes: 4 }) },
  { name: 'all there', rows: { uploads: {} }, statement: (database) => closeUpload(database, KEY, found, NOW_MS), otherwise: ofUploads({ status: 'STORED', object: 2 }, OVER) },
  { name: 'that can be used', rows: { uploads: { status: 'STORED' } }, statement: (database) => selectUsable(database, ACCOUNT, null, ['upl_u'], NOW_MS), otherwise: ofUploads({ status: 'OPEN' }, OVER) },
  { name: "an end user's", rows: { uploads: { status: 'STORED', endUser: 'asha' } }, statement: (database) => selectUsable(database, ACCOUNT, 'asha', ['upl_u'], NOW_MS), otherwise: ofUploads({ endUser: null }) },
  { name: 'that is used', rows: { uploads: { status: 'STORED' } }, statement: (database) => renewUsed(database, ACCOUNT, ['upl_u'], 9 * NOW_MS), otherwise: ofUploads({ status: 'OPEN' }) },
  { name: 'that is over', rows: { uploads: OVER }, statement: (database) => shutUpload(database, KEY, NOW_MS + DELETE_AFTER_MS), otherwise: ofUploads({ expiresAtMs: NOW_MS + 1 }) },
  { name: 'that is gone', rows: { uploads: {} }, statement: (database) => removeUpload(database, KEY), otherwise: ofUploads() },
  { name: 'sent in parts', rows: { uploads: {} }, statement: (database) => openMultipart(database, KEY, 'm', 1), otherwise: ofUploads({ status: 'STORED' }, { multipart: 'another' }) },
  { name: 'a part of which is there', rows: { uploads: { multipart: 'm', parts: {} } }, statement: (database) => notePart(database, KEY, 'm', 1, 'tag'), otherwise: ofUploads({ status: 'STORED' }, { multipart: 'another' }) },
  { name: 'sent in parts anew', rows: { uploads: { multipart: 'm' } }, statement: (database) => resetMultipart(database, KEY, 'm'), otherwise: ofUploads({ status: 'STORED' }, { multipart: 'another' }) },
  { name: 'that is due', rows: { uploads: { dueAtMs: NOW_MS } }, statement: (database) => selectDueUploads(database, NOW_MS, undefined, 5), otherwise: [{ uploads: { dueAtMs: NOW_MS + 1 } }] },
])

const file = { accountId: ACCOUNT, endUser: null, contentType: 'image/png', bytes: 5, sha256: 'h' }
const same = (name: string, statement: Case['statement'], status: Upload['status']): Case => ({
  name, rows: { uploads: { status } }, statement,
  otherwise: [{ accountId: OTHER }, { sha256: 'i' }, { endUser: 'asha' }, { bytes: 6 }, OVER, { status: 'DELETING' } as const, ...(status === 'OPEN' ? [{ contentType: 'image/jpeg' }] : [])]
    .map((upload) => ({ uploads: upload })),
})
describeTerms('the same file', [
  same('stored already', (database) => selectSameFile(database, file, NOW_MS), 'STORED'),
  same('begun already', (database) => selectSameFile(database, file, NOW_MS), 'OPEN'),
  same('renewed', (database) => renewSameFile(database, file, NOW_MS, 9 * NOW_MS), 'STORED'),
  { name: 'stored already as another type', rows: { uploads: { status: 'STORED', contentType: 'image/jpeg' } }, statement: (database) => selectSameFile(database, file, NOW_MS), otherwise: [] },
])

const LIMITS = [{ party: 'account', storedBytes: 10, perDay: 2 }]
const NEW = { uploads: { id: 'upl_new' } }
describeTerms('what uploads take up', [
  { name: 'counted', rows: { uploadShares: {} }, statement: (database) => countUpload(database, UPLOAD, '1970-01-01', LIMITS), otherwise: [...ofShares({ storedBytes: 6 }, { today: 2 }), NEW] },
  { name: 'counted on a new day', rows: { uploadShares: { today: 2 } }, statement: (database) => countUpload(database, UPLOAD, '1970-01-02', LIMITS), otherwise: [{ uploadShares: { date: '1970-01-02' } }] },
  { name: 'counted for all or none', rows: { uploadShares: {} }, works: false, statement: (database) => countUpload(database, UPLOAD, '1970-01-01', [...LIMITS, { party: 'tokens', storedBytes: 10, perDay: 2 }]), otherwise: [] },
  { name: 'counted once', rows: { uploadShares: {}, ...NEW }, works: false, statement: (database) => countUpload(database, UPLOAD, '1970-01-01', LIMITS), otherwise: [{ uploads: { accountId: OTHER } }, { uploads: { id: 'upl_u' } }] },
  { name: 'under which the row is written', rows: { uploadShares: { lastId: 'upl_new' } }, statement: (database) => insertUpload(database, UPLOAD), otherwise: [{ uploadShares: { accountId: OTHER } }, { uploadShares: { lastId: 'upl_t' } }] },
  { name: 'its row', rows: { uploadShares: {} }, statement: (database) => selectShares(database, ACCOUNT, LIMITS), otherwise: ofShares() },
  { name: 'free again', rows: { uploadShares: {}, uploads: {} }, statement: (database) => uncountUpload(database, KEY, ['account']), otherwise: [...ofShares(), ...apart('uploads')] },
  { name: 'nothing', rows: { uploadShares: { storedBytes: 0 } }, statement: (database) => removeEmptyShares(database, ACCOUNT, ['account'], '1970-01-02'), otherwise: ofShares({ storedBytes: 1 }, { date: '1970-01-02' }) },
])
