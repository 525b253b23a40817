import { readConfig } from './config.ts'
import { runDoctor } from './doctor/run-doctor.ts'
import { tellDiagnosis } from './doctor/tell-diagnosis.ts'

/** `firstline doctor`: exit code 1 when Firstline would not run here. */
export const doctorCommand = async (options: { readonly fix?: true; readonly json?: true }): Promise<void> => {
  const diagnosis = await runDoctor(readConfig(process.env), { fix: options.fix === true })
  console.log(options.json ? JSON.stringify(diagnosis) : tellDiagnosis(diagnosis))
  if (diagnosis.standing === 'failed') process.exitCode = 1
}
