#compdef eo-tracker eot
# Completion of eo-tracker in zsh. The program is asked what the word before the cursor may become.
# It answers with the kind of its proposals, and then one proposal a line: the word, a tab, what it is.

_eo_tracker() {
    local kind value help line
    local -a described how repository
    # What is set for this command alone does not stand in its words.
    repository=(${(M)${(z)LBUFFER}:#EO_TRACKER_REPO=*})
    if (( $#repository )); then
        local -x EO_TRACKER_REPO=${${(Q)repository[-1]#*=}/#\~\//$HOME/}
    fi
    line="${(j: :)words[1,CURRENT-1]} $QIPREFIX$PREFIX"
    {
        IFS= read -r kind
        while IFS=$'\t' read -r value help; do
            described+=("${${value//\\/\\\\}//:/\\:}${help:+:$help}")
        done
    } < <(
        _EO_TRACKER_COMPLETE=zsh _EO_TRACKER_LINE=$line "${words[1]/#\~\//$HOME/}" 2>/dev/null </dev/null
    )
    case $kind in
        files) _files; return ;;
        folders) _files -/; return ;;
        open) how=(-S '') ;;
    esac
    (( $#described )) || return 1
    _describe -V 'proposal' described -M 'm:{[:lower:][:upper:]}={[:upper:][:lower:]}' $how
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _eo_tracker "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }
    compdef _eo_tracker eo-tracker eot
fi
