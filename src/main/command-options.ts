/** What commander hands to the commands: the options as they stand in `cli.ts`. */
export type CallOptions = { readonly scenario: string; readonly from?: string; readonly api?: string; readonly key?: string }
export type ChatOptions = { readonly playbook: string; readonly jsonl?: true; readonly now?: string; readonly caller?: string }
export type KeyOptions = { readonly business?: string; readonly json?: true }
