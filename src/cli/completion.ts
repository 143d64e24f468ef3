import { Argument, Command, type Option } from 'commander';

/** A command as shells complete it. */
interface Completed {
  name: string;
  does: string;
  /** Of its first argument. */
  choices: readonly string[];
  options: readonly Option[];
}

/** `syndisco completion`: prints a script that completes commands and options in a shell. */
export function completionCommand(program: Command): Command {
  return new Command('completion')
    .description('print a script that completes commands and options in a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(scripts)))
    .action((shell: keyof typeof scripts) => {
      const commands = program.commands.map((command) => ({
        name: command.name(),
        does: firstPart(command.description()),
        choices: command.registeredArguments[0]?.argChoices ?? [],
        options: command.options,
      }));
      process.stdout.write(scripts[shell](commands));
    });
}

/** One entry per shell. */
const scripts = { bash: forBash, zsh: forZsh, fish: forFish };

function forBash(commands: readonly Completed[]): string {
  const cases = commands.map(({ name, options }) => `    ${name}) words='${flagsOf(options).join(' ')}' ;;`);
  const choices = commands.flatMap(({ name, choices: ofArgument, options }) => [
    ...(ofArgument.length > 0 ? [`    '${name} ${name}') words='${ofArgument.join(' ')}' ;;`] : []),
    ...options.flatMap(({ argChoices, long }) =>
      argChoices && long ? [`    '${name} ${long}') words='${argChoices.join(' ')}' ;;`] : [],
    ),
  ]);
  return `# bash: source <(syndisco completion bash)
_syndisco() {
  local current=\${COMP_WORDS[COMP_CWORD]} words=''
  if [ "$COMP_CWORD" -eq 1 ]; then
    words='${commands.map(({ name }) => name).join(' ')}'
  else case "\${COMP_WORDS[1]} \${COMP_WORDS[COMP_CWORD-1]}" in
${choices.join('\n')}
    *) case "$current \${COMP_WORDS[1]}" in -*) case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
    esac ;; esac ;;
  esac; fi
  COMPREPLY=()
  if [ -n "$words" ]; then COMPREPLY=($(compgen -W "$words" -- "$current")); fi
}
complete -o bashdefault -o default -F _syndisco syndisco
`;
}

function forZsh(commands: readonly Completed[]): string {
  const list = commands.map(({ name, does }) => `    ${quoted(`${name}:${does}`)}`);
  const cases = commands.map(({ name, choices, options }) => {
    const first = choices.length > 0 ? [quoted(`1:what:(${choices.join(' ')})`)] : [];
    const specs = options.flatMap((option) => {
      if (!option.long) return [];
      const values = option.argChoices ? `(${option.argChoices.join(' ')})` : '_files';
      const value = option.required || option.optional ? `:value:${values}` : '';
      const does = firstPart(option.description).replace(/[[\]:]/g, '\\$&');
      return [quoted(`*${option.long}[${does}]${value}`)];
    });
    return `    ${name}) _arguments ${[...specs, ...first, quoted('*:file:_files')].join(' ')} ;;`;
  });
  return `#compdef syndisco
# zsh: syndisco completion zsh > _syndisco, in a folder of $fpath
_syndisco() {
  local -a commands=(
${list.join('\n')}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  local command=$words[2]
  words=("\${(@)words[2,-1]}")
  (( CURRENT -= 1 ))
  case $command in
${cases.join('\n')}
  esac
}
if [ "$funcstack[1]" = _syndisco ]; then _syndisco "$@"; else compdef _syndisco syndisco; fi
`;
}

function forFish(commands: readonly Completed[]): string {
  const lines = commands.flatMap(({ name, does, choices, options }) => [
    `complete -c syndisco -n __fish_use_subcommand -f -a ${name} -d ${quoted(does)}`,
    ...(choices.length > 0
      ? [`complete -c syndisco -n '__fish_seen_subcommand_from ${name}' -f -a ${quoted(choices.join(' '))}`]
      : []),
    ...options.flatMap((option) => {
      if (!option.long) return [];
      const short = option.short ? ` -s ${option.short.slice(1)}` : '';
      const choices = option.argChoices ? ` -x -a ${quoted(option.argChoices.join(' '))}` : ' -r';
      const value = option.required ? choices : '';
      const flag = `-l ${option.long.slice(2)}${short}${value} -d ${quoted(firstPart(option.description))}`;
      return [`complete -c syndisco -n '__fish_seen_subcommand_from ${name}' ${flag}`];
    }),
  ]);
  return `# fish: syndisco completion fish > ~/.config/fish/completions/syndisco.fish\n${lines.join('\n')}\n`;
}

function flagsOf(options: readonly Option[]): string[] {
  return [...options.flatMap(({ long }) => long ?? []), '--help'];
}

/** Completions have no room for more. */
function firstPart(description: string): string {
  return description.split(/[;:(]/, 1)[0]?.trim() ?? '';
}

/** For a shell, in single quotes. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
