import { join } from 'node:path';
import type { LoggingSection } from '../../generated/config.js';
import type { ConfigReading } from '../config-reading.js';
import type { LoggingConfig } from '../experiment-config.js';
import { withDefaults } from './with-defaults.js';

export function resolveLogging(reading: ConfigReading, runDir: string): LoggingConfig {
  const logging = withDefaults(['logging'], reading.given.logging, ['logs_dir']);
  return {
    printToTerminal: logging.print_to_terminal,
    writeToFile: logging.write_to_file,
    dir: logging.logs_dir === undefined ? join(runDir, 'logs') : reading.absolute(logging.logs_dir),
    format: logging.format,
    level: levels[logging.level],
    keepDays: logging.keep_days,
    maxSizeBytes: inBytes(logging.max_size),
  };
}

/** Configs of the original use the names of Python's levels. */
const levels: Record<NonNullable<LoggingSection['level']>, LoggingConfig['level']> = {
  critical: 'error',
  error: 'error',
  warning: 'warn',
  warn: 'warn',
  info: 'info',
  debug: 'debug',
  not_set: 'debug',
};

const bytesPerUnit: Record<string, number> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

function inBytes(size: string): number {
  const unit = size.slice(-1).toLowerCase();
  return Number(size.slice(0, -1)) * (bytesPerUnit[unit] ?? 1);
}
