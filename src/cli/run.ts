import { Command } from 'commander';
import { addArchive } from './commands/archive.ts';
import { addBacktest } from './commands/backtest.ts';
import { addCheck } from './commands/check.ts';
import { addConsent } from './commands/consent.ts';
import { addDoctor } from './commands/doctor.ts';
import { addFindings } from './commands/findings.ts';
import { addFinalize } from './commands/finalize.ts';
import { addLanes } from './commands/lanes.ts';
import { addList } from './commands/list.ts';
import { addNext } from './commands/next.ts';
import { addPacket } from './commands/packet.ts';
import { addPersonas } from './commands/personas.ts';
import { addReindex } from './commands/reindex.ts';
import { addRespond } from './commands/respond.ts';
import { addResume } from './commands/resume.ts';
import { addReview } from './commands/review.ts';
import { addTrends } from './commands/trends.ts';
import { exitStatus, version, type CliContext } from './context.ts';
import { addView } from './commands/view.ts';
import { report } from './report.ts';

/** Runs the command line and tells its exit status. Never throws. */
export async function run(context: CliContext): Promise<number> {
  let status: number = exitStatus.fine;
  const finish = (ended: number): void => {
    status = Math.max(status, ended);
  };
  try {
    await program(context, finish).parseAsync([...context.argv], { from: 'user' });
  } catch (error) {
    return report(context, error);
  }
  return status;
}

function program(context: CliContext, finish: (status: number) => void): Command {
  const command = new Command('plan-review')
    .description('Peer review for plans, before anyone builds them.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'say how a command is used')
    .configureOutput({ writeOut: context.out, writeErr: context.err })
    .showHelpAfterError('(plan-review --help says how each command is used)')
    .addHelpText('after', '\nExit status: 0 fine, 1 the review says no, 2 usage or input error, 3 incomplete')
    .exitOverride();
  addCheck(command, context, finish);
  addReview(command, context, finish);
  addPacket(command, context, finish);
  addLanes(command, context, finish);
  addResume(command, context, finish);
  addRespond(command, context);
  addNext(command, context, finish);
  addFinalize(command, context, finish);
  addView(command, context, finish);
  addList(command, context);
  addArchive(command, context);
  addFindings(command, context);
  addTrends(command, context);
  addPersonas(command, context);
  addReindex(command, context);
  addBacktest(command, context);
  addConsent(command, context, finish);
  addDoctor(command, context, finish);
  return command;
}
