/// The shells that know how to ask for completions.
///
/// A script is some lines that ask the program itself: what it knows of a call is in ``Completion``, so
/// a script that was installed once stays right.
enum CompletionScript: String, CaseIterable {
  case bash, zsh, fish

  var text: String {
    switch self {
    case .bash: bash
    case .zsh: zsh
    case .fish: fish
    }
  }

  private var bash: String {
    """
    # Completion of convtool for bash: source <(convtool --generate-completion-script bash)
    _convtool() {
      local kind="" line="" word="${COMP_WORDS[COMP_CWORD]}" words=() start=""
      # Words that bash splits at = and : are put together again.
      local joined=() index
      for ((index = 1; index <= COMP_CWORD; index++)); do
        if ((index > 1 && ${#joined[@]} > 0)) && [[ "${COMP_WORDS[index]}" == [=:]* ||
          "${COMP_WORDS[index - 1]}" == *[=:] ]]; then
          joined[${#joined[@]} - 1]+="${COMP_WORDS[index]}"
        else
          joined+=("${COMP_WORDS[index]}")
        fi
      done
      while IFS= read -r line; do
        if [[ -z "${kind}" ]]; then kind="${line}"; else words+=("${line%%$'\\t'*}"); fi
      done < <("${COMP_WORDS[0]/#\\~/$HOME}" ---complete "${joined[@]}" 2>/dev/null)
      local whole="${joined[${#joined[@]} - 1]}"
      [[ "${word}" == [=:] ]] && word=""
      start="${whole%"${word}"}"
      COMPREPLY=()
      for line in "${words[@]}"; do
        COMPREPLY+=("${line#"${start}"}")
      done
      if [[ "${kind}" == *files* ]]; then
        compopt -o filenames 2>/dev/null
        while IFS= read -r line; do COMPREPLY+=("${line}"); done < <(compgen -f -- "${word}")
      elif [[ "${kind}" == *folders* ]]; then
        compopt -o filenames 2>/dev/null
        while IFS= read -r line; do COMPREPLY+=("${line}"); done < <(compgen -d -- "${word}")
      fi
      if [[ ${#COMPREPLY[@]} == 1 && "${COMPREPLY[0]}" == *[=:] ]]; then
        compopt -o nospace 2>/dev/null
      fi
    }
    complete -F _convtool convtool

    """
  }

  private var zsh: String {
    """
    #compdef convtool
    # Completion of convtool for zsh: source <(convtool --generate-completion-script zsh)
    _convtool() {
      local kind line
      local -a candidates plain
      while IFS= read -r line; do
        if [[ -z "${kind}" ]]; then
          kind="${line}"
        else
          plain+=("${line%%$'\\t'*}")
          candidates+=("${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}")
        fi
      done < <("${(Q)words[1]/#\\~/$HOME}" ---complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)
      if (( ${#plain} )); then
        _describe -V convtool candidates plain 2>/dev/null || compadd -- "${plain[@]}"
      fi
      case "${kind}" in
        *files*) _files ;;
        *folders*) _files -/ ;;
      esac
    }
    if (( ! ${+functions[compdef]} )); then autoload -Uz compinit && compinit -u; fi
    if [[ "${funcstack[1]}" = _convtool ]]; then
      _convtool "$@"
    else
      compdef _convtool convtool
    fi

    """
  }

  private var fish: String {
    """
    # Completion of convtool for fish: convtool --generate-completion-script fish | source
    function __convtool_complete
      set -l words (commandline -opc)
      set -l program $words[1]
      set -e words[1]
      set -l last (commandline -ct)
      set -l lines ($program ---complete $words "$last" 2>/dev/null)
      test (count $lines) -gt 0; or return
      for line in $lines[2..-1]
        echo $line
      end
      switch $lines[1]
        case '*files*'
          __fish_complete_path $last
        case '*folders*'
          __fish_complete_directories $last
      end
    end
    complete -c convtool -f -a '(__convtool_complete)'

    """
  }
}
