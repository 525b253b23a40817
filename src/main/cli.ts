#!/usr/bin/env node
import { Command } from 'commander'
import { AppError } from '#kernel/app-error.ts'
import type { CallOptions, ChatOptions, KeyOptions } from './command-options.ts'

/**
 * The command line. Each command loads only what it needs, so that a word to the doctor does not wait for the telephone.
 * A refusal is one sentence on standard error and exit code 1; anything else is a defect and shows its stack.
 */
const program = new Command('firstline')
  .description('Answers every call of a small business under rules the business owns.')
  .showHelpAfterError()

program
  .command('start')
  .description('start everything: database, telephone, console')
  .option('--json', 'one JSON line on standard output when ready, the log on standard error')
  .action(async (options: { json?: true }) => (await import('./start.ts')).start({ json: options.json === true }))

program
  .command('call')
  .description('place a real call to a running server with a test caller')
  .argument('[target]', 'SIP address to call; default: the server of this data folder, sip:line@FIRSTLINE_SIP')
  .requiredOption('--scenario <file>', 'what the caller does (YAML): press, say, wait, hangup')
  .option('--from <number>', 'the number the caller shows')
  .option('--api <url>', 'where the API of that server is; default: http://FIRSTLINE_HTTP')
  .option('--key <key>', 'API key, to show the conversation and its outcome; default: FIRSTLINE_API_KEY, or a key made for this call')
  .action(async (target: string | undefined, options: CallOptions) =>
    (await import('./caller/call-command.ts')).callCommand(target, options),
  )

program
  .command('demo')
  .description('start a server of its own, book an appointment by telephone, show what happened, stop')
  .action(async () => (await import('./demo.ts')).demo())

program
  .command('chat')
  .description('talk to the first line in the terminal; needs no server')
  .requiredOption('--playbook <file>', 'the playbook (YAML)')
  .option('--jsonl', 'one JSON line in, one out')
  .option('--now <time>', 'the moment to pretend, ISO 8601')
  .option('--caller <number>', 'the number that seems to call')
  .action(async (options: ChatOptions) => {
    const { runChat } = await import('./chat.ts')
    process.exitCode = await runChat({
      playbookFile: options.playbook,
      jsonl: options.jsonl === true,
      now: options.now,
      caller: options.caller,
      stdin: process.stdin,
      stdout: process.stdout,
    })
  })

const playbook = program.command('playbook').description('check and test playbook files')
playbook
  .command('check')
  .argument('<files...>')
  .description('says what is wrong in a playbook, with line and column')
  .action(async (files: string[]) => (await import('./playbook-command.ts')).checkPlaybooks(files))
playbook
  .command('test')
  .argument('<files...>')
  .description("plays a playbook's example conversations and compares how they end")
  .action(async (files: string[]) => (await import('./playbook-command.ts')).testPlaybooks(files))

program
  .command('doctor')
  .description('says what works here')
  .option('--fix', 'install the Debian packages that are missing')
  .option('--json', 'as JSON')
  .action(async (options: { fix?: true; json?: true }) => (await import('./doctor-command.ts')).doctorCommand(options))

program
  .command('settings')
  .description('lists every setting with its meaning')
  .action(async () => (await import('./settings-command.ts')).settingsCommand())

const keys = program.command('api-key').description('keys for the HTTP API')
keys
  .command('create')
  .argument('<name>', 'what the key is for')
  .option('--business <slug>', 'whose; default: the only one')
  .option('--json', 'as JSON')
  .description('creates a key and shows it, once')
  .action(async (name: string, options: KeyOptions) => (await import('./access-commands.ts')).createApiKey(name, options))
keys
  .command('list')
  .option('--business <slug>', 'whose; default: the only one')
  .option('--json', 'as JSON')
  .action(async (options: KeyOptions) => (await import('./access-commands.ts')).listApiKeys(options))
keys
  .command('revoke')
  .argument('<id>')
  .option('--business <slug>', 'whose; default: the only one')
  .action(async (id: string, options: KeyOptions) => (await import('./access-commands.ts')).revokeApiKey(id, options))

program
  .command('link')
  .description('prints a new one-time link to the console')
  .option('--business <slug>', 'whose; default: the only one')
  .action(async (options: KeyOptions) => (await import('./access-commands.ts')).printLink(options))

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof AppError)) throw error
  console.error(`firstline: ${error.message}`)
  process.exitCode = 1
}
