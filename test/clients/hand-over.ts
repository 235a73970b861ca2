// What the run of the client tests and the processes of its files have in common.
import { join } from 'node:path'
import { projectFolder } from '../../tools/local/tools.ts'

/** The environment variable that passes the running service on, as JSON. */
export const SERVICE_VARIABLE = 'DOITONG_LOCAL_SERVICE'

/** Where the sample programs are written: inside the project, so that Node finds its packages. Emptied by each run. */
export const programFolder = join(projectFolder, '.wrangler', 'clients')
