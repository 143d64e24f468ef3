import type { ErrorCode } from '../errors.js';

/**
 * Error codes for faults that any file can have, per family of files: config errors and input errors have different
 * exit codes.
 */
export interface FileCodes {
  notFound: ErrorCode;
  unreadable: ErrorCode;
  notUtf8: ErrorCode;
  tooLarge: ErrorCode;
  tooDeep: ErrorCode;
  syntax: ErrorCode;
  duplicateKey: ErrorCode;
  /** What a relative path to such a file is relative to. */
  relativeTo: string;
}

export const configCodes: FileCodes = {
  notFound: 'SYNDISCO_CONFIG_NOT_FOUND',
  unreadable: 'SYNDISCO_CONFIG_UNREADABLE',
  notUtf8: 'SYNDISCO_CONFIG_NOT_UTF8',
  tooLarge: 'SYNDISCO_CONFIG_TOO_LARGE',
  tooDeep: 'SYNDISCO_CONFIG_TOO_DEEP',
  syntax: 'SYNDISCO_CONFIG_SYNTAX',
  duplicateKey: 'SYNDISCO_CONFIG_DUPLICATE_KEY',
  relativeTo: 'the folder where the command is run',
};

export const inputCodes: FileCodes = {
  notFound: 'SYNDISCO_INPUT_NOT_FOUND',
  unreadable: 'SYNDISCO_INPUT_UNREADABLE',
  notUtf8: 'SYNDISCO_INPUT_NOT_UTF8',
  tooLarge: 'SYNDISCO_INPUT_TOO_LARGE',
  tooDeep: 'SYNDISCO_INPUT_TOO_DEEP',
  syntax: 'SYNDISCO_INPUT_SYNTAX',
  duplicateKey: 'SYNDISCO_INPUT_DUPLICATE_KEY',
  relativeTo: 'the folder of the config file',
};
