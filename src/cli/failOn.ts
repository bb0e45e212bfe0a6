import { Option } from 'commander';
import { severitySchema, type Severity } from '../core/index.ts';

/** The option that says from which severity on a command ends with 1. */
export function failOnOption(preset: Severity | 'verdict'): Option {
  return new Option('--fail-on <severity>', 'end with 1 when a finding is as bad as this or worse')
    .choices([...severitySchema.options, 'never', ...(preset === 'verdict' ? ['verdict'] : [])])
    .default(preset);
}
