// `npm run admin -- <command>`: what an operator does, over the service's own GraphQL. The key comes from the environment
// and never from the command line, where it would stay in the shell's history and show in the list of processes.
import { parseArgs } from 'node:util'
import { bold, dim, left, print, red } from './local/terminal.ts'
import { COMMANDS, type Command } from './admin/commands.ts'
import { Refused, Usage } from './admin/refusals.ts'
import { wrapped } from './admin/show.ts'

const NEGATIVE = /^-\d+$/
/** Stands before a negative number, which would else be taken for an option. */
const MARK = '='

try {
  await run(process.argv.slice(2))
} catch (error) {
  // One line, for people and for scripts alike.
  process.stderr.write(`${red(error instanceof Error ? error.message : String(error))}\n`)
  process.exitCode = error instanceof Usage ? 2 : 1
  if (!(error instanceof Usage || error instanceof Refused) && error instanceof Error) process.stderr.write(`${error.stack}\n`)
}

async function run(args: readonly string[]): Promise<void> {
  const command = COMMANDS.toSorted((one, other) => other.words.length - one.words.length).find(({ words }) => words.every((word, index) => args[index] === word))
  if (!command) {
    if (args.length > 0 && args[0] !== 'help' && args[0] !== '--help') throw new Usage(`There is no command "${args[0]}". \`npm run admin\` lists them.`)
    return help()
  }
  const { positionals, values } = parse(command, args.slice(command.words.length))
  const output = await command.run({ positionals, options: values })
  for (const line of values['json'] === true ? [JSON.stringify(output.data, null, 2)] : output.lines) print(line)
}

function parse({ words, takes, options }: Command, args: readonly string[]) {
  const usage = `npm run admin -- ${[...words, ...takes.map((name) => `<${name}>`)].join(' ')}`
  try {
    const parsed = parseArgs({
      args: args.map((arg) => (NEGATIVE.test(arg) ? MARK + arg : arg)),
      options: { json: { type: 'boolean' }, ...Object.fromEntries(Object.entries(options).map(([name, value]) => [name, { type: value === 'flag' ? 'boolean' : 'string' }])) },
      allowPositionals: true,
    })
    if (parsed.positionals.length !== takes.length) throw new Usage(`It is: ${usage}`)
    const bare = (text: string) => (text.startsWith(MARK) ? text.slice(1) : text)
    return { positionals: parsed.positionals.map(bare), values: parsed.values }
  } catch (error) {
    throw error instanceof Usage ? error : new Usage(`${error instanceof Error ? error.message.split('. ')[0] : String(error)}. It is: ${usage}`)
  }
}

function help(): void {
  print()
  print(`  ${bold('npm run admin -- <command>')}   ${dim('with DOITONG_URL and DOITONG_ADMIN_KEY, or beside npm run dev')}`)
  print()
  for (const { words, takes, options, about } of COMMANDS) {
    print(`  ${left([...words, ...takes.map((name) => `<${name}>`)].join(' '), 30)}${about}`)
    const given = Object.entries(options).map(([name, value]) => (value === 'flag' ? `--${name}` : `--${name} ${value}`))
    for (const line of wrapped(given, '  ', 68)) print(`  ${' '.repeat(30)}${dim(line)}`)
  }
  print()
  print(`  ${dim('Every command takes --json.')}`)
  print()
}
