import { Help, type HelpConfiguration, type Option } from 'commander';

/** Help that says which options must be given: commander itself shows those like all the others. */
export const HELP: HelpConfiguration = {
  sortSubcommands: false,
  optionDescription: (option: Option): string =>
    `${new Help().optionDescription(option)}${option.mandatory ? ' (required)' : ''}`,
};
